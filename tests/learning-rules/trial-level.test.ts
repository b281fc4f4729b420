import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import elemental from '../../src/architectures/elemental.ts';
import type { TrialRule } from '../../src/contracts/learning-rule.ts';
import mackintosh from '../../src/learning-rules/mackintosh.ts';
import pearceHallHybrid from '../../src/learning-rules/pearce-hall-hybrid.ts';
import pearceHall from '../../src/learning-rules/pearce-hall.ts';
import rescorlaWagner from '../../src/learning-rules/rescorla-wagner.ts';
import { InputError } from '../../src/core/errors.ts';
import { designOf, setupOf, subjectOf, trialOf, valuesOf } from '../architectures/trials.ts';

const design = designOf({ cues: ['A', 'B', 'X'], types: {} });
const [A, B, X] = [0, 1, 2];
const terms = { discount: 1, rewardRateLearning: 0 };
const subject = (rule: unknown, given: Readonly<Record<string, unknown>> = {}) =>
  subjectOf(design, { architecture: [elemental], rule: [rule as TrialRule, given], terms });

type TrialOutcome = readonly [cues: readonly number[], reward: number, plastic: boolean];
interface Slow {
  V: number[];
  alpha: number[];
  E: number[];
  I: number[];
}
const sum = (V: readonly number[], cues: readonly number[]): number =>
  cues.reduce((total, cue) => total + (V[cue] as number), 0);

// One line per equation, each from the state before the trial.
const slow: Readonly<
  Record<
    string,
    { rule: unknown; alpha0: number; runTrial: (s: Slow, cues: readonly number[], lambda: number) => Slow }
  >
> = {
  mackintosh: {
    rule: mackintosh,
    alpha0: 0.4,
    runTrial: (s, cues, lambda) => ({
      ...s,
      V: s.V.map((V, i) => (cues.includes(i) ? V + (s.alpha[i] as number) * 0.4 * (lambda - V) : V)),
      alpha: s.alpha.map((alpha, i) =>
        cues.includes(i)
          ? Math.max(
              0.1,
              Math.min(
                1,
                alpha +
                  0.2 *
                    (Math.abs(
                      lambda -
                        sum(
                          s.V,
                          cues.filter((j) => j !== i),
                        ),
                    ) -
                      Math.abs(lambda - (s.V[i] as number))),
              ),
            )
          : alpha,
      ),
    }),
  },
  'pearce-hall': {
    rule: pearceHall,
    alpha0: 0.4,
    runTrial(s, cues, lambda) {
      const net = sum(s.V, cues);
      const E = s.E.map((V, i) => (cues.includes(i) && lambda > net ? V + 0.4 * (s.alpha[i] as number) * lambda : V));
      const I = s.I.map((V, i) =>
        cues.includes(i) && lambda <= net ? V + 0.3 * (s.alpha[i] as number) * Math.abs(lambda - net) : V,
      );
      const alpha = s.alpha.map((a, i) => (cues.includes(i) ? 0.3 * Math.abs(lambda - net) + 0.7 * a : a));
      return { V: E.map((V, i) => V - (I[i] as number)), alpha, E, I };
    },
  },
  'pearce-hall-hybrid': {
    rule: pearceHallHybrid,
    alpha0: 1,
    runTrial(s, cues, lambda) {
      const delta = lambda - sum(s.V, cues);
      const V = s.V.map((V, i) => (cues.includes(i) ? V + 0.3 * (s.alpha[i] as number) * delta : V));
      const alpha = s.alpha.map((a, i) => (cues.includes(i) ? 0.3 * Math.abs(delta) + 0.7 * a : a));
      return { ...s, V, alpha };
    },
  },
};

const trial = (
  cues: readonly number[],
  reward: number,
  plastic = true,
  given: Partial<Parameters<typeof trialOf>[0]> = {},
) => trialOf({ cues: cues.map((cue) => [cue, 0, 2] as const), outcomes: [[4, reward]], plastic, ...given });
const trialOutcomes = fc.array(
  fc.tuple(fc.subarray([A, B, X] as number[]), fc.constantFrom(0, 0.5, 1, -1), fc.boolean()),
  {
    maxLength: 25,
  },
) as fc.Arbitrary<TrialOutcome[]>;

describe.each(Object.entries(slow))('%s', (id, { rule, alpha0, runTrial }) => {
  test('follows its equations; the error λ - ΣV is shown at the outcome and nowhere else', () => {
    fc.assert(
      fc.property(trialOutcomes, (history) => {
        const fast = subject(rule);
        let state: Slow = { V: [0, 0, 0], alpha: [alpha0, alpha0, alpha0], E: [0, 0, 0], I: [0, 0, 0] };
        for (const [cues, reward, plastic] of history) {
          const completed = fast.runTrial(trial(cues, reward, plastic));
          completed.rpe.forEach((rpe, step) =>
            expect(rpe).toBeCloseTo(step === completed.trial.zeroStep + 4 ? reward - sum(state.V, cues) : 0, 10),
          );
          expect(completed.valueAt(0)).toBeCloseTo(sum(state.V, cues), 10);
          if (plastic) state = runTrial(state, cues, reward);
          state.V.forEach((V, cue) => expect(fast.learner.weights[cue]).toBeCloseTo(V, 10));
          const remembered = Array.from(fast.learner.state());
          state.alpha.forEach((alpha, cue) => expect(remembered[remembered.length - 3 + cue]).toBeCloseTo(alpha, 10));
        }
      }),
    );
  });

  test('a restored learner continues with the same bits', () => {
    fc.assert(
      fc.property(trialOutcomes, trialOutcomes, (before, after) => {
        const first = subject(rule);
        for (const [cues, reward, plastic] of before) first.runTrial(trial(cues, reward, plastic));
        const second = subject(rule);
        second.learner.restore(Array.from(first.learner.state()));
        for (const [cues, reward, plastic] of after) {
          expect([...second.runTrial(trial(cues, reward, plastic)).rpe]).toEqual([
            ...first.runTrial(trial(cues, reward, plastic)).rpe,
          ]);
        }
        expect(second.learner.state()).toEqual(first.learner.state());
        expect([...second.learner.weights]).toEqual([...first.learner.weights]);
      }),
    );
  });

  test('nothing is learned about a cue if the error at its reward is clamped to 0', () => {
    const clamp = [{ from: 3, steps: 3, gainPositive: 0, gainNegative: 0, added: 0 }];
    const { runTrial: completed, learner } = subject(rule);
    expect(completed(trial([A], 1, true, { interventions: clamp })).rpeAt(4)).toBe(0);
    expect([...learner.weights]).toEqual([0, 0, 0]);
  });

  test('an added error has the effect of a reward with this error', () => {
    const added = [{ from: 4, steps: 1, gainPositive: 1, gainNegative: 1, added: 0.5 }];
    const [stimulated, rewarded] = [subject(rule), subject(rule)];
    for (const one of [stimulated, rewarded]) one.runTrial(trial([A], 1));
    expect(stimulated.runTrial(trial([A], 0.25, true, { interventions: added })).rpeAt(4)).toBeCloseTo(
      rewarded.runTrial(trial([A], 0.75)).rpeAt(4),
      12,
    );
    stimulated.learner.weights.forEach((V, cue) => expect(V).toBeCloseTo(rewarded.learner.weights[cue] as number, 12));
  });

  test('a context is an additional cue', () => {
    const inPlace = { ...design, contexts: [{ id: 'place', title: 'place' }] };
    const one = subjectOf(inPlace, { architecture: [elemental], rule: [rule as TrialRule], terms });
    for (let i = 0; i < 5; i++) one.runTrial(trial([A], 1, true, { context: 0 }));
    expect(one.learner.weights[3]).toBe(one.learner.weights[A]);
    expect(one.learner.weights[3]).toBeGreaterThan(0);
  });

  test('it refuses a reward rate, which requires time steps', () => {
    const create = (rule as TrialRule).create;
    expect(() =>
      create(
        valuesOf(rule as TrialRule),
        setupOf({ terms: { discount: 1, rewardRateLearning: 0.01 }, layout: 'binary', size: 1 }),
      ),
    ).toThrow(InputError);
    expect((rule as TrialRule).id).toBe(id);
  });
});

/** Trains a new subject; each phase is a number of rounds of the same trials. */
function train(
  rule: unknown,
  phases: readonly (readonly [rounds: number, ...trials: (readonly [readonly number[], number])[]])[],
  given = {},
) {
  const trained = subject(rule, given);
  for (const [rounds, ...trials] of phases)
    for (let i = 0; i < rounds; i++) for (const [cues, reward] of trials) trained.runTrial(trial(cues, reward));
  return trained.learner;
}

describe('closed forms', () => {
  test('Mackintosh: constant α (θ = 0) gives V = 1 - (1 - αβ)^n', () => {
    expect(train(mackintosh, [[7, [[A], 1]]], { attentionLearning: 0 }).weights[A]).toBeCloseTo(
      1 - (1 - 0.16) ** 7,
      12,
    );
  });

  test('Mackintosh: the first two trials of a new cue by hand', () => {
    // V: .16, then .16 + α .4 (1 - .16); α stays .4 in the first trial, when the cue and the others predict equally badly.
    const { weights } = train(mackintosh, [[2, [[A], 1]]]);
    expect(weights[A]).toBeCloseTo(0.16 + 0.4 * 0.4 * 0.84, 12);
  });

  test('Mackintosh: attention falls to its minimum for a cue in compound with a better predictor', () => {
    const blocked = train(mackintosh, [
      [40, [[A], 1]],
      [10, [[A, X], 1]],
    ]);
    const control = train(mackintosh, [[10, [[A, X], 1]]]);
    expect(Array.from(blocked.state())[3 + X]).toBeCloseTo(0.1, 12);
    expect(blocked.weights[X]).toBeLessThan((control.weights[X] as number) / 1.5);
  });

  test('Mackintosh: each cue has its own error, so two cues trained separately do not overexpect', () => {
    expect(
      train(mackintosh, [
        [80, [[A], 1], [[B], 1]],
        [80, [[A, B], 1]],
      ]).weights[A],
    ).toBeCloseTo(1, 2);
  });

  test('Pearce-Hall: associability of a cue without consequence decreases as (1 - γ)^n, and so does the first step of its learning', () => {
    for (const n of [0, 1, 5, 20]) {
      const { weights } = train(pearceHall, [
        [n, [[A], 0]],
        [1, [[A], 1]],
      ]);
      expect(weights[A]).toBeCloseTo(0.4 * 0.4 * 0.7 ** n, 12);
    }
  });

  test('Pearce-Hall: V may be negative', () => {
    expect(train(pearceHall, [[200, [[A], 1], [[A, X], 0]]]).weights[X]).toBeLessThan(-0.3);
  });

  test('Pearce-Hall: by hand, an excitatory and an inhibitory trial', () => {
    // V^E = .4 .4 = .16, α = .3 + .7 .4 = .58; then V^I = .3 .58 .16.
    expect(
      train(pearceHall, [
        [1, [[A], 1]],
        [1, [[A], 0]],
      ]).weights[A],
    ).toBeCloseTo(0.16 - 0.3 * 0.58 * 0.16, 12);
  });

  test.each([pearceHall, pearceHallHybrid].map((rule) => ({ id: rule.id, rule })))(
    '$id: a surprise of 4 changes associability to γ 4 + (1 - γ) α, or at most to a ceiling of one',
    ({ rule }) => {
      const alphaAfter = (given: Readonly<Record<string, unknown>>): unknown =>
        Array.from(train(rule, [[1, [[A], 4]]], { associability: 0.4, ...given }).state()).at(-3);
      expect(alphaAfter({})).toBeCloseTo(0.3 * 4 + 0.7 * 0.4, 12);
      expect(alphaAfter({ ceiling: 'one' })).toBe(1);
    },
  );

  test('hybrid: with η = 0 it is Rescorla-Wagner with αβ = κα', () => {
    const phases = [
      [5, [[A], 1]],
      [9, [[A, X], 0.5], [[B, X], 0]],
    ] as const;
    const hybrid = train(pearceHallHybrid, phases, { surpriseLearning: 0, associability: 0.5, learningRate: 0.4 });
    const plain = train(rescorlaWagner, phases, { learningRate: 0.2 });
    plain.weights.forEach((V, cue) => expect(hybrid.weights[cue]).toBeCloseTo(V, 12));
  });

  test('hybrid: associability of a cue in steady state is the mean surprise of its trials', () => {
    const hybrid = train(pearceHallHybrid, [[400, [[A], 1], [[A], 0]]], { learningRate: 0.01, surpriseLearning: 0.1 });
    // V stays near .5, so every trial has a surprise of about .5.
    expect(Array.from(hybrid.state())[3 + A]).toBeCloseTo(0.5, 1.5);
  });
});
