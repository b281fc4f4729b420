import { expect, test } from 'vitest';
import { at, run, tdCsc } from './experiment.ts';

test('trained TD(0) responds to the first of two serial cues, with at most γ^5 r, and not to the second', () => {
  const finished = run({
    world: { id: 'jeong-2022-serial', parameters: { blockTrials: 400 } },
    agent: tdCsc({ learningRate: 0.1, discount: 0.98, stepSeconds: 0.5 }),
  });
  // The context takes part of the value that CS1 would have alone.
  expect(at(finished, 'block-10', 'rpe', 0)).toBeLessThanOrEqual(0.98 ** 5);
  expect(at(finished, 'block-10', 'rpe', 0)).toBeGreaterThan(0.98 ** 6 - 0.1);
  expect(Math.abs(at(finished, 'block-10', 'rpe', 1.5))).toBeLessThan(0.02);
});
