/**
 * Conditioned responding as a function of value: the decayed response of the last step, plus value above a threshold,
 * a(t) = υ a(t-1) + (1 - υ) max(0, V(t) - θ): a leaky integrator of value (Ludvig, Sutton & Kehoe 2008, 2012), scaled
 * so that a steady value V gives the response V - θ. Licks, approaches and blinks are modelled by it, in reward units.
 */
export const responseThreshold = 0.05;
/** Time constant of the integrator, seconds. */
const responseSeconds = 0.3;

/**
 * Mean response over the steps [from, to) of the trial whose values are the numbers [start, end), from its first step
 * on; NaN if they extend beyond it.
 */
export function meanResponse(
  { values, start, end }: { readonly values: Float64Array; readonly start: number; readonly end: number },
  stepSeconds: number,
  from: number,
  to: number,
): number {
  if (from < 0 || start + to > end) return Number.NaN;
  const kept = Math.exp(-stepSeconds / responseSeconds);
  let level = 0;
  let sum = 0;
  for (let step = 0; step < to; step++) {
    level = kept * level + (1 - kept) * Math.max(0, (values[start + step] as number) - responseThreshold);
    if (step >= from) sum += level;
  }
  return sum / (to - from);
}
