import { expect, test } from 'vitest';
import { at, run, signature } from './experiment.ts';

test('a ramp of errors is proportional to the reward', () => {
  const finished = run({
    world: { id: 'howe-2013', parameters: { smallShare: 0.25, trainingTrials: 1500 } },
    agent: 'td-state-uncertainty',
  });
  expect(signature(finished, 'ramp-scales-with-reward').measured).toBeCloseTo((4 - 1) / (4 + 1), 3);
});

test('closed form: a trained serial compound has no error before the reward', () => {
  const finished = run({ world: { id: 'howe-2013', parameters: { trainingTrials: 1500 } }, agent: 'td-lambda-csc' });
  for (let step = 1; step < 24; step++) expect(Math.abs(at(finished, 'large', 'rpe', step / 5))).toBeLessThan(1e-3);
});
