import { expect, test } from 'vitest';
import { leastSquares } from '../../src/analysis/least-squares.ts';
import { randomStream } from '../../src/core/random.ts';

const random = randomStream(3, 'least-squares');
const rows = Array.from({ length: 60 }, () => [random.normal(2, 1), random.normal(-1, 3), random.next()]);

test('finds the weights that made the numbers', () => {
  const { intercept, weights } = leastSquares(
    rows,
    rows.map(([a, b, c]) => 4 + 2 * (a as number) - 0.5 * (b as number) + 7 * (c as number)),
  );
  expect(intercept).toBeCloseTo(4, 9);
  [2, -0.5, 7].forEach((weight, i) => expect(weights[i]).toBeCloseTo(weight, 9));
});

test('leaves residuals that no column, and no constant, can explain', () => {
  const y = rows.map(() => random.normal(0, 1));
  const { intercept, weights } = leastSquares(rows, y);
  const residuals = rows.map(
    (row, i) => (y[i] as number) - intercept - row.reduce((sum, value, j) => sum + value * (weights[j] as number), 0),
  );
  for (const column of [rows.map(() => 1), ...[0, 1, 2].map((j) => rows.map((row) => row[j] as number))]) {
    expect(residuals.reduce((sum, residual, i) => sum + residual * (column[i] as number), 0)).toBeCloseTo(0, 9);
  }
});

test('with one column it is the straight line', () => {
  const { intercept, weights } = leastSquares([[0], [1], [2]], [1, 3, 8]);
  expect(weights[0]).toBeCloseTo(3.5, 12);
  expect(intercept).toBeCloseTo(0.5, 12);
});

test.each([
  ['columns are copies of one another', rows.map(([a]) => [a as number, 2 * (a as number)])],
  ['a column does not vary', rows.map(([a]) => [a as number, 1])],
  ['there are fewer rows than columns', rows.slice(0, 2)],
  ['there are none', []],
])('is no number where %s', (_, these) => {
  const { intercept, weights } = leastSquares(
    these,
    these.map((_row, i) => i),
  );
  expect([intercept, ...weights].every(Number.isNaN)).toBe(true);
});
