import type { FittedData } from './fit-session.ts';

/** What a fit was to, as words for a sentence. */
export const usesWords: Readonly<Record<FittedData, string>> = {
  signal: 'the signal',
  choices: 'the choices',
  both: 'signal and choices',
};
