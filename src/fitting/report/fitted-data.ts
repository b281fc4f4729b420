/** What of a session is fitted; each: the signal alone, the choices alone, and both. */
export const kindsOfData = ['signal', 'choices', 'both', 'each'] as const;

export type KindOfData = (typeof kindsOfData)[number];

/** What one fit is to. */
export type FittedData = Exclude<KindOfData, 'each'>;

/** What a fit was to, as words for a sentence. */
export const usesWords: Readonly<Record<FittedData, string>> = {
  signal: 'the signal',
  choices: 'the choices',
  both: 'signal and choices',
};

/** The fits that are asked for, one after the other. */
export const usesIn = (asked: KindOfData): readonly FittedData[] =>
  asked === 'each' ? ['choices', 'signal', 'both'] : [asked];
