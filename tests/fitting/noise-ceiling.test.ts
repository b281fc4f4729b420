import { expect, test } from 'vitest';
import { randomStream } from '../../src/core/random.ts';
import { explainedVariance, type RepeatedTrial } from '../../src/fitting/noise-ceiling.ts';
import { explainedWords } from '../../src/fitting/report/explained-words.ts';

const [count, bins, noiseSd, rho] = [160, 40, 0.35, 0.9];

/** What the events cause: two conditions whose responses are learned, one rising and one falling, with 15 trials' time constant. */
const means = Array.from({ length: count }, (_, trial) =>
  Float64Array.from({ length: bins }, (__, bin) => {
    const learned = 1 - Math.exp(-trial / 15);
    return trial % 3 === 0 ? learned * Math.exp(-((bin - 10) ** 2) / 18) : 1.5 * (1 - learned) * Math.exp(-bin / 8);
  }),
);

const conditionOf = (trial: number): string => (trial % 3 === 0 ? 'cue' : 'reward');

/** With AR(1) noise of variance noiseSd² in each trial. */
function session(seed: number): readonly RepeatedTrial[] {
  const random = randomStream(seed, 'ceiling');
  return means.map((predicted, trial) => {
    let noise = random.normal(0, noiseSd);
    const recorded = predicted.map((mean) => {
      const value = mean + noise;
      noise = rho * noise + random.normal(0, noiseSd * Math.sqrt(1 - rho * rho));
      return value;
    });
    return { condition: conditionOf(trial), recorded, predicted };
  });
}

const all = means.flatMap((one) => [...one]);
const middle = all.reduce((sum, one) => sum + one, 0) / all.length;
const explainable = all.reduce((sum, one) => sum + (one - middle) ** 2, 0) / all.length;
/** In closed form. */
const truth = explainable / (explainable + noiseSd ** 2);

const average = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length;

/** 1 - power around the means of conditions / variance: what repeats say that are taken for equal. */
function naiveCeiling(trials: readonly RepeatedTrial[]): number {
  let [noise, squares] = [0, 0];
  const mean = average(trials.flatMap(({ recorded }) => [...recorded]));
  for (const name of ['cue', 'reward']) {
    const own = trials.filter(({ condition }) => condition === name);
    for (let bin = 0; bin < bins; bin++) {
      const values = own.map(({ recorded }) => recorded[bin] ?? 0);
      noise += (values.reduce((sum, one) => sum + (one - average(values)) ** 2, 0) * own.length) / (own.length - 1);
      squares += values.reduce((sum, one) => sum + (one - mean) ** 2, 0);
    }
  }
  return 1 - noise / squares;
}

test('the ceiling is that in closed form, also while responses are learned, and its interval holds it', () => {
  const found = Array.from({ length: 100 }, (_, seed) => explainedVariance(session(seed)) ?? expect.fail('none'));
  const values = found.map(({ ceiling }) => ceiling.value);
  const sd = Math.sqrt(average(values.map((one) => (one - average(values)) ** 2)));
  expect(Math.abs(average(values) - truth)).toBeLessThan((4 * sd) / Math.sqrt(100));
  const holds = found.filter(({ ceiling: { low, high } }) => low <= truth && truth <= high).length;
  // 95 of 100, less 2.5 standard errors of a share; while they learn stretches differ, so that intervals are wide.
  expect(holds).toBeGreaterThanOrEqual(90);
  // The true model explains as much as can be.
  expect(Math.abs(average(found.map(({ ofCeiling }) => ofCeiling.value)) - 1)).toBeLessThan(0.05);
  // Taking repeats for equal counts learning as noise.
  const naive = Array.from({ length: 20 }, (_, seed) => naiveCeiling(session(seed)));
  expect(average(naive)).toBeLessThan(truth - 0.05);
});

test('missing bins, conditions without repeats and sessions with too few trials are ordinary', () => {
  const trials = session(1);
  const gaps = trials.map((one, trial) => ({
    ...one,
    recorded: one.recorded.map((value, bin) => (trial % 5 === 0 || bin === trial % bins ? Number.NaN : value)),
  }));
  const { ceiling } = explainedVariance(gaps) ?? expect.fail('none');
  expect(ceiling.low).toBeLessThan(truth);
  expect(ceiling.high).toBeGreaterThan(truth);
  // The aborted ones are of no condition that repeats.
  const aborted = trials.map((one, trial) => (trial % 10 === 0 ? { ...one, condition: `aborted ${trial}` } : one));
  expect(explainedVariance(aborted)).toMatchObject({ trials: 144, conditions: 2 });
  expect(explainedVariance(trials.slice(0, 19))).toBeUndefined();
  expect(explainedVariance(trials.map((one, trial) => ({ ...one, condition: String(trial) })))).toBeUndefined();
});

test('noise alone has no ceiling above nothing', () => {
  const noise = session(2).map((one, trial) => ({
    ...one,
    recorded: one.recorded.map((value, bin) => value - (means[trial]?.[bin] ?? 0)),
  }));
  const found = explainedVariance(noise) ?? expect.fail('none');
  expect(explainedWords(found)).toContain('do not show that the events');
});

test('what a model explains is told beside what repeats agree in; more than that is no share of it', () => {
  const found = { ceiling: { value: 0.5, low: 0.45, high: 0.55 }, ofCeiling: { value: 0.8, low: 0.7, high: 0.9 } };
  const of = { ...found, trials: 30, conditions: 1 };
  expect(explainedWords({ ...of, r2: 0.4 })).toBe(
    "around the events of 30 trials of 1 kind, 40 % of the signal's variance is explained, 80 % (70 % to 90 %) of the 50 % (45 % to 55 %) in which repeats of a kind agree, the noise ceiling",
  );
  const more = explainedWords({ ...of, r2: 0.6 });
  expect(more).toContain('60 % of the signal');
  expect(more).toContain('more than the 50 % (45 % to 55 %) in which repeats of a kind agree');
  expect(more).not.toContain('80 %');
});
