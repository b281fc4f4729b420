import type { FeatureStrip } from '../../contracts/architecture.ts';
import type { DenseTable } from './kernel.ts';

/** Writes a row of a table, one number per column. */
export function copyRow(table: DenseTable, row: number, into: Float64Array): void {
  const width = table.columns.length;
  if (table.strips === undefined) {
    const { values } = table;
    for (let i = 0; i < width; i++) into[i] = values[row * width + i];
    return;
  }
  let at = 0;
  for (const { values, width: features, stride, first } of table.strips) {
    const from = (first + row) * stride;
    for (let k = 0; k < features; k++) into[at++] = values[from + k];
  }
}

/**
 * Σ_i terms_i x_i over columns, in their order, or in the order in which assembly/linear.ts sums strips, so that both
 * give the same bits.
 */
export function columnProduct(
  terms: Float64Array,
  columns: Int32Array,
  features: Float64Array,
  strips: readonly FeatureStrip[] | undefined,
): number {
  return strips === undefined ? inOrder(terms, columns, features) : inFourParts(terms, columns, features, strips);
}

function inOrder(terms: Float64Array, columns: Int32Array, features: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < columns.length; i++) sum += terms[columns[i]] * features[i];
  return sum;
}

function inFourParts(
  terms: Float64Array,
  columns: Int32Array,
  features: Float64Array,
  strips: readonly FeatureStrip[],
): number {
  let [a, b, c, d] = [0, 0, 0, 0];
  let i = 0;
  for (let k = 0; k < strips.length; k++) {
    const end = i + strips[k].width;
    for (; i + 3 < end; i += 4) {
      a += terms[columns[i]] * features[i];
      b += terms[columns[i + 1]] * features[i + 1];
      c += terms[columns[i + 2]] * features[i + 2];
      d += terms[columns[i + 3]] * features[i + 3];
    }
    if (i < end) a += terms[columns[i]] * features[i++];
    if (i < end) b += terms[columns[i]] * features[i++];
    if (i < end) c += terms[columns[i]] * features[i++];
  }
  return a + c + (b + d);
}
