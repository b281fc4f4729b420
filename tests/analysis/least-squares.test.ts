import { expect, test } from 'vitest';
import { explained, leastSquares } from '../../src/analysis/least-squares.ts';
import { randomStream } from '../../src/core/random.ts';

const random = randomStream(3, 'least-squares');
const rows = Array.from({ length: 60 }, () => [random.normal(2, 1), random.normal(-1, 3), random.next()]);

test('finds the weights that generated the numbers', () => {
  const { intercept, weights } = leastSquares(
    rows,
    rows.map(([a, b, c]) => 4 + 2 * (a as number) - 0.5 * (b as number) + 7 * (c as number)),
  );
  expect(intercept).toBeCloseTo(4, 9);
  [2, -0.5, 7].forEach((weight, i) => expect(weights[i]).toBeCloseTo(weight, 9));
});

test('leaves residuals that are uncorrelated with every column and the constant', () => {
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
  ['there are no rows', []],
])('is NaN if %s', (_, these) => {
  const { intercept, weights } = leastSquares(
    these,
    these.map((_row, i) => i),
  );
  expect([intercept, ...weights].every(Number.isNaN)).toBe(true);
});

/** Columns of mean 0 and standard deviation 1 that are not correlated. */
const signs = Array.from({ length: 8 }, (_, i) => [i & 1, i & 2, i & 4].map((bit) => (bit === 0 ? -1 : 1)));
const all = signs.map((row) => row as readonly number[]);

test.each([0, 0.1, 0.5, 2])(
  'explained: 1 / (1 + σ²) for outputs that are sums of inputs with noise σ = %d',
  (noise) => {
    const scaled = all.map(([a, b, c]) => [5 + 3 * (a as number), 0.01 * (b as number), c as number]);
    const outputs = all.map(([a, b, c]) => [2 * (a as number) - 7, (a as number) - (b as number) + 4 * (c as number)]);
    const samples = { inputs: scaled, outputs };
    expect(explained(samples, samples, noise)).toBeCloseTo(1 / (1 + noise * noise), 9);
  },
);

test('explained: an output that does not depend on the inputs counts by its variance', () => {
  const outputs = all.map(([a, b, c]) => [a as number, 3 * (a as number) * (b as number) * (c as number)]);
  const samples = { inputs: all, outputs };
  expect(explained(samples, samples, 0)).toBeCloseTo(1 / 10, 12);
});

test('explained: in samples outside the fit, relative to their own variance', () => {
  const fitted = { inputs: all, outputs: all.map(([a]) => [a as number]) };
  // The readout is x, the output 2 x + 1: errors of (x + 1)², 2 on average, and a variance of 4.
  const heldOut = { inputs: all, outputs: all.map(([a]) => [2 * (a as number) + 1]) };
  expect(explained(fitted, heldOut, 0)).toBeCloseTo(1 - 2 / 4, 12);
});

test('explained: constant or copied inputs add nothing; a copy with noise does', () => {
  const outputs = all.map(([a]) => [a as number]);
  const read = (inputs: readonly (readonly number[])[], noise: number): number =>
    explained({ inputs, outputs }, { inputs, outputs }, noise);
  expect(
    read(
      all.map(([a]) => [a as number, 4]),
      0.5,
    ),
  ).toBeCloseTo(1 / 1.25, 12);
  // The mean of two copies has half the noise.
  expect(
    read(
      all.map(([a]) => [a as number, a as number]),
      0.5,
    ),
  ).toBeCloseTo(1 / 1.125, 12);
});

test('explained: equals the average over readouts of inputs with sampled noise', () => {
  const noise = 0.3;
  const draw = (count: number) => {
    const inputs = Array.from({ length: count }, () => {
      const a = random.normal(0, 2);
      return [a, a + random.normal(0, 1), random.normal(3, 0.5)];
    });
    return {
      inputs,
      outputs: inputs.map(([a, b, c]) => [(a as number) - (b as number), (c as number) * (a as number)]),
    };
  };
  const [fitted, heldOut] = [draw(20_000), draw(20_000)];
  const spreads = [2, Math.sqrt(5), 0.5];
  const noisy = ({ inputs }: typeof fitted) =>
    inputs.map((row) => row.map((x, i) => x + random.normal(0, noise * (spreads[i] as number))));
  const really = explained({ ...fitted, inputs: noisy(fitted) }, { ...heldOut, inputs: noisy(heldOut) }, 0);
  expect(Math.abs(explained(fitted, heldOut, noise) - really)).toBeLessThan(0.01);
});

test('explained: is NaN if nothing varies', () => {
  const samples = { inputs: all, outputs: all.map(() => [1]) };
  expect(explained(samples, samples, 0.1)).toBeNaN();
});
