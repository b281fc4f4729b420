import type { Gap } from '../../contracts/reader.ts';
import { inFull, several } from './words.ts';

/** Values of rows [from, to). */
export type Slice = (from: number, to: number) => Float64Array | Promise<Float64Array>;

/** When the samples of a signal were taken. Several signals may share one. */
export interface Clock {
  readonly samples: number;
  readonly withoutTime: number;
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly rateHz: number;
  readonly gaps: readonly Gap[];
  readonly parts: readonly number[];
  /** What is unusual, each one line, e.g. `the time goes back at sample 4,000`. */
  readonly warnings: readonly string[];
  /** Seconds. */
  readonly times: Slice;
  /** Those of rows [from, to) of a column that belong to samples: rows without a time are left out. */
  ofSamples(column: Slice, from: number, to: number): Promise<Float64Array>;
}

/** Rows read at a time. */
export const block = 1 << 18;
const maxGaps = 1000;

export const clockFromRate = (startSeconds: number, rateHz: number, samples: number): Clock => ({
  samples,
  withoutTime: 0,
  startSeconds,
  endSeconds: startSeconds + Math.max(0, samples - 1) / rateHz,
  rateHz,
  gaps: [],
  parts: [0],
  warnings: [],
  times(from, to) {
    // A plain loop: a tenth of the time of Float64Array.from.
    const seconds = new Float64Array(to - from);
    for (let i = 0; i < seconds.length; i++) seconds[i] = startSeconds + (from + i) / rateHz;
    return seconds;
  },
  ofSamples: async (column, from, to) => column(from, to),
});

/** The middle one of intervals, and the one that only a tenth exceeds. */
interface Spread {
  readonly median: number;
  readonly ninth: number;
}

/**
 * A clock of measured times, read through once in blocks. Nothing is sorted or filled in: where time goes back a part
 * begins, rows without a time are no samples, and an interval of more than 1.5 usual ones is a gap.
 * @param rows number of rows that `seconds` has
 */
export async function clockFromTimes(rows: number, seconds: Slice): Promise<Clock> {
  const spread = await intervals(rows, seconds);
  const scan = scanner(spread);
  for (let from = 0; from < rows; from += block) scan.take(await seconds(from, Math.min(rows, from + block)));
  const { samples, skipped, gaps, parts, warnings, start, end } = scan.result();
  const kept = keptRows(skipped);
  const ofSamples = async (column: Slice, from: number, to: number): Promise<Float64Array> => {
    const [first, last] = [kept(from), kept(to - 1) + 1];
    const all = to > from ? await column(first, last) : new Float64Array();
    return last - first === to - from ? all : all.filter((_, i) => !isSkipped(skipped, first + i));
  };
  return {
    samples,
    withoutTime: rows - samples,
    startSeconds: start,
    endSeconds: end,
    rateHz: spread.median > 0 ? 1 / spread.median : Number.NaN,
    gaps,
    parts,
    warnings,
    times: async (from, to) => ofSamples(seconds, from, to),
    ofSamples,
  };
}

/** Intervals of the first, a middle and the last block. */
async function intervals(rows: number, seconds: Slice): Promise<Spread> {
  const width = Math.min(block / 4, rows);
  const found: number[] = [];
  for (const from of new Set([0, Math.floor((rows - width) / 2), rows - width])) {
    const times = (await seconds(from, from + width)).filter((t) => Number.isFinite(t));
    for (let i = 1; i < times.length; i++) {
      const interval = (times[i] as number) - (times[i - 1] as number);
      if (interval > 0) found.push(interval);
    }
  }
  const sorted = Float64Array.from(found).sort();
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  return { median: at(0.5), ninth: at(0.9) };
}

/** Runs of rows that are no samples: first row, and the number of skipped rows up to and with the run. */
interface Skipped {
  readonly from: number[];
  readonly until: number[];
  readonly before: number[];
}

const place = (index: number): string => `sample ${inFull(index + 1)}`;
const shown = (seconds: number): string => `${Number(seconds.toPrecision(9))} s`;

function scanner({ median, ninth }: Spread) {
  // Times that are regular (nine of ten intervals alike) have a gap where one sample is lost, others only where many are.
  const longest = ninth <= 1.25 * median ? 1.5 * median : 10 * ninth;
  const gaps: Gap[] = [];
  const parts = [0];
  const skipped: Skipped = { from: [], until: [], before: [] };
  const count = { samples: 0, rows: 0, skipped: 0, gaps: 0, same: 0 };
  const first = { same: -1, back: '' };
  let [start, last] = [Number.NaN, Number.NaN];
  const skip = (row: number): void => {
    if (skipped.until.at(-1) === row) skipped.until[skipped.until.length - 1] = row + 1;
    else {
      skipped.from.push(row);
      skipped.until.push(row + 1);
      skipped.before.push(count.skipped);
    }
    count.skipped++;
  };
  const step = (time: number): void => {
    const interval = time - last;
    if (interval < 0) {
      if (parts.length === 1) first.back = `${place(count.samples)} (from ${shown(last)} to ${shown(time)})`;
      parts.push(count.samples);
    } else if (interval > longest && longest > 0) {
      if (count.gaps++ < maxGaps) gaps.push({ fromSeconds: last, toSeconds: time });
    } else if (interval === 0 && count.same++ === 0) first.same = count.samples;
  };
  return {
    take(times: Float64Array): void {
      for (const time of times) {
        if (Number.isFinite(time)) {
          if (count.samples === 0) start = time;
          else step(time);
          last = time;
          count.samples++;
        } else skip(count.rows);
        count.rows++;
      }
    },
    result() {
      const times = (n: number): string => (n === 1 ? 'once' : `${inFull(n)} times`);
      const warnings: string[] = [];
      if (parts.length > 1) warnings.push(`the time goes back ${times(parts.length - 1)}, first at ${first.back}`);
      if (count.same > 0)
        warnings.push(`${times(count.same)} a time equals the one before, first at ${place(first.same)}`);
      if (count.gaps > 0)
        warnings.push(
          `${several(count.gaps, 'gap')}, the first from ${shown(gaps[0]?.fromSeconds as number)} to ${shown(gaps[0]?.toSeconds as number)}`,
        );
      if (count.skipped > 0)
        warnings.push(
          `${inFull(count.skipped)} of ${several(count.rows, 'row')} have no time and are left out, first row ${inFull((skipped.from[0] as number) + 1)}`,
        );
      return { samples: count.samples, skipped, gaps, parts, warnings, start, end: last };
    },
  };
}

/** Last run that begins at or before a row, -1 if none does. */
function runBefore(starts: readonly number[], row: number): number {
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] as number) <= row) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function isSkipped({ from, until }: Skipped, row: number): boolean {
  const run = runBefore(from, row);
  return run >= 0 && row < (until[run] as number);
}

/** From indices of samples to rows. */
function keptRows({ from, until, before }: Skipped): (sample: number) => number {
  // The index that the sample after each run has.
  const after = from.map((row, run) => row - (before[run] as number));
  return (sample) => {
    const run = runBefore(after, sample);
    return run < 0 ? sample : (until[run] as number) + sample - (after[run] as number);
  };
}
