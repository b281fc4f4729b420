import type { RowColumn } from '../../contracts/animal-rows.ts';

export type Direction = 'ascending' | 'descending';

/**
 * Trials in the order of a column; equal ones stay in the order of the events, and those without a value (NaN or empty)
 * come last in either direction.
 * @param column one number or text for each event
 * @returns places in the column
 */
export function trialOrder(
  column: ArrayLike<number> | readonly (number | string)[],
  direction: Direction = 'ascending',
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

/** Trials of a map in the order of one of their columns. */
export interface TrialRows {
  /** Places of rows, the uppermost first. */
  readonly places: Uint32Array;
  /** For the figure, which must say how it is sorted. */
  readonly words: string;
  /** False in the order of the session. */
  readonly isSorted: boolean;
}

/**
 * @param trials of the rows, by number in the session, from 0
 * @param columns of all trials of the session; without the named one, rows are in the order of the session
 */
export function rowsBy(
  trials: readonly number[],
  columns: Readonly<Record<string, RowColumn>>,
  by: string,
  direction: Direction,
): TrialRows {
  const cells = trials.map((trial) => columns[by]?.[trial] ?? trial);
  const isSorted = columns[by] !== undefined && (by !== 'trial' || direction === 'descending');
  return {
    places: trialOrder(cells, isSorted ? direction : 'ascending'),
    words: isSorted ? `trials by ${by}, ${direction}` : 'trials in order',
    isSorted,
  };
}
