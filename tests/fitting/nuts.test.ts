// Closed forms: a correlated normal, a beta-binomial, and the normal hierarchy with known variances, whose posterior is
// normal. A mean of draws must lie within four of its own standard errors, sd / √(effective draws).
import { expect, test } from 'vitest';
import { randomStream } from '../../src/core/random.ts';
import { reportOf, type ChainReport } from '../../src/fitting/posterior/chains.ts';
import { nutsChain, type Chain } from '../../src/fitting/posterior/nuts.ts';
import { warmupPlan } from '../../src/fitting/posterior/warmup.ts';
import { posteriorOf, type PointFunction } from '../../src/fitting/problem.ts';

const runs = (
  of: PointFunction,
  options: { warmup?: number; draws?: number; chains?: number; seed?: number } = {},
): readonly Chain[] =>
  Array.from({ length: options.chains ?? 4 }, (_, chain) => {
    const random = randomStream(options.seed ?? 1, `chain ${chain}`);
    const start = Float64Array.from({ length: of.size }, () => random.normal(0, 1));
    return nutsChain(of, start, random, { warmup: options.warmup ?? 500, draws: options.draws ?? 500 });
  });

function expectMean({ parameters }: ChainReport, i: number, wanted: number): void {
  const one = parameters[i] as ChainReport['parameters'][number];
  expect(Math.abs(one.mean - wanted)).toBeLessThan((4 * one.sd) / Math.sqrt(one.bulkSize));
}

/** Precision of (x, y, z): its inverse, the covariance, is [[5, 6], [6, 10]] / 14 for the first two. */
const precision = [
  [10, -6, 0],
  [-6, 5, 0],
  [0, 0, 0.01],
];
const centre = [1, -2, 3];

const normal: PointFunction = {
  size: 3,
  hasGradient: true,
  at(point, gradient) {
    const off = centre.map((c, i) => (point[i] as number) - c);
    const pulls = precision.map((row) => row.reduce((sum, a, j) => sum + a * (off[j] as number), 0));
    gradient?.set(pulls.map((pull) => -pull));
    return -off.reduce((sum, one, i) => sum + one * (pulls[i] as number), 0) / 2;
  },
};

test('a correlated normal with one wide axis', () => {
  const chains = runs(normal, { warmup: 400, draws: 700 });
  const report = reportOf(chains, ['x', 'y', 'z']);
  expect(report.failures).toEqual([]);
  centre.forEach((wanted, i) => expectMean(report, i, wanted));
  const sds = [Math.sqrt(5 / 14), Math.sqrt(10 / 14), 10];
  sds.forEach((wanted, i) => expect((report.parameters[i]?.sd as number) / wanted).toBeCloseTo(1, 1));
  // The covariance of the first two: -(-6) / 14.
  const products = reportOf(chains, ['xy'], ([x = 0, y = 0]) => [(x - 1) * (y + 2)]);
  expectMean(products, 0, 6 / 14);
  // Quantiles of a normal: ± 1.96 sd.
  expect(report.parameters[0]?.quantiles[4]).toBeCloseTo(1 + 1.96 * Math.sqrt(5 / 14), 0);
  expect(chains.every(({ acceptance }) => acceptance > 0.7 && acceptance < 0.97)).toBe(true);
});

test('a beta-binomial: 7 of 10 with a uniform prior is Beta(8, 4)', () => {
  const logistic = (x: number): number => 1 / (1 + Math.exp(-x));
  const of: PointFunction = {
    size: 1,
    hasGradient: true,
    at([x = 0], gradient) {
      const p = logistic(x);
      // The density of the logit: p^7 (1 - p)^3 p (1 - p).
      gradient?.fill(8 * (1 - p) - 4 * p);
      return 8 * Math.log(p) + 4 * Math.log(logistic(-x));
    },
  };
  const report = reportOf(runs(of), ['p'], ([x = 0]) => [logistic(x)]);
  expect(report.failures).toEqual([]);
  expectMean(report, 0, 8 / 12);
  expect(report.parameters[0]?.sd).toBeCloseTo(Math.sqrt((8 * 4) / (144 * 13)), 2);
});

test('a hierarchy of normal means with known variances', () => {
  // y_i ~ N(theta_i, 1), theta_i ~ N(mu, 4), mu ~ N(0, 100): the posterior of mu is N(m, 1 / (1 / 100 + n / 5)), and
  // theta_i shrinks: E = (y_i + E[mu] / 4) / (1 + 1 / 4).
  const observed = [3.1, -0.4, 1.2, 5.3, 2.2];
  const of: PointFunction = {
    size: 6,
    hasGradient: true,
    at(point, gradient) {
      const mu = point[5] as number;
      let height = -(mu * mu) / 200;
      let slope = -mu / 100;
      observed.forEach((y, i) => {
        const theta = point[i] as number;
        height -= (y - theta) ** 2 / 2 + (theta - mu) ** 2 / 8;
        slope += (theta - mu) / 4;
        gradient?.fill(y - theta - (theta - mu) / 4, i, i + 1);
      });
      gradient?.fill(slope, 5);
      return height;
    },
  };
  const report = reportOf(runs(of), ['a', 'b', 'c', 'd', 'e', 'mu']);
  expect(report.failures).toEqual([]);
  const weight = 1 / 100 + 5 / 5;
  const mean = observed.reduce((sum, y) => sum + y / 5, 0) / weight;
  expectMean(report, 5, mean);
  expect(report.parameters[5]?.sd).toBeCloseTo(Math.sqrt(1 / weight), 1);
  observed.forEach((y, i) => expectMean(report, i, (y + mean / 4) / 1.25));
});

test("Neal's funnel is not passed off as sampled: the neck's parameter is named", () => {
  // v ~ N(0, 9), x_i ~ N(0, exp(v)).
  const funnel: PointFunction = {
    size: 6,
    hasGradient: true,
    at(point, gradient) {
      const v = point[5] as number;
      const squares = point.subarray(0, 5).reduce((sum, x) => sum + x * x, 0);
      for (let i = 0; i < 5; i++) gradient?.fill(-(point[i] as number) * Math.exp(-v), i, i + 1);
      gradient?.fill(-v / 9 - 2.5 + (squares * Math.exp(-v)) / 2, 5);
      return -(v * v) / 18 - (5 * v) / 2 - (squares * Math.exp(-v)) / 2;
    },
  };
  const { failures, divergences } = reportOf(runs(funnel), ['a', 'b', 'c', 'd', 'e', 'v']);
  expect(divergences).toBeGreaterThan(0);
  expect(failures.find((line) => line.includes('diverged'))).toMatch(/^v: /);
});

test('chains in separate modes, and too few draws, are named', () => {
  const two: PointFunction = {
    size: 1,
    hasGradient: true,
    at([x = 0], gradient) {
      const [one, other] = [Math.exp(-((x - 8) ** 2) / 2), Math.exp(-((x + 8) ** 2) / 2)];
      gradient?.fill((-(x - 8) * one - (x + 8) * other) / (one + other));
      return Math.log(one + other);
    },
  };
  const from = (x: number) => nutsChain(two, Float64Array.of(x), randomStream(1, `${x}`), { warmup: 200, draws: 300 });
  expect(reportOf([from(7), from(-7)], ['x']).failures.join()).toMatch(/x: chains disagree \(R-hat/);
  expect(reportOf(runs(normal, { warmup: 50, draws: 50, chains: 2 }), ['x', 'y', 'z']).failures.join()).toMatch(
    /[xyz]: \d+ effective draws of 400 needed/,
  );
});

test('a seed and a chain give the same bytes', () => {
  const [one, other] = [0, 0].map(() => runs(normal, { warmup: 50, draws: 20, chains: 2 })) as [Chain[], Chain[]];
  expect(one).toEqual(other);
  expect(one[0]?.points).not.toEqual(one[1]?.points);
});

test('windows of the warm-up are those of Stan', () => {
  // Stan's defaults for 1,000: 75, then 25, 50, 100, 200 and 500, then 50.
  const ends = warmupPlan(1000).flatMap((one, i) => (one === 'window' ? [i + 1] : []));
  expect(ends).toEqual([100, 150, 250, 450, 950]);
  expect(warmupPlan(100).flatMap((one, i) => (one === 'window' ? [i + 1] : []))).toEqual([90]);
  expect(warmupPlan(10)).toEqual(Array.from({ length: 10 }, () => 'none'));
});

test('what a chain needs is said', () => {
  const [random, options] = [randomStream(1, 'x'), { warmup: 10, draws: 10 }];
  expect(() => nutsChain({ ...normal, hasGradient: false }, new Float64Array(3), random, options)).toThrow(
    'no exact gradient',
  );
  const nowhere = posteriorOf({
    parameters: [{ id: 'a', title: 'a', scale: 'linear', minimum: 0, maximum: 0 }],
    likelihood: { observations: 1, inner: 0, hasGradient: true, at: () => -Infinity },
  });
  expect(() => nutsChain(nowhere, new Float64Array(1), random, options)).toThrow('cannot produce');
});
