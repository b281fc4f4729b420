import type { Mark } from '../contracts/paradigm.ts';
import type { FigureData } from './figure-data.ts';
import { heatRows, type HeatRows } from './heat-rows.ts';

/** A recorded signal around the events of one condition, as the figures need it. */
export interface RecordedCondition {
  readonly condition: string;
  readonly title: string;
  /** Middle of each bin, seconds from the event. */
  readonly t: ArrayLike<number>;
  /** Trials x bins, row-major; NaN for a bin without a sample. */
  readonly rows: Float32Array;
  readonly trials: readonly number[];
  readonly align: 'cue' | 'reward';
  readonly marks: readonly Mark[];
}

interface Trials {
  readonly rows: Float32Array | Float64Array;
}

/** What is subtracted from each trial before it is drawn. */
export type Baseline = 'none' | 'before';

/** Seconds before the event whose mean is the baseline. */
const baselineSeconds = [-1, 0] as const;

/**
 * Means over trials for the figure of aligned signals. There is no band: trials of one animal are no sample of animals.
 * @param unit of the signal
 */
export function recordingData(
  conditions: readonly RecordedCondition[],
  { title, unit, baseline }: { readonly title: string; readonly unit: string; readonly baseline: Baseline },
): Pick<FigureData, 'title' | 'note' | 'conditions' | 'rateUnit' | 'recorded'> {
  return {
    title,
    note: conditions.map((one) => `${one.title}: ${one.trials.length} trials`).join('; '),
    rateUnit: unit,
    recorded: [],
    conditions: conditions.map((one) => {
      const mean = meanOver(corrected(one, baseline), one.t.length);
      const band = { mean, sem: mean.map(() => 0), n: one.trials.length };
      return {
        id: one.condition,
        title: one.title,
        averages: {
          align: one.align,
          t: startsOf(one.t),
          n: one.trials.length,
          marks: one.marks,
          rpe: band,
          value: band,
          rate: band,
        },
      };
    }),
  };
}

/** The map of a condition's trials. */
export const recordingRows = (one: RecordedCondition, baseline: Baseline): HeatRows =>
  heatRows(Float32Array.from(corrected(one, baseline)), startsOf(one.t), () => true, one.title);

/** Starts of bins, from their middles. */
export function startsOf(t: ArrayLike<number>): readonly number[] {
  const half = t.length < 2 ? 0 : ((t[1] as number) - (t[0] as number)) / 2;
  return Array.from(t, (middle) => Number((middle - half).toFixed(6)));
}

/** Each trial minus its mean before the event, if that is asked for and there is one. */
export function corrected({ rows, t }: Pick<RecordedCondition, 't'> & Trials, baseline: Baseline): Float64Array {
  const bins = t.length;
  const out = Float64Array.from(rows);
  if (baseline === 'none') return out;
  for (let from = 0; from < rows.length; from += bins) {
    const before = Array.from({ length: bins }, (_, i) => i).filter((i) => {
      const seconds = t[i] as number;
      return seconds >= baselineSeconds[0] && seconds < baselineSeconds[1] && !Number.isNaN(rows[from + i]);
    });
    const level = before.reduce((sum, i) => sum + (rows[from + i] as number), 0) / before.length;
    for (let i = 0; i < bins; i++) out[from + i] = (rows[from + i] as number) - level;
  }
  return out;
}

function meanOver(rows: Float64Array, bins: number): readonly number[] {
  return Array.from({ length: bins }, (_, bin) => {
    let [sum, n] = [0, 0];
    for (let at = bin; at < rows.length; at += bins) {
      const value = rows[at] as number;
      if (Number.isNaN(value)) continue;
      sum += value;
      n += 1;
    }
    return sum / n;
  });
}
