// Every model of choices against the same model written as plainly as possible (slow-choices.ts).
import { describe, expect, test } from 'vitest';
import { randomStream } from '../../../src/core/random.ts';
import { choiceTrials, type ChoiceTrials } from '../../../src/fitting/choices/choice-trials.ts';
import { banditTask } from '../../../src/fitting/choices/choice-task.ts';
import { choiceModels, findChoiceModel } from '../../../src/fitting/choices/registry.ts';
import { valuesAt } from '../../../src/fitting/problem.ts';
import { slowModels, type Past } from './slow-choices.ts';

/** Trials of several states with missed ones, unknown outcomes, rewards of several sizes, and values that begin anew. */
function made(states: number, options: number, seed: number): ChoiceTrials {
  const random = randomStream(seed, 'trials');
  const count = 60;
  const draw = <T>(one: () => T): readonly T[] => Array.from({ length: count }, one);
  return choiceTrials({
    states,
    options,
    state: Int32Array.from(draw(() => random.integer(states))),
    choice: Int32Array.from(draw(() => (random.bernoulli(0.1) ? -1 : random.integer(options)))),
    reward: Float64Array.from(draw(() => (random.bernoulli(0.1) ? NaN : random.integer(3) / 2 - 0.25))),
    starts: Int32Array.of(17, 40),
    initialValue: 0.4,
  });
}

/** The same of a two-step task, in which second choices may be missed alone. */
function madeTwoStep(seed: number): ChoiceTrials {
  const random = randomStream(seed, 'two steps');
  const choice = Int32Array.from({ length: 160 }, () => (random.bernoulli(0.1) ? -1 : random.integer(2)));
  for (let first = 0; first < choice.length; first += 2) if (choice[first] === -1) choice[first + 1] = -1;
  return choiceTrials({
    states: 3,
    options: 2,
    commonShare: 0.7,
    state: Int32Array.from(choice, (_, i) => (i % 2 === 0 ? 0 : 1 + random.integer(2))),
    choice,
    reward: Float64Array.from(choice, (_, i) =>
      i % 2 === 0 || random.bernoulli(0.1) ? NaN : random.integer(3) / 2 - 0.25,
    ),
    starts: Int32Array.of(18, 100),
    initialValue: 0.4,
  });
}

const shapes = [
  [1, 2],
  [3, 2],
  [2, 3],
] as const;

/** What the slow model says of the trials up to each. */
function slowProbabilities(id: string, trials: ChoiceTrials, values: Float64Array): readonly number[] {
  const slow = slowModels[id] as NonNullable<(typeof slowModels)[string]>;
  let history: Past[] = [];
  return Array.from(trials.choice, (choice, trial) => {
    if (trials.starts.includes(trial)) history = [];
    if (choice < 0) return NaN;
    const [state, reward] = [trials.state[trial] as number, trials.reward[trial] as number];
    const all = slow(history, state, trials.options, trials.initialValue, [...values]);
    history.push({ state, choice, reward });
    return all[choice] as number;
  });
}

test('every model has a slow one', () => {
  expect(choiceModels.map(({ id }) => id).sort()).toEqual(Object.keys(slowModels).sort());
});

describe.each(choiceModels.map((model) => [model.id, model] as const))('%s', (id, model) => {
  const pointsOf = (options: number, seed: number): Float64Array =>
    Float64Array.from(model.parameters(options), ({ prior }) =>
      randomStream(seed, 'point').normal(prior?.mean ?? 0, prior?.sd ?? 1),
    );

  const isTwoStep = model.stages === 2;
  const trialsOf = (states: number, options: number, seed: number): ChoiceTrials =>
    isTwoStep ? madeTwoStep(seed) : made(states, options, seed);
  const ownShapes = isTwoStep ? ([[3, 2]] as const) : shapes;

  test.each(ownShapes)(
    'its likelihood in %i states with %i options is the sum of log probabilities',
    (states, options) => {
      const trials = trialsOf(states, options, 7);
      const values = valuesAt(model.parameters(options), pointsOf(options, 3));
      const logs = slowProbabilities(id, trials, values).map(Math.log);
      const total = (of: readonly number[]): number =>
        of.filter((one) => !Number.isNaN(one)).reduce((sum, one) => sum + one, 0);
      const expected = total(logs);
      const scores = model.byTrial(values, trials);
      expect([...scores].map(Number.isNaN)).toEqual(logs.map(Number.isNaN));
      logs.forEach((log, trial) => Number.isNaN(log) || expect(scores[trial]).toBeCloseTo(log, 9));
      // What is kept out is learned from all the same.
      const { at: without } = model.likelihood(trials, (trial) => trial < 20 || trial >= 45);
      expect(without(values)).toBeCloseTo(total([...logs.slice(0, 20), ...logs.slice(45)]), 9);
      const { at, observations } = model.likelihood(trials);
      expect(at(values)).toBeCloseTo(expected, 9);
      expect(observations).toBe(trials.choice.filter((choice) => choice >= 0).length);
    },
  );

  test.each(ownShapes)(
    'its gradient in %i states with %i options is that of central differences',
    (states, options) => {
      const { at } = model.likelihood(trialsOf(states, options, 8));
      const parameters = model.parameters(options);
      const values = valuesAt(parameters, pointsOf(options, 4));
      const gradient = new Float64Array(parameters.length).fill(99);
      const height = at(values, gradient);
      expect(at(values)).toBe(height);
      parameters.forEach((_, i) => {
        const step = 1e-5;
        const moved = (by: number): number => at(values.map((value, j) => (j === i ? value + by : value)));
        // Fourth order, so that steps need not be short.
        const slope = (8 * (moved(step) - moved(-step)) - (moved(2 * step) - moved(-2 * step))) / (12 * step);
        expect(gradient[i]).toBeCloseTo(slope, 5);
      });
    },
  );

  test('regressors are those of the slow model, and NaN where nothing was chosen', () => {
    const trials = trialsOf(2, 3, 9);
    const values = valuesAt(model.parameters(trials.options), pointsOf(trials.options, 5));
    const columns = new Map(model.regressors(values, trials).map((one) => [one.id, one.values]));
    slowProbabilities(id, trials, values).forEach((p, trial) =>
      Number.isNaN(p)
        ? expect(columns.get('probability')?.[trial]).toBeNaN()
        : expect(columns.get('probability')?.[trial]).toBeCloseTo(p, 9),
    );
    const [value, rpe, unsigned] = ['value', 'rpe_signed', 'rpe_unsigned'].map((name) => columns.get(name));
    rpe?.forEach((error, trial) => {
      expect(error).toBe((trials.reward[trial] as number) - (value?.[trial] as number));
      expect(unsigned?.[trial]).toBe(Math.abs(error));
    });
  });

  test.skipIf(isTwoStep)('simulated subjects choose as often as the model says', () => {
    const values = valuesAt(model.parameters(2), pointsOf(2, 6));
    const task = {
      ...banditTask(4000, [0.7, 0.4]),
      missed: Uint8Array.from({ length: 4000 }, (_, i) => Number(i % 10 === 3)),
    };
    const trials = model.simulate(values, task, randomStream(1, 'subject'));
    expect(trials.choice.filter((choice) => choice < 0)).toHaveLength(400);
    // Sum of 1[chosen = 0] - P(0), whose variance is that of the sum of P (1 - P); rewards by option as in the task.
    const p = model.regressors(values, trials).find((one) => one.id === 'probability')?.values as Float64Array;
    let [surplus, variance] = [0, 0];
    const [sums, counts] = [
      [0, 0],
      [0, 0],
    ];
    trials.choice.forEach((choice, trial) => {
      if (choice < 0) return;
      const own = p[trial] as number;
      surplus += choice === 0 ? 1 - own : -(1 - own);
      variance += own * (1 - own);
      (sums[choice] as number) += trials.reward[trial] as number;
      (counts[choice] as number) += 1;
    });
    expect(Math.abs(surplus)).toBeLessThan(4 * Math.sqrt(variance) + 1e-9);
    [0.7, 0.4].forEach((probability, option) => {
      const n = counts[option] as number;
      if (n > 0)
        expect(Math.abs((sums[option] as number) / n - probability)).toBeLessThan(
          4 * Math.sqrt((probability * (1 - probability)) / n),
        );
    });
  });
});

test('an unknown model is answered by a near one', () => {
  expect(() => findChoiceModel('choice-kernal')).toThrow("did you mean 'choice-kernel'?");
});

test('inverse temperatures that no exponential bears give a finite likelihood', () => {
  const model = findChoiceModel('rescorla-wagner');
  const trials = choiceTrials({
    states: 1,
    options: 2,
    state: new Int32Array(3),
    choice: Int32Array.of(0, 0, 1),
    reward: Float64Array.of(1, 1, 0),
  });
  // Log probabilities: log .5; -log(1 + exp(-5000 .5 1)); after Q = [1, .5], -5000 (1 - .5).
  expect(model.likelihood(trials).at(Float64Array.of(1, 5000))).toBeCloseTo(Math.log(0.5) - 2500, 6);
});

test('hundreds of trials do not overflow the product of softmax sums', () => {
  const count = 5000;
  const trials = choiceTrials({
    states: 1,
    options: 3,
    state: new Int32Array(count),
    choice: new Int32Array(count),
    reward: new Float64Array(count).fill(NaN),
  });
  expect(findChoiceModel('rescorla-wagner').likelihood(trials).at(Float64Array.of(0.3, 2))).toBeCloseTo(
    -count * Math.log(3),
    7,
  );
});

test.each([
  [{ state: Int32Array.of(0, 2) }, 'the state of trial 2 is 2'],
  [{ choice: Int32Array.of(0, 3) }, 'the choice of trial 2 is 3'],
  [{ reward: Float64Array.of(1) }, '2 states, 2 choices and 1 rewards'],
  [{ options: 1 }, 'nothing to choose'],
  [{ starts: Int32Array.of(1, 1) }, 'start 1 is out of order'],
] as const)('trials %o are refused', (change, message) => {
  const good = {
    states: 1,
    options: 2,
    state: new Int32Array(2),
    choice: Int32Array.of(0, 1),
    reward: new Float64Array(2),
  };
  expect(() => choiceTrials({ ...good, ...change })).toThrow(message);
});
