import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { activeRanges } from '../../src/architectures/tables/active-ranges.ts';

test('a range holds all features of its rows that are not 0, is of whole fours, and counts the rows that it holds for', () => {
  const tables = fc.integer({ min: 1, max: 5 }).chain((fours) =>
    fc.record({
      stride: fc.constant(4 * fours),
      rows: fc.array(fc.tuple(fc.nat(4 * fours), fc.nat(4 * fours)), { minLength: 1, maxLength: 60 }),
    }),
  );
  fc.assert(
    fc.property(tables, ({ stride, rows }) => {
      const values = new Float64Array(rows.length * stride);
      rows.forEach(([from, to], row) => values.fill(1, row * stride + Math.min(from, to), row * stride + to));
      const ranges = activeRanges(values, stride);
      expect(ranges).toHaveLength(3 * rows.length);
      const at = (row: number): readonly number[] => [...ranges.subarray(3 * row, 3 * row + 3)];
      rows.forEach((_, row) => {
        const [low = NaN, high = NaN, count = NaN] = at(row);
        expect([low % 4, high % 4]).toEqual([0, 0]);
        expect([low >= 0, high <= stride]).toEqual([true, true]);
        for (let k = 0; k < stride; k++) if (k < low || k >= high) expect(values[row * stride + k]).toBe(0);
        if (count > 1) expect(at(row + 1)).toEqual([low, high, count - 1]);
      });
    }),
  );
});

test('rows read less in vain than a change of range costs', () => {
  // One feature that moves by one in each of 400 rows: 4 numbers a row alone, 400 with the whole width.
  const [rows, stride] = [400, 400];
  const values = new Float64Array(rows * stride);
  for (let row = 0; row < rows; row++) values[row * stride + row] = 1;
  const ranges = activeRanges(values, stride);
  let read = 0;
  let changes = 0;
  for (let row = 0; row < rows; row++) {
    const [low = NaN, high = NaN, count = NaN] = ranges.subarray(3 * row);
    read += high - low;
    if (count === 1) changes += 1;
  }
  expect(read - 4 * rows).toBeLessThanOrEqual(2 * stride * changes);
  expect(read + 2 * stride * changes).toBeLessThan((rows * stride) / 4);
});
