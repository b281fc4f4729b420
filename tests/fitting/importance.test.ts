import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import { expect, test } from 'vitest';
import { randomStream } from '../../src/core/random.ts';
import { findChoiceModel } from '../../src/fitting/choices/registry.ts';
import { fitOf } from '../../src/fitting/fit.ts';
import type { FitProblem } from '../../src/fitting/problem.ts';
import type { FreeParameter } from '../../src/fitting/free-parameter.ts';
import {
  intervalCurves,
  posteriorDraws,
  weightedQuantile,
  withCheckedIntervals,
  withIntervals,
} from '../../src/fitting/intervals.ts';
import { fitPosterior } from '../../src/fitting/posterior/fit-posterior.ts';
import { gridPosterior } from '../../src/fitting/posterior/grid.ts';
import { importanceDraws } from '../../src/fitting/posterior/importance.ts';
import { Mixture } from '../../src/fitting/posterior/mixture.ts';
import { banditTask } from '../../src/fitting/choices/choice-task.ts';
import { recoverableChoices } from '../../src/fitting/choices/recoverable-choices.ts';
import { recoveryDraw } from '../../src/fitting/recovery/parameter-recovery.ts';
import { fromPriors } from '../../src/fitting/recovery/recoverable.ts';

/** The density of one kernel at a point, by a round of one draw: that of the draw itself is known after it. */
function densityAtDraw(covariance: number[][], centre: number[], isNormal: boolean) {
  const mixture = new Mixture(centre.length);
  const root = new CholeskyDecomposition(new Matrix(covariance)).lowerTriangularMatrix;
  const [point = new Float64Array(0)] = mixture.draws(
    1,
    [{ share: 1, centres: [Float64Array.from(centre)], root, isNormal }],
    randomStream(1, 'one'),
  );
  return { point, density: Math.exp(mixture.logDensities[0] ?? Number.NaN) };
}

/** Student's density from the definition, with Γ of the two cases written out. */
function student(covariance: number[][], centre: number[], point: Float64Array): number {
  const size = centre.length;
  const off = Matrix.columnVector(Array.from(point, (one, i) => one - (centre[i] ?? 0)));
  const matrix = new Matrix(covariance);
  const squares = off.transpose().mmul(new CholeskyDecomposition(matrix).solve(off)).get(0, 0);
  const root = new CholeskyDecomposition(matrix).lowerTriangularMatrix
    .diagonal()
    .reduce((one, other) => one * other, 1);
  // Two dimensions: ν = 4, Γ(3) / Γ(2) = 2. Three: ν = 5, Γ(4) / Γ(5/2) = 6 / 1.3293403881791370.
  const [freedom, ratio] = size === 2 ? [4, 2] : [5, 6 / 1.329340388179137];
  return ratio / (freedom * Math.PI) ** (size / 2) / root / (1 + squares / freedom) ** ((freedom + size) / 2);
}

test('the densities of kernels are those of Student, whose formula gives the numbers of scipy', () => {
  const two = [
    [2, 0.6],
    [0.6, 1],
  ];
  const three = [
    [2, 0.6, 0.1],
    [0.6, 1, 0.2],
    [0.1, 0.2, 0.5],
  ];
  // scipy.stats.multivariate_t([1, -1], two, df=4).pdf([2.5, .3]); ([1, -1, 0], three, df=5).pdf([2.5, .3, .4]).
  expect(student(two, [1, -1], Float64Array.of(2.5, 0.3))).toBeCloseTo(0.03671140739520763, 14);
  expect(student(three, [1, -1, 0], Float64Array.of(2.5, 0.3, 0.4))).toBeCloseTo(0.021073062822828087, 14);
  for (const [covariance, centre] of [
    [two, [1, -1]],
    [three, [1, -1, 0]],
  ] as const) {
    const { point, density } = densityAtDraw(covariance, [...centre], false);
    expect(density / student(covariance, [...centre], point)).toBeCloseTo(1, 12);
  }
  const { point, density } = densityAtDraw([[4]], [1], true);
  expect(density).toBeCloseTo(Math.exp(-((((point[0] ?? 0) - 1) / 2) ** 2) / 2) / 2 / Math.sqrt(2 * Math.PI), 14);
});

const standard = (id: string): FreeParameter => ({
  id,
  title: id,
  scale: 'linear',
  minimum: 0,
  maximum: 0,
  prior: { mean: 0, sd: 1 },
});

test('a normal mixture with a known integral, of which a peak was given at only one side', () => {
  // .7 N(-1, .3²) + .3 N(1.5, .4²), times 5, in two independent dimensions.
  const one = (x: number): number =>
    (0.7 / 0.3) * Math.exp(-(((x + 1) / 0.3) ** 2) / 2) + (0.3 / 0.4) * Math.exp(-(((x - 1.5) / 0.4) ** 2) / 2);
  const of = {
    size: 2,
    hasGradient: false,
    at: ([x = 0, y = 0]: Float64Array) => Math.log((5 * one(x) * one(y)) / (2 * Math.PI)),
  };
  const peak = {
    point: [-1, -1],
    covariance: [
      [0.09, 0],
      [0, 0.09],
    ],
    logEvidence: 0,
  };
  const draws = importanceDraws(of, [standard('x'), standard('y')], [peak], randomStream(1, 'known'));
  expect(draws.effective).toBeGreaterThan(500);
  // Standard errors of about 1 / sqrt(500).
  expect(Math.abs(draws.logEvidence - Math.log(5))).toBeLessThan(0.15);
  // Below the valley are 70 %.
  for (const i of [0, 1]) {
    let below = 0;
    draws.weights.forEach((weight, row) => {
      if ((draws.points[2 * row + i] ?? 0) < 0.3) below += weight;
    });
    expect(Math.abs(below - 0.7)).toBeLessThan(0.08);
  }
});

test('the quantiles of draws', () => {
  const draws = {
    size: 1,
    points: Float64Array.of(3, 1, 2, 4),
    weights: Float64Array.of(0.25, 0.25, 0.25, 0.25),
    effective: 4,
    logEvidence: 0,
  };
  // Midpoints of four equal weights are at .125, .375, .625 and .875.
  expect(weightedQuantile(draws, 0, 0.5)).toBeCloseTo(2.5, 12);
  expect(weightedQuantile(draws, 0, 0.125)).toBeCloseTo(1, 12);
  expect(weightedQuantile(draws, 0, 0.75)).toBeCloseTo(3.5, 12);
  expect(weightedQuantile(draws, 0, 0.99)).toBe(4);
});

const model = recoverableChoices(findChoiceModel('risk-sensitive-td'), banditTask(60, [0.2, 0.8]));

test('where a posterior is far from normal, intervals are those of the grid', () => {
  const random = randomStream(3, 'subject');
  const problem = model.problem(model.simulate(Float64Array.of(0.2, -0.5, 0.3), random));
  const fit = fitOf(problem, { seed: 1, starts: 5 });
  const draws = posteriorDraws(problem, fit, 1);
  const { parameters } = gridPosterior(problem);
  withIntervals(problem, fit, 1).parameters.forEach(({ interval }, i) => {
    // In probability: the quantile of 500 effective draws has a standard error of .007, and the grid has 61 cells along each axis.
    const below = (bound: number): number =>
      draws?.weights.reduce((sum, weight, row) => sum + ((draws.points[3 * row + i] ?? 0) < bound ? weight : 0), 0) ??
      0;
    const [low = 0, , , , high = 0] = parameters[i]?.quantiles ?? [];
    expect(Math.abs(below(low) - 0.025)).toBeLessThan(0.03);
    expect(Math.abs(below(high) - 0.975)).toBeLessThan(0.03);
    expect(interval?.[0]).toBeLessThan(interval?.[1] ?? 0);
  });
});

test('95 % intervals hold the truth in 95 % of subjects with few trials, where those of the normal approximation do not', () => {
  const share = (intervals?: typeof withIntervals): number => {
    const draws = Array.from({ length: 100 }, (_, draw) =>
      recoveryDraw(model, fromPriors(model.parameters), draw, { seed: 2, starts: 2, ...(intervals && { intervals }) }),
    );
    const held = draws.flatMap(({ covered }) => covered ?? []);
    return held.filter(Boolean).length / held.length;
  };
  // Two standard errors of 100 subjects.
  expect(Math.abs(share(withIntervals) - 0.95)).toBeLessThan(0.044);
  expect(share()).toBeLessThan(0.9);
});

/** One number whose log density is given. */
const problemWith = (at: (x: number) => number): FitProblem => ({
  parameters: [{ id: 'x', title: 'x', scale: 'linear', minimum: 0, maximum: 0 }],
  likelihood: { observations: 10, inner: 0, hasGradient: false, at: ([x = 0]) => at(x) },
});

test('a normal posterior keeps its intervals, without a draw', () => {
  let count = 0;
  const problem = problemWith((x) => {
    count++;
    return (-2 * (x - 1) * (x - 1)) / 2;
  });
  const fit = fitOf(problem, { seed: 1, starts: 2 });
  count = 0;
  expect(withCheckedIntervals(problem, fit, 1)).toBe(fit);
  expect(count).toBe(2);
});

test('where a posterior is skewed, intervals are its own and not those of the normal approximation', () => {
  // The logarithm of a gamma variable of shape 2, which is below x with probability 1 - e^-x (1 + x).
  const problem = problemWith((x) => 2 * x - Math.exp(x));
  const fit = fitOf(problem, { seed: 1, starts: 2 });
  const below = (bound: number): number => 1 - Math.exp(-Math.exp(bound)) * (1 + Math.exp(bound));
  const tails = ({ parameters: [one] }: typeof fit): readonly number[] => (one?.interval ?? []).map(below);
  // Maximum ln 2, standard deviation 1/√2: the normal interval is -.69 to 2.08.
  expect(tails(fit)[0]).toBeCloseTo(0.0903, 3);
  const [low = 0, high = 0] = tails(withCheckedIntervals(problem, fit, 1));
  // Three standard errors of 500 effective draws.
  expect(Math.abs(low - 0.025)).toBeLessThan(0.021);
  expect(Math.abs(high - 0.975)).toBeLessThan(0.021);
});

test('a fit that failed gets no intervals', () => {
  const problem = problemWith(() => 0);
  const fit = fitOf(problem, { seed: 1, starts: 2 });
  expect(fit.failure).toContain('x');
  expect(withCheckedIntervals(problem, fit, 1)).toBe(fit);
});

test('curves are those of the draws by which intervals are, and of a grid', () => {
  const learner = recoverableChoices(findChoiceModel('rescorla-wagner'), banditTask(40, [0.7, 0.3]));
  const problem = learner.problem(learner.simulate(Float64Array.of(0.1, 2), randomStream(4, 'curves')));
  const fit = withIntervals(problem, fitOf(problem, { seed: 1, starts: 3 }), 1);
  const curves = intervalCurves(problem, fit, 1) ?? [];
  const grid = fitPosterior(problem, fit, { kind: 'grid', seed: 1 });
  expect(curves).toHaveLength(2);
  curves.forEach(({ values, density }, i) => {
    const shareBelow = (end: number): number =>
      values
        .slice(1)
        .reduce(
          (sum, value, j) =>
            value > end ? sum : sum + ((value - (values[j] ?? 0)) * ((density[j] ?? 0) + (density[j + 1] ?? 0))) / 2,
          0,
        );
    const [low, high] = grid.parameters[i]?.interval ?? [0, 0];
    // The kernel makes tails a little wider, and 161 places leave a percent.
    expect(shareBelow(low as number)).toBeCloseTo(0.025, 1.7);
    expect(shareBelow(high as number)).toBeCloseTo(0.975, 1.7);
    expect(shareBelow(Infinity)).toBeCloseTo(1, 1.7);
  });
});
