import { power } from '../../src/core/power.ts';

/**
 * The next round number at or above a positive one, so that a scale that follows the data changes rarely and is easy to
 * read.
 */
export function niceCeiling(value: number): number {
  if (!(value > 0) || !Number.isFinite(value)) return 1;
  const decade = power(10, Math.floor(Math.log10(value)));
  // In single precision a 1 may be just above 1.
  const step = [1, 1.5, 2, 3, 5, 7.5, 10].find((one) => value <= one * decade * (1 + 1e-5)) ?? 10;
  return Number((step * decade).toPrecision(3));
}
