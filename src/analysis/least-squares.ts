import type { Samples } from '../contracts/paradigm.ts';
import { squared } from '../core/power.ts';

/** Regression of y on several columns; one weight per column. */
export interface MultipleFit {
  readonly intercept: number;
  readonly weights: readonly number[];
}

const column = (rows: readonly (readonly number[])[], j: number): readonly number[] =>
  rows.map((row) => row[j] as number);
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const product = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((total, value, i) => total + value * (b[i] as number), 0);

function centred(values: readonly number[]): readonly number[] {
  const centre = sum(values) / values.length;
  return values.map((value) => value - centre);
}

/**
 * Least squares of y on the columns of `rows` and a constant, by the normal equations of the centred columns. Every
 * number is NaN if the columns do not determine the weights.
 */
export function leastSquares(rows: readonly (readonly number[])[], y: readonly number[]): MultipleFit {
  const width = rows[0]?.length ?? 0;
  const columns = Array.from({ length: width }, (_, j) => centred(column(rows, j)));
  const target = centred(y);
  const weights = solve(columns.map((a) => [...columns.map((b) => product(a, b)), product(a, target)])).map(
    ([weight]) => weight as number,
  );
  const fitted = sum(weights.map((weight, j) => (weight * sum(column(rows, j))) / rows.length));
  return { intercept: sum(y) / y.length - fitted, weights };
}

/**
 * How much of the variance of all outputs together a linear readout explains, in samples that it was not fitted to: 1 -
 * Σ error² / Σ deviation² (Hennig et al. 2023). Each input has independent noise, of which errors and readout are the
 * expectation: it adds n noise² Σ w² to the squared error of n samples, w being the weights of standardised inputs, so
 * that the best readout is that of a ridge regression. An input that does not vary has no weight. NaN if the outputs do
 * not vary.
 * @param noise in standard deviations of each input in `fitted`
 */
export function explained(fitted: Samples, heldOut: Samples, noise: number): number {
  const { centre, spread } = moments(fitted.inputs);
  const means = moments(fitted.outputs).centre;
  const wide = centre.length;
  const deep = means.length;
  const standardise = (row: ArrayLike<number>): Float64Array =>
    centre.map((mean, i) => (spread[i] === 0 ? 0 : ((row[i] as number) - mean) / (spread[i] as number)));
  const system = Array.from({ length: wide }, () => Array.from({ length: wide + deep }, () => 0));
  fitted.inputs.forEach((row, at) => {
    const z = standardise(row);
    const y = fitted.outputs[at] as ArrayLike<number>;
    system.forEach((sums, i) => {
      const zi = z[i] as number;
      for (let j = 0; j < wide; j++) sums[j] = (sums[j] as number) + zi * (z[j] as number);
      for (let k = 0; k < deep; k++)
        sums[wide + k] = (sums[wide + k] as number) + zi * ((y[k] as number) - (means[k] as number));
    });
  });
  const ridge = fitted.inputs.length * squared(noise);
  system.forEach((sums, i) => void (sums[i] = spread[i] === 0 ? 1 : (sums[i] as number) + ridge));
  const weights = solve(system);

  const middle = moments(heldOut.outputs).centre;
  let error = heldOut.inputs.length * squared(noise) * sum(weights.map((row) => product(row, row)));
  let variance = 0;
  heldOut.inputs.forEach((row, at) => {
    const z = standardise(row);
    const y = heldOut.outputs[at] as ArrayLike<number>;
    for (let k = 0; k < deep; k++) {
      let read = means[k] as number;
      for (let i = 0; i < wide; i++) read += (z[i] as number) * (weights[i]?.[k] as number);
      error += squared((y[k] as number) - read);
      variance += squared((y[k] as number) - (middle[k] as number));
    }
  });
  return variance > 0 ? 1 - error / variance : Number.NaN;
}

/** Mean and standard deviation of each column. */
function moments(rows: readonly ArrayLike<number>[]): {
  readonly centre: Float64Array;
  readonly spread: Float64Array;
} {
  const wide = rows[0]?.length ?? 0;
  const centre = new Float64Array(wide);
  const spread = new Float64Array(wide);
  for (let i = 0; i < wide; i++) {
    let total = 0;
    for (const row of rows) total += row[i] as number;
    const mean = total / rows.length;
    let squares = 0;
    for (const row of rows) squares += squared((row[i] as number) - mean);
    centre[i] = mean;
    spread[i] = Math.sqrt(squares / rows.length);
  }
  return { centre, spread };
}

/** A pivot smaller than this fraction of its column's size is only rounding. */
const rounding = 1e-10;

/**
 * Gauss-Jordan elimination of a symmetric system, its right-hand sides in the last columns: a row of the solution for
 * each unknown. The system is overwritten.
 */
function solve(system: number[][]): readonly (readonly number[])[] {
  const size = system.length;
  const scale = system.map((row, i) => row[i] as number);
  for (let pivot = 0; pivot < size; pivot++) {
    const row = system[pivot] as number[];
    const head = row[pivot] as number;
    if (!(head > rounding * (scale[pivot] as number))) return system.map((one) => one.slice(size).fill(Number.NaN));
    for (let j = pivot; j < row.length; j++) row[j] = (row[j] as number) / head;
    system.forEach((other, i) => {
      const factor = other[pivot] as number;
      if (i === pivot || factor === 0) return;
      for (let j = pivot; j < row.length; j++) other[j] = (other[j] as number) - factor * (row[j] as number);
    });
  }
  return system.map((row) => row.slice(size));
}
