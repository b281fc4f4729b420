// Models of two-step tasks: against numpy, and by what their simulated subjects do.
import { expect, test } from 'vitest';
import { randomStream } from '../../../src/core/random.ts';
import { requireStages } from '../../../src/fitting/choices/choice-model.ts';
import { taskOf } from '../../../src/fitting/choices/choice-task.ts';
import { choiceTrials, type ChoiceTrials } from '../../../src/fitting/choices/choice-trials.ts';
import { findChoiceModel } from '../../../src/fitting/choices/registry.ts';
import { driftingTask } from '../../../src/fitting/choices/two-step/drifting-task.ts';

/** 120 trials by arithmetic, so that another program can make the same. */
function arithmetic(): ChoiceTrials {
  const trials = Array.from({ length: 120 }, (_, t) => {
    const first = (t * t + Math.floor(t / 3)) % 2;
    const led = (t * 7) % 10 < 7 ? first : 1 - first;
    const second = (Math.floor(t / 4) + Math.floor(t / 7)) % 2;
    return { first, led, second, reward: Number((t * 13 + (led * 2 + second) * 5) % 10 < 5) };
  });
  return choiceTrials({
    states: 3,
    options: 2,
    commonShare: 0.7,
    state: Int32Array.from(trials.flatMap(({ led }) => [0, 1 + led])),
    choice: Int32Array.from(trials.flatMap(({ first, second }) => [first, second])),
    reward: Float64Array.from(trials.flatMap(({ reward }) => [NaN, reward])),
  });
}

// numpy and scipy.special.logsumexp, the equations of Daw et al. 2011 trial by trial with a matrix of transitions.
test.each([
  ['two-step-weights', [0.3, 0.6, 0.4, 2, 1.5, 3, 0.2], -181.59349861046553],
  ['two-step-hybrid', [0.3, 0.6, 0.4, 3.5, 3, 0.4, 0.1], -185.5266809777552],
  ['two-step-model-free', [0.3, 0.6, 0.4, 1.5, 3, 0.2], -180.44845050202952],
  ['two-step-model-based', [0.6, 2, 3, 0.2], -181.50296575925432],
] as const)('the log likelihood of %s is that of numpy', (id, values, expected) => {
  expect(findChoiceModel(id).likelihood(arithmetic()).at(Float64Array.from(values))).toBeCloseTo(expected, 9);
});

/** How often the first choice is repeated after rewards and omissions, by transition. */
function stays(all: readonly ChoiceTrials[]): { readonly reward: number; readonly interaction: number } {
  const counts = new Map<string, readonly [number, number]>();
  for (const { state, choice, reward } of all)
    for (let i = 0; i + 2 < choice.length; i += 2) {
      const common = choice[i] === (state[i + 1] as number) - 1;
      const cell = `${reward[i + 1] === 1} ${common}`;
      const [stayed, of] = counts.get(cell) ?? [0, 0];
      counts.set(cell, [stayed + Number(choice[i] === choice[i + 2]), of + 1]);
    }
  const share = (rewarded: boolean, common: boolean): number => {
    const [stayed, of] = counts.get(`${rewarded} ${common}`) ?? [0, 0];
    return stayed / of;
  };
  const [rc, rr, uc, ur] = [share(true, true), share(true, false), share(false, true), share(false, false)];
  return { reward: (rc + rr - uc - ur) / 2, interaction: rc - rr - (uc - ur) };
}

// An independent numpy program of 1,500 people with α .5, β 4, λ .6, stickiness .1, values from 0, known transitions. Here
// transitions are learned in the first trials, and 300 people leave a standard error of .01.
test.each([
  [0, 0.213, 0.004],
  [0.5, 0.124, 0.156],
  [1, -0.002, 0.314],
])('people with w %f stay after rewards by %f, after common transitions by %f', (w, reward, interaction) => {
  const model = findChoiceModel('two-step-hybrid');
  const people = Array.from({ length: 300 }, (_, person) => {
    const random = randomStream(person, 'two steps');
    const task = { ...driftingTask(201, random), initialValue: 0 };
    return model.simulate(Float64Array.of(0.5, 0.5, 0.6, 4, 4, w, 0.1), task, random);
  });
  const found = stays(people);
  expect(Math.abs(found.reward - reward)).toBeLessThan(0.02);
  expect(Math.abs(found.interaction - interaction)).toBeLessThan(0.03);
});

test('the task of a recorded subject leads where its first choices led, and rewards by second state', () => {
  const trials = choiceTrials({
    states: 3,
    options: 2,
    commonShare: 1,
    // Option 0 leads to state 2, where option 1 gives 3; option 1 to state 1, where option 0 gives 5.
    state: Int32Array.of(0, 2, 0, 1, 0, 2),
    choice: Int32Array.of(0, 1, 1, 0, 0, 1),
    reward: Float64Array.of(NaN, 3, NaN, 5, NaN, 3),
  });
  const task = taskOf(trials);
  const random = randomStream(1, 'task');
  expect([0, 1].map((option) => task.secondState?.(0, option, random))).toEqual([2, 1]);
  expect([task.reward(1, 1, random, 2), task.reward(1, 0, random, 1)]).toEqual([3, 5]);
  const made = findChoiceModel('two-step-weights').simulate(Float64Array.of(0.3, 0.3, 0.5, 2, 2, 3, 0), task, random);
  expect(made.commonShare).toBe(1);
  made.choice.forEach((choice, i) => {
    if (i % 2 === 0) expect([made.state[i + 1], made.reward[i]]).toEqual([2 - choice, NaN]);
  });
});

test('the RPE of a second choice is its value less the model-free value of the first', () => {
  const trials = choiceTrials({
    states: 3,
    options: 2,
    commonShare: 0.7,
    initialValue: 0,
    state: Int32Array.of(0, 1, 0, 1, 0, 1),
    choice: Int32Array.of(0, 0, 0, 0, 1, 0),
    reward: Float64Array.of(NaN, 1, NaN, 1, NaN, 0),
  });
  const columns = findChoiceModel('two-step-weights').regressors(Float64Array.of(0.5, 0.4, 0.6, 1, 3, 2, 0), trials);
  const column = (id: string): readonly number[] =>
    Array.from(columns.find((one) => one.id === id)?.values ?? [], (value) => Number(value.toFixed(12)));
  // By hand: Q₂ 0, .4, .64; Q of option 0 is .5 (0 + .6) = .3 after trial 1.
  expect(column('rpe_second_stage')).toEqual([NaN, 0, NaN, 0.1, NaN, 0.64]);
  expect(column('rpe_signed')).toEqual([NaN, 1, NaN, 0.6, NaN, -0.64]);
  // Of the first choice of trial 2: (M + 3 Q) / 4, M = .7 .4.
  expect(column('value')[2]).toBe(0.295);
});

test('models are of trials with as many choices as they know', () => {
  const one = choiceTrials({
    states: 1,
    options: 2,
    state: new Int32Array(1),
    choice: new Int32Array(1),
    reward: new Float64Array(1),
  });
  expect(() => requireStages(findChoiceModel('two-step-hybrid'), one)).toThrow(
    "'two-step-hybrid' is of trials with two choices, and these have one",
  );
  expect(() => requireStages(findChoiceModel('rescorla-wagner'), arithmetic())).toThrow("names begin with 'two-step'");
  expect(() => requireStages(findChoiceModel('two-step-hybrid'), arithmetic())).not.toThrow();
});

test.each([
  [{ state: Int32Array.of(1, 1) }],
  [{ state: Int32Array.of(0, 0) }],
  [{ choice: Int32Array.of(-1, 0) }],
  [{ starts: Int32Array.of(1) }],
])('trials %o are not those of a two-step task', (change) => {
  const good = {
    states: 3,
    options: 2,
    commonShare: 0.7,
    state: Int32Array.of(0, 2),
    choice: Int32Array.of(1, 0),
    reward: Float64Array.of(NaN, 1),
  };
  expect(() => choiceTrials({ ...good, ...change })).toThrow('not those of a two-step task');
  expect(choiceTrials(good).commonShare).toBe(0.7);
});
