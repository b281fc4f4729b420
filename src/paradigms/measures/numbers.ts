import { squared } from '../../core/power.ts';

/** Small sums that signatures of several paradigms are made of. NaN in gives NaN out, so that what was not measured never passes. */

export const average = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Standard deviation of a sample; NaN for fewer than two. */
export function spread(values: readonly number[]): number {
  const centre = average(values);
  return Math.sqrt(values.reduce((sum, value) => sum + squared(value - centre), 0) / (values.length - 1));
}

/** Smallest rise from one number to the next. */
export const smallestRise = (values: readonly number[]): number => Math.min(...values.slice(1).map((value, i) => value - (values[i] as number)));

/** Points for a fit or a plot out of two lists of equal length. */
export const pairs = (x: readonly number[], y: readonly number[]): readonly { readonly x: number; readonly y: number }[] =>
  x.map((value, i) => ({ x: value, y: y[i] as number }));

/**
 * Standard deviation of what two measurements of the same things share, the square root of their covariance, 0 where they share nothing:
 * spread beyond the noise of either.
 */
export function sharedSpread(first: readonly number[], second: readonly number[]): number {
  const [a, b] = [average(first), average(second)];
  return Math.sqrt(Math.max(0, first.reduce((sum, value, i) => sum + (value - a) * ((second[i] as number) - b), 0) / (first.length - 1)));
}
