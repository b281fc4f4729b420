/** A trials x time map. */
export interface HeatRows {
  /** Time of each column, seconds from time zero. */
  readonly t: readonly number[];
  readonly rows: number;
  /** rows x columns, row-major; NaN if there is no data. */
  readonly rpe: Float32Array;
  /** Each row is the mean of N consecutive trials, the last one of the remaining ones. */
  readonly trialsPerRow: number;
  readonly trials: number;
  /** Type of the trials. */
  readonly title?: string;
}

/** Rows beyond the pixels of a figure would be dropped when drawn. */
const maxRows = 360;

/**
 * The map of selected trials, pooled so that a figure can show all of them.
 * @param all the RPE of all trials, trials x columns, row-major
 * @param keep whether the trial with this index belongs in the map
 */
export function heatRows(
  all: Float32Array,
  t: readonly number[],
  keep: (trial: number) => boolean,
  title?: string,
): HeatRows {
  const columns = t.length;
  const trials = Array.from({ length: all.length / columns }, (_, trial) => trial).filter(keep);
  const trialsPerRow = Math.max(1, Math.ceil(trials.length / maxRows));
  const rows = Math.ceil(trials.length / trialsPerRow);
  const rpe = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    const pooled = trials.slice(row * trialsPerRow, (row + 1) * trialsPerRow);
    for (let column = 0; column < columns; column++) {
      rpe[row * columns + column] =
        pooled.reduce((sum, trial) => sum + (all[trial * columns + column] as number), 0) / pooled.length;
    }
  }
  return { t, rows, rpe, trialsPerRow, trials: trials.length, ...(title === undefined ? {} : { title }) };
}

/** Rows of a matrix in another order, or some of them. @param places of rows, the uppermost first */
export function orderedRows(all: Float32Array, columns: number, places: ArrayLike<number>): Float32Array {
  const out = new Float32Array(places.length * columns);
  for (let row = 0; row < places.length; row++) {
    const from = (places[row] as number) * columns;
    out.set(all.subarray(from, from + columns), row * columns);
  }
  return out;
}
