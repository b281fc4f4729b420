import type { FeatureTable } from '../../contracts/architecture.ts';

/** The features of one row that may be other than 0. */
export interface Row {
  readonly feature: Int32Array;
  readonly value: Float64Array;
  /** How many there are: the first `count` entries of both. */
  count: number;
}

export const emptyRow = (size: number): Row => ({ feature: new Int32Array(size), value: new Float64Array(size), count: 0 });

/** Reads a row of either layout into `into`, so that what follows need not know the layout. */
export function readRow(table: FeatureTable, row: number, into: Row): void {
  const { feature, value } = into;
  if (table.layout === 'binary') {
    const from = table.rowStart[row] as number;
    into.count = (table.rowStart[row + 1] as number) - from;
    for (let k = 0; k < into.count; k++) {
      feature[k] = table.active[from + k] as number;
      value[k] = 1;
    }
    return;
  }
  const { columns, values } = table;
  into.count = columns.length;
  const from = row * columns.length;
  for (let k = 0; k < columns.length; k++) {
    feature[k] = columns[k] as number;
    value[k] = values[from + k] as number;
  }
}

/** Σ_i terms_i x_i. */
export function product(terms: Float64Array, { feature, value, count }: Row): number {
  let sum = 0;
  for (let k = 0; k < count; k++) sum += (terms[feature[k] as number] as number) * (value[k] as number);
  return sum;
}

/**
 * What is on after a trial's last row, in the next trial's first step, as far as one trial tells: nothing where features begin with the
 * trial; the features that are 1 in its first row and in its last where they do not, which is the place.
 * @param scratch overwritten
 * @returns false where neither can be told, as with a belief, which goes on from trial to trial
 */
export function readNext(table: FeatureTable, last: Row, into: Row, scratch: Row): boolean {
  into.count = 0;
  if (table.firstStep > 0) return true;
  readRow(table, 0, scratch);
  for (let k = 0; k < last.count; k++) {
    const feature = last.feature[k] as number;
    if (last.value[k] === 1 && isOne(scratch, feature)) into.feature[into.count++] = feature;
  }
  into.value.fill(1, 0, into.count);
  return into.count > 0;
}

function isOne({ feature, value, count }: Row, wanted: number): boolean {
  for (let k = 0; k < count; k++) if (feature[k] === wanted) return value[k] === 1;
  return false;
}
