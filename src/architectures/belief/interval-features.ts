/** The blocks of the features of intervals, each with one feature per interval. */
export const intervalFeature = { within: 0, entered: 1, left: 2, steps: 3 } as const;

const blocks = ['', ' entered', ' left', ', steps when left'];

/** @param count number of intervals */
export const labelOfInterval = (feature: number, count: number, titleOf: (interval: number) => string): string =>
  `${titleOf(feature % count)}${blocks[Math.floor(feature / count)]}`;

/** What ends the inter-trial interval: events, or every step, which starts a new one. */
export type RestEnds = 'event' | 'step';
