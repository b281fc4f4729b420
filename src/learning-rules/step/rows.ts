import type { FeatureTable } from '../../contracts/architecture.ts';

/** The nonzero features of one row. */
export interface Row {
  readonly feature: Int32Array;
  readonly value: Float64Array;
  /** Their number: the first `count` entries of both arrays. */
  count: number;
}

export const emptyRow = (size: number): Row => ({
  feature: new Int32Array(size),
  value: new Float64Array(size),
  count: 0,
});

/**
 * Reads a row of either layout into `into`, so that later code need not know the layout; no features if there is no
 * table.
 */
export function readRow(table: FeatureTable | undefined, row: number, into: Row): void {
  const { feature, value } = into;
  if (table === undefined) {
    into.count = 0;
    return;
  }
  if (table.layout === 'binary') {
    const from = table.rowStart[row];
    into.count = table.rowStart[row + 1] - from;
    for (let k = 0; k < into.count; k++) {
      feature[k] = table.active[from + k];
      value[k] = 1;
    }
    return;
  }
  const { columns, values } = table;
  const width = columns.length;
  const from = row * width;
  let count = 0;
  for (let k = 0; k < width; k++) {
    const one = values[from + k];
    if (one === 0) continue;
    feature[count] = columns[k];
    value[count++] = one;
  }
  into.count = count;
}

/** Σ_i terms_i x_i. */
export function product(terms: Float64Array, { feature, value, count }: Row): number {
  let sum = 0;
  for (let k = 0; k < count; k++) sum += terms[feature[k]] * value[k];
  return sum;
}

/** A row as plain numbers: the number of features, their indices, and their values. */
export const rowNumbers = ({ feature, value, count }: Row): readonly number[] => [
  count,
  ...feature.subarray(0, count),
  ...value.subarray(0, count),
];

/** @returns the end offset */
export function restoreRow(into: Row, state: ArrayLike<number>, from: number): number {
  into.count = state[from];
  for (let k = 0; k < into.count; k++) {
    into.feature[k] = state[from + 1 + k];
    into.value[k] = state[from + 1 + into.count + k];
  }
  return from + 1 + 2 * into.count;
}
