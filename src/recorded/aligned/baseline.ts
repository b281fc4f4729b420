import { InputError } from '../../core/errors.ts';

/**
 * subtract: minus the mean of the trial's own baseline. z-score: this, divided by the standard deviation of the trial's
 * own baseline. pooled z-score: divided by the standard deviation of the baselines of all trials around their own means,
 * which a trial with a quiet baseline does not inflate.
 */
export type BaselineMode = 'subtract' | 'z-score' | 'pooled z-score';

/** A baseline window, and what is done with it. */
export interface Baseline {
  readonly mode: BaselineMode;
  /** Seconds from the event; bins whose middle lies in it are the baseline, the end excluded. */
  readonly range: readonly [number, number];
}

/** Trials in bins. */
interface Trials {
  /** Middle of each bin, seconds from the event. */
  readonly t: ArrayLike<number>;
  /** Trials x bins, row-major; NaN where there is no value. */
  readonly rows: Float32Array | Float64Array;
}

/** Trials relative to their baselines. */
interface Baselined {
  /** Trials whose baseline has too few values, or does not vary for a z-score: all their values are NaN. */
  readonly withoutBaseline: number;
}

/**
 * @param groups all trials of a session, e.g. by condition: a pooled z-score has one scale for all of them
 * @throws InputError if a window has no bin in the baseline, or only one for a z-score
 */
export function withBaseline<T extends Trials>(
  groups: readonly T[],
  { mode, range }: Baseline,
): readonly (T & Baselined)[] {
  const baselines = groups.map((group) => baselinesOf(group, range, mode === 'subtract' ? 1 : 2));
  const pooled = pooledDeviation(baselines.flat());
  const scaleOf = ({ count, squares }: Moments): number => {
    if (mode === 'subtract') return 1;
    return mode === 'z-score' ? Math.sqrt(squares / (count - 1)) : pooled;
  };
  return groups.map((group, i) => {
    const own = baselines[i] as readonly Moments[];
    const scales = own.map((one) => (one.count > 0 && scaleOf(one) > 0 ? scaleOf(one) : NaN));
    const bins = group.t.length;
    return {
      ...group,
      rows: group.rows.map((value, at) => {
        const row = Math.floor(at / bins);
        return (value - (own[row] as Moments).mean) / (scales[row] as number);
      }),
      withoutBaseline: scales.filter((scale) => Number.isNaN(scale)).length,
    };
  });
}

interface Moments {
  readonly count: number;
  readonly mean: number;
  /** Sum of squared deviations from the mean. */
  readonly squares: number;
}

/** The baseline of each trial. */
function baselinesOf({ t, rows }: Trials, [from, to]: Baseline['range'], minBins: number): readonly Moments[] {
  const bins = t.length;
  const places = Array.from({ length: bins }, (_, bin) => bin).filter(
    (bin) => (t[bin] as number) >= from && (t[bin] as number) < to,
  );
  if (places.length < minBins)
    throw new InputError(
      `the window has ${places.length === 0 ? 'no bin' : 'only one bin'} from ${from} to ${to} s`,
      'baseline',
      'choose a baseline within the window',
    );
  return Array.from({ length: rows.length / bins }, (_, row) =>
    momentsOf(places.map((bin) => rows[row * bins + bin] as number)),
  );
}

/** Of the numbers that are not NaN. */
function momentsOf(numbers: readonly number[]): Moments {
  const own = numbers.filter((one) => !Number.isNaN(one));
  const mean = own.reduce((sum, one) => sum + one, 0) / own.length;
  return { count: own.length, mean, squares: own.reduce((sum, one) => sum + (one - mean) * (one - mean), 0) };
}

function pooledDeviation(baselines: readonly Moments[]): number {
  const own = baselines.filter(({ count }) => count > 0);
  const squares = own.reduce((sum, one) => sum + one.squares, 0);
  return Math.sqrt(squares / own.reduce((sum, { count }) => sum + count - 1, 0));
}
