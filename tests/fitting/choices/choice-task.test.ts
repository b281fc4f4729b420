// The task of a recorded subject, for simulations of models on its own trials.
import { expect, test } from 'vitest';
import { randomStream } from '../../../src/core/random.ts';
import { choiceTrials } from '../../../src/fitting/choices/choice-trials.ts';
import { taskOf } from '../../../src/fitting/choices/choice-task.ts';
import { findChoiceModel } from '../../../src/fitting/choices/registry.ts';

/** Two states; in the first ten trials option 0 gives 1 and option 1 gives 2, later 3 and 4; option 2 was never chosen in state 1. */
const recorded = choiceTrials({
  states: 2,
  options: 3,
  state: Int32Array.from({ length: 20 }, (_, i) => i % 2),
  choice: Int32Array.from({ length: 20 }, (_, i) => [0, 1, 1, 0, -1][i % 5] as number),
  reward: Float64Array.from({ length: 20 }, (_, i) => ([1, 2, 2, 1, NaN][i % 5] as number) + (i < 10 ? 0 : 2)),
  starts: Int32Array.of(15),
  initialValue: 0.25,
});
const task = taskOf(recorded, 10);
const random = randomStream(1, 'task');
const rewardsOf = (trial: number, option: number): ReadonlySet<number> =>
  new Set(Array.from({ length: 200 }, () => task.reward(trial, option, random, trial % 2)));

test('trials, states, starts and missed trials are the subject’s own', () => {
  expect(task).toMatchObject({
    states: 2,
    options: 3,
    initialValue: 0.25,
    state: recorded.state,
    starts: recorded.starts,
  });
  expect([...task.missed]).toEqual(Array.from({ length: 20 }, (_, i) => Number(i % 5 === 4)));
});

test('rewards are those that the option had in the block', () => {
  expect(rewardsOf(3, 0)).toEqual(new Set([1]));
  expect(rewardsOf(12, 0)).toEqual(new Set([3]));
  expect(rewardsOf(12, 1)).toEqual(new Set([4]));
});

test('an option that was never chosen gives what any has', () => {
  expect(rewardsOf(3, 2)).toEqual(new Set([1, 2, 3, 4]));
});

test('an option that was not chosen in a block gives what it gave in the nearest', () => {
  const choice = Int32Array.of(0, 0, 1, 1, 0, 0);
  const near = taskOf(
    choiceTrials({
      states: 1,
      options: 2,
      state: new Int32Array(6),
      choice,
      reward: Float64Array.of(1, 1, 5, 5, 2, 2),
    }),
    2,
  );
  expect(new Set(Array.from({ length: 50 }, () => near.reward(4, 1, random, 0)))).toEqual(new Set([5]));
  expect(new Set(Array.from({ length: 50 }, () => near.reward(0, 1, random, 0)))).toEqual(new Set([5]));
});

test('a simulated subject misses the same trials', () => {
  const model = findChoiceModel('rescorla-wagner');
  const made = model.simulate(Float64Array.of(0.3, 2), task, randomStream(2, 'subject'));
  expect(made.choice.map((choice) => Number(choice < 0))).toEqual(Int32Array.from(task.missed));
  expect(made.starts).toEqual(recorded.starts);
});
