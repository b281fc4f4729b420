import type { ExplainedVariance } from '../noise-ceiling.ts';

const percent = (share: number): string => `${Math.round(100 * share)} %`;

const within = (share: number): number => Math.min(1, Math.max(0, share));

/** How much of the signal around events a model explains, and how much is the same in repeats of the same events. */
export function explainedWords({ r2, ceiling, ofCeiling, trials, conditions }: ExplainedVariance): string {
  const of = `around the events of ${trials} trials of ${conditions} ${conditions === 1 ? 'kind' : 'kinds'}, ${percent(r2)} of the signal's variance is explained`;
  if (ceiling.low <= 0)
    return `${of}; their repeats do not show that the events explain more than nothing (noise ceiling ${percent(within(ceiling.low))} to ${percent(within(ceiling.high))})`;
  const agreed = `${percent(ceiling.value)} (${percent(ceiling.low)} to ${percent(within(ceiling.high))})`;
  // Repeats differ by more than noise where values change much from one to the next.
  if (r2 > ceiling.high)
    return `${of}, more than the ${agreed} in which repeats of a kind agree: what changes from one repeat to the next is explained too, so that there is no noise ceiling`;
  return `${of}, ${percent(ofCeiling.value)} (${percent(ofCeiling.low)} to ${percent(ofCeiling.high)}) of the ${agreed} in which repeats of a kind agree, the noise ceiling`;
}

export const noCeiling = 'no noise ceiling: fewer than 20 trials have events that two others repeat at the same times';
