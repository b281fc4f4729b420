import { expect, test } from 'vitest';
import { at, run } from './experiment.ts';

test('Rescorla-Wagner treats B and A as one compound without the outcome: only inhibition, -1 at the end, and less after few trials', () => {
  const parameters = { conditioningTrials: 300, many: 300 };
  const finished = run({ world: { id: 'yin-1994', parameters }, agent: 'rescorla-wagner', recording: 'identity' });
  expect(at(finished, 'interspersed-many-b', 'value', 0)).toBeCloseTo(-1, 2);
  expect(at(finished, 'sequential-few-b', 'value', 0)).toBeLessThan(0);
});
