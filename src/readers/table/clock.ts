import type { Gap } from '../../contracts/reader.ts';
import { InputError } from '../../core/errors.ts';
import type { Clock, Slice } from '../sampled/clock.ts';
import { several } from '../sampled/words.ts';

/** A clock whose times are in memory. */
export interface TableClock extends Clock {
  /** Seconds of samples. Not decreasing within a part. */
  readonly seconds: Float64Array;
  /** Rows of the table that the samples are in; undefined if sample i is in row i. */
  readonly rows: Uint32Array | undefined;
  /** Whether most steps are near the median step. */
  readonly regular: boolean;
}

/** What a clock is made from. */
export interface ClockSource {
  /** Seconds of each row of the table; NaN if missing. */
  readonly times: Float64Array;
  /** Rows that are samples, in increasing order; all if undefined. */
  readonly only?: Uint32Array | undefined;
  readonly file: string;
  lineOf(row: number): number;
  /** Whether all cells of two rows are the same; a row that repeats the one before is left out. Without it, none is. */
  same?(row: number, other: number): boolean;
  /** Whether a part continues one step after the part before, instead of on a clock of its own. */
  readonly joined?: boolean;
}

/** Rows that may be in the wrong order before the clock counts as restarted. */
const maxDisorder = 20;
const maxParts = 1000;
const maxGaps = 1000;

/** A step longer than this many median steps has lost a sample; more, if many steps are. */
const gapSteps = 1.75;
const irregularGapSteps = 5;

/**
 * Leaves out rows without a time, puts rows into order that are out of order by a few, and says where the clock restarts.
 * @throws InputError if it restarts more than 1000 times
 */
export function tableClock(source: ClockSource): TableClock {
  const { file, lineOf } = source;
  const { rows: timed, withoutTime } = rowsWithTime(source);
  const { rows, repeated } = withoutRepeats(source, timed);
  const rowOf = (sample: number): number => (rows === undefined ? sample : (rows[sample] as number));
  const length = rows?.length ?? source.times.length;
  const unsorted = rows === undefined ? source.times : Float64Array.from(rows, (row) => source.times[row] as number);
  const order = orderOf(unsorted, file, (sample) => lineOf(rowOf(sample)));
  const sorted = order.moved === undefined ? unsorted : Float64Array.from(order.moved, (i) => unsorted[i] as number);
  const sortedRows = order.moved === undefined ? rows : order.moved.map((sample) => rowOf(sample));
  const at = (sample: number): string =>
    `row ${lineOf(sortedRows === undefined ? sample : (sortedRows[sample] as number))}`;
  const step = medianStep(sorted, order.parts);
  const times = source.joined === true ? joinedTimes(sorted, order.parts, step) : sorted;
  const { gaps, regular, warnings } = gapsOf(times, order.parts, step, at);
  const lost = withoutTime === 0 ? [] : [`${withoutTime} rows without time are left out`];
  const [again] = repeated;
  if (again !== undefined)
    lost.push(
      `${several(repeated.length, 'duplicate time')}, the first in row ${lineOf(again)}; rows that repeat the one before are left out`,
    );
  return {
    samples: times.length,
    startSeconds: times[0] ?? NaN,
    endSeconds: times.at(-1) ?? NaN,
    times: (from, to) => times.slice(from, to),
    ofSamples: (column, from, to) => ofRows(column, sortedRows?.slice(from, to), from, to),
    seconds: times,
    rows: sortedRows,
    parts: order.parts,
    gaps,
    regular,
    rateHz: length < 2 ? NaN : 1 / step,
    withoutTime,
    warnings: [...lost, ...order.warnings, ...duplicatesIn(times, order.parts, at), ...warnings].map(
      (warning) => `${file}: ${warning}`,
    ),
  };
}

function rowsWithTime({ times, only }: ClockSource): { rows: Uint32Array | undefined; withoutTime: number } {
  const among = only?.length ?? times.length;
  let count = 0;
  for (let i = 0; i < among; i++) if (Number.isFinite(times[only?.[i] ?? i])) count++;
  if (count === among) return { rows: only, withoutTime: 0 };
  const rows = new Uint32Array(count);
  let at = 0;
  for (let i = 0; i < among; i++) {
    const row = only?.[i] ?? i;
    if (Number.isFinite(times[row])) rows[at++] = row;
  }
  return { rows, withoutTime: among - count };
}

/** Values of the rows that samples are in. */
async function ofRows(column: Slice, rows: Uint32Array | undefined, from: number, to: number): Promise<Float64Array> {
  if (rows === undefined || rows.length === 0) return column(from, rows === undefined ? to : from);
  let [first, last] = [Infinity, 0];
  for (const row of rows) [first, last] = [Math.min(first, row), Math.max(last, row)];
  const all = await column(first, last + 1);
  return Float64Array.from(rows, (row) => all[row - first] as number);
}

/** Rows without those that are the same as the one before. */
function withoutRepeats(
  { times, same }: ClockSource,
  rows: Uint32Array | undefined,
): { rows: Uint32Array | undefined; repeated: number[] } {
  if (same === undefined) return { rows, repeated: [] };
  const repeated: number[] = [];
  const length = rows?.length ?? times.length;
  for (let i = 1; i < length; i++) {
    const [before, row] = [rows?.[i - 1] ?? i - 1, rows?.[i] ?? i];
    if (times[row] === times[before] && same(row, before)) repeated.push(row);
  }
  if (repeated.length === 0) return { rows, repeated };
  const left = new Set(repeated);
  const kept = Uint32Array.from({ length }, (_, i) => rows?.[i] ?? i).filter((row) => !left.has(row));
  return { rows: kept, repeated };
}

interface Order {
  /** Sample that belongs at each place; undefined if they are in order. */
  readonly moved: Uint32Array | undefined;
  readonly parts: number[];
  readonly warnings: string[];
}

/** Samples in the order of time: short runs out of order are sorted, longer ones begin a new part. */
function orderOf(times: Float64Array, file: string, lineOf: (sample: number) => number): Order {
  const parts = [0];
  const warnings: string[] = [];
  let moved: Uint32Array | undefined;
  let pairs = 0;
  let firstPair = 0;
  for (let i = 1; i < times.length; i++) {
    if ((times[i] as number) >= (times[i - 1] as number)) continue;
    const end = endOfDisorder(times, i, parts.at(-1) as number);
    if (end === undefined) {
      if (parts.length > maxParts)
        throw new InputError(`time goes back more than ${maxParts} times`, file, 'choose another column as time');
      parts.push(i);
      continue;
    }
    if (pairs === 0) firstPair = i;
    moved ??= Uint32Array.from(times, (_, sample) => sample);
    const start = startOfDisorder(times, i, end, parts.at(-1) as number);
    for (let j = i; j < end; j++) if ((times[j] as number) < (times[j - 1] as number)) pairs++;
    moved.subarray(start, end).sort((one, other) => (times[one] as number) - (times[other] as number) || one - other);
    i = end - 1;
  }
  if (pairs > 0)
    warnings.push(
      `${several(pairs, 'pair')} of rows out of order, the first in row ${lineOf(firstPair)}, put in order`,
    );
  if (parts.length > 1) {
    const first = parts[1] as number;
    const more = parts.length > 2 ? `, and ${parts.length - 2} more times after that` : '';
    warnings.push(`time goes back at row ${lineOf(first)} (sample ${first})${more}: ${parts.length} parts`);
  }
  return { moved, parts, warnings };
}

/**
 * The first sample from i at which time has caught up with that before i; undefined if it does not within a few samples,
 * or goes back to where it began.
 */
function endOfDisorder(times: Float64Array, i: number, part: number): number | undefined {
  const before = times[i - 1] as number;
  if (i - part > 2 && (times[i] as number) <= (times[part] as number)) return undefined;
  for (let j = i; j < Math.min(times.length, i + maxDisorder); j++) if ((times[j] as number) >= before) return j;
  return undefined;
}

function startOfDisorder(times: Float64Array, i: number, end: number, part: number): number {
  const least = times.subarray(i, end).reduce((least, time) => Math.min(least, time), Infinity);
  let start = i;
  while (start > part && (times[start - 1] as number) > least) start--;
  return start;
}

function duplicatesIn(times: Float64Array, parts: readonly number[], at: (sample: number) => string): string[] {
  const starts = new Set(parts);
  let count = 0;
  let first = 0;
  for (let i = 1; i < times.length; i++)
    if (times[i] === times[i - 1] && !starts.has(i)) {
      if (count === 0) first = i;
      count++;
    }
  if (count === 0) return [];
  return [`${several(count, 'duplicate time')} with different values, the first in ${at(first)}; all samples are kept`];
}

/** Median of steps, of at most 20,000 evenly spread ones, without those that are 0 or between parts. */
export function medianStep(times: Float64Array, parts: readonly number[]): number {
  const starts = new Set(parts);
  const stride = Math.max(1, Math.floor(times.length / 20_000));
  const steps: number[] = [];
  for (let i = 1; i < times.length; i += stride) {
    const step = (times[i] as number) - (times[i - 1] as number);
    if (step > 0 && !starts.has(i)) steps.push(step);
  }
  const sorted = Float64Array.from(steps).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
}

function joinedTimes(times: Float64Array, parts: readonly number[], step: number): Float64Array {
  const joined = Float64Array.from(times);
  parts.slice(1).forEach((first, k) => {
    const offset = (joined[first - 1] as number) + step - (times[first] as number);
    const end = parts[k + 2] ?? times.length;
    for (let i = first; i < end; i++) joined[i] = (times[i] as number) + offset;
  });
  return joined;
}

function gapsOf(times: Float64Array, parts: readonly number[], step: number, at: (sample: number) => string) {
  const starts = new Set(parts);
  const longer = (than: number): number => {
    let count = 0;
    for (let i = 1; i < times.length; i++)
      if ((times[i] as number) - (times[i - 1] as number) > than && !starts.has(i)) count++;
    return count;
  };
  const near = times.length < 3 ? 0 : longer(gapSteps * step) / times.length;
  const regular = times.length > 2 && near < 0.2;
  const than = step * (near > 0.05 ? irregularGapSteps : gapSteps);
  const gaps: Gap[] = [];
  let [count, longest, place] = [0, 0, 0];
  for (let i = 1; i < times.length; i++) {
    const [from, to] = [times[i - 1] as number, times[i] as number];
    if (!(to - from > than) || starts.has(i)) continue;
    if (gaps.length < maxGaps) gaps.push({ fromSeconds: from, toSeconds: to });
    if (to - from > longest) [longest, place] = [to - from, i];
    count++;
  }
  const warnings =
    count === 0
      ? []
      : [
          `${several(count, 'gap')} in time, the longest of ${shown(longest)} s before ${at(place)}; nothing is filled in`,
        ];
  if (near > 0.05 && regular)
    warnings.push(`${Math.round(near * 100)} % of steps in time differ from the median step of ${shown(step)} s`);
  return { gaps, regular, warnings };
}

const shown = (seconds: number): string => String(Number(seconds.toPrecision(4)));
