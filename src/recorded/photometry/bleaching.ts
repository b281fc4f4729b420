import { smallestBetween } from './smallest.ts';
import { binned } from './bins.ts';
import { solveSymmetric } from './solve-symmetric.ts';
import { intervalOf, type Trace } from './trace.ts';

/** F(t) = offset + Σ amplitude exp(-(t - startSeconds) / seconds), in the signal's unit. */
export interface Bleaching {
  readonly startSeconds: number;
  readonly offset: number;
  /** One or two, the fastest first; none if the signal does not fall. */
  readonly decays: readonly { readonly amplitude: number; readonly seconds: number }[];
  /** Share of the variance that the curve explains. */
  readonly explained: number;
}

/** Of time constants, seconds: what is faster is an event rather than bleaching. */
const minSeconds = 5;
/** A decay slower than this many sessions cannot be told from a straight line. */
const maxSessions = 5;
const gridPoints = 24;
const maxBins = 500;
const refinements = 32;

/**
 * Least squares of one or two exponentials and an offset, none of them negative. Amplitudes and offset are linear, so
 * that only time constants are searched (variable projection, Golub & Pereyra 1973, SIAM Journal on Numerical Analysis
 * 10:413), on means in bins, which leave time constants as they are; amplitudes are then fitted to all samples.
 */
export function fitBleaching(trace: Trace, count: 1 | 2): Bleaching {
  const startSeconds = trace.times[0] ?? 0;
  const span = (trace.times.at(-1) ?? 0) - startSeconds;
  const { t, y } = coarse(trace, startSeconds, span);
  const low = Math.log(minSeconds);
  const high = Math.log(Math.max(2 * minSeconds, maxSessions * span));
  const error = (logs: readonly number[]): number =>
    nonNegative(
      logs.map((log) => decay(t, Math.exp(log))),
      y,
    ).error;
  const logs = count === 1 ? searchOne(error, low, high) : searchTwo(error, low, high);
  const all = known(trace, startSeconds);
  const seconds = logs.map(Math.exp);
  const { weights, error: rest } = nonNegative(
    seconds.map((one) => decay(all.t, one)),
    all.y,
  );
  return {
    startSeconds,
    offset: weights.at(-1) as number,
    decays: seconds
      .map((one, i) => ({ amplitude: weights[i] as number, seconds: one }))
      .filter(({ amplitude }) => amplitude > 0)
      .sort((one, other) => one.seconds - other.seconds),
    explained: 1 - rest / squaresAboutMean(all.y),
  };
}

/** The curve at the given times, in the signal's unit. */
export function bleachingAt({ startSeconds, offset, decays }: Bleaching, times: Float64Array): Float64Array {
  return times.map((time) =>
    decays.reduce((sum, { amplitude, seconds }) => sum + amplitude * Math.exp((startSeconds - time) / seconds), offset),
  );
}

/** Means of times and values in bins that hold equally many samples. */
function coarse(
  { times, values }: Trace,
  startSeconds: number,
  span: number,
): { readonly t: Float64Array; readonly y: Float64Array } {
  const interval = intervalOf(times);
  const stepSeconds = interval * Math.max(1, Math.ceil(span / interval / maxBins));
  // A bin begins half an interval before its first sample, so that a clock's rounding moves none.
  const grid = { startSeconds: startSeconds - interval / 2, stepSeconds, count: Math.ceil(span / stepSeconds) + 1 };
  const when = times.map((time, i) => (Number.isNaN(values[i]) ? Number.NaN : time));
  return known(
    { times: binned({ times, values: when }, grid).values, values: binned({ times, values }, grid).values },
    startSeconds,
  );
}

type ErrorOf = (logs: readonly number[]) => number;

function gridOf(low: number, high: number): { readonly step: number; readonly points: readonly number[] } {
  const step = (high - low) / (gridPoints - 1);
  return { step, points: Array.from({ length: gridPoints }, (_, i) => low + i * step) };
}

function searchOne(error: ErrorOf, low: number, high: number): readonly number[] {
  const { step, points } = gridOf(low, high);
  const best = bestOf(
    points.map((one) => [one]),
    error,
  )[0] as number;
  return [smallestBetween((log) => error([log]), Math.max(low, best - step), Math.min(high, best + step), refinements)];
}

function searchTwo(error: ErrorOf, low: number, high: number): readonly number[] {
  const { step, points } = gridOf(low, high);
  const pairs = points.flatMap((one, i) => points.slice(i + 1).map((other) => [one, other]));
  const [fast, slow] = bestOf(pairs, error) as [number, number];
  const fastFor = (log: number): number =>
    smallestBetween((one) => error([one, log]), Math.max(low, fast - step), Math.min(log, fast + step), refinements);
  const refined = smallestBetween(
    (log) => error([fastFor(log), log]),
    Math.max(low, slow - step),
    Math.min(high, slow + step),
    refinements,
  );
  return [fastFor(refined), refined];
}

function bestOf(all: readonly (readonly number[])[], error: ErrorOf): readonly number[] {
  let best = all[0] as readonly number[];
  let least = Infinity;
  for (const one of all) {
    const now = error(one);
    if (now < least) [best, least] = [one, now];
  }
  return best;
}

const decay = (t: Float64Array, seconds: number): Float64Array => t.map((one) => Math.exp(-one / seconds));

/** Samples that have a value, their times counted from the start. */
function known({ times, values }: Trace, startSeconds: number): { readonly t: Float64Array; readonly y: Float64Array } {
  const has = (_: number, i: number): boolean => !Number.isNaN(values[i]);
  return { t: times.filter(has).map((time) => time - startSeconds), y: values.filter(has) };
}

function squaresAboutMean(y: Float64Array): number {
  let sum = 0;
  for (const one of y) sum += one;
  const mean = sum / y.length;
  return y.reduce((total, one) => total + (one - mean) * (one - mean), 0);
}

/**
 * Least squares of y on at most two columns and a constant with weights that are not negative: of all sets of columns
 * whose unrestricted weights are positive, the one with the smallest error. The weight of the constant is the last.
 */
function nonNegative(
  columns: readonly Float64Array[],
  y: Float64Array,
): { readonly weights: readonly number[]; readonly error: number } {
  const all = [...columns, new Float64Array(y.length).fill(1)];
  const products = all.map((a) => all.map((b) => product(a, b)));
  const targets = all.map((a) => product(a, y));
  const square = product(y, y);
  let best = { weights: all.map(() => 0), error: square };
  for (let set = 1; set < 1 << all.length; set++) {
    const members = all.map((_, i) => i).filter((i) => (set >> i) & 1);
    const solved = solveSymmetric(
      members.map((i) => members.map((j) => products[i]?.[j] as number)),
      members.map((i) => targets[i] as number),
    );
    if (solved === undefined || solved.some((weight) => weight < 0)) continue;
    const error = solved.reduce((rest, weight, k) => rest - weight * (targets[members[k] as number] as number), square);
    if (error < best.error) best = { weights: all.map((_, i) => solved[members.indexOf(i)] ?? 0), error };
  }
  return best;
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
