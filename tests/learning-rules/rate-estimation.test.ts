import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import presence from '../../src/architectures/presence.ts';
import { InputError } from '../../src/core/errors.ts';
import { randomStream } from '../../src/core/random.ts';
import rateEstimation from '../../src/learning-rules/rate-estimation.ts';
import { fitLine } from '../../src/analysis/summaries.ts';
import { between, designOf, featuresOf, setupOf, subjectOf, trialOf, valuesOf } from '../architectures/trials.ts';

const terms = { discount: 0.98, rewardRateLearning: 0 };

const anyTrial = fc
  .record({
    zeroStep: fc.integer({ min: 1, max: 5 }),
    window: fc.integer({ min: 4, max: 12 }),
    cues: fc.array(fc.tuple(fc.nat(1), fc.nat(6), fc.integer({ min: 1, max: 5 })), { maxLength: 3 }),
    outcomes: fc.uniqueArray(fc.tuple(fc.nat(11), between(-1, 2)), { maxLength: 2, selector: ([step]) => step }),
    plastic: fc.boolean(),
    added: between(-2, 2),
  })
  .map(({ added, ...given }) =>
    trialOf({ ...given, interventions: [{ from: 1, steps: 2, gainPositive: 1, gainNegative: 1, added }] }),
  );

test('rates follow their equations', () => {
  fc.assert(
    fc.property(
      fc.array(anyTrial, { minLength: 1, maxLength: 4 }),
      between(0.1, 3),
      between(0.1, 3),
      (trials, priorReinforcements, priorSeconds) => {
        const design = designOf({ cues: ['A', 'B'], types: {}, trialSeconds: 1.2 });
        const subject = subjectOf(design, {
          architecture: [presence],
          rule: [rateEstimation, { priorReinforcements, priorSeconds }],
          terms,
        });
        // All observations, step by step: present stimuli, the background last, and reinforcements.
        const seen: { readonly x: readonly number[]; readonly come: number }[] = [];
        let lambda = [0, 1, 2].map(() => priorReinforcements / priorSeconds);
        const bar = (x: readonly number[]): number => x.reduce((sum, one, i) => sum + one * (lambda[i] as number), 0);
        let last = [0, 0, 1];
        for (const trial of trials) {
          const state = subject.encoder.state();
          const { rpe, value } = subject.runTrial(trial);
          subject.encoder.restore(state);
          const x = featuresOf(subject.encoder.encode(trial), 2, trial.steps).map((row) => [...row, 1]);
          for (let t = 0; t < trial.steps; t++) {
            const r = trial.outcomes
              .filter(({ step }) => step + trial.zeroStep === t)
              .reduce((sum, { magnitude }) => sum + magnitude, 0);
            const due = bar(last) * 0.1;
            const inside = trial.interventions.find(
              ({ from, steps }) => t - trial.zeroStep >= from && t - trial.zeroStep < from + steps,
            );
            const surprise = r - due + (inside?.added ?? 0);
            expect(rpe[t]).toBeCloseTo(surprise, 9);
            if (trial.plastic) seen.push({ x: last, come: Math.max(0, surprise + due) });
            const happens = r !== 0 || last.some((was, i) => was !== x[t]?.[i]);
            last = x[t] as number[];
            const rounds = trial.plastic && happens ? 20 : 0;
            for (let round = 0; round < rounds; round++) {
              const N = lambda.map((_, i) => seen.reduce((sum, one) => sum + 0.1 * (one.x[i] as number), priorSeconds));
              const R = lambda.map((mine, i) =>
                seen.reduce(
                  (sum, one) => sum + (one.come * mine * (one.x[i] as number)) / bar(one.x),
                  priorReinforcements,
                ),
              );
              lambda = R.map((one, i) => one / (N[i] as number));
            }
            expect(value[t]).toBeCloseTo(bar(last), 9);
          }
          expect([...subject.learner.weights]).toEqual(lambda.slice(0, 2).map((one) => expect.closeTo(one, 8)));
        }
        const fresh = rateEstimation.create(
          valuesOf(rateEstimation, { priorReinforcements, priorSeconds }),
          setupOf({ terms, layout: 'binary', size: 2, design }),
        );
        fresh.restore(Array.from(subject.learner.state()));
        expect(Array.from(fresh.state())).toEqual(Array.from(subject.learner.state()));
      },
    ),
    { numRuns: 100 },
  );
});

test('without cues it is the gamma posterior: (r0 + rewards) / (n0 + seconds)', () => {
  const subject = subjectOf(designOf({ cues: [], types: {} }), {
    architecture: [presence],
    rule: [rateEstimation, { priorReinforcements: 2, priorSeconds: 3 }],
    terms,
  });
  for (let i = 0; i < 20; i++) subject.runTrial(trialOf({ zeroStep: 11, window: 10, outcomes: [[3, 1.5]] }));
  // Nothing has happened since the last reward, at the end of the 15th step of its trial.
  expect(subject.runTrial(trialOf({})).valueAt(0)).toBeCloseTo((2 + 20 * 1.5) / (3 + 19 * 2.1 + 1.5), 9);
});

test('it estimates the rates of a cue and of a background, each rewarded at random', () => {
  const subject = subjectOf(designOf({ cues: ['A'], types: {} }), {
    architecture: [presence],
    rule: [rateEstimation],
    terms,
  });
  const random = randomStream(1, 'rewards');
  for (let i = 0; i < 4000; i++) {
    const outcomes = Array.from({ length: 60 }, (_, step): readonly [number, number] => [
      step - 30,
      random.bernoulli(0.1 * (step > 30 && step <= 50 ? 0.8 : 0.2)) ? 1 : 0,
    ]);
    subject.runTrial(trialOf({ zeroStep: 30, window: 30, cues: [[0, 0, 20]], outcomes }));
  }
  const { valueAt } = subject.runTrial(trialOf({ zeroStep: 30, window: 30, cues: [[0, 0, 20]], plastic: false }));
  expect(Math.abs(valueAt(0) - 0.8)).toBeLessThan(0.05);
  expect(Math.abs(valueAt(-5) - 0.2)).toBeLessThan(0.03);
});

describe('reinforcements to acquisition', () => {
  /** Trials until the rate with the cue, which lasts T and ends with the reward, is `criterion` times that of the background. */
  function acquisition(T: number, C: number, criterion = 100): number {
    const stepSeconds = 0.5;
    const design = designOf({ cues: ['A'], types: {}, trialSeconds: T + 0.5, stepSeconds });
    // A prior that is weak on the scale of these times.
    const subject = subjectOf(design, {
      architecture: [presence],
      rule: [rateEstimation, { priorReinforcements: 1, priorSeconds: 0.01 }],
      terms,
    });
    const [cue, cycle] = [T / stepSeconds, C / stepSeconds];
    const trial = trialOf({ zeroStep: cycle - cue - 1, window: cue + 1, cues: [[0, 0, cue]], outcomes: [[cue, 1]] });
    for (let n = 1; n <= 3000; n++) {
      subject.runTrial(trial);
      const { valueAt } = subject.runTrial({ ...trial, plastic: false });
      if (valueAt(0) > criterion * valueAt(-1)) return n;
    }
    return Number.NaN;
  }

  test('n rewards to a criterion ratio of β: n (C / T - 1) + 1 = β', () => {
    for (const ratio of [2, 4, 10, 25]) expect(Math.abs(acquisition(4, 4 * ratio) - 99 / (ratio - 1))).toBeLessThan(2);
  });

  test('their logarithm decreases with that of C / T, with a slope of 0.6 to 1.3', () => {
    const points = [4, 6, 10, 16, 25, 40].map((ratio) => ({
      x: Math.log(ratio),
      y: Math.log(acquisition(4, 4 * ratio)),
    }));
    const { slope, r } = fitLine(points) ?? { slope: Number.NaN, r: Number.NaN };
    expect(slope).toBeGreaterThan(-1.3);
    expect(slope).toBeLessThan(-0.6);
    expect(r).toBeLessThan(-0.95);
  });

  test('scaling both times changes nothing', () => {
    const counts = [4, 8, 16].map((T) => acquisition(T, 10 * T));
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
  });
});

test('blocking: a cue added to one that already predicts the reward has little more than its prior', () => {
  const subject = subjectOf(designOf({ cues: ['A', 'B'], types: {} }), {
    architecture: [presence],
    rule: [rateEstimation],
    terms,
  });
  const show = (cues: readonly (readonly [number, number, number])[], count: number) => {
    for (let i = 0; i < count; i++) subject.runTrial(trialOf({ zeroStep: 100, window: 20, cues, outcomes: [[10, 1]] }));
  };
  show([[0, 0, 10]], 100);
  show(
    [
      [0, 0, 10],
      [1, 0, 10],
    ],
    50,
  );
  const [A, B] = [...subject.learner.weights] as [number, number];
  expect(A).toBeGreaterThan(0.9);
  // With its prior of one reinforcement, λ (51 - 50 / (1 + λ)) = 1 for A at 1: λ = 0.14, against 1 for a cue that is rewarded alone.
  expect(Math.abs(B - 0.14)).toBeLessThan(0.03);
});

test('it refuses a reward rate, and partially present stimuli', () => {
  expect(() => rateEstimation.create(valuesOf(rateEstimation), setupOf({ terms, layout: 'dense', size: 1 }))).toThrow(
    InputError,
  );
  expect(() =>
    rateEstimation.create(
      valuesOf(rateEstimation),
      setupOf({ terms: { ...terms, rewardRateLearning: 0.1 }, layout: 'binary', size: 1 }),
    ),
  ).toThrow(InputError);
});
