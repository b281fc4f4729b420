// A normal mean with a normal prior, whose posterior is known: calibrated draws have uniform ranks, and draws that are too
// narrow, too wide or shifted have not.
import { expect, test } from 'vitest';
import { randomStream, type RandomStream } from '../../src/core/random.ts';
import type { FreeParameter } from '../../src/fitting/free-parameter.ts';
import { bfgs } from '../../src/fitting/optimise/bfgs.ts';
import { calibrate, ranksOf, summarised } from '../../src/fitting/posterior/calibration.ts';
import { chainDraws, gridDraws, laplaceDraws } from '../../src/fitting/posterior/draws.ts';
import { gridPosterior } from '../../src/fitting/posterior/grid.ts';
import { laplaceAt } from '../../src/fitting/posterior/laplace.ts';
import { nutsChain } from '../../src/fitting/posterior/nuts.ts';
import { posteriorOf, type FitProblem } from '../../src/fitting/problem.ts';

const parameter: FreeParameter = {
  id: 'mean',
  title: 'mean',
  scale: 'linear',
  minimum: 0,
  maximum: 0,
  prior: { mean: 1, sd: 2 },
};

/** Three observations with sd 1.5. */
function simulated(random: RandomStream): { truth: number[]; problem: FitProblem } {
  const mean = random.normal(1, 2);
  const observed = [0, 0, 0].map(() => random.normal(mean, 1.5));
  return {
    truth: [mean],
    problem: {
      parameters: [parameter],
      likelihood: {
        observations: 3,
        inner: 0,
        hasGradient: true,
        at([m = 0], gradient) {
          gradient?.fill(observed.reduce((sum, y) => sum + (y - m) / 2.25, 0));
          return observed.reduce((sum, y) => sum - (y - m) ** 2 / 4.5, 0);
        },
      },
    },
  };
}

const options = { ids: ['mean'], seed: 1, dataSets: 400 };

/** Draws by Laplace, which is exact here, made wrong. */
const byLaplace = (wrong: (draw: number, peak: number) => number) =>
  calibrate(options, (random) => {
    const { truth, problem } = simulated(random);
    const of = posteriorOf(problem);
    const { point, height } = bfgs(of, Float64Array.of(0));
    const laplace = laplaceAt(of, point, height);
    if ('flat' in laplace) throw new Error('flat');
    const draws = laplaceDraws(point, laplace, random, 99);
    return { truth, draws: draws.map((draw) => wrong(draw, point[0] as number)) };
  })[0] as ReturnType<typeof calibrate>[number];

test('right draws have uniform ranks; narrow, wide and shifted ones do not', () => {
  const right = byLaplace((draw) => draw);
  expect(right.probability).toBeGreaterThan(0.01);
  expect(right.coverage).toBeGreaterThan(0.92);
  expect(right.counts.reduce((sum, one) => sum + one)).toBe(400);
  const narrow = byLaplace((draw, peak) => peak + 0.6 * (draw - peak));
  expect(narrow.probability).toBeLessThan(1e-6);
  expect(narrow.coverage).toBeLessThan(0.85);
  expect(narrow.counts[0]).toBeGreaterThan(narrow.counts[5] as number);
  expect(byLaplace((draw, peak) => peak + 1.6 * (draw - peak)).probability).toBeLessThan(1e-6);
  expect(byLaplace((draw) => draw + 0.4).probability).toBeLessThan(1e-6);
});

test('draws of a grid and of chains are calibrated too', () => {
  const grid = calibrate(options, (random) => {
    const { truth, problem } = simulated(random);
    return { truth, draws: gridDraws(gridPosterior(problem), random, 99) };
  });
  expect(grid[0]?.probability).toBeGreaterThan(0.01);
  const chains = calibrate({ ...options, dataSets: 60, bins: 5 }, (random) => {
    const { truth, problem } = simulated(random);
    const chain = nutsChain(posteriorOf(problem), Float64Array.of(1), random, { warmup: 100, draws: 245 });
    return { truth, draws: chainDraws([chain], 49) };
  });
  expect(chains[0]?.probability).toBeGreaterThan(0.01);
});

test('ranks, and the chi-square probability of scipy', () => {
  expect(ranksOf([0.5, 3], Float64Array.of(0.1, 1, 0.4, 2, 0.9, 5))).toEqual({ ranks: [2, 2], draws: 3 });
  // scipy.stats.chisquare([30, 20, 25, 25]): 2, p = .5724067044708798; with 3 draws a rank is a bin.
  const ranks = [30, 20, 25, 25].flatMap((count, rank) =>
    Array.from({ length: count }, () => ({ ranks: [rank], draws: 3 })),
  );
  const [found] = summarised(['a'], ranks, 4);
  expect(found?.counts).toEqual([30, 20, 25, 25]);
  expect(found?.probability).toBeCloseTo(0.5724067044708798, 10);
  expect(() => summarised(['a'], ranks, 3)).toThrow('3 k - 1 draws');
});

test('draws have the moments of what they are drawn from', () => {
  const covariance = [
    [2, 1.2],
    [1.2 + 1e-15, 1],
  ];
  const draws = laplaceDraws(Float64Array.of(3, -1), { covariance, logEvidence: 0 }, randomStream(1, 'draws'), 4000);
  const column = (i: number) => draws.filter((_, at) => at % 2 === i);
  const mean = (of: Float64Array) => of.reduce((sum, one) => sum + one, 0) / of.length;
  const [x, y] = [column(0), column(1)];
  expect(mean(x)).toBeCloseTo(3, 1);
  expect(mean(y)).toBeCloseTo(-1, 1);
  expect(mean(x.map((one, i) => (one - 3) * ((y[i] as number) + 1))) / 1.2).toBeCloseTo(1, 1);
});
