import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import type { RandomStream } from '../../core/random.ts';
import { pickedRows, type WeightedDraws } from './importance.ts';
import type { GridPosterior } from './grid.ts';
import type { Laplace } from './laplace.ts';
import type { Chain } from './nuts.ts';

/** Draws x size, row-major, of Laplace's approximation at a maximum. */
export function laplaceDraws(
  at: Float64Array,
  { covariance }: Laplace,
  random: RandomStream,
  count: number,
): Float64Array {
  // Rounding has left the two halves of an inverse different in the last bits.
  const even = covariance.map((row, i) => row.map((one, j) => (one + covariance[j][i]) / 2));
  const root = new CholeskyDecomposition(new Matrix(even)).lowerTriangularMatrix;
  const size = at.length;
  const draws = new Float64Array(count * size);
  const standard = new Float64Array(size);
  for (let row = 0; row < count; row++)
    for (let i = 0; i < size; i++) {
      standard[i] = random.normal(0, 1);
      let sum = at[i];
      for (let j = 0; j <= i; j++) sum += root.get(i, j) * standard[j];
      draws[row * size + i] = sum;
    }
  return draws;
}

/** Draws x size, row-major, of weighted ones. */
export function weightedDraws(draws: WeightedDraws, random: RandomStream, count: number): Float64Array {
  const { size, points } = draws;
  const rows = pickedRows(draws, random, count);
  return Float64Array.from(
    { length: count * size },
    (_, at) => points[rows[Math.floor(at / size)] * size + (at % size)],
  );
}

/** Draws x size, row-major, of cells of a grid, anywhere within each. */
export function gridDraws(
  { points, weights, widths }: GridPosterior,
  random: RandomStream,
  count: number,
): Float64Array {
  const size = widths.length;
  const sums = new Float64Array(weights.length);
  let total = 0;
  for (let row = 0; row < weights.length; row++) sums[row] = total += weights[row];
  const draws = new Float64Array(count * size);
  for (let draw = 0; draw < count; draw++) {
    const cell = firstAbove(sums, random.next() * total);
    for (let i = 0; i < size; i++) draws[draw * size + i] = points[cell * size + i] + (random.next() - 0.5) * widths[i];
  }
  return draws;
}

/** Index of the first of rising sums that is above a number. */
function firstAbove(sums: Float64Array, bound: number): number {
  let [low, high] = [0, sums.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sums[middle] > bound) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Draws x size, row-major, of chains: every so many, so that neighbours are nearly independent. */
export function chainDraws(chains: readonly Chain[], count: number): Float64Array {
  const size = chains[0]?.size ?? 0;
  const all = chains.flatMap(({ points, heights }) =>
    Array.from(heights, (_, i) => points.subarray(i * size, (i + 1) * size)),
  );
  const draws = new Float64Array(count * size);
  for (let draw = 0; draw < count; draw++) draws.set(all[Math.floor((draw * all.length) / count)], draw * size);
  return draws;
}
