/**
 * What the end of a trial is to an agent. continuous: nothing, time runs on as it does for an animal. reset: all that it remembers of the
 * trial's moments is gone, as in models that were published for single trials.
 */
export const boundaries = ['continuous', 'reset'] as const;
export type Boundary = (typeof boundaries)[number];
