import type { ExplainedVariance } from '../noise-ceiling.ts';

const percent = (share: number): string => `${Math.round(100 * share)} %`;

const within = (share: number): number => Math.min(1, Math.max(0, share));

/** How much of the signal around events a model explains, and how much any could. */
export function explainedWords({ r2, ceiling, ofCeiling, trials, conditions }: ExplainedVariance): string {
  const of = `around the events of ${trials} trials of ${conditions} ${conditions === 1 ? 'kind' : 'kinds'}, ${percent(r2)} of the signal's variance is explained`;
  if (ceiling.low <= 0)
    return `${of}; their repeats do not show that any model of the events could explain more than nothing (ceiling ${percent(within(ceiling.low))} to ${percent(within(ceiling.high))})`;
  return `${of}, ${percent(ofCeiling.value)} (${percent(ofCeiling.low)} to ${percent(ofCeiling.high)}) of what any model of the events could: the noise ceiling is ${percent(ceiling.value)} (${percent(ceiling.low)} to ${percent(within(ceiling.high))})`;
}

export const noCeiling = 'no noise ceiling: fewer than 20 trials have events that two others repeat at the same times';
