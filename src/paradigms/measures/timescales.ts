import { power } from '../../core/power.ts';
import type { Evidence, LineFit, SummaryPoint } from '../../contracts/paradigm.ts';

/** Responses below this fraction of the largest are rounding errors. */
const rounding = 1e-9;

/**
 * The discount, per second, by which a response falls with delay: y = A γ^d, a straight line of ln y on d. Responses that are not positive
 * have no logarithm, and that of rounding means nothing: both are left out; NaN where fewer than two remain.
 */
export function discountPerSecond(
  curve: readonly SummaryPoint[],
  line: (points: readonly SummaryPoint[]) => LineFit,
): number {
  const positive = curve.filter(({ y }) => y > 0);
  const min = rounding * Math.max(...positive.map(({ y }) => y));
  return Math.exp(line(positive.filter(({ y }) => y > min).map(({ x, y }) => ({ x, y: Math.log(y) }))).slope);
}

/**
 * How often a delay must be trained, relative to the longest. Value spreads back from the reward one step per trial, so
 * TD(0) needs trials in proportion to the steps of a delay and, as the front of that spread blurs with their square
 * root, some more: n + 4 sqrt(n) of them is near to this power over the delays in use.
 */
export const trainingShare = (seconds: number, longest: number): number => power(seconds / longest, 0.75);

/** Times to distinguish, seconds, up to beyond the longest delay in use. */
const decodedSeconds = Array.from({ length: 40 }, (_, i) => 0.3 * (i + 1));

type DecodeTimes = Evidence['decodeTimes'];

/**
 * Mean of the times at which a reward is expected, decoded from each channel's response to its cue, in rewards, and
 * each channel's discount per second. Channels without a discount are left out; NaN if no channel has one.
 */
export function decodedDelay(discounts: readonly number[], responses: readonly number[], decode: DecodeTimes): number {
  const channels = discounts
    .map((discount, channel) => ({ discount, response: responses[channel] as number }))
    .filter(({ discount }) => discount > 0 && discount <= 1);
  if (channels.length === 0) return Number.NaN;
  return decode(channels, decodedSeconds).reduce((sum, share, i) => sum + share * (decodedSeconds[i] as number), 0);
}
