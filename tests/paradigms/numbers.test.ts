import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { contrast, contrastOf, shareOfBoth } from '../../src/paradigms/measures/numbers.ts';

const number = fc.double({ noNaN: true, min: -10, max: 10 });

test('a contrast is ±1 if one of the two is 0, undefined if both are, and does not change when both are scaled', () => {
  expect(contrast(2, 1)).toBeCloseTo(1 / 3, 12);
  expect(contrast(0, 1)).toBe(-1);
  expect(contrast(1, 0)).toBe(1);
  expect(contrast(1, -1)).toBe(1);
  expect(contrast(0, 0)).toBeNaN();
  expect(contrast(1e-4, 0)).toBeNaN();
  expect(contrast(Number.NaN, 1)).toBeNaN();
  fc.assert(
    fc.property(number, number, fc.double({ noNaN: true, min: 0.5, max: 100 }), (a, b, factor) => {
      const once = contrast(a, b);
      if (Number.isNaN(once)) return;
      expect(Math.abs(once)).toBeLessThanOrEqual(1);
      // Adding 0 takes the sign of a negative zero.
      expect(contrast(b, a) + 0).toBe(-once + 0);
      expect(contrast(factor * a, factor * b, factor)).toBeCloseTo(once, 12);
    }),
  );
});

test('a bound on a ratio is converted to the equivalent bound on a contrast', () => {
  fc.assert(
    fc.property(
      fc.double({ noNaN: true, min: 0.1, max: 10 }),
      fc.double({ noNaN: true, min: 0.1, max: 10 }),
      (a, b) => {
        for (const factor of [0.5, 1.2, 2])
          if (Math.abs(a / b - factor) > 0.01) expect(contrast(a, b) > contrastOf(factor)).toBe(a / b > factor);
      },
    ),
  );
});

test('a share is a half if the two parts are equal, and undefined if both are 0', () => {
  expect(shareOfBoth(1, 1)).toBe(0.5);
  expect(shareOfBoth(-1, 3)).toBe(-0.25);
  expect(shareOfBoth(1, 0)).toBe(1);
  expect(shareOfBoth(0, 1)).toBe(0);
  expect(shareOfBoth(0, 0)).toBeNaN();
});
