import type { Mark } from './paradigm.ts';

/** Something known of each row, which rows are sorted or grouped by: a size, a latency. NaN or '' where it is not known. */
export type RowColumn = readonly (number | string)[];

/** Windows around the events of one condition, of any number of sessions and animals: one row per event. */
export interface AnimalRows {
  /** The same in all sessions of a set. */
  readonly condition: string;
  readonly title: string;
  /** Middle of each bin, seconds from what it is aligned on. */
  readonly t: Float64Array;
  /** What time is counted from: `cue`, `reward`, or a name from a file. */
  readonly align: string;
  /** Events x bins, row-major; NaN is a gap. */
  readonly rows: Float32Array;
  /** Of each row: its animal, its session, and the number of its trial in the session, from 0. */
  readonly animals: readonly string[];
  readonly sessions: readonly string[];
  readonly trials: readonly number[];
  /** One cell per row, by the name of the column. */
  readonly columns: Readonly<Record<string, RowColumn>>;
  /** Events that come at the same time in all rows, seconds from what it is aligned on. */
  readonly marks: readonly Mark[];
}
