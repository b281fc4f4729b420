import type { WindowFit, Windows } from './windows.ts';

/** Trials as rows of a heat map, the first on top. */
export interface TrialMatrix {
  readonly rows: number;
  readonly columns: number;
  /** Rows x columns, row-major; NaN where there is no value. */
  readonly values: Float32Array;
  /** For each row, the place of its event in the list of events. */
  readonly events: Uint32Array;
}

/**
 * Trials in the order of a column; equal ones stay in the order of the events, and those without a value (NaN or empty)
 * come last in either direction.
 * @param column one number or text for each event
 */
export function trialOrder(
  column: ArrayLike<number> | readonly string[],
  direction: 'ascending' | 'descending' = 'ascending',
): Uint32Array {
  const cells: ArrayLike<number | string> = column;
  const isMissing = (row: number): boolean => cells[row] === '' || Number.isNaN(cells[row]);
  const sign = direction === 'ascending' ? 1 : -1;
  return Uint32Array.from({ length: cells.length }, (_, row) => row).sort((one, other) => {
    if (isMissing(one) || isMissing(other)) return Number(isMissing(one)) - Number(isMissing(other)) || one - other;
    const [a, b] = [cells[one] as number | string, cells[other] as number | string];
    return a === b ? one - other : sign * (a < b ? -1 : 1);
  });
}

/**
 * Rows of windows in an order, without those that do not fit as given.
 * @param order places of events, as `trialOrder` returns them
 */
export function trialMatrix(
  { seconds, values, fits }: Windows,
  order: Uint32Array,
  shown: readonly WindowFit[] = ['complete', 'cut'],
): TrialMatrix {
  const columns = seconds.length;
  const events = order.filter((row) => shown.includes(fits[row] as WindowFit));
  const out = new Float32Array(events.length * columns);
  events.forEach((event, row) => out.set(values.subarray(event * columns, (event + 1) * columns), row * columns));
  return { rows: events.length, columns, values: out, events };
}
