import { expect, test } from 'vitest';
import { areBounded, largestWeight } from '../../src/engine/trial-session.ts';

test.each([Number.NaN, Infinity, -Infinity, largestWeight, -largestWeight])(
  'a weight of %d is found at each place',
  (wild) => {
    for (let length = 1; length <= 9; length++)
      for (let at = 0; at < length; at++) {
        const weights = new Float64Array(length).fill(0.5);
        weights[at] = wild;
        expect(areBounded(weights)).toBe(false);
      }
  },
);

test('weights that are large together are not too large', () => {
  for (let length = 0; length <= 9; length++) {
    expect(areBounded(new Float64Array(length).fill(0.99 * largestWeight))).toBe(true);
    expect(areBounded(new Float64Array(length).fill(-0.3 * largestWeight))).toBe(true);
  }
});
