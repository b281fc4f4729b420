import { expect, test } from 'vitest';
import { at, run } from './experiment.ts';

test('closed form of Rescorla-Wagner: in extinction every value decreases by a factor of 1 - α per trial, so no group keeps a larger share', () => {
  const finished = run({ world: 'wagner-1967', agent: 'rescorla-wagner', recording: 'identity' });
  const fall = (group: string): number =>
    at(finished, `${group}-4`, 'value', 0) / at(finished, `${group}-1`, 'value', 0);
  expect(fall('continuous')).toBeCloseTo(0.9 ** 36, 9);
  expect(fall('partial')).toBeCloseTo(0.9 ** 36, 9);
});
