import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import eventStream from '../../src/architectures/event-stream.ts';
import semiMarkov from '../../src/architectures/semi-markov.ts';
import { InputError } from '../../src/core/errors.ts';
import { stepDraws } from '../../src/core/step-draws.ts';
import semiMarkovTd from '../../src/learning-rules/semi-markov-td.ts';
import {
  between,
  designOf,
  featuresOf,
  fixed,
  runTrial,
  setupOf,
  subjectOf,
  trialOf,
  valuesOf,
} from '../architectures/trials.ts';

const light = { cue: 'light', onsetSeconds: 0, durationSeconds: 1 };
const averageReward = { discount: 1, rewardRateLearning: 0.001 };

/** Light, then reward after 1 s with a probability; ITI 3 s to the trial of 3 s. */
const worldOf = (
  probability: number,
  time: Parameters<typeof designOf>[0]['types'][string]['rewards'][number]['time'] = fixed(1),
  trials = 100,
) =>
  designOf({
    cues: ['light'],
    types: { cued: { cues: [light], rewards: [{ time, magnitude: 1, probability }] } },
    iti: fixed(3),
    trialSeconds: 3,
    trials,
  });

const cueThen = (outcomes: readonly (readonly [number, number])[], plastic = false) =>
  trialOf({ zeroStep: 30, window: 30, cues: [[0, 0, 10]], outcomes, plastic });

describe('inference', () => {
  const [ITI, ISI] = [0, 1];
  /** Features by block (in, entered, left, steps when left), interval and step from time zero. */
  function inferred(design: ReturnType<typeof designOf>, outcomes: readonly (readonly [number, number])[]) {
    const encoder = semiMarkov.create(valuesOf(semiMarkov, { knowledge: 'trained', lapse: 1e-6 }), design);
    const rows = featuresOf(encoder.encode(cueThen(outcomes)), encoder.size);
    const intervals = encoder.size / 4;
    return (block: number, interval: number, step: number) => rows[30 + step]?.[block * intervals + interval] as number;
  }

  test('the cue begins an interval that the reward ends, with its duration in steps', () => {
    const at = inferred(worldOf(1), [[10, 1]]);
    for (let step = 0; step < 10; step++) expect(at(0, ISI, step)).toBeCloseTo(1, 4);
    expect([at(1, ISI, 0), at(2, ITI, 0), at(2, ISI, 10), at(3, ISI, 10), at(1, ITI, 10), at(0, ITI, 10)]).toEqual(
      [1, 1, 1, 10, 1, 1].map((x) => expect.closeTo(x, 3)),
    );
  });

  test('an early reward ends it early, an omitted one when the reward was due', () => {
    const early = inferred(worldOf(1), [[5, 1]]);
    expect([early(2, ISI, 5), early(3, ISI, 5), early(2, ISI, 10)]).toEqual([1, 5, 0].map((x) => expect.closeTo(x, 3)));
    const omitted = inferred(worldOf(1), [[10, 0]]);
    expect([omitted(2, ISI, 9), omitted(2, ISI, 10), omitted(0, ITI, 10)]).toEqual(
      [0, 1, 1].map((x) => expect.closeTo(x, 1.9)),
    );
  });

  test('with omissions and variable times, belief in an omission grows: β_t = (1-p) D(t) / ((1-p) Σ D(≤t) + Σ D(>t))', () => {
    const p = 0.7;
    const seconds = [0.5, 0.8, 1, 1.4];
    const weights = [1, 2, 3, 1];
    const at = inferred(worldOf(p, { kind: 'grid', seconds, weights }), []);
    let past = 0;
    seconds.forEach((time, i) => {
      const share = (weights[i] as number) / 7;
      past += share;
      // Except for the evidence of no new cue, which is small: one is due every 50 steps.
      expect(
        Math.abs(at(2, ISI, Math.round(time * 10)) - ((1 - p) * share) / ((1 - p) * past + 1 - past)),
      ).toBeLessThan(0.02);
      expect(Math.abs(at(0, ITI, Math.round(time * 10)) - ((1 - p) * past) / ((1 - p) * past + 1 - past))).toBeLessThan(
        0.02,
      );
    });
  });

  test('in every row beliefs add up to 1, and every left interval is followed by an entered one', () => {
    const design = designOf({
      cues: ['light', 'tone'],
      types: {
        a: {
          cues: [light],
          rewards: [{ time: { kind: 'uniform', minSeconds: 0.5, maxSeconds: 2 }, magnitude: 1, probability: 0.6 }],
        },
        b: { cues: [{ ...light, cue: 'tone' }], rewards: [] },
        both: {
          cues: [light, { ...light, cue: 'tone', onsetSeconds: 0.5 }],
          rewards: [{ time: fixed(1), magnitude: 1, probability: 1 }],
        },
        free: { cues: [], rewards: [{ time: fixed(1), magnitude: 1, probability: 1 }] },
      },
    });
    const encoder = semiMarkov.create(valuesOf(semiMarkov, { knowledge: 'trained' }), design);
    expect(encoder.size).toBe(4 * 3);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(0, 1), fc.nat(9), fc.constant(1)), { maxLength: 3 }),
        fc.array(fc.tuple(fc.nat(9), fc.constantFrom(0, 1)), { maxLength: 2 }),
        (cues, outcomes) => {
          const rows = featuresOf(encoder.encode(trialOf({ cues, outcomes })), encoder.size);
          rows.forEach((row) => {
            const sum = (block: number) =>
              (row[3 * block] as number) + (row[3 * block + 1] as number) + (row[3 * block + 2] as number);
            expect(sum(0)).toBeCloseTo(1, 9);
            expect(sum(1)).toBeCloseTo(sum(2), 9);
          });
        },
      ),
    );
  });
});

test('follows its equations for any beliefs', () => {
  const steps = 6;
  // Beliefs in, entered and left of three intervals, and their durations.
  const row = fc
    .tuple(
      between(0, 1),
      between(0, 1),
      between(0, 1),
      between(0, 1),
      between(0, 1),
      between(1, 9),
      between(1, 9),
      between(1, 9),
    )
    .map(([b1, e1, e2, l1, l2, d0, d1, d2]) => {
      const left0 = Math.min(1, 0.5 * (e1 + e2) + 0.1);
      return [
        1 - b1,
        b1 / 2,
        b1 / 2,
        left0 - (e1 + e2) / 2 + l1 + l2,
        e1 / 2,
        e2 / 2,
        left0,
        l1,
        l2,
        left0 * d0,
        l1 * d1,
        l2 * d2,
      ];
    });
  const given = fc.record({
    discount: between(0.5, 1),
    rewardRateLearning: between(0, 0.3),
    alpha: between(0, 0.5),
    added: between(-1, 1),
    plastic: fc.boolean(),
  });
  fc.assert(
    fc.property(
      fc.array(row, { minLength: steps, maxLength: steps }),
      fc.array(between(-1, 1), { minLength: 3, maxLength: 3 }),
      fc.nat(4),
      given,
      (rows, start, when, { discount, rewardRateLearning, alpha, added, plastic }) => {
        const learner = semiMarkovTd.create(
          valuesOf(semiMarkovTd, { learningRate: alpha }),
          setupOf({ terms: { discount, rewardRateLearning }, layout: 'dense', size: 12 }),
        );
        learner.restore([...start, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.2]);
        const trial = trialOf({
          zeroStep: 1,
          window: steps - 1,
          outcomes: [[when, 1.5]],
          plastic,
          interventions: [{ from: 2, steps: 1, gainPositive: 1, gainNegative: 1, added }],
        });
        const signals = { rpe: new Float64Array(steps), value: new Float64Array(steps), offset: 0 };
        learner.learnTrial(
          trial,
          [
            {
              layout: 'dense',
              firstStep: 0,
              rows: steps,
              columns: Int32Array.from({ length: 12 }, (_, i) => i),
              values: Float64Array.from(rows.flat()),
            },
          ],
          signals,
          stepDraws(1, 'agent'),
        );
        const V = [...start];
        let rho = 0.2;
        for (let t = 0; t < steps; t++) {
          const at = (block: number, s: number) => rows[t]?.[3 * block + s] as number;
          const value = [0, 1, 2].reduce(
            (sum, s) => sum + at(0, s) * ((V[s] as number) - (rewardRateLearning > 0 ? (V[0] as number) : 0)),
            0,
          );
          expect(signals.value[t]).toBeCloseTo(value, 9);
          const r = t === when + 1 ? 1.5 : 0;
          const beta = [0, 1, 2].map((s) => at(2, s));
          const d = [0, 1, 2].map((s) => at(3, s) / at(2, s));
          const all1 = at(1, 0) + at(1, 1) + at(1, 2);
          const after = all1 > 0 ? [0, 1, 2].reduce((sum, s) => sum + at(1, s) * (V[s] as number), 0) / all1 : 0;
          const delta = [0, 1, 2].map((s) => {
            if (!((beta[s] as number) > 0)) return 0;
            return (
              (beta[s] as number) *
              (discount ** ((d[s] as number) - 1) * r -
                rho * (d[s] as number) +
                discount ** (d[s] as number) * after -
                (V[s] as number))
            );
          });
          const extra = t === 3 ? added : 0;
          expect(signals.rpe[t]).toBeCloseTo(delta.reduce((sum, x) => sum + x, 0) + extra, 9);
          if (!plastic) continue;
          const all = beta.reduce((sum, x) => sum + x, 0);
          for (let s = 0; s < 3; s++)
            V[s] = (V[s] as number) + alpha * ((delta[s] as number) + (extra * (beta[s] as number)) / all);
          rho += rewardRateLearning * (r - rho);
        }
        expect([...learner.weights].slice(0, 3)).toEqual(V.map((v) => expect.closeTo(v, 9)));
        const fresh = semiMarkovTd.create(
          valuesOf(semiMarkovTd),
          setupOf({ terms: { discount, rewardRateLearning }, layout: 'dense', size: 12 }),
        );
        fresh.restore(Array.from(learner.state()));
        expect(Array.from(fresh.state())).toEqual(Array.from(learner.state()));
      },
    ),
  );
});

describe.each(['learned', 'trained'])('%s: light, then reward after 10 steps, every 60 steps', (knowledge) => {
  const subject = subjectOf(worldOf(1), {
    architecture: [semiMarkov, { knowledge }],
    rule: [semiMarkovTd, { learningRate: 0.02 }],
    terms: { discount: 1, rewardRateLearning: 0.0003 },
  });
  for (let i = 0; i < 3000; i++) subject.runTrial(cueThen([[10, 1]], true));
  // Of the steps 50 are spent waiting for the cue, 10 waiting for the reward; ρ is the reward per step.
  const rho = 1 / 60;

  test('an event at its expected time gives no error: V(ISI) - V(ITI) = 1 - 10 ρ = 50 ρ', () => {
    const { rpe, rpeAt, valueAt } = subject.runTrial(cueThen([[10, 1]]));
    for (const step of [0, 10]) expect(Math.abs(rpeAt(step))).toBeLessThan(0.03);
    expect(Math.abs(valueAt(9) - (1 - 10 * rho))).toBeLessThan(0.03);
    // Between events there is no error, except for states with a very small belief.
    expect(Math.max(...[...rpe].filter((_, step) => step !== 30 && step !== 40).map(Math.abs))).toBeLessThan(0.005);
  });

  test('an early or late cue gives the saved or lost time between as error: (50 - d) ρ', () => {
    const cueAfter = (zeroStep: number): number =>
      subject
        .runTrial(trialOf({ zeroStep, window: 30, cues: [[0, 0, 10]], outcomes: [[10, 1]], plastic: false }))
        .rpeAt(0);
    subject.runTrial(cueThen([[10, 1]]));
    // After a reward there are 19 more steps in its trial; the cue is the 20th and on.
    expect(Math.abs(cueAfter(20) - 10 * rho)).toBeLessThan(0.03);
    expect(Math.abs(cueAfter(60) + 30 * rho)).toBeLessThan(0.03);
  });

  test('an omitted reward: a dip of its size when it is due, immediately', () => {
    const { rpeAt } = subject.runTrial(cueThen([[10, 0]]));
    const dip = [9, 10, 11, 12, 13, 14].reduce((sum, step) => sum + rpeAt(step), 0);
    // According to the counts of times it may be a little late.
    expect(Math.abs((knowledge === 'trained' ? rpeAt(10) : dip) + 1)).toBeLessThan(0.1);
    expect(Math.abs(rpeAt(8))).toBeLessThan(0.01);
  });

  test('an early reward evokes the value of the saved time, without a later dip', () => {
    subject.runTrial(cueThen([[10, 1]]));
    const { rpeAt } = subject.runTrial(cueThen([[5, 1]]));
    expect(Math.abs(rpeAt(5) - 5 * rho)).toBeLessThan(0.03);
    expect(Math.abs(rpeAt(10))).toBeLessThan(0.001);
  });
});

test.each(['learned', 'trained'])(
  '%s, with an interval between trials that ends with each step: waiting costs ρ per step, and the cue evokes 1 - 11 ρ',
  (knowledge) => {
    const parts = {
      architecture: [semiMarkov, { knowledge, restEnds: 'step' }],
      rule: [semiMarkovTd, { learningRate: 0.02 }],
      terms: { discount: 1, rewardRateLearning: 0.0003 },
    } as const;
    const subject = subjectOf(worldOf(1), parts);
    for (let i = 0; i < 3000; i++) subject.runTrial(cueThen([[10, 1]], true));
    const rho = 1 / 60;
    const { rpeAt, valueAt } = subject.runTrial(cueThen([[10, 1]]));
    expect(Math.abs(rpeAt(0) - (1 - 11 * rho))).toBeLessThan(0.03);
    expect(Math.abs(rpeAt(10))).toBeLessThan(0.03);
    expect(Math.abs(rpeAt(-1) + rho)).toBeLessThan(0.003);
    expect(Math.abs(valueAt(9) - (1 - 10 * rho))).toBeLessThan(0.03);
  },
);

test.each(['learned', 'trained'])(
  '%s, with a discount: V(ISI) = γ^9 / (1 - γ^60), V(ITI) = γ^50 V(ISI)',
  (knowledge) => {
    const discount = 0.98;
    const subject = subjectOf(worldOf(1), {
      architecture: [semiMarkov, { knowledge }],
      rule: [semiMarkovTd, { learningRate: 0.1 }],
      terms: { discount, rewardRateLearning: 0 },
    });
    for (let i = 0; i < 1000; i++) subject.runTrial(cueThen([[10, 1]], true));
    const isi = discount ** 9 / (1 - discount ** 60);
    expect(Math.abs((subject.learner.weights[1] as number) - isi)).toBeLessThan(0.002);
    expect(Math.abs((subject.learner.weights[0] as number) - discount ** 50 * isi)).toBeLessThan(0.002);
  },
);

describe('inference from counts', () => {
  const design = worldOf(1);
  const encoderOf = (given: Readonly<Record<string, unknown>> = {}) =>
    semiMarkov.create(
      valuesOf(semiMarkov, { longestSeconds: 4, timingSeconds: 0, timingStrength: 0.5, sets: 3, ...given }),
      design,
    );
  type AnyEncoder = ReturnType<typeof encoderOf>;
  const rowsOf = (encoder: AnyEncoder, trial: ReturnType<typeof cueThen>) =>
    featuresOf(encoder.encode(trial), encoder.size);
  const learned = (count: number): AnyEncoder => {
    const encoder = encoderOf({ priorIntervalSeconds: 10_000 });
    for (let i = 0; i < count; i++) encoder.encode(cueThen([[10, 1]], true));
    return encoder;
  };

  test('without reward: P(ISI continues) = S(k) / (S(k) + (1 - q) Σ_i≤k f(i) e^-(λ+u)(k-i)), by the counts', () => {
    const count = 20;
    const rows = rowsOf(learned(count), cueThen([], false)).slice(30);
    const timed = 40;
    // Half of the prior's occurrence is spread over all times, the other half is for no event.
    const f = (k: number): number => ((k === 10 ? count : 0) + 0.5 / timed) / (count + 0.5);
    const q = (count + 0.5) / (count + 1);
    // Each trial has 50 steps between cues, and the prior 100 000: hardly any reward is attributed to no cue.
    const rate = (count + 1 + 1) / (count * 50 + 100_000);
    let past = 0;
    for (let k = 1; k < 30; k++) {
      past += f(k);
      const ended = Array.from({ length: k }, (_, i) => f(i + 1) * Math.exp(-rate * (k - i - 1))).reduce(
        (a, b) => a + b,
        0,
      );
      expect(Math.abs((rows[k]?.[1] as number) - (1 - past) / (1 - past + (1 - q) * ended)), `step ${k}`).toBeLessThan(
        0.001,
      );
    }
  });

  test('in every row beliefs add up to 1, every left interval is followed by an entered one, and trial boundaries have no effect', () => {
    const cue = fc.tuple(fc.constantFrom(0, 1), fc.nat(9), fc.constant(2));
    const anyTrial = fc
      .tuple(fc.array(cue, { maxLength: 3 }), fc.array(fc.tuple(fc.nat(9), fc.constantFrom(0, 1)), { maxLength: 2 }))
      .map(([cues, outcomes]) => ({ cues, outcomes }));
    fc.assert(
      fc.property(fc.array(anyTrial, { minLength: 1, maxLength: 6 }), (trials) => {
        const [cut, whole] = [encoderOf(), encoderOf()];
        const rows = trials.flatMap(({ cues, outcomes }) => rowsOf(cut, trialOf({ cues, outcomes, plastic: true })));
        const shift = (i: number): number => 12 * i;
        const one = trialOf({
          zeroStep: 2,
          window: 12 * trials.length - 2,
          cues: trials.flatMap(({ cues }, i) =>
            cues.map(([which, onset, steps]) => [which, onset + shift(i), steps] as const),
          ),
          outcomes: trials.flatMap(({ outcomes }, i) =>
            outcomes.map(([step, magnitude]) => [step + shift(i), magnitude] as const),
          ),
        });
        expect(rows).toEqual(rowsOf(whole, one));
        expect(cut.state()).toEqual(whole.state());
        rows.forEach((row) => {
          const sum = (block: number): number => row.slice(4 * block, 4 * block + 4).reduce((a, b) => a + b, 0);
          expect(sum(0)).toBeCloseTo(1, 9);
          expect(sum(1)).toBeCloseTo(sum(2), 9);
          expect(row.every((value) => value >= 0)).toBe(true);
        });
      }),
    );
  });

  test('the interval between trials is timed from the reward to the cue', () => {
    const rows = rowsOf(learned(5), cueThen([[10, 1]]));
    const at = (block: number, interval: number, step: number): number =>
      rows[30 + step]?.[4 * block + interval] as number;
    expect([at(1, 1, 0), at(2, 0, 0), at(3, 0, 0)]).toEqual([1, 1, 50].map((x) => expect.closeTo(x, 3)));
    expect([at(2, 1, 10), at(3, 1, 10), at(1, 0, 10), at(0, 0, 10)]).toEqual(
      [1, 10, 1, 1].map((x) => expect.closeTo(x, 3)),
    );
  });
});

test('reward at variable times: the response decreases by ρ per step', () => {
  const design = worldOf(1, { kind: 'grid', seconds: [0.5, 1, 1.5], weights: [1, 1, 1] }, 4000);
  const parts = {
    architecture: [semiMarkov, { knowledge: 'trained' }],
    rule: [semiMarkovTd, { learningRate: 0.02 }],
    terms: averageReward,
  } as const;
  const late = runTrial(design, parts).slice(2000);
  const response = (step: number) => {
    const those = late.filter(({ trial }) => trial.outcomes[0]?.step === step);
    return those.reduce((sum, { rpeAt }) => sum + rpeAt(step), 0) / those.length;
  };
  expect(Math.abs(response(5) - 5 / 60)).toBeLessThan(0.02);
  expect(Math.abs(response(10))).toBeLessThan(0.02);
  expect(Math.abs(response(15) + 5 / 60)).toBeLessThan(0.02);
});

test('it refuses a stream of events', () => {
  const encoder = eventStream.create(valuesOf(eventStream), worldOf(1));
  expect(() =>
    semiMarkovTd.create(
      valuesOf(semiMarkovTd),
      setupOf({ terms: averageReward, layout: encoder.layout, size: encoder.size }),
    ),
  ).toThrow(InputError);
});

test('sets of cues that never occurred take no space in a table', () => {
  const design = designOf({ cues: ['light', 'tone'], types: {} });
  const encoder = semiMarkov.create(valuesOf(semiMarkov, { sets: 32 }), design);
  const widths = [0, 1, 1, 1].map((cue) =>
    encoder
      .encode(trialOf({ zeroStep: 100, cues: [[cue, 0, 2]] }))
      .map((table) => (table.layout === 'dense' ? table.columns.length : 0)),
  );
  expect(widths.flat().every((width) => width <= 4 * 4)).toBe(true);
});
