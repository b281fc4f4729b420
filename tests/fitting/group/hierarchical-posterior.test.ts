// A normal hierarchy whose integral over the subjects is in closed form; means and sds of mean, contrast and spread by
// numpy 2.4 on a grid of 301 x 281 x 300 (mean, contrast, log spread).
import { expect, test } from 'vitest';
import { randomStream } from '../../../src/core/random.ts';
import type { FreeParameter } from '../../../src/fitting/free-parameter.ts';
import type { GroupProblem } from '../../../src/fitting/group/group-problem.ts';
import { hierarchicalPosterior } from '../../../src/fitting/group/hierarchical-posterior.ts';
import { fitGroup } from '../../../src/fitting/group/hierarchy.ts';
import { fillDifferences } from '../../../src/fitting/optimise/differences.ts';
import { reportOf } from '../../../src/fitting/posterior/chains.ts';
import { nutsChain } from '../../../src/fitting/posterior/nuts.ts';
import type { Likelihood } from '../../../src/fitting/problem.ts';

/** y_i ~ N(theta_i, 1 / (4 + i / 2)). */
const observed = [0.3, -0.8, 1.6, 0.1, 2.2, 0.9, -0.2, 1.3];
const normal = (y: number, i: number): Likelihood => ({
  observations: 10,
  inner: 0,
  hasGradient: true,
  at([theta = 0], gradient) {
    const precision = 4 + 0.5 * i;
    gradient?.fill(precision * (y - theta));
    return (-precision * (y - theta) ** 2) / 2;
  },
});
const theta: FreeParameter = {
  id: 'theta',
  title: 'theta',
  scale: 'linear',
  minimum: 0,
  maximum: 0,
  prior: { mean: 0, sd: 2 },
};
const problem: GroupProblem = {
  parameters: [theta],
  covariates: ['patient'],
  subjects: observed.map((y, i) => ({ id: `S${i + 1}`, likelihood: normal(y, i), covariates: [i < 4 ? 0 : 1] })),
};

test('chains find mean, contrast, spread and subjects', () => {
  const fit = fitGroup(problem, { seed: 1 });
  const of = hierarchicalPosterior(problem, fit);
  expect(of.ids.slice(0, 5)).toEqual(['theta mean', 'theta patient', 'theta sd', 'S1 theta', 'S2 theta']);
  const chains = [0, 1, 2].map((chain) => {
    const random = randomStream(1, `chain ${chain}`);
    return nutsChain(of, of.startAt(random), random, { warmup: 400, draws: 800 });
  });
  const { parameters, failures } = reportOf(chains, of.ids, of.valuesOf);
  expect(failures).toEqual([]);
  const wanted = { 0: 0.3088, 1: 0.7092, 2: 0.9516, 3: 0.3024, 7: 1.9775 };
  for (const [i, mean] of Object.entries(wanted)) {
    const one = parameters[Number(i)] as (typeof parameters)[number];
    expect(Math.abs(one.mean - mean)).toBeLessThan((4 * one.sd) / Math.sqrt(one.bulkSize));
  }
  [0.516, 0.72, 0.318].forEach((sd, i) => expect(parameters[i]?.sd).toBeCloseTo(sd, 1));
});

test('gradients are those of finite differences, on every scale', () => {
  const scales: readonly FreeParameter[] = [
    { ...theta, id: 'rate', scale: 'logit', maximum: 1, prior: { mean: 0.3, sd: 1.5 } },
    { ...theta, id: 'beta', scale: 'log', maximum: 50, prior: { mean: 1, sd: 1 } },
    { ...theta, id: 'shift' },
  ];
  const likelihood = (i: number): Likelihood => ({
    observations: 10,
    inner: 0,
    hasGradient: true,
    at([rate = 0, beta = 0, shift = 0], gradient) {
      gradient?.set([i - 10 * rate + 0.2 * beta, 0.2 * rate - 0.1 * beta + 0.1 * shift, 0.1 * beta - 2 * shift]);
      return i * rate - 5 * rate ** 2 + 0.2 * rate * beta - 0.05 * beta ** 2 + 0.1 * beta * shift - shift ** 2;
    },
  });
  const mixed: GroupProblem = {
    parameters: scales,
    covariates: ['dose'],
    subjects: [0, 1, 2, 3].map((i) => ({ id: `${i}`, likelihood: likelihood(i), covariates: [i / 3] })),
  };
  const of = hierarchicalPosterior(mixed, fitGroup(mixed, { seed: 1, starts: 1, maxIterations: 2 }));
  const draws = randomStream(1, 'point');
  const point = Float64Array.from({ length: of.size }, () => draws.normal(0, 0.7));
  const [exact, differences] = [new Float64Array(of.size), new Float64Array(of.size)];
  const height = of.at(point, exact);
  fillDifferences(of, point, differences);
  exact.forEach((slope, i) => expect(slope).toBeCloseTo(differences[i] as number, 6));
  // With and without a gradient the height is one.
  expect(of.at(point)).toBe(height);
});
