import type { LineFit, SummaryPoint } from '../../contracts/paradigm.ts';

/**
 * The discount, per second, by which a response falls with delay: y = A γ^d, a straight line of ln y on d. Responses that are not positive
 * have no logarithm and are left out; NaN where fewer than two remain.
 */
export function discountPerSecond(curve: readonly SummaryPoint[], line: (points: readonly SummaryPoint[]) => LineFit): number {
  return Math.exp(line(curve.filter(({ y }) => y > 0).map(({ x, y }) => ({ x, y: Math.log(y) }))).slope);
}

/**
 * How often a delay has to be trained, relative to the longest. Value spreads back from the reward one step a trial, so TD(0) needs trials
 * in proportion to the steps of a delay and, as the front of that spread blurs with their square root, some more: n + 4 sqrt(n) of them is near
 * to this power over the delays in use.
 */
export const trainingShare = (seconds: number, longest: number): number => (seconds / longest) ** 0.75;
