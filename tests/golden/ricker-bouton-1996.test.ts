import { expect, test } from 'vitest';
import { at, run, signature } from './experiment.ts';

test('closed form of Rescorla-Wagner: an extinguished cue differs from a new one only by its remaining value, and learns at the same rate', () => {
  const finished = run({
    world: { id: 'ricker-bouton-1996', parameters: { few: 10 } },
    agent: 'rescorla-wagner',
    recording: 'identity',
  });
  const left = (1 - 0.9 ** 60) * 0.9 ** 10;
  // After n trials the value is 1 - (1 - left) 0.9^n; the mean of reacquisition is over n = 0 to 11.
  const mean = (start: number): number => 1 - ((1 - start) * (1 - 0.9 ** 12)) / (12 * 0.1);
  expect(at(finished, 'extinction-few', 'value', 0)).toBeCloseTo(mean(left), 9);
  expect(at(finished, 'control-few', 'value', 0)).toBeCloseTo(mean(0), 9);
  // The increases have the ratio 1 - left to 1.
  expect(signature(finished, 'faster-after-few').measured).toBeCloseTo(-left / (2 - left), 9);
});
