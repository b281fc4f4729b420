import { inFull, several } from './words.ts';

/** Times of events with what belongs to each, in increasing order, and without those that have no time. */
export interface InOrder {
  readonly times: Float64Array;
  /** Row of each time among the given ones. */
  readonly rows: Int32Array;
  /** What was done, if anything. */
  readonly warnings: readonly string[];
}

/** @param id what the events are called in warnings */
export function inOrder(id: string, given: Float64Array, saysMissing = true): InOrder {
  const rows = Int32Array.from(given.keys()).filter((row) => Number.isFinite(given[row]));
  const warnings: string[] = [];
  const missing = given.length - rows.length;
  if (missing > 0 && saysMissing)
    warnings.push(`${id}: ${inFull(missing)} of ${several(given.length, 'event')} have no time and are left out`);
  let back = 0;
  let first = -1;
  for (let i = 1; i < rows.length; i++)
    if ((given[rows[i] as number] as number) < (given[rows[i - 1] as number] as number) && back++ === 0)
      first = rows[i] as number;
  if (back > 0) {
    warnings.push(
      `${id}: times go back at ${several(back, 'row')}, first row ${inFull(first + 1)}; the events are sorted`,
    );
    rows.sort((one, other) => (given[one] as number) - (given[other] as number) || one - other);
  }
  return { times: Float64Array.from(rows, (row) => given[row] as number), rows, warnings };
}
