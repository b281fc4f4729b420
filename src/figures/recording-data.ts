import { meanRow } from '../core/mean-row.ts';
import type { Averages, Mark } from '../contracts/paradigm.ts';
import type { FigureCondition, FigureData } from './figure-data.ts';
import { heatRows, orderedRows, type HeatRows } from './heat-rows.ts';

/** What the figures need to know of a condition of a recorded session. */
interface RecordedEvents {
  readonly condition: string;
  readonly title: string;
  /** Middle of each bin, seconds from the event. */
  readonly t: ArrayLike<number>;
  readonly align: 'cue' | 'reward';
  readonly marks: readonly Mark[];
}

/** A recorded signal around the events of one condition. */
export interface RecordedCondition extends RecordedEvents {
  /** Trials x bins, row-major; NaN for a bin without a sample. */
  readonly rows: Float32Array;
}

/** Means around the events of one condition. */
export interface RecordedMean extends RecordedEvents {
  readonly mean: readonly number[];
  /** Number of trials or units. */
  readonly n: number;
}

/** How the rows of a map are sorted. */
export interface RowOrder {
  /** Places of rows, the uppermost first. */
  readonly places: ArrayLike<number>;
  /** For the figure: `trials by reward size, ascending`. */
  readonly words: string;
  /** False in the order of the session. */
  readonly isSorted: boolean;
}

export type RecordedFigureData = Pick<FigureData, 'title' | 'note' | 'conditions' | 'rateUnit' | 'recorded'>;

/** Means over trials for the figure of aligned signals, over those that have a value. */
export function meansOf(conditions: readonly RecordedCondition[]): readonly RecordedMean[] {
  return conditions.map(({ rows, ...one }) => ({
    ...one,
    mean: meanRow(rows, one.t.length),
    n: rowsWithValue(rows, one.t.length),
  }));
}

/**
 * Data for the figure of aligned signals. There is no band: trials of one animal are no sample of animals.
 * @param counted what is averaged
 */
export function recordingData(
  means: readonly RecordedMean[],
  { title, unit, counted = 'trials' }: { readonly title: string; readonly unit: string; readonly counted?: string },
): RecordedFigureData {
  return {
    title,
    note: means.map((one) => `${one.title}: ${one.n} ${counted}`).join('; '),
    rateUnit: unit,
    recorded: [],
    conditions: means.map(conditionOf),
  };
}

function conditionOf({ condition, title, align, t, marks, mean, n }: RecordedMean): FigureCondition {
  const band = { mean, sem: mean.map(() => 0), n };
  const averages: Averages = { align, t: startsOf(t), n, marks, rpe: band, value: band, rate: band };
  return { id: condition, title, averages };
}

/** The map of a condition's trials. */
export const recordingRows = ({ rows, t, title }: RecordedCondition, { places, words }: RowOrder): HeatRows =>
  heatRows(orderedRows(rows, t.length, places), startsOf(t), () => true, `${title}: ${words}`);

/** Starts of bins, from their middles. */
export function startsOf(t: ArrayLike<number>): readonly number[] {
  const half = t.length < 2 ? 0 : ((t[1] as number) - (t[0] as number)) / 2;
  return Array.from(t, (middle) => Number((middle - half).toFixed(6)));
}

function rowsWithValue(rows: Float32Array, bins: number): number {
  let n = 0;
  for (let at = 0; at < rows.length; at += bins)
    if (rows.subarray(at, at + bins).some((value) => !Number.isNaN(value))) n += 1;
  return n;
}
