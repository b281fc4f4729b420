import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import completeSerialCompound from '../../src/architectures/complete-serial-compound.ts';
import microstimuli from '../../src/architectures/microstimuli.ts';
import kalmanTd from '../../src/learning-rules/kalman-td.ts';
import tdZero from '../../src/learning-rules/td-zero.ts';
import { between, designOf, setupOf, subjectOf, trialOf, valuesOf } from '../architectures/trials.ts';
import { expectGolden } from '../golden/tolerance.ts';
import {
  cases,
  dot,
  expectClose,
  expectResumes,
  fastest,
  runTrial,
  runAll,
  size,
  stepsOf,
  type Step,
} from './feature-cases.ts';

const eye = (n: number, value: number): number[][] =>
  Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => (i === j ? value : 0)));

/** The equations with full matrices. */
function slow(steps: readonly Step[], p: { c: number; s: number; q: number; gamma: number; onsetsTeach: boolean }) {
  let w = [0, 0, 0, 0, 0];
  let S = eye(size, p.c);
  let x: readonly number[] = [0, 0, 0, 0, 0];
  const rpe: number[] = [];
  const value: number[] = [];
  for (const { x: y, reward, plastic, discount: gamma = p.gamma, effect } of steps) {
    const h = x.map((xi, i) => xi - gamma * (y[i] as number));
    const delta = effect(reward - dot(h, w));
    rpe.push(delta);
    value.push(dot(w, y));
    if (plastic) S = S.map((row, i) => row.map((c, j) => c + (i === j ? p.q : 0)));
    if (plastic && (p.onsetsTeach || x.some((xi) => xi !== 0))) {
      const Sh = S.map((row) => dot(row, h));
      const K = Sh.map((c) => c / (dot(h, Sh) + p.s));
      w = w.map((wi, i) => wi + (K[i] as number) * delta);
      S = S.map((row, i) => row.map((c, j) => c - (K[i] as number) * (Sh[j] as number)));
    }
    x = y;
  }
  return { rpe, value, w };
}

describe.each(['binary', 'dense'] as const)('%s features', (layout) => {
  const numbers = fc.record({
    c: between(0, 2),
    s: between(0.1, 2),
    q: between(0, 0.1),
    gamma: between(0, 1),
    onsetsTeach: fc.boolean(),
  });
  const make = ({
    c,
    s,
    q,
    gamma,
    onsetsTeach,
  }: {
    c: number;
    s: number;
    q: number;
    gamma: number;
    onsetsTeach: boolean;
  }) =>
    kalmanTd.create(
      valuesOf(kalmanTd, { priorVariance: c, noiseVariance: s, diffusionVariance: q, onsetsTeach }),
      setupOf({ terms: { discount: gamma, rewardRateLearning: 0 }, layout, size }),
    );

  test('follows its equations over several trials', () => {
    fc.assert(
      fc.property(numbers, fc.array(cases(layout), { minLength: 1, maxLength: 6 }), (p, completed) => {
        const learner = make(p);
        const expected = slow(stepsOf(completed), p);
        const { rpe, value } = runAll(learner, completed);
        expectClose(rpe, expected.rpe);
        expectClose(value, expected.value);
        expectClose(learner.weights, expected.w);
      }),
      { numRuns: 300 },
    );
  });

  test('a restored learner continues with the same bits', () => {
    fc.assert(
      fc.property(numbers, fc.array(cases(layout), { minLength: 2, maxLength: 6 }), (p, completed) =>
        expectResumes(() => make(p), completed),
      ),
    );
  });
});

test('a reward rate is charged, and converges to the reward per step', () => {
  const design = designOf({ cues: ['A'], types: {}, trialSeconds: 1 });
  const subject = subjectOf(design, {
    architecture: [completeSerialCompound],
    rule: [kalmanTd],
    terms: { discount: 1, rewardRateLearning: 0.001 },
  });
  for (let i = 0; i < 3000; i++)
    subject.runTrial(trialOf({ zeroStep: 5, window: 10, cues: [[0, 0, 2]], outcomes: [[4, 1]] }));
  expect(Array.from(subject.learner.state()).at(-1)).toBeCloseTo(1 / 15, 3);
});

/** Cues of two steps, each a delay line of two units, in a world of steps of 0.1 s. */
const subjectFor = (
  cues: readonly string[],
  window: number,
  rule: readonly unknown[] = [kalmanTd, { diffusionVariance: 0.01 }],
) =>
  subjectOf(designOf({ cues, types: {}, trialSeconds: window / 10, stepSeconds: 0.1 }), {
    architecture: [completeSerialCompound, { serialSeconds: 0.2 }],
    rule: rule as never,
    terms: { discount: 0.98, rewardRateLearning: 0 },
  });

describe('golden numbers of an independent program, c 1 s 1 q .01 γ .98', () => {
  test.each([
    { preexposures: 0, golden: 0.616 },
    { preexposures: 20, golden: 0.291 },
  ])(
    'latent inhibition: value of the cue after 5 rewarded trials and $preexposures pre-exposures: $golden',
    ({ preexposures, golden }) => {
      const learner = kalmanTd.create(
        valuesOf(kalmanTd, { diffusionVariance: 0.01 }),
        setupOf({ terms: { discount: 0.98, rewardRateLearning: 0 }, layout: 'binary', size: 2 }),
      );
      const step = (features: readonly (readonly number[])[], plastic: boolean, reward = 0): void => {
        const table = {
          layout: 'binary',
          firstStep: 0,
          rows: features.length,
          rowStart: Int32Array.from([0, ...features.map((_, row) => features.slice(0, row + 1).flat().length)]),
          active: Int32Array.from(features.flat()),
        } as const;
        runTrial(learner, {
          table,
          trial: trialOf({ zeroStep: 0, window: features.length, outcomes: [[features.length - 1, reward]], plastic }),
        });
      };
      // In the program of these numbers weights drift only in the two learned steps, and no time passes between trials: the onset teaches nothing.
      const trial = (reward: number): void => {
        step([[0]], false);
        step([[1], []], true, reward);
      };
      for (let i = 0; i < preexposures; i++) trial(0);
      for (let i = 0; i < 5; i++) trial(1);
      expect(learner.weights[0]).toBeCloseTo(golden, 3);
    },
  );

  /** 12 of A then B in turn with C then D; 36 of B with reward; 36 of D without. */
  function precondition(rule?: readonly unknown[]) {
    const subject = subjectFor(['A', 'B', 'C', 'D'], 5, rule);
    for (let i = 0; i < 12; i++)
      for (const first of [0, 2])
        subject.runTrial(
          trialOf({
            window: 5,
            cues: [
              [first, 0, 2],
              [first + 1, 2, 2],
            ],
          }),
        );
    for (let i = 0; i < 36; i++) subject.runTrial(trialOf({ window: 5, cues: [[1, 0, 2]], outcomes: [[2, 1]] }));
    for (let i = 0; i < 36; i++) subject.runTrial(trialOf({ window: 5, cues: [[3, 0, 2]] }));
    return subject;
  }

  test('sensory preconditioning: w_A .25 and .31 at its two steps, w_C 0', () => {
    const { learner, runTrial: completed } = precondition();
    const [onset, second] = learner.weights;
    expectGolden(onset as number, 0.25, 'A, onset');
    expectGolden(second as number, 0.31, 'A, second step');
    expect([...learner.weights.subarray(4, 6)].every((w) => Math.abs(w) < 1e-12)).toBe(true);
    expect(completed(trialOf({ window: 5, cues: [[0, 0, 2]], plastic: false })).rpeAt(0)).toBeCloseTo(
      0.98 * (onset as number),
      12,
    );
  });

  test('TD(0) in the same trials: exactly 0', () => {
    expect([...precondition([tdZero]).learner.weights.subarray(0, 2)]).toEqual([0, 0]);
  });
});

describe('memory and time', () => {
  test('a step costs only what its active cues cost, however many cues the design has', () => {
    const timed = (cues: number): number => {
      const design = designOf({ cues: Array.from({ length: cues }, (_, i) => `c${i}`), types: {}, trialSeconds: 4 });
      const subject = subjectOf(design, {
        architecture: [completeSerialCompound],
        rule: [kalmanTd],
        terms: { discount: 0.98, rewardRateLearning: 0 },
      });
      return fastest(() => subject.runTrial(trialOf({ window: 40, cues: [[0, 0, 10]], outcomes: [[10, 1]] })));
    };
    // The full Σ of fifty cues would take 2500 times as long.
    expect(timed(50)).toBeLessThan(5 * timed(1));
  });

  test('the state contains Σ once, and only for observed features', () => {
    const design = designOf({ cues: ['a', 'b', 'c'], types: {}, trialSeconds: 4 });
    const subject = subjectOf(design, {
      architecture: [microstimuli, { count: 10, rewardMicrostimuli: false, faintest: 1e-12 }],
      rule: [kalmanTd],
      terms: { discount: 0.98, rewardRateLearning: 0 },
    });
    subject.runTrial(trialOf({ window: 40, cues: [[0, 0, 10]] }));
    // Weights, the previous row, drift and count, slots and groups of ten features, their triangle, the reward rate.
    expect(subject.learner.state()).toHaveLength(30 + 21 + 2 + 20 + 55 + 1);
  });
});
