import { expect, test } from 'vitest';

const column = (...numbers: number[]): Float64Array => Float64Array.from(numbers);

test('columns of numbers are equal as expect() has it: by kind, length and every bit of every number', () => {
  expect({ rpe: column(1, Number.NaN), t: [1, -0] }).toEqual({ rpe: column(1, Number.NaN), t: [1, -0] });
  expect(column(1, 2).subarray(1)).toStrictEqual(column(2));
  expect([column(1), column(2)]).toEqual([column(1), expect.any(Float64Array)]);
  for (const other of [column(1, 3), column(1), column(1, 2, 0), Float32Array.of(1, 2), [1, 2]])
    expect({ rpe: column(1, 2) }).not.toEqual({ rpe: other });
  expect(column(0)).not.toEqual(column(-0));
  for (const other of [[1, 3], [1], [1, 2, 0], [1, -2], Object.assign([1, 2], { more: true })])
    expect([1, 2]).not.toEqual(other);
  // oxlint-disable-next-line no-sparse-arrays -- a hole is not undefined
  expect([, 1]).not.toStrictEqual([undefined, 1]);
});
