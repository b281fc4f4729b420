import { expect, test } from 'vitest';
import { mean } from '../core/moments.ts';
import { at, run, tdCsc } from './experiment.ts';

test('closed form: the context gets value p r / (1 - γ) on average, with p rewards per step, so the error at a reward is 1 - p', () => {
  const finished = run({
    world: { id: 'jeong-2022-random-rewards', parameters: { sessionTrials: 1000 } },
    agent: tdCsc({ learningRate: 0.01, discount: 0.98, stepSeconds: 0.2 }),
  });
  const late = mean([3, 4, 5, 6].map((session) => at(finished, `session-${session}`, 'rpe', 0)));
  expect(late).toBeCloseTo(1 - 0.2 / 12, 2);
});
