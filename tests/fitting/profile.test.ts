// Closed forms of profiles; ends without one solved by scipy 1.17 (optimize.brentq of the fall minus chi2.ppf(.95, 1) / 2).
import { expect, test } from 'vitest';
import { bfgs } from '../../src/fitting/optimise/bfgs.ts';
import { profileOf, type Profile } from '../../src/fitting/posterior/profile.ts';
import type { FreeParameter } from '../../src/fitting/free-parameter.ts';
import type { PointFunction } from '../../src/fitting/problem.ts';

const linear: FreeParameter = { id: 'x', title: 'x', scale: 'linear', minimum: 0, maximum: 0 };
const share: FreeParameter = { ...linear, scale: 'logit', maximum: 1 };
const of = (size: number, at: (...point: number[]) => number): PointFunction => ({
  size,
  hasGradient: false,
  at: (point) => at(...point),
});
function profile(one: PointFunction, parameter: FreeParameter, index = 0, start = new Float64Array(one.size)): Profile {
  return profileOf(one, bfgs(one, start), parameter, index);
}
const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

test('a normal: the mean within ± 1.96 of its error with the others free', () => {
  // Covariance of (x, y): inverse of [[4, 3], [3, 4]] = [[4, -3], [-3, 4]] / 7.
  const normal = of(2, (x = 0, y = 0) => -(4 * (x - 1) ** 2 + 6 * (x - 1) * (y + 2) + 4 * (y + 2) ** 2) / 2);
  const { low, high, values, falls, higher } = profile(normal, linear);
  expect(low).toBeCloseTo(1 - Math.sqrt((3.841459 * 4) / 7), 4);
  expect(high).toBeCloseTo(1 + Math.sqrt((3.841459 * 4) / 7), 4);
  values.forEach((value, i) => expect(falls[i]).toBeCloseTo(((value - 1) ** 2 * 7) / 8, 5));
  expect(values).toEqual(values.toSorted((a, b) => a - b));
  expect(Math.max(...falls)).toBeGreaterThan(3);
  expect(higher).toBeUndefined();
});

test('the mean and the standard deviation of observations', () => {
  const observed = [1.2, 0.3, -0.5, 2, 0.8, 1.1, 0.4, 2.4];
  const likelihood = of(2, (mean = 0, logSd = 0) =>
    observed.reduce((sum, y) => sum - logSd - (y - mean) ** 2 / (2 * Math.exp(2 * logSd)), 0),
  );
  // mean ± sd √(exp(3.841 / n) - 1), the inversion of the likelihood ratio.
  const mean = profile(likelihood, linear);
  expect(mean.low).toBeCloseTo(0.27477404054371957, 4);
  expect(mean.high).toBeCloseTo(1.6502259594562805, 4);
  const sd = profile(likelihood, { ...linear, scale: 'log', maximum: 1e6 }, 1);
  expect(sd.low).toBeCloseTo(0.5747295320165042, 4);
  expect(sd.high).toBeCloseTo(1.5721686299273232, 4);
});

const binomial = (hits: number, misses: number): PointFunction =>
  of(1, (x = 0) => {
    const [hit, miss] = [logistic(x), logistic(-x)];
    return (hits > 0 ? hits * Math.log(hit) : 0) + (misses > 0 ? misses * Math.log(miss) : 0);
  });

test('a parameter of a very small unit', () => {
  // Sd 1e-6 around 2e-5.
  const { low, high, values } = profile(
    of(1, (x = 0) => -(((x - 2e-5) / 1e-6) ** 2) / 2),
    linear,
    0,
    Float64Array.of(2e-5),
  );
  expect(low).toBeCloseTo(2e-5 - 1.96e-6, 9);
  expect(high).toBeCloseTo(2e-5 + 1.96e-6, 9);
  expect(values.length).toBeGreaterThan(8);
});

test('a share', () => {
  const { low, high } = profile(binomial(7, 3), share);
  expect(low).toBeCloseTo(0.3934609690955147, 4);
  expect(high).toBeCloseTo(0.9154413450184902, 4);
});

test('ends that data do not close are open', () => {
  // All of 20 hits: the likelihood p^20 falls by 1.92 at exp(-1.92 / 20), and rises to the end.
  const all = binomial(20, 0);
  const { low, high } = profileOf(
    all,
    { point: Float64Array.of(10), height: all.at(Float64Array.of(10)), evaluations: 1, converged: true },
    share,
    0,
  );
  expect(low).toBeCloseTo(Math.exp(-1.9207295 / 20), 3);
  expect(high).toBe('open');
  // The product of two factors is all that data show, as of reward size and inverse temperature.
  const ridge = of(2, (x = 0, y = 0) => -((x + y - 1) ** 2) * 50);
  expect(profile(ridge, { ...linear, scale: 'log', maximum: 1e9 })).toMatchObject({ low: 'open', high: 'open' });
});

test('where the model becomes impossible, an interval ends', () => {
  const uniform = of(1, (x = 0) => (x > 2 ? -Infinity : x / 2));
  const { high } = profileOf(
    uniform,
    { point: Float64Array.of(1.9), height: 0.95, evaluations: 1, converged: true },
    linear,
    0,
  );
  expect(high).toBeCloseTo(2, 3);
});

test('a search that had stopped at the lower of two maxima is found out', () => {
  const two = of(1, (x = 0) => Math.log(Math.exp(-(x * x) / 2) + 3 * Math.exp(-((x - 4) ** 2) / 2)));
  const { higher } = profile(two, linear);
  expect(higher?.point[0]).toBeGreaterThan(3);
  expect(higher?.height).toBeGreaterThan(0.5);
});
