import type { SummaryPoint } from '../../contracts/paradigm.ts';
import { average, contrast, ratio } from './numbers.ts';

/**
 * Where a channel's response turns from falling below 0 to rising above it, on straight lines between the sizes given
 * in increasing order; the first or last size if it never does. NaN if the responses are NaN.
 */
export function reversalPoint(curve: readonly SummaryPoint[]): number {
  const last = curve.at(-1);
  if (last === undefined || curve.some(({ y }) => Number.isNaN(y))) return Number.NaN;
  const above = curve.findIndex(({ y }) => y > 0);
  if (above < 0) return last.x;
  const high = curve[above] as SummaryPoint;
  const low = curve[above - 1];
  return low === undefined ? high.x : low.x + ((high.x - low.x) * -low.y) / (high.y - low.y);
}

/**
 * A channel's prediction just before the outcome of each of a run of trials with the same cue, and the RPE at the
 * outcome.
 */
export interface Outcome {
  readonly before: number;
  readonly rpe: number;
}

/**
 * A channel's learning rate for positive errors relative to the sum of both rates, τ = α⁺ / (α⁺ + α⁻): each α is the
 * slope, through zero, of the change of its value from one trial to the next on its RPE.
 */
export function learningAsymmetry(trials: readonly Outcome[]): number {
  const changes = trials
    .slice(1)
    .map(({ before }, i) => ({ rpe: (trials[i] as Outcome).rpe, change: before - (trials[i] as Outcome).before }));
  // Small errors of one sign determine its rate as well as large ones do; they must only exceed rounding.
  const scale = 1e-9 * Math.max(...changes.map(({ rpe }) => rpe * rpe));
  const rate = (side: 1 | -1): number => {
    const these = changes.filter(({ rpe }) => rpe * side > 0);
    return ratio(
      average(these.map(({ rpe, change }) => rpe * change)),
      average(these.map(({ rpe }) => rpe * rpe)),
      scale,
    );
  };
  return ratio(rate(1), rate(1) + rate(-1), Math.abs(rate(1)) + Math.abs(rate(-1)));
}

/** As many equally likely samples of a distribution as asked for, in increasing order: the middles of equal parts of its cumulative. */
export function equallyLikely(values: readonly number[], weights: readonly number[], count: number): readonly number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return Array.from({ length: count }, (_, n) => {
    let left = (total * (n + 0.5)) / count;
    return values[weights.findIndex((weight) => (left -= weight) < 0)] as number;
  });
}

/** Mean distance that has to be gone to turn one distribution into another, both as equally many samples in increasing order (Wasserstein). */
const distance = (a: readonly number[], b: readonly number[]): number =>
  average(a.map((value, i) => Math.abs(value - (b[i] as number))));

/** A channel's asymmetry and the reward at which it reverses. */
export interface Optimist {
  readonly tau: number;
  readonly value: number;
}
type Decode = (channels: readonly Optimist[]) => readonly number[];

/** Channels from asymmetries and reversal points, without those for which either is unknown. */
export function optimists(asymmetries: readonly number[], reversals: readonly number[]): readonly Optimist[] {
  const all = asymmetries.map((tau, channel) => ({ tau, value: reversals[channel] as number }));
  return all.filter(({ tau, value }) => tau >= 0 && tau <= 1 && Number.isFinite(value));
}

/** Samples of the distribution encoded by the channels; a single NaN if there are no channels. */
export const decodedSamples = (channels: readonly Optimist[], decode: Decode): readonly number[] =>
  channels.length === 0 ? [Number.NaN] : decode(channels);

/**
 * How far decoded samples lie from the distribution of reward, relative to how far they do when every channel reverses at the mean of their
 * reversal points, as a contrast: -1 where all of the distribution is held, 0 for a model of one value, of which the decoder makes the same either way.
 */
export function decodingError(
  channels: readonly Optimist[],
  values: readonly number[],
  weights: readonly number[],
  decode: Decode,
): number {
  const mean = average(channels.map(({ value }) => value));
  const errorOf = (these: readonly Optimist[]): number => {
    const samples = decodedSamples(these, decode);
    return distance(samples, equallyLikely(values, weights, samples.length));
  };
  return contrast(errorOf(channels), errorOf(channels.map(({ tau }) => ({ tau, value: mean }))), Math.max(...values));
}
