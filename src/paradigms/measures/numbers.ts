import { squared } from '../../core/power.ts';
import type { Evidence, Expectation, LineFit, SummaryPoint } from '../../contracts/paradigm.ts';

/**
 * Small formulas used by signatures of several paradigms. NaN in gives NaN out, so that a missing measurement stays
 * undefined.
 */

export const average = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Standard deviation of a sample; NaN for fewer than two. */
export function spread(values: readonly number[]): number {
  const centre = average(values);
  return Math.sqrt(values.reduce((sum, value) => sum + squared(value - centre), 0) / (values.length - 1));
}

/** A denominator below this fraction of the scale is too close to 0. */
const minShare = 0.01;

/**
 * part / whole; NaN, which is undefined and not a failure, if the whole is close to 0.
 * @param scale what the whole could be at its largest: the size of the reward for an RPE or a value, 1 where both are counted in rewards
 */
export const ratio = (part: number, whole: number, scale = 1): number =>
  Math.abs(whole) > minShare * scale ? part / whole : Number.NaN;

/**
 * Contrast of two numbers, (a - b) / (|a| + |b|): from -1 to 1, 1/3 if a is twice b, 0 if they are equal. NaN, which is
 * undefined and not a failure, if both are close to 0; if only one of them is, the contrast is -1 or 1.
 * @param scale as in `ratio`
 */
export const contrast = (a: number, b: number, scale = 1): number => ratio(a - b, Math.abs(a) + Math.abs(b), scale);

/** The contrast of two numbers whose ratio is given: converts a bound on a factor to a bound on a contrast. */
export const contrastOf = (factor: number): number => (factor - 1) / (factor + 1);

/**
 * A part relative to itself plus a reference, a / (|a| + |b|): 0 if it is 0, 1/2 if it equals the reference, never
 * above 1. NaN if both are close to 0. `scale` as in `ratio`.
 */
export const shareOfBoth = (part: number, other: number, scale = 1): number =>
  ratio(part, Math.abs(part) + Math.abs(other), scale);

/**
 * The same share for a part that is a given multiple of the reference: converts a bound on a factor to a bound on such
 * a share.
 */
export const shareOf = (factor: number): number => factor / (1 + factor);

/**
 * A part, or a difference, relative to the largest of itself and the references, from -1 to 1: bounded even if the
 * references are small. NaN if all are close to 0. `scale` as in `ratio`, of the largest.
 */
export function shareOfLargest(part: number, others: readonly number[], scale = 1): number {
  const largest = Math.max(...[part, ...others].map(Math.abs));
  return largest > minShare * scale ? part / largest : Number.NaN;
}

const noFit: LineFit = { slope: Number.NaN, intercept: Number.NaN, r: Number.NaN };

/**
 * A straight line over a measured x; undefined if x hardly varies, because a slope is a quotient too. `scale` as in
 * `ratio`, of x.
 */
export function fitOver(e: Pick<Evidence, 'fit'>, points: readonly SummaryPoint[], scale = 1): LineFit {
  const x = points.map((point) => point.x);
  return Math.max(...x) - Math.min(...x) > minShare * scale ? e.fit(points) : noFit;
}

/**
 * A model is not an animal from the sample: this factor above or below the recorded value counts as a different size.
 */
const times = 3;

/** From a third of what was recorded to three times as much: the bounds on a size that is known. */
export const aroundRecorded = (recorded: number): Required<Pick<Expectation, 'above' | 'below'>> => {
  const ends = [recorded / times, recorded * times].map((end) => Number(end.toPrecision(3)));
  return { above: Math.min(...ends), below: Math.max(...ends) };
};
export const timesWords = `a third to ${times} times the recorded value`;

/** Smallest rise from one number to the next. */
export const smallestRise = (values: readonly number[]): number =>
  Math.min(...values.slice(1).map((value, i) => value - (values[i] as number)));

/** Points for a fit or a plot out of two lists of equal length. */
export const pairs = (
  x: readonly number[],
  y: readonly number[],
): readonly { readonly x: number; readonly y: number }[] => x.map((value, i) => ({ x: value, y: y[i] as number }));

/**
 * Standard deviation of the common part of two measurements of the same things, the square root of their covariance, 0
 * if they have none: spread beyond the noise of either.
 */
export function sharedSpread(first: readonly number[], second: readonly number[]): number {
  const [a, b] = [average(first), average(second)];
  return Math.sqrt(
    Math.max(
      0,
      first.reduce((sum, value, i) => sum + (value - a) * ((second[i] as number) - b), 0) / (first.length - 1),
    ),
  );
}
