import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { differencesOf, type Arm } from '../../src/analysis/differences.ts';
import type { Trial } from '../../src/contracts/trial.ts';
import { trialOf } from '../architectures/trials.ts';

const steps = 6;
const trials = ['a', 'b', 'a', 'b', 'a'].map((type, index): Trial => ({
  ...trialOf({ zeroStep: 2, window: steps - 2 }),
  index,
  type,
}));
const offsets = trials.map((_, i) => i * steps);
const arm = (rpe: readonly number[]): Arm => ({ trials, offsets, rpe: Float64Array.from(rpe), stepSeconds: 0.1 });
const rows = fc.array(fc.integer({ min: -9, max: 9 }), {
  minLength: trials.length * steps,
  maxLength: trials.length * steps,
});

test('the root mean square difference from time zero on, the largest of all pairs', () => {
  fc.assert(
    fc.property(fc.array(rows, { minLength: 2, maxLength: 3 }), (all) => {
      const { perTrial } = differencesOf(all.map(arm), 5);
      trials.forEach((_, i) => {
        let largest = 0;
        for (const a of all) {
          for (const b of all) {
            let sum = 0;
            for (let step = 2; step < steps; step++)
              sum += ((a[i * steps + step] as number) - (b[i * steps + step] as number)) ** 2;
            largest = Math.max(largest, Math.sqrt(sum / 4));
          }
        }
        expect(perTrial[i]).toBeCloseTo(largest, 12);
      });
    }),
  );
});

test('names the most different trial of each type, in decreasing order', () => {
  const zero = Array.from({ length: trials.length * steps }, () => 0);
  const other = [...zero];
  other[3] = 1;
  other[4 * steps + 3] = 3;
  other[1 * steps + 5] = 2;
  // Before time zero nothing counts.
  other[3 * steps + 1] = 100;
  expect(differencesOf([arm(zero), arm(other)], 5).most).toEqual([4, 1]);
  expect(differencesOf([arm(zero), arm(other)], 1).most).toEqual([4]);
  expect(differencesOf([arm(zero), arm(zero)], 5).most).toEqual([]);
});

test('the same signal on a grid twice as fine does not differ, and a difference in half of a step counts half of its square', () => {
  const fineTrials = trials.map((trial) => ({ ...trial, steps: 2 * steps, zeroStep: 4 }));
  const coarse = arm(Array.from({ length: trials.length * steps }, (_, i) => i % 5));
  const twice = Float64Array.from({ length: 2 * coarse.rpe.length }, (_, i) => coarse.rpe[Math.floor(i / 2)] as number);
  const fine: Arm = { trials: fineTrials, offsets: offsets.map((offset) => 2 * offset), rpe: twice, stepSeconds: 0.05 };
  expect(differencesOf([coarse, fine], 5).perTrial.every((difference) => difference < 1e-12)).toBe(true);
  twice[2 * 4] = (twice[2 * 4] as number) + 2;
  expect(differencesOf([coarse, fine], 5).perTrial[0]).toBeCloseTo(Math.sqrt((2 ** 2 * 0.05) / 0.4), 9);
});
