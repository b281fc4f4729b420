import { expect, test } from 'vitest';
import { at, run } from './experiment.ts';

const agent = {
  id: 'rescorla-wagner',
  learningRule: { id: 'rescorla-wagner', parameters: { learningRate: 0.1 } },
} as const;

test('closed form: with an added error of 1 in each of n compound trials, X learns half of 1 - (1 - 2α)^n', () => {
  const finished = run({
    world: { id: 'steinberg-2013', parameters: { conditioningTrials: 400, compoundTrials: 40 } },
    agent,
  });
  expect(at(finished, 'x-paired', 'value', 0.6)).toBeCloseTo((1 - (1 - 0.2) ** 40) / 2, 6);
  expect(at(finished, 'x-unpaired', 'value', 0.6)).toBeCloseTo(0, 6);
  expect(at(finished, 'x-cre-negative', 'value', 0.6)).toBeCloseTo(0, 6);
});

test('closed form: an added error of the size of the reward replaces it in extinction', () => {
  const finished = run({
    world: { id: 'steinberg-2013', parameters: { conditioningTrials: 400, extinctionTrials: 20 } },
    agent,
  });
  expect(at(finished, 'a-extinction-paired', 'value', 0.6)).toBeCloseTo(1, 6);
  expect(at(finished, 'a-extinction-unpaired', 'value', 0.6)).toBeCloseTo(0.9 ** 20, 6);
});
