// Functions with known maxima; what a seed draws decides only how soon they are found.
import { expect, test } from 'vitest';
import { randomStream } from '../../src/core/random.ts';
import { cmaEs } from '../../src/fitting/optimise/cma-es.ts';
import type { PointFunction } from '../../src/fitting/problem.ts';

const of = (size: number, at: (x: readonly number[]) => number): PointFunction => ({
  size,
  hasGradient: false,
  at: (point) => at(Array.from(point)),
});
const sum = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0);

/** Its maximum of 0 is at ones; from 5 dimensions on there is a second one near (-1, 1, 1, 1, 1). */
const rosenbrock = of(
  5,
  (x) => -sum(x.slice(1).map((y, i) => 100 * (y - (x[i] as number) ** 2) ** 2 + (1 - (x[i] as number)) ** 2)),
);

test("Rosenbrock's valley in five dimensions", () => {
  const found = cmaEs(rosenbrock, new Float64Array(5), randomStream(1, 'search'), { spread: 0.5 });
  expect(found.converged).toBe(true);
  expect(found.height).toBeCloseTo(0, 8);
  found.point.forEach((x) => expect(x).toBeCloseTo(1, 4));
  expect(found.evaluations).toBeLessThan(6000);
});

test('an ellipsoid whose axes differ a thousandfold', () => {
  const found = cmaEs(
    of(8, (x) => -sum(x.map((one, i) => (10 ** ((3 * i) / 7) * (one - i)) ** 2))),
    new Float64Array(8),
    randomStream(1, 'search'),
    { spread: 1 },
  );
  expect(found.converged).toBe(true);
  found.point.forEach((x, i) => expect(x).toBeCloseTo(i, 4));
});

test('the highest of many maxima, with a large population', () => {
  // Rastrigin's function around 2: in each direction about ten maxima lie between the start and the far side.
  const rastrigin = of(3, (x) => -sum(x.map((one) => (one - 2) ** 2 + 10 - 10 * Math.cos(2 * Math.PI * (one - 2)))));
  const found = cmaEs(rastrigin, Float64Array.of(-1.5, 5, 4.5), randomStream(3, 'search'), {
    spread: 3,
    population: 160,
  });
  expect(found.height).toBeCloseTo(0, 6);
  found.point.forEach((x) => expect(x).toBeCloseTo(2, 4));
});

test('a lucky point that is higher than where a search ends is not the end of the search', () => {
  // Height 1 at a needle that the first generation alone may hit; the hill of height 0 is at 0.
  let evaluations = 0;
  const found = cmaEs(
    of(1, ([x = 0]) => (evaluations++ === 3 ? 1 : -x * x)),
    Float64Array.of(1),
    randomStream(1, 'search'),
    { spread: 1 },
  );
  expect([found.height, found.converged]).toEqual([1, false]);
});

test('a kink, at which no gradient vanishes', () => {
  const found = cmaEs(
    of(3, (x) => -sum(x.map((one, i) => Math.abs(one + i) * (i + 1)))),
    Float64Array.of(3, 3, 3),
    randomStream(1, 'search'),
    { spread: 1 },
  );
  found.point.forEach((x, i) => expect(x).toBeCloseTo(-i, 6));
});

test('one dimension, with a side on which there is no height', () => {
  const found = cmaEs(
    of(1, ([x = 0]) => (x > 0 ? Math.log(x) - x : Number.NaN)),
    Float64Array.of(0.2),
    randomStream(1, 'search'),
    { spread: 1 },
  );
  expect(found.converged).toBe(true);
  expect(found.point[0]).toBeCloseTo(1, 4);
});

test('the same stream finds the same bytes, and evaluations have a limit', () => {
  const search = (seed: number, maxEvaluations = 500) =>
    cmaEs(rosenbrock, new Float64Array(5), randomStream(seed, 'search'), { spread: 0.5, maxEvaluations });
  expect(search(1)).toEqual(search(1));
  expect(search(1).point).not.toEqual(search(2).point);
  expect(search(1).evaluations).toBeLessThanOrEqual(500);
  expect(search(1).converged).toBe(false);
});
