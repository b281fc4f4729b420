import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import elemental from '../../src/architectures/elemental.ts';
import rescorlaWagner from '../../src/learning-rules/rescorla-wagner.ts';
import { InputError } from '../../src/core/errors.ts';
import { between, designOf, setupOf, subjectOf, trialOf, valuesOf } from '../architectures/trials.ts';

const design = designOf({ cues: ['A', 'B', 'X'], types: {} });
const [A, B, X] = [0, 1, 2];
const subject = (given: Readonly<Record<string, unknown>> = {}) =>
  subjectOf(design, {
    architecture: [elemental],
    rule: [rescorlaWagner, given],
    terms: { discount: 1, rewardRateLearning: 0 },
  });

/** A trial with simultaneous cues of two steps, and an outcome at step 4. */
const trial = (cues: readonly number[], reward: number, plastic = true) =>
  trialOf({ cues: cues.map((cue) => [cue, 0, 2] as const), outcomes: [[4, reward]], plastic });

function train(
  phases: readonly (readonly [number, readonly (readonly [readonly number[], number])[]])[],
): readonly number[] {
  const trained = subject();
  for (const [repeats, trials] of phases) {
    for (let i = 0; i < repeats; i++) for (const [cues, reward] of trials) trained.runTrial(trial(cues, reward));
  }
  return [...trained.learner.weights];
}

test('ΔV = αβ (λ - ΣV), shown at the outcome and nowhere else', () => {
  fc.assert(
    fc.property(
      between(0, 0.5),
      between(0, 1),
      fc.array(fc.tuple(fc.subarray([A, B, X] as number[]), fc.constantFrom(0, 1, 2), fc.boolean()), { maxLength: 20 }),
      (learningRate, omissionRatio, history) => {
        const { runTrial, learner } = subject({ learningRate, omissionRatio });
        const V = [0, 0, 0];
        for (const [cues, reward, plastic] of history) {
          const completed = runTrial(trial(cues, reward, plastic));
          const predicted = cues.reduce((sum, cue) => sum + (V[cue] as number), 0);
          const error = reward - predicted;
          completed.rpe.forEach((rpe, step) =>
            expect(rpe).toBeCloseTo(step === completed.trial.zeroStep + 4 ? error : 0, 10),
          );
          completed.value.forEach((value, step) => {
            const on = step >= completed.trial.zeroStep && step <= completed.trial.zeroStep + 4;
            expect(value).toBeCloseTo(on ? predicted : 0, 10);
          });
          if (plastic)
            for (const cue of cues)
              V[cue] = (V[cue] as number) + (reward > 0 ? learningRate : learningRate * omissionRatio) * error;
          V.forEach((value, cue) => expect(learner.weights[cue]).toBeCloseTo(value, 10));
        }
      },
    ),
  );
});

describe('golden numbers of an independent program', () => {
  test('blocking: X 0, against .5 without pretraining', () => {
    expect(
      train([
        [200, [[[A], 1]]],
        [200, [[[A, X], 1]]],
      ])[X],
    ).toBeCloseTo(0, 6);
    expect(train([[200, [[[A, X], 1]]]])[X]).toBeCloseTo(0.5, 6);
  });

  test('overexpectation: from 1 to .5', () => {
    expect(
      train([
        [
          200,
          [
            [[A], 1],
            [[B], 1],
          ],
        ],
        [300, [[[A, B], 1]]],
      ])[A],
    ).toBeCloseTo(0.5, 6);
  });

  test('conditioned inhibition: A 1, X -1', () => {
    const [a, , x] = train([
      [
        2000,
        [
          [[A], 1],
          [[A, X], 0],
        ],
      ],
    ]);
    expect(a).toBeCloseTo(1, 4);
    expect(x).toBeCloseTo(-1, 4);
  });
});

describe('time within a trial', () => {
  test('several rewards are one outcome, at the last reward', () => {
    const { rpeAt } = subject().runTrial(
      trialOf({
        cues: [[A, 0, 2]],
        outcomes: [
          [2, 1],
          [5, 0.5],
        ],
      }),
    );
    expect([rpeAt(2), rpeAt(5)]).toEqual([0, 1.5]);
  });

  test('a trial without an outcome has an outcome of 0 when its cues end', () => {
    const { runTrial, learner } = subject({ learningRate: 0.5 });
    learner.restore([1, 0.5, 0]);
    const { rpeAt } = runTrial(
      trialOf({
        cues: [
          [A, 0, 2],
          [B, 1, 3],
        ],
      }),
    );
    expect([0, 1, 2, 3, 4].map(rpeAt)).toEqual([0, 0, 0, -1.5, 0]);
    expect([...learner.weights]).toEqual([0.25, -0.25, 0]);
  });

  test('nothing happens in an empty trial', () => {
    const { rpe, value } = subject().runTrial(trialOf({}));
    expect([...rpe, ...value].every((number) => number === 0)).toBe(true);
  });

  test('a reward without a cue is a full error', () => {
    expect(
      subject()
        .runTrial(trialOf({ outcomes: [[3, 1]] }))
        .rpeAt(3),
    ).toBe(1);
  });
});

test('a restored learner continues from its weights', () => {
  const first = subject();
  for (let i = 0; i < 5; i++) first.runTrial(trial([A, B], 1));
  const second = subject();
  second.learner.restore(first.learner.state());
  expect([...second.runTrial(trial([A], 1)).rpe]).toEqual([...first.runTrial(trial([A], 1)).rpe]);
  expect(second.learner.state()).toEqual(first.learner.state());
});

test('it refuses a reward rate, which requires time steps', () => {
  expect(() =>
    rescorlaWagner.create(
      valuesOf(rescorlaWagner),
      setupOf({ terms: { discount: 1, rewardRateLearning: 0.01 }, layout: 'binary', size: 1 }),
    ),
  ).toThrow(InputError);
});
