import { expect, test } from 'vitest';
import { fitOf } from '../../src/fitting/fit.ts';
import type { FreeParameter } from '../../src/fitting/free-parameter.ts';

const x: FreeParameter = { id: 'x', title: 'x', scale: 'linear', minimum: 0, maximum: 0 };

/** Maxima at 2, of height 0, and at -2, which is lower: their sum differs from each by e^-128. */
const fitWith = (lower: number) =>
  fitOf(
    {
      parameters: [x],
      likelihood: {
        observations: 10,
        inner: 0,
        hasGradient: false,
        at: ([at = 0]) => Math.log(Math.exp(-8 * (at - 2) ** 2) + Math.exp(-lower - 8 * (at + 2) ** 2)),
      },
    },
    { seed: 1, starts: 10 },
  );

test('another maximum is nearly as good, or lower and named as such', () => {
  const near = fitWith(1);
  expect(near.modes).toEqual([{ values: [expect.closeTo(-2, 3)], behind: expect.closeTo(1, 5) }]);
  expect(near.lowerModes).toEqual([]);
  expect(near.warnings.join()).toContain('nearly as good (log posterior 1.00 lower): x -2.');
  const far = fitWith(6);
  expect(far.modes).toEqual([]);
  expect(far.lowerModes).toEqual([{ values: [expect.closeTo(-2, 3)], behind: expect.closeTo(6, 5) }]);
});
