// Closed forms: the maximum of a quadratic, Rosenbrock's function, and the posterior of a normal mean.
import { expect, test } from 'vitest';
import { bfgs } from '../../src/fitting/optimise/bfgs.ts';
import { hessianAt } from '../../src/fitting/optimise/differences.ts';
import { bestOf, searchFrom, startPoint } from '../../src/fitting/optimise/multi-start.ts';
import { laplaceAt } from '../../src/fitting/posterior/laplace.ts';
import { posteriorOf, type FitProblem, type PointFunction } from '../../src/fitting/problem.ts';

/** -(x - c)' A (x - c) / 2 + 7. */
const matrix = [
  [4, 1.5, 0],
  [1.5, 2, -0.5],
  [0, -0.5, 900],
];
const centre = [0.3, -2, 1];

function quadratic(hasGradient: boolean): PointFunction {
  return {
    size: 3,
    hasGradient,
    at(point, gradient) {
      const off = centre.map((c, i) => (point[i] as number) - c);
      const pulls = matrix.map((row) => row.reduce((sum, a, j) => sum + a * (off[j] as number), 0));
      if (hasGradient) pulls.forEach((pull, i) => gradient?.fill(-pull, i, i + 1));
      return 7 - off.reduce((sum, one, i) => sum + one * (pulls[i] as number), 0) / 2;
    },
  };
}

test.each([true, false])('a quadratic has its maximum, its Hessian and its evidence (exact gradient: %s)', (exact) => {
  const of = quadratic(exact);
  const found = bfgs(of, Float64Array.of(5, 5, 5));
  expect(found.converged).toBe(true);
  found.point.forEach((x, i) => expect(x).toBeCloseTo(centre[i] as number, 5));
  hessianAt(of, found.point).forEach((row, i) =>
    row.forEach((value, j) => expect(value / -900).toBeCloseTo((matrix[i]?.[j] as number) / 900, 6)),
  );
  const laplace = laplaceAt(of, found.point, found.height);
  // By cofactors of A: det A = 900 (4 x 2 - 1.5²) - .5² x 4 = 5174; of its inverse, (A^-1)[0][0] = (2 x 900 - .5²) / det A.
  expect(laplace).toMatchObject({
    logEvidence: expect.closeTo(7 + (3 * Math.log(2 * Math.PI) - Math.log(5174)) / 2, 3),
  });
  expect(laplace).toHaveProperty(['covariance', 0, 0], expect.closeTo(1799.75 / 5174, 4));
});

/** The hard valley, with its maximum of 0 at ones. */
const rosenbrock: PointFunction = {
  size: 2,
  hasGradient: false,
  at: ([x = 0, y = 0]) => -((1 - x) ** 2) - 100 * (y - x * x) ** 2,
};

test("Rosenbrock's valley is followed to its end", () => {
  const found = bfgs(rosenbrock, Float64Array.of(-1.2, 1));
  expect(found.converged).toBe(true);
  found.point.forEach((x) => expect(x).toBeCloseTo(1, 3));
});

test('a search does not enter where the height is not finite', () => {
  const of: PointFunction = { size: 1, hasGradient: false, at: ([x = 0]) => (x < 0 ? -Infinity : Math.log(x) - x) };
  expect(bfgs(of, Float64Array.of(0.01)).point[0]).toBeCloseTo(1, 4);
  expect(bfgs(of, Float64Array.of(-1)).converged).toBe(false);
});

test('a direction in which nothing changes is named, not inverted', () => {
  const of: PointFunction = { size: 2, hasGradient: false, at: ([x = 0, y = 0]) => -((x + y - 1) ** 2) };
  const found = laplaceAt(of, Float64Array.of(0.5, 0.5), 0);
  expect(found).toHaveProperty('flat');
  const [one = 0, other = 0] = (found as { flat: number[] }).flat;
  expect(one / other).toBeCloseTo(-1, 6);
});

/** 20 observations of mean .8 with sd 2, prior N(-1, .5²): the posterior is normal in closed form. */
const normalMean: FitProblem = {
  parameters: [{ id: 'm', title: 'm', scale: 'linear', minimum: 0, maximum: 0, prior: { mean: -1, sd: 0.5 } }],
  likelihood: {
    observations: 20,
    inner: 0,
    hasGradient: false,
    at: ([m = 0]) => (-20 * (m - 0.8) ** 2) / (2 * 4),
  },
};

test('MAP and its error are those of the conjugate posterior', () => {
  const of = posteriorOf(normalMean);
  const { best, agreeing, ends } = bestOf([0, 1, 2].map((start) => searchFrom(of, normalMean.parameters, 1, start)));
  // Precisions 20 / 4 = 5 and 1 / .25 = 4.
  expect(best.point[0]).toBeCloseTo((5 * 0.8 - 4 * 1) / 9, 6);
  expect([agreeing, ends.length]).toEqual([3, 3]);
  const laplace = laplaceAt(of, best.point, best.height);
  expect(laplace).toHaveProperty(['covariance', 0, 0], expect.closeTo(1 / 9, 5));
});

test('starts depend on the seed and on their number alone', () => {
  const { parameters } = normalMean;
  expect(startPoint(parameters, 1, 0)).toEqual(Float64Array.of(-1));
  expect(startPoint(parameters, 1, 3)).toEqual(startPoint(parameters, 1, 3));
  expect(startPoint(parameters, 1, 3)).not.toEqual(startPoint(parameters, 2, 3));
});

test('a model that is impossible everywhere is refused', () => {
  const of: PointFunction = { size: 1, hasGradient: false, at: () => -Infinity };
  const [parameter] = normalMean.parameters;
  expect(() => bestOf([searchFrom(of, parameter === undefined ? [] : [parameter], 1, 0)])).toThrow('cannot produce');
});
