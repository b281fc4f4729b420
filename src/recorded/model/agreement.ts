import { meanRow } from '../../core/mean-row.ts';
import type { FittedWindows, WindowRows } from './model-fit.ts';

/** How far a model agrees with the recording in one condition. No number takes bins or trials of one animal for independent. */
export interface Agreement {
  readonly trials: number;
  /** Share of the variance of the mean over trials that the mean prediction explains; below 0 it is worse than a flat line. */
  readonly ofMean: number;
  /** Correlation of recording and prediction within single trials: quartiles over trials; NaN if none has one. */
  readonly withinTrials: readonly [low: number, median: number, high: number];
  /** Trials that have a correlation: both vary. */
  readonly correlated: number;
  /**
   * Correlation over trials of their mean recording and mean prediction after the event: whether what changes from trial
   * to trial is predicted. NaN if the model does the same in every trial.
   */
  readonly acrossTrials: number;
}

export function agreementOf({ t, rows, predicted, trials }: FittedWindows<WindowRows>): Agreement {
  const bins = t.length;
  const part = (of: FittedWindows<WindowRows>['rows'], row: number): readonly number[] =>
    Array.from(of.subarray(row * bins, (row + 1) * bins));
  const numbers = [...trials.keys()];
  const within = numbers
    .map((row) => correlation(part(rows, row), part(predicted, row)))
    .filter((one) => !Number.isNaN(one))
    .sort((one, other) => one - other);
  const after = Array.from({ length: bins }, (_, bin) => bin).filter((bin) => (t[bin] as number) >= 0);
  const response = (of: FittedWindows<WindowRows>['rows'], row: number): number =>
    meanOf(after.map((bin) => of[row * bins + bin] as number).filter((value) => !Number.isNaN(value)));
  return {
    trials: trials.length,
    ofMean: explained(meanRow(rows, bins), meanRow(predicted, bins)),
    withinTrials: [0.25, 0.5, 0.75].map((share) => quantile(within, share)) as [number, number, number],
    correlated: within.length,
    acrossTrials: correlation(
      numbers.map((row) => response(rows, row)),
      numbers.map((row) => response(predicted, row)),
    ),
  };
}

/** What the share of the mean says, in words. The limits are our own. */
export function agreementWords({ ofMean }: Agreement): string {
  if (Number.isNaN(ofMean)) return 'cannot be said: the mean does not vary';
  if (ofMean >= 0.8) return 'the mean follows the model';
  if (ofMean >= 0.5) return 'the mean follows the model in part';
  if (ofMean >= 0) return 'the mean hardly follows the model';
  return 'the mean does not follow the model: a flat line is nearer';
}

function explained(recorded: readonly number[], predicted: readonly number[]): number {
  const pairs = complete(recorded, predicted);
  const middle = meanOf(pairs.map(([one]) => one));
  const sum = (of: (one: number, other: number) => number): number =>
    pairs.reduce((total, [one, other]) => total + of(one, other) * of(one, other), 0);
  return 1 - sum((one, other) => one - other) / sum((one) => one - middle);
}

/** Pearson's, over the places where both have a value; NaN for fewer than three, or if one of them does not vary. */
function correlation(one: readonly number[], other: readonly number[]): number {
  const pairs = complete(one, other);
  if (pairs.length < 3) return Number.NaN;
  const [x, y] = [meanOf(pairs.map(([a]) => a)), meanOf(pairs.map(([, b]) => b))];
  const sum = (of: (a: number, b: number) => number): number =>
    pairs.reduce((total, [a, b]) => total + of(a - x, b - y), 0);
  const [xx, yy] = [sum((a) => a * a), sum((_, b) => b * b)];
  const isFlat = xx <= rounding * pairs.length * x * x || yy <= rounding * pairs.length * y * y;
  return isFlat ? Number.NaN : sum((a, b) => a * b) / Math.sqrt(xx * yy);
}

/** A variance of less than this share of the squared mean is only rounding. */
const rounding = 1e-20;

const complete = (one: readonly number[], other: readonly number[]): readonly (readonly [number, number])[] =>
  one.flatMap((value, i) => (Number.isNaN(value + (other[i] as number)) ? [] : [[value, other[i] as number] as const]));

const meanOf = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length;

/** Of sorted numbers, linear between them; NaN for none. */
function quantile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  if (low === undefined || high === undefined) return Number.NaN;
  return low + (high - low) * (place - Math.floor(place));
}
