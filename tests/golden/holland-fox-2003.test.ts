import { expect, test } from 'vitest';
import { at, run } from './experiment.ts';

test('closed form of Rescorla-Wagner, learning rate α, n trials per phase', () => {
  const [alpha, n] = [0.1, 12];
  const finished = run({
    world: { id: 'holland-fox-2003', parameters: { phaseTrials: n } },
    agent: 'rescorla-wagner',
    recording: 'identity',
  });
  // Two cues together correct twice as much of the error; A cannot learn what B has learned alone.
  const together = (1 - (1 - 2 * alpha) ** n) / 2;
  expect(at(finished, 'control', 'value', 0)).toBeCloseTo(1 - (1 - alpha) ** n, 9);
  expect(at(finished, 'overshadowing', 'value', 0)).toBeCloseTo(together, 9);
  expect(at(finished, 'blocking', 'value', 0)).toBeCloseTo((1 - alpha) ** n * together, 9);
});
