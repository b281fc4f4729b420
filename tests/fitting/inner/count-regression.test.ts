import { expect, test } from 'vitest';
import { countLogLikelihood, fitCounts } from '../../../src/fitting/inner/count-regression.ts';
import { slowNegativeBinomial, slowPoisson, slowRate } from './slow-densities.ts';

// Made by numpy: drive 5 + 1.2 x in bins of 0.25 s; Poisson, and negative binomial of three times the mean and α = 1/1.5.
// prettier-ignore
const x = Float64Array.of(5.45, 0, 0, -5.33, -0.61, 0, 0, -2.9, 0, 0, 3.92, 3.16, 0, 2.17, 3.1, 0, 0, 0, 0, 0, 0, 3.93, 0, 1.81, 0, 2.31, 0, 0, 4.08, 0, 0, 0, 0.8, 0, 0, -5.32, 0.5, 0, 0, 0.35, 1.93, -4.29, 0, 0, 2.18, 0, 0, 0, 0, -3.18, -1.78, 1.86, 0, 0, 0, 0, 0, -2.09, 0, 0);
// prettier-ignore
const poisson = Float64Array.of(1, 0, 1, 0, 2, 1, 1, 2, 3, 1, 1, 0, 1, 4, 3, 1, 0, 3, 2, 1, 1, 1, 0, 1, 2, 2, 1, 0, 1, 1, 0, 5, 1, 0, 1, 0, 4, 3, 1, 0, 2, 0, 0, 4, 0, 2, 0, 1, 3, 0, 1, 1, 0, 1, 0, 2, 1, 0, 1, 3);
// prettier-ignore
const bursts = Float64Array.of(18, 4, 3, 0, 1, 1, 7, 0, 6, 5, 6, 3, 5, 8, 7, 0, 3, 3, 7, 0, 3, 1, 7, 4, 0, 2, 1, 3, 9, 0, 0, 3, 2, 3, 1, 0, 8, 0, 0, 4, 3, 0, 0, 3, 18, 1, 1, 2, 1, 1, 3, 3, 2, 7, 0, 0, 6, 5, 1, 2);
const seconds = x.map(() => 0.25);

test('the maxima are those of scipy 1.17: poisson.logpmf and nbinom.logpmf, by Nelder-Mead from eight starts', () => {
  const one = fitCounts(x, { counts: poisson, seconds }, 'poisson');
  expect(one.logLikelihood).toBeCloseTo(-86.47208479880678, 9);
  expect(one.drive).toBeCloseTo(4.840150964, 5);
  expect(one.gain).toBeCloseTo(0.822942386, 5);
  expect(one.baseline).toBeCloseTo(4.840182214, 5);
  const two = fitCounts(x, { counts: bursts, seconds }, 'negative-binomial');
  expect(two.logLikelihood).toBeCloseTo(-129.35263401250336, 9);
  expect(two.drive).toBeCloseTo(12.03098091, 4);
  expect(two.gain).toBeCloseTo(3.04684031, 5);
  expect(two.dispersion).toBeCloseTo(0.56066398, 5);
  const three = fitCounts(x, { counts: poisson, seconds }, 'negative-binomial');
  expect(three.logLikelihood).toBeCloseTo(-86.11002790671755, 9);
  expect(Math.log(three.dispersion)).toBeCloseTo(-2.04731794, 5);
});

test('the likelihoods are those of slow probabilities, with gaps left out', () => {
  const gaps = bursts.map((count, i) => (i % 7 === 3 ? Number.NaN : count));
  const known = [...gaps.keys()].filter((i) => !Number.isNaN(gaps[i]));
  for (const [drive, gain] of [
    [6, 2],
    [1, 3],
    [-40, 5],
  ] as const) {
    // prettier-ignore
    const mean = (i: number): number => 0.25 * slowRate(drive + gain * (x[i] ?? 0));
    const slow = (of: (i: number) => number): number => known.reduce((sum, i) => sum + of(i), 0);
    const at = (dispersion: number) => countLogLikelihood(x, { counts: gaps, seconds }, { drive, gain, dispersion });
    const direct = slow((i) => slowPoisson(gaps[i] ?? 0, mean(i)));
    expect(Math.abs(at(0) - direct)).toBeLessThan(1e-9);
    for (const alpha of [0.01, 0.5, 4])
      expect(Math.abs(at(alpha) - slow((i) => slowNegativeBinomial(gaps[i] ?? 0, mean(i), alpha)))).toBeLessThan(1e-9);
    // With no dispersion they are Poisson's.
    expect(Math.abs(at(1e-8) - direct)).toBeLessThan(1e-3);
  }
});

test('counts that scatter less than Poisson have no dispersion, and the same maximum', () => {
  const even = x.map((value) => Math.round(0.25 * slowRate(20 + value)));
  const [one, two] = (['poisson', 'negative-binomial'] as const).map((family) => fitCounts(x, { counts: even, seconds }, family)); // prettier-ignore
  expect(two?.dispersion).toBe(0);
  expect(two).toEqual(one);
});

test('a model that shows nothing has no likelihood; a unit that is silent in every dip still has one', () => {
  expect(fitCounts(x.map(() => 2), { counts: poisson, seconds }, 'poisson').logLikelihood).toBe(-Infinity); // prettier-ignore
  const silent = x.map((value, i) => (value < 0 ? 0 : (poisson[i] ?? 0) + 1));
  const { gain, logLikelihood } = fitCounts(x, { counts: silent, seconds }, 'negative-binomial');
  expect(gain).toBeGreaterThan(0);
  expect(Number.isFinite(logLikelihood)).toBe(true);
});
