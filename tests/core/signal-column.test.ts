import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { columnOf, numberAt, SparseColumn } from '../../src/core/signal-column.ts';

/** What a column has from one step to another, each number by itself. */
const between = (column: SparseColumn, from: number, to: number): readonly (number | undefined)[] => {
  const { values, origin } = column.stretch(from, to);
  return Array.from({ length: to - from }, (_, i) => values[from + i - origin]);
};

const numbers = fc.constantFrom(0, -0, 1, 0.1, -3, Number.NaN, Infinity, 5e-324);
/** Runs of equal numbers, as trial-level models have. */
const trial = fc
  .array(fc.tuple(numbers, fc.integer({ min: 1, max: 30 })), { minLength: 1, maxLength: 6 })
  .map((runs) => runs.flatMap(([number, length]) => Array.from({ length }, () => number)));

describe('a column of runs', () => {
  test('has every number of every trial, to the bit, in any order of reading', () => {
    fc.assert(
      fc.property(fc.array(trial, { maxLength: 12 }), fc.infiniteStream(fc.nat()), (trials, places) => {
        const all = trials.flat();
        const column = new SparseColumn(all.length);
        for (const steps of trials) column.append(Float64Array.from([...steps, 7]), steps.length);
        expect(column.length).toBe(all.length);
        for (const place of places.take(5)) {
          const from = place % (all.length + 1);
          const to = Math.min(all.length, from + (place % 50));
          expect(between(column, from, to)).toEqual(all.slice(from, to));
        }
        expect(between(column, 0, all.length)).toEqual(all);
      }),
      { numRuns: 60 },
    );
  });

  test('is as exact beyond what is decoded at once, and in runs longer than one entry holds', () => {
    const all = Float64Array.from({ length: 150_000 }, (_, step) => (step < 140_000 ? 2 : step % 3));
    const column = new SparseColumn(all.length);
    for (let from = 0; from < all.length; from += 50_000) column.append(all.slice(from, from + 50_000), 50_000);
    for (const step of [0, 65_534, 65_535, 65_536, 131_071, 139_999, 140_000, 149_999, 3])
      expect(numberAt(column, step)).toBe(all[step]);
    const { values } = column.stretch(0, all.length);
    expect(values.findIndex((number, step) => number !== all[step])).toBe(-1);
  });

  test('is 0 where nothing is written yet, also if it was read before, and has nothing outside the session', () => {
    const column = new SparseColumn(6);
    expect(between(column, 0, 6)).toEqual([0, 0, 0, 0, 0, 0]);
    column.append(Float64Array.of(1, 2, 2), 3);
    expect(between(column, -2, 8)).toEqual([undefined, undefined, 1, 2, 2, 0, 0, 0, undefined, undefined]);
  });
});

test('an array is its own column', () => {
  const values = Float64Array.of(4, 5, 6);
  expect(columnOf(values).stretch(1, 2)).toEqual({ values, origin: 0 });
  expect(numberAt(columnOf(values), 2)).toBe(6);
  expect(numberAt(columnOf(values), 3)).toBeUndefined();
});
