import { expect, test } from 'vitest';
import { at, run } from './experiment.ts';

test('closed form: uncued rewards increase the value of the context by their rate over 1 - γ, and decrease the additional value of odour A', () => {
  const agent = {
    id: 'td-lambda-csc',
    learningRule: { id: 'td-lambda', parameters: { learningRate: 0.02, traceDecay: 0.9 } },
  } as const;
  const finished = run({
    world: { id: 'qian-2025', parameters: { conditioningTrials: 2000, testTrials: 2000 } },
    agent,
  });
  const place = (condition: string): number => at(finished, condition, 'value', -0.5);
  expect(place('degradation-test')).toBeGreaterThan(place('degradation-before'));
  expect(at(finished, 'degradation-test', 'rpe', 0)).toBeLessThan(at(finished, 'degradation-before', 'rpe', 0));
});
