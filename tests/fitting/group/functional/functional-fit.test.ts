// Jeong et al. 2022 as distributed with photometry_FLMM (CC0): coefficients of numpy (golden/frontier/flmm.py) and, of the
// mixed model at single points, of statsmodels 0.15 (MixedLM, REML, random intercept and slope by mouse).
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { randomStream } from '../../../../src/core/random.ts';
import { mixedModelFit, twoStageFit } from '../../../../src/fitting/group/functional/functional-fit.ts';
import type { TrialCurves } from '../../../../src/fitting/group/functional/trial-curves.ts';
import { dataFolder } from '../../../readers/lab-case.ts';

const table = join(dataFolder, 'jeong2022-flmm-cc0/binary.csv');
const times = Array.from({ length: 125 }, (_, i) => (i + 1 - 50) / 25);
const at = (seconds: number): number => times.findIndex((time) => Math.abs(time - seconds) < 0.001);

/** CS+ against CS-. */
function jeong(): TrialCurves {
  const rows = readFileSync(table, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));
  return {
    animals: rows.map(([id = '']) => id),
    names: ['CS-', 'CS+ minus CS-'],
    design: rows.map(([, , , cs]) => [1, 1 - Number(cs)]),
    points: 125,
    values: Float64Array.from(rows.flatMap((row) => row.slice(4).map(Number))),
  };
}

test.skipIf(!existsSync(table))('cues of Jeong et al. 2022 (skipped without ../shared/data)', () => {
  const curves = jeong();
  const staged = twoStageFit(curves, { seed: 1, draws: 300 });
  expect(staged.animals).toHaveLength(7);
  const difference = staged.coefficients[1] as (typeof staged.coefficients)[number];
  const peak = difference.estimate.indexOf(Math.max(...difference.estimate));
  expect(times[peak]).toBeCloseTo(0.28, 6);
  expect(difference.estimate[peak]).toBeCloseTo(4.396, 3);
  expect(difference.error[peak]).toBeCloseTo(0.934, 3);
  expect(difference.estimate[at(1)]).toBeCloseTo(1.556, 3);
  expect(difference.estimate[at(2)]).toBeCloseTo(0.719, 3);
  expect(difference.estimate[at(-0.52)]).toBeCloseTo(-0.115, 3);
  expect(times.find((time, i) => time >= 0 && (difference.pointwise.low[i] as number) > 0)).toBeCloseTo(0.04, 6);
  // The joint band is wider everywhere.
  expect(difference.critical).toBeGreaterThan(2.447);

  const mixed = mixedModelFit(curves, { seed: 1, draws: 300 }).coefficients[1] as typeof difference;
  (
    [
      [0.28, 4.39592105, 0.93372908],
      [1, 1.55640208, 0.37747418],
      [2, 0.71922423, 0.1954993],
    ] as const
  ).forEach(([seconds, estimate, error]) => {
    expect(mixed.estimate[at(seconds)]).toBeCloseTo(estimate, 3);
    expect(mixed.error[at(seconds)]).toBeCloseTo(error, 3);
  });
  // Where mice do not differ beyond their trials, the mixed model's error is that of the trials.
  expect(mixed.estimate[at(-0.52)]).toBeCloseTo(-0.1151, 3);

  const smooth = twoStageFit(curves, { seed: 1, draws: 300, smooth: true }).coefficients[1] as typeof difference;
  const worst = Math.max(...smooth.estimate.map((one, i) => Math.abs(one - (difference.estimate[i] as number))));
  expect(worst).toBeLessThan(0.3);
  [0.28, 1].forEach((seconds) => {
    expect((smooth.estimate[at(seconds)] as number) / (difference.estimate[at(seconds)] as number)).toBeCloseTo(1, 2);
  });
});

/** Curves of animals: A sin + noise that is smooth over time, for trials with and without reward. */
function simulated(seed: number, animals: number, trials: number, points: number): TrialCurves {
  const draws = randomStream(seed, 'curves');
  const wave = (phase: number) =>
    Float64Array.from({ length: points }, (_, i) => Math.sin((2 * Math.PI * i) / points + phase));
  const rows = Array.from({ length: animals }, (_, animal) => {
    const [level, slope] = [draws.normal(0, 1), draws.normal(0, 0.5)];
    const [one, other] = [wave(draws.next() * 6), wave(draws.next() * 6)];
    return Array.from({ length: trials }, (_trial, trial) => {
      const reward = trial % 2;
      return {
        animal: `animal ${animal}`,
        design: [1, reward],
        curve: Array.from(one, (w, i) => level * w + reward * (1 + slope * (other[i] as number)) + draws.normal(0, 1)),
      };
    });
  }).flat();
  return {
    animals: rows.map(({ animal }) => animal),
    names: ['intercept', 'reward'],
    design: rows.map(({ design }) => design),
    points,
    values: Float64Array.from(rows.flatMap(({ curve }) => curve)),
  };
}

test('balanced animals: the mixed model is the mean over animals', () => {
  const curves = simulated(1, 5, 8, 6);
  const [staged, mixed] = [twoStageFit(curves, { seed: 1 }), mixedModelFit(curves, { seed: 1 })];
  staged.coefficients.forEach(({ estimate }, column) =>
    estimate.forEach((one, i) => expect(mixed.coefficients[column]?.estimate[i]).toBeCloseTo(one, 4)),
  );
  expect(twoStageFit(curves, { seed: 1 })).toEqual(staged);
});

test('missing values and animals without every kind of trial', () => {
  const curves = simulated(2, 4, 6, 5);
  // The second animal was never rewarded; a rewarded trial of the first has no value at the last point.
  const design = curves.design.map((row, trial) => (curves.animals[trial] === 'animal 1' ? [1, 0] : row));
  const values = curves.values.slice();
  values[1 * 5 + 4] = Number.NaN;
  const staged = twoStageFit({ ...curves, design, values }, { seed: 1 });
  expect(staged.leftOut).toEqual(['animal 1']);
  expect(staged.animals).toEqual(['animal 0', 'animal 2', 'animal 3']);
  // By hand: the difference of means of rewarded and other trials of each animal, without the missing one.
  const differences = [0, 2, 3].map((animal) => {
    const of = (reward: number): number => {
      const found = [0, 1, 2, 3, 4, 5]
        .filter((trial) => trial % 2 === reward)
        .map((trial) => values[(animal * 6 + trial) * 5 + 4] as number)
        .filter((one) => !Number.isNaN(one));
      return found.reduce((sum, one) => sum + one, 0) / found.length;
    };
    return of(1) - of(0);
  });
  expect(staged.coefficients[1]?.estimate[4]).toBeCloseTo(differences.reduce((sum, one) => sum + one, 0) / 3, 10);
  const mixed = mixedModelFit({ ...curves, design, values }, { seed: 1 });
  expect(mixed.animals).toHaveLength(4);
  expect(mixed.coefficients[1]?.estimate.every(Number.isFinite)).toBe(true);
});

test('smoothing keeps straight lines, and takes noise from a curve', () => {
  const draws = randomStream(1, 'noise');
  const points = 60;
  const truth = Float64Array.from({ length: points }, (_, i) => Math.sin(i / 9));
  const noisy = (animal: number): number[] => Array.from(truth, (one) => one + draws.normal(0, 0.5) + animal * 0.01);
  const of = (rows: readonly number[][]): TrialCurves => ({
    animals: rows.map((_, i) => `${i}`),
    names: ['intercept'],
    design: rows.map(() => [1]),
    points,
    values: Float64Array.from(rows.flat()),
  });
  const rows = Array.from({ length: 6 }, (_, animal) => noisy(animal));
  const error = (smooth: boolean): number => {
    const [mean] = twoStageFit(of(rows), { seed: 1, smooth }).coefficients;
    return mean?.estimate.reduce((sum, one, i) => sum + (one - (truth[i] as number)) ** 2, 0) ?? Number.NaN;
  };
  expect(error(true)).toBeLessThan(0.5 * error(false));
  const line = of([0, 1, 2].map((animal) => Array.from(truth, (_, i) => 2 - 0.1 * i + 0.01 * animal)));
  const [straight] = twoStageFit(line, { seed: 1, smooth: true }).coefficients;
  straight?.estimate.forEach((one, i) => expect(one).toBeCloseTo(2.01 - 0.1 * i, 6));
});

test('what cannot be regressed is said', () => {
  const curves = simulated(3, 3, 4, 3);
  const alone = { ...curves, animals: curves.animals.map(() => 'one') };
  expect(() => twoStageFit(alone, { seed: 1 })).toThrow('a single animal');
  const short = { ...curves, design: curves.design.slice(1) };
  expect(() => twoStageFit(short, { seed: 1 })).toThrow('12 trials, 11 rows');
  const same = { ...curves, design: curves.design.map(() => [1, 1]) };
  expect(() => twoStageFit(same, { seed: 1 })).toThrow('no animal has trials');
  expect(() => mixedModelFit(same, { seed: 1 })).toThrow('do not determine intercept and reward');
});
