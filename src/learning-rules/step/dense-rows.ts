import type { DenseTable } from './kernel.ts';

/** Writes a row of a table, one number per column. */
export function copyRow({ columns, values }: DenseTable, row: number, into: Float64Array): void {
  const width = columns.length;
  for (let i = 0; i < width; i++) into[i] = values[row * width + i];
}

/** Σ_i terms_i x_i over columns, in their order. */
export function columnProduct(terms: Float64Array, columns: Int32Array, features: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < columns.length; i++) sum += terms[columns[i]] * features[i];
  return sum;
}
