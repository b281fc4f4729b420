import { squared } from '../../core/power.ts';
import type { Evidence, Expectation, LineFit, SummaryPoint } from '../../contracts/paradigm.ts';

/** Small sums that signatures of several paradigms are made of. NaN in gives NaN out, so that what was not measured stays undefined. */

export const average = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Standard deviation of a sample; NaN for fewer than two. */
export function spread(values: readonly number[]): number {
  const centre = average(values);
  return Math.sqrt(values.reduce((sum, value) => sum + squared(value - centre), 0) / (values.length - 1));
}

/** Less than this share of the scale is nothing that something else could be measured by. */
const leastShare = 0.01;

/**
 * part / whole; NaN, which is undefined and not a failure, where the whole is next to nothing.
 * @param scale what the whole could be at its largest: the size of the reward for an RPE or a value, 1 where both are counted in rewards
 */
export const ratio = (part: number, whole: number, scale = 1): number =>
  Math.abs(whole) > leastShare * scale ? part / whole : Number.NaN;

/**
 * How far one number lies above another, (a - b) / (|a| + |b|): from -1 to 1, 1/3 where a is twice b, 0 where they are the same. NaN, which is
 * undefined and not a failure, where both are next to nothing; a contrast is at its end, and no quotient by nothing, where one of them is.
 * @param scale as in `ratio`
 */
export const contrast = (a: number, b: number, scale = 1): number => ratio(a - b, Math.abs(a) + Math.abs(b), scale);

/** The contrast of two numbers of which the first is so many times the second: what a bound on a factor is as a bound on a contrast. */
export const contrastOf = (factor: number): number => (factor - 1) / (factor + 1);

/**
 * A part as a share of itself and what it is held against, a / (|a| + |b|): 0 where it is nothing, 1/2 where it is as large, never beyond 1.
 * NaN where both are next to nothing. `scale` as in `ratio`.
 */
export const shareOfBoth = (part: number, other: number, scale = 1): number =>
  ratio(part, Math.abs(part) + Math.abs(other), scale);

/** The share of both of a part that is so many times the other: what a bound on a factor is as a bound on such a share. */
export const shareOf = (factor: number): number => factor / (1 + factor);

/**
 * A part, or a difference, as a share of what is largest of it and of the others, from -1 to 1: never larger than life where what it is measured
 * by is small. NaN where all are next to nothing. `scale` as in `ratio`, of the largest.
 */
export function shareOfLargest(part: number, others: readonly number[], scale = 1): number {
  const largest = Math.max(...[part, ...others].map(Math.abs));
  return largest > leastShare * scale ? part / largest : Number.NaN;
}

const noFit: LineFit = { slope: Number.NaN, intercept: Number.NaN, r: Number.NaN };

/** A straight line over an x that was measured itself; undefined where x hardly varies, as a slope is a quotient too. `scale` as in `ratio`, of x. */
export function fitOver(e: Pick<Evidence, 'fit'>, points: readonly SummaryPoint[], scale = 1): LineFit {
  const x = points.map((point) => point.x);
  return Math.max(...x) - Math.min(...x) > leastShare * scale ? e.fit(points) : noFit;
}

/** A model is no animal of the sample: this many times more, or less, than was recorded is of another size. */
const times = 3;

/** From a third of what was recorded to three times as much: the bounds on a size that is known. */
export const aroundRecorded = (recorded: number): Required<Pick<Expectation, 'above' | 'below'>> => {
  const ends = [recorded / times, recorded * times].map((end) => Number(end.toPrecision(3)));
  return { above: Math.min(...ends), below: Math.max(...ends) };
};
export const timesWords = `a third of it to ${times} times as much`;

/** Smallest rise from one number to the next. */
export const smallestRise = (values: readonly number[]): number =>
  Math.min(...values.slice(1).map((value, i) => value - (values[i] as number)));

/** Points for a fit or a plot out of two lists of equal length. */
export const pairs = (
  x: readonly number[],
  y: readonly number[],
): readonly { readonly x: number; readonly y: number }[] => x.map((value, i) => ({ x: value, y: y[i] as number }));

/**
 * Standard deviation of what two measurements of the same things share, the square root of their covariance, 0 where they share nothing:
 * spread beyond the noise of either.
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
