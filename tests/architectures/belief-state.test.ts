import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import beliefState from '../../src/architectures/belief-state.ts';
import type { GridDesign, Interval, RewardEvent } from '../../src/contracts/design.ts';
import type { Trial } from '../../src/contracts/trial.ts';
import { designOf, featuresOf, fixed, trialOf, valuesOf } from './trials.ts';

const cueAt = (cue: string, onsetSeconds: number) => ({ cue, onsetSeconds, durationSeconds: 0.5 });
const reward = (time: Interval, probability = 1): RewardEvent => ({ time, magnitude: 1, probability });
const encoderOf = (design: GridDesign, lapse = 1e-6) =>
  beliefState.create(valuesOf(beliefState, { knowledge: 'trained', lapse }), design);

/** Belief in the states whose label starts with this, step by step from time zero. */
function beliefIn(
  design: GridDesign,
  encoder: ReturnType<typeof encoderOf>,
  trial: Trial,
  label: string,
): readonly number[] {
  const rows = featuresOf(encoder.encode(trial), encoder.size).slice(trial.zeroStep);
  return rows.map((row) =>
    row.reduce((sum, chance, state) => (encoder.label(state).startsWith(label) ? sum + chance : sum), 0),
  );
}

// Two rewarded cues, one of them with a second cue inside its interval; a cue never rewarded; rewards without a cue.
const rich = designOf({
  cues: ['light', 'tone', 'click'],
  types: {
    light: {
      cues: [cueAt('light', 0)],
      rewards: [reward({ kind: 'grid', seconds: [0.2, 0.3, 0.5], weights: [1, 2, 1] }, 0.8)],
    },
    serial: { cues: [cueAt('tone', 0), cueAt('click', 0.2)], rewards: [reward(fixed(0.4))] },
    click: { cues: [cueAt('click', 0)], rewards: [] },
    gift: { cues: [], rewards: [reward(fixed(0), 0.5)] },
  },
  mixture: { light: 4, serial: 3, click: 2, gift: 1 },
  iti: fixed(2),
  trialSeconds: 1,
});

/**
 * The same task written by hand as matrices over ITI, light 0-.4 s (5 states), tone & click 0-.3 s (4 states):
 * probability of the transition from i to j with the observation (cues, reward).
 */
function richMatrix(lapse: number, seen: { cues: readonly number[]; reward: boolean }): number[][] {
  const size = 10;
  const matrix = Array.from({ length: size }, () => Array.from({ length: size }, () => 0));
  const likelihood = (expected: readonly number[]): number =>
    [0, 1, 2].reduce(
      (product, cue) => product * (expected.includes(cue) === seen.cues.includes(cue) ? 1 - lapse : lapse),
      1,
    );
  const add = (from: number, to: number, chance: number, cues: readonly number[], rewarded: boolean): void => {
    if (rewarded === seen.reward)
      (matrix[from] as number[])[to] = (matrix[from]?.[to] as number) + chance * likelihood(cues);
  };
  // Mean gap in steps: 20 + 10 less the step of the reward (.8 of the lights at a mean of 3.25, every serial at 4).
  const hazard = 1 / (30 - 0.4 * 0.8 * 3.25 - 0.3 * 4);
  add(0, 1, hazard * 0.4 * 0.8, [0], false);
  add(0, 0, hazard * 0.4 * 0.2, [0], false);
  add(0, 6, hazard * 0.3, [1], false);
  add(0, 0, hazard * 0.2, [2], false);
  add(0, 0, hazard * 0.1 * 0.5 + lapse, [], true);
  add(0, 0, 1 - hazard * (0.4 + 0.3 + 0.2 + 0.05) - lapse, [], false);
  const inside = 1 - 2 * lapse;
  // Hazards of reward at steps 1-5 after the light: pmf 0, 1/4, 1/2, 0, 1/4.
  [0, 1 / 4, 2 / 3, 0, 1].forEach((h, k) => {
    add(1 + k, 0, inside * h + lapse, [], true);
    add(1 + k, 0, lapse, [], false);
    if (k < 4) add(1 + k, 2 + k, inside * (1 - h), [], false);
  });
  [0, 0, 0, 1].forEach((h, k) => {
    add(6 + k, 0, inside * h + lapse, [], true);
    add(6 + k, 0, lapse, [], false);
    if (k < 3) add(6 + k, 7 + k, inside * (1 - h), k === 1 ? [2] : [], false);
  });
  return matrix;
}

const anyTrial = fc
  .record({
    zeroStep: fc.integer({ min: 1, max: 5 }),
    cues: fc.array(fc.tuple(fc.nat(2), fc.nat(9), fc.constant(2)), { maxLength: 4 }),
    outcomes: fc.array(fc.tuple(fc.nat(9), fc.constantFrom(0, 1)), { maxLength: 3 }),
  })
  .map(trialOf);

test('b_j(t+1) ∝ Σ_i b_i(t) T_ij O_ij(seen), by full matrices, from trial to trial', () => {
  fc.assert(
    fc.property(fc.array(anyTrial, { minLength: 1, maxLength: 4 }), fc.constantFrom(1e-6, 0.02), (trials, lapse) => {
      const encoder = encoderOf(rich, lapse);
      expect(encoder.size).toBe(10);
      let belief = [1, ...Array.from({ length: 9 }, () => 0)];
      for (const trial of trials) {
        const features = featuresOf(encoder.encode(trial), encoder.size);
        features.forEach((row, step) => {
          const matrix = richMatrix(lapse, {
            cues: trial.cues.filter(({ onset }) => onset + trial.zeroStep === step).map(({ cue }) => cue),
            reward: trial.outcomes.some((o) => o.delivered && o.step + trial.zeroStep === step),
          });
          const joint = belief.map((_, to) =>
            belief.reduce((sum, chance, from) => sum + chance * (matrix[from]?.[to] as number), 0),
          );
          const total = joint.reduce((sum, chance) => sum + chance, 0);
          belief = joint.map((chance) => chance / total);
          row.forEach((chance, state) => expect(Math.abs(chance - (belief[state] as number))).toBeLessThan(1e-9));
          expect(row.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 12);
        });
      }
    }),
  );
});

test('labels describe the position of a state in the task', () => {
  const encoder = encoderOf(rich);
  expect([0, 1, 5, 9].map((state) => encoder.label(state))).toEqual([
    'ITI',
    'light ISI + 0 s',
    'light ISI + 0.4 s',
    'tone, then click ISI + 0.3 s',
  ]);
});

describe('a cue that predicts reward after 1 s', () => {
  const design = designOf({
    cues: ['light'],
    types: { cued: { cues: [cueAt('light', 0)], rewards: [reward(fixed(1))] } },
  });
  const shown = (outcomes: readonly (readonly [number, number])[]) =>
    trialOf({ window: 20, cues: [[0, 0, 5]], outcomes });
  const iti = (trial: Trial): readonly number[] => beliefIn(design, encoderOf(design), trial, 'ITI');

  test('the subject counts the steps and knows when the interval has ended', () => {
    const encoder = encoderOf(design);
    const features = featuresOf(encoder.encode(shown([[10, 1]])), encoder.size);
    for (let step = 0; step < 10; step++) expect(features[2 + step]?.[1 + step]).toBeGreaterThan(0.999);
    expect(features[12]?.[0]).toBeGreaterThan(0.999);
  });

  test('an early reward ends the interval', () => {
    const belief = iti(shown([[5, 1]]));
    expect(belief[4]).toBeLessThan(0.001);
    expect(Math.min(...belief.slice(5))).toBeGreaterThan(0.999);
  });

  test('an omitted reward ends it too, at its time', () => {
    const belief = iti(shown([[10, 0]]));
    expect(belief[9]).toBeLessThan(0.001);
    expect(belief[10]).toBeGreaterThan(0.999);
  });
});

// In the designs below a trial of 40 steps follows an interval of 10, and all trials have the cue. The inter-trial
// interval would have shown the next cue with probability 1 / (50 - steps spent waiting) per step, so silence is
// evidence against it too.
const bayes = (left: number, unrewarded: number, meanWait: number, passed: number): number =>
  left / (left + unrewarded * (1 - 1 / (50 - meanWait)) ** passed);

test('without reward: belief in reward decreases by Bayes’ rule', () => {
  const seconds = [1, 2, 3];
  const design = designOf({
    cues: ['light'],
    types: {
      cued: { cues: [cueAt('light', 0)], rewards: [reward({ kind: 'grid', seconds, weights: [1, 1, 1] }, 0.9)] },
    },
  });
  const waiting = beliefIn(design, encoderOf(design, 1e-9), trialOf({ window: 40, cues: [[0, 0, 5]] }), 'light');
  [0.9, 0.6, 0.3, 0].forEach((left, passed) =>
    expect(waiting[passed * 10 + 5]).toBeCloseTo(bayes(left, 0.1, 0.9 * 20, passed * 10 + 5), 6),
  );
});

test.each([
  {
    time: { kind: 'uniform', minSeconds: 1, maxSeconds: 2 } as const,
    survival: (s: number) => Math.min(1, Math.max(0, 2 - s)),
  },
  {
    time: { kind: 'exponential', meanSeconds: 0.5, minSeconds: 0.5, maxSeconds: 2.5 } as const,
    survival: (s: number) =>
      s <= 0.5 ? 1 : s >= 2.5 ? 0 : (Math.exp(-(s - 0.5) / 0.5) - Math.exp(-4)) / (1 - Math.exp(-4)),
  },
])('times that are $time.kind: the remaining probability of reward follows the distribution', ({ time, survival }) => {
  const design = designOf({
    cues: ['light'],
    types: { cued: { cues: [cueAt('light', 0)], rewards: [reward(time, 0.5)] } },
  });
  const waiting = beliefIn(design, encoderOf(design, 1e-12), trialOf({ window: 40, cues: [[0, 0, 5]] }), 'light');
  // Times are rounded to steps: at step k everything earlier than k + 1/2 would have been observed.
  const left = waiting.map((_, step) => 0.5 * survival(0.1 * (step + 0.5)));
  // The mean of a time in steps is the sum of its survival function; half the trials have no reward to wait for.
  const meanWait = left.reduce((sum, chance) => sum + chance, 0);
  waiting.forEach((belief, step) => expect(belief).toBeCloseTo(bayes(left[step] as number, 0.5, meanWait, step), 6));
});

test('trial types with the same cues share one interval, weighted by their frequency', () => {
  const type = (time: number, probability: number) => ({
    cues: [cueAt('light', 0)],
    rewards: [reward(fixed(time), probability)],
  });
  const pooled = designOf({
    cues: ['light'],
    types: { early: type(0.5, 1), late: type(1, 0.5) },
    mixture: { early: 1, late: 3 },
  });
  const waiting = beliefIn(pooled, encoderOf(pooled), trialOf({ window: 40, cues: [[0, 0, 5]] }), 'light');
  const meanWait = 0.25 * 5 + 0.375 * 10;
  expect(waiting[0]).toBeCloseTo(bayes(0.625, 0.375, meanWait, 0), 4);
  expect(waiting[5]).toBeCloseTo(bayes(0.375, 0.375, meanWait, 5), 4);
});

test('a trained subject knows the first phase with trials, and nothing later', () => {
  const types = {
    light: { cues: [cueAt('light', 0)], rewards: [reward(fixed(1))] },
    tone: { cues: [cueAt('tone', 0)], rewards: [reward(fixed(1))] },
  };
  const design = designOf({ cues: ['light', 'tone'], types, mixture: { light: 1 }, trials: 30 });
  const phase = { trials: 10, plastic: true, mixture: { tone: 1 }, order: 'random' } as const;
  const later: GridDesign = {
    ...design,
    phases: [{ ...phase, id: 'none', trials: 0 }, ...design.phases, { ...phase, id: 'later' }],
  };
  const tone = trialOf({ window: 20, cues: [[1, 0, 5]] });
  expect(encoderOf(later).size).toBe(11);
  expect(Math.min(...beliefIn(later, encoderOf(later), tone, 'ITI'))).toBeGreaterThan(0.99);
  // With two groups each subject was trained in the first phase of its group.
  const groups: GridDesign = {
    ...design,
    groups: ['a', 'b'].map((id) => ({ id, title: id })),
    phases: [
      { ...design.phases[0]!, group: 'a' },
      { ...phase, id: 'other', group: 'b' },
    ],
  };
  expect(beliefIn(groups, encoderOf(groups), { ...tone, group: 'b' }, 'tone')[3]).toBeGreaterThan(0.99);
  expect(beliefIn(groups, encoderOf(groups), { ...tone, group: 'a' }, 'ITI')[3]).toBeGreaterThan(0.99);
});

test('the belief continues from trial to trial, and in a new encoder', () => {
  fc.assert(
    fc.property(fc.array(anyTrial, { minLength: 2, maxLength: 5 }), (trials) => {
      const encode = (encoder: ReturnType<typeof encoderOf>, trial: Trial): number[][] =>
        featuresOf(encoder.encode(trial), encoder.size);
      const encoder = encoderOf(rich);
      const [first, ...rest] = trials as [Trial, ...Trial[]];
      const last = encode(encoder, first).at(-1);
      const saved = JSON.parse(JSON.stringify(encoder.state())) as number[];
      expect(saved).toEqual(last);
      const whole = rest.map((trial) => encode(encoder, trial));
      encoder.restore(saved);
      expect(rest.map((trial) => encode(encoder, trial))).toEqual(whole);
      const fresh = encoderOf(rich);
      fresh.restore(saved);
      expect(rest.map((trial) => encode(fresh, trial))).toEqual(whole);
    }),
  );
});
