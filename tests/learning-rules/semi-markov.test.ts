import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import eventStream from '../../src/architectures/event-stream.ts';
import semiMarkov from '../../src/architectures/semi-markov.ts';
import { InputError } from '../../src/core/errors.ts';
import { stepDraws } from '../../src/core/step-draws.ts';
import semiMarkovTd from '../../src/learning-rules/semi-markov-td.ts';
import { between, designOf, featuresOf, fixed, liveThrough, setupOf, subjectOf, trialOf, valuesOf } from '../architectures/trials.ts';

const light = { cue: 'light', onsetSeconds: 0, durationSeconds: 1 };
const averageReward = { discount: 1, rewardRateLearning: 0.001 };

/** Light, then reward after 1 s with a probability; ITI 3 s to the trial of 3 s. */
const worldOf = (probability: number, time: Parameters<typeof designOf>[0]['types'][string]['rewards'][number]['time'] = fixed(1), trials = 100) =>
  designOf({ cues: ['light'], types: { cued: { cues: [light], rewards: [{ time, magnitude: 1, probability }] } }, iti: fixed(3), trialSeconds: 3, trials });

const cueThen = (outcomes: readonly (readonly [number, number])[], plastic = false) => trialOf({ zeroStep: 30, window: 30, cues: [[0, 0, 10]], outcomes, plastic });

describe('what is inferred', () => {
  const [ITI, ISI] = [0, 1];
  /** Features by block (in, entered, left, steps when left), interval and step from time zero. */
  function inferred(design: ReturnType<typeof designOf>, outcomes: readonly (readonly [number, number])[]) {
    const encoder = semiMarkov.create(valuesOf(semiMarkov, { lapse: 1e-6 }), design);
    const rows = featuresOf(encoder.encode(cueThen(outcomes)), encoder.size);
    const intervals = encoder.size / 4;
    return (block: number, interval: number, step: number) => rows[30 + step]?.[block * intervals + interval] as number;
  }

  test('the cue opens an interval that the reward ends, after as many steps as it lasted', () => {
    const at = inferred(worldOf(1), [[10, 1]]);
    for (let step = 0; step < 10; step++) expect(at(0, ISI, step)).toBeCloseTo(1, 4);
    expect([at(1, ISI, 0), at(2, ITI, 0), at(2, ISI, 10), at(3, ISI, 10), at(1, ITI, 10), at(0, ITI, 10)]).toEqual([1, 1, 1, 10, 1, 1].map((x) => expect.closeTo(x, 3)));
  });

  test('an early reward ends it early, an omitted one when it was due', () => {
    const early = inferred(worldOf(1), [[5, 1]]);
    expect([early(2, ISI, 5), early(3, ISI, 5), early(2, ISI, 10)]).toEqual([1, 5, 0].map((x) => expect.closeTo(x, 3)));
    const omitted = inferred(worldOf(1), [[10, 0]]);
    expect([omitted(2, ISI, 9), omitted(2, ISI, 10), omitted(0, ITI, 10)]).toEqual([0, 1, 1].map((x) => expect.closeTo(x, 1.9)));
  });

  test('where it may be left out and its time varies, belief that it was grows: β_t = (1-p) D(t) / ((1-p) Σ D(≤t) + Σ D(>t))', () => {
    const p = 0.7;
    const seconds = [0.5, 0.8, 1, 1.4];
    const weights = [1, 2, 3, 1];
    const at = inferred(worldOf(p, { kind: 'grid', seconds, weights }), []);
    let past = 0;
    seconds.forEach((time, i) => {
      const share = (weights[i] as number) / 7;
      past += share;
      // But for what it says that no new cue has come, which is little: one is due every 50 steps.
      expect(Math.abs(at(2, ISI, Math.round(time * 10)) - ((1 - p) * share) / ((1 - p) * past + 1 - past))).toBeLessThan(0.02);
      expect(Math.abs(at(0, ITI, Math.round(time * 10)) - ((1 - p) * past) / ((1 - p) * past + 1 - past))).toBeLessThan(0.02);
    });
  });

  test('in every row it is somewhere, and what is left is entered', () => {
    const design = designOf({
      cues: ['light', 'tone'],
      types: {
        a: { cues: [light], rewards: [{ time: { kind: 'uniform', minSeconds: 0.5, maxSeconds: 2 }, magnitude: 1, probability: 0.6 }] },
        b: { cues: [{ ...light, cue: 'tone' }], rewards: [] },
        both: { cues: [light, { ...light, cue: 'tone', onsetSeconds: 0.5 }], rewards: [{ time: fixed(1), magnitude: 1, probability: 1 }] },
        free: { cues: [], rewards: [{ time: fixed(1), magnitude: 1, probability: 1 }] },
      },
    });
    const encoder = semiMarkov.create(valuesOf(semiMarkov), design);
    expect(encoder.size).toBe(4 * 3);
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(0, 1), fc.nat(9), fc.constant(1)), { maxLength: 3 }), fc.array(fc.tuple(fc.nat(9), fc.constantFrom(0, 1)), { maxLength: 2 }), (cues, outcomes) => {
        const rows = featuresOf(encoder.encode(trialOf({ cues, outcomes })), encoder.size);
        rows.forEach((row) => {
          const sum = (block: number) => (row[3 * block] as number) + (row[3 * block + 1] as number) + (row[3 * block + 2] as number);
          expect(sum(0)).toBeCloseTo(1, 9);
          expect(sum(1)).toBeCloseTo(sum(2), 9);
        });
      }),
    );
  });
});

test('learns by its equations, whatever is believed', () => {
  const steps = 6;
  // In, entered and left of three intervals, and how long they lasted; the ISIs are entered from the ITI alone.
  const row = fc.tuple(between(0, 1), between(0, 1), between(0, 1), between(0, 1), between(0, 1), between(1, 9), between(1, 9)).map(([b1, e1, e2, l1, l2, d1, d2]) => {
    const left0 = Math.min(1, 0.5 * (e1 + e2) + 0.1);
    return [1 - b1, b1 / 2, b1 / 2, left0 - (e1 + e2) / 2 + l1 + l2, e1 / 2, e2 / 2, left0, l1, l2, left0, l1 * d1, l2 * d2];
  });
  const given = fc.record({ discount: between(0.5, 1), rewardRateLearning: between(0, 0.3), alpha: between(0, 0.5), added: between(-1, 1), plastic: fc.boolean() });
  fc.assert(
    fc.property(fc.array(row, { minLength: steps, maxLength: steps }), fc.array(between(-1, 1), { minLength: 3, maxLength: 3 }), fc.nat(4), given, (rows, start, when, { discount, rewardRateLearning, alpha, added, plastic }) => {
      const learner = semiMarkovTd.create(valuesOf(semiMarkovTd, { learningRate: alpha }), setupOf({ terms: { discount, rewardRateLearning }, layout: 'dense', size: 12 }));
      learner.restore([...start, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.2]);
      const trial = trialOf({ zeroStep: 1, window: steps - 1, outcomes: [[when, 1.5]], plastic, interventions: [{ from: 2, steps: 1, gainPositive: 1, gainNegative: 1, added }] });
      const signals = { rpe: new Float64Array(steps), value: new Float64Array(steps), offset: 0 };
      learner.learnTrial(trial, [{ layout: 'dense', firstStep: 0, rows: steps, columns: Int32Array.from({ length: 12 }, (_, i) => i), values: Float64Array.from(rows.flat()) }], signals, stepDraws(1, 'agent'));
      const V = [...start];
      let rho = 0.2;
      for (let t = 0; t < steps; t++) {
        const at = (block: number, s: number) => rows[t]?.[3 * block + s] as number;
        const value = [0, 1, 2].reduce((sum, s) => sum + at(0, s) * ((V[s] as number) - (rewardRateLearning > 0 ? (V[0] as number) : 0)), 0);
        expect(signals.value[t]).toBeCloseTo(value, 9);
        const r = t === when + 1 ? 1.5 : 0;
        const beta = [0, 1, 2].map((s) => at(2, s));
        const d = [1, at(3, 1) / at(2, 1), at(3, 2) / at(2, 2)];
        const after = [((at(2, 0) - at(1, 1) - at(1, 2)) * (V[0] as number) + at(1, 1) * (V[1] as number) + at(1, 2) * (V[2] as number)) / at(2, 0), V[0] as number, V[0] as number];
        const delta = [0, 1, 2].map((s) => {
          if (!((beta[s] as number) > 0)) return 0;
          return (beta[s] as number) * (discount ** ((d[s] as number) - 1) * r - rho * (d[s] as number) + discount ** (d[s] as number) * (after[s] as number) - (V[s] as number));
        });
        const extra = t === 3 ? added : 0;
        expect(signals.rpe[t]).toBeCloseTo(delta.reduce((sum, x) => sum + x, 0) + extra, 9);
        if (!plastic) continue;
        const all = beta.reduce((sum, x) => sum + x, 0);
        for (let s = 0; s < 3; s++) V[s] = (V[s] as number) + alpha * ((delta[s] as number) + (extra * (beta[s] as number)) / all);
        rho += rewardRateLearning * (r - rho);
      }
      expect([...learner.weights].slice(0, 3)).toEqual(V.map((v) => expect.closeTo(v, 9)));
      const fresh = semiMarkovTd.create(valuesOf(semiMarkovTd), setupOf({ terms: { discount, rewardRateLearning }, layout: 'dense', size: 12 }));
      fresh.restore(Array.from(learner.state()));
      expect(Array.from(fresh.state())).toEqual(Array.from(learner.state()));
    }),
  );
});

describe('trained on light, then reward after 10 steps, every 60 steps', () => {
  const subject = subjectOf(worldOf(1), { architecture: [semiMarkov as never], rule: [semiMarkovTd as never, { learningRate: 0.02 }], terms: { discount: 1, rewardRateLearning: 0.0003 } });
  for (let i = 0; i < 3000; i++) subject.live(cueThen([[10, 1]], true));
  // 59 steps of a trial count. Of them 49 are spent waiting for the cue, 10 waiting for the reward; ρ is what a step is worth.
  const rho = 1 / 59;

  test('the cue brings what waiting for it had cost, the reward what is left to 0', () => {
    const { rpeAt, valueAt } = subject.live(cueThen([[10, 1]]));
    expect(Math.abs(rpeAt(0) - (1 - 11 * rho))).toBeLessThan(0.03);
    expect(Math.abs(rpeAt(10))).toBeLessThan(0.03);
    expect(Math.abs(rpeAt(-1) + rho)).toBeLessThan(0.003);
    expect(Math.abs(valueAt(9) - (1 - 10 * rho))).toBeLessThan(0.03);
  });

  test('an omitted reward: a dip of its size when it is due, at once', () => {
    const { rpeAt } = subject.live(cueThen([[10, 0]]));
    expect(Math.abs(rpeAt(10) + 1)).toBeLessThan(0.03);
    expect(Math.abs(rpeAt(9))).toBeLessThan(0.01);
  });

  test('an early reward is worth the time that it saves, and there is no dip later (B2)', () => {
    const { rpeAt } = subject.live(cueThen([[5, 1]]));
    expect(Math.abs(rpeAt(5) - 5 * rho)).toBeLessThan(0.03);
    expect(Math.abs(rpeAt(10) + rho)).toBeLessThan(0.01);
  });
});

test('reward at times that vary: the later, the smaller the response, by ρ a step', () => {
  const design = worldOf(1, { kind: 'grid', seconds: [0.5, 1, 1.5], weights: [1, 1, 1] }, 4000);
  const parts = { architecture: [semiMarkov as never], rule: [semiMarkovTd as never, { learningRate: 0.02 }], terms: averageReward } as const;
  const late = liveThrough(design, parts).slice(2000);
  const response = (step: number) => {
    const those = late.filter(({ trial }) => trial.outcomes[0]?.step === step);
    return those.reduce((sum, { rpeAt }) => sum + rpeAt(step), 0) / those.length;
  };
  expect(Math.abs(response(5) - 5 / 59)).toBeLessThan(0.02);
  expect(Math.abs(response(10))).toBeLessThan(0.02);
  expect(Math.abs(response(15) + 5 / 59)).toBeLessThan(0.02);
});

test('it refuses a stream of events', () => {
  const encoder = eventStream.create(valuesOf(eventStream), worldOf(1));
  expect(() => semiMarkovTd.create(valuesOf(semiMarkovTd), setupOf({ terms: averageReward, layout: encoder.layout, size: encoder.size }))).toThrow(InputError);
});
