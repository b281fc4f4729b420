import { expect, test } from 'vitest';
import { rankBand } from '../../src/fitting/posterior/rank-band.ts';

test('the band of 100 ranks in 20 bins is that of scipy', () => {
  // scipy.stats.binom and 20,000 simulated sets: a set of uniform ranks is outside at the level .00855 of a point in 5 %.
  const lows = [0, 3, 6, 10, 14, 18, 23, 27, 32, 37, 42, 47, 52, 58, 63, 69, 75, 81, 88];
  const highs = [11, 19, 25, 31, 37, 42, 48, 53, 58, 63, 68, 73, 77, 82, 86, 90, 94, 97, 100];
  const band = rankBand(100, 20);
  const off = (found: readonly number[], expected: readonly number[]): readonly number[] =>
    found.map((one, i) => Math.abs(Math.round(100 * one) - (expected[i] ?? Number.NaN)));
  // The level is known from 2,000 sets, so that a limit may be one data set off.
  for (const one of [...off(band.lows, lows), ...off(band.highs, highs)]) expect(one).toBeLessThanOrEqual(1);
  expect(off(band.lows, lows).filter((one) => one === 0).length).toBeGreaterThan(12);
});

test('at one point it is the binomial interval', () => {
  // scipy.stats.binom.interval(.95, 100, .5): 40 to 60.
  const { lows, highs } = rankBand(100, 2);
  expect(Math.abs(Math.round(100 * (lows[0] ?? 0)) - 40)).toBeLessThanOrEqual(1);
  expect(Math.abs(Math.round(100 * (highs[0] ?? 0)) - 60)).toBeLessThanOrEqual(1);
});
