import { InputError } from '../../core/errors.ts';
import type { Windows } from './windows.ts';

/**
 * subtract: minus the mean of the trial's own baseline. z-score: this, divided by the standard deviation of the trial's
 * own baseline. pooled z-score: divided by the standard deviation of the baselines of all trials around their own means,
 * which a trial with a quiet baseline does not inflate.
 */
export type BaselineMode = 'subtract' | 'z-score' | 'pooled z-score';

/** Windows relative to their baselines. */
export interface Baselined extends Windows {
  /** Trials whose baseline has too few values, or does not vary for a z-score: all their values are NaN. */
  readonly withoutBaseline: number;
}

/**
 * @param range seconds from the event; bins whose middle lies in it are the baseline, the end excluded
 * @throws InputError if there is no such bin, or only one for a z-score
 */
export function withBaseline(windows: Windows, range: readonly [number, number], mode: BaselineMode): Baselined {
  const { rows, seconds, values } = windows;
  const [from, to] = range;
  const places = Array.from(seconds.keys()).filter((bin) => {
    const middle = seconds[bin] as number;
    return middle >= from && middle < to;
  });
  if (places.length < (mode === 'subtract' ? 1 : 2))
    throw new InputError(
      `the window has ${places.length === 0 ? 'no bin' : 'only one bin'} from ${from} to ${to} s`,
      'baseline',
      'choose a baseline within the window',
    );
  const bins = seconds.length;
  const baselines = Array.from({ length: rows }, (_, row) =>
    momentsOf(places.map((bin) => values[row * bins + bin] as number)),
  );
  const pooled = pooledDeviation(baselines);
  const scales = baselines.map((one) => {
    if (mode === 'subtract') return 1;
    return mode === 'z-score' ? Math.sqrt(one.squares / (one.count - 1)) : pooled;
  });
  const isUsable = (row: number): boolean => (scales[row] as number) > 0 && (baselines[row] as Moments).count > 0;
  const out = values.map((value, at) => {
    const row = Math.floor(at / bins);
    return isUsable(row) ? (value - (baselines[row] as Moments).mean) / (scales[row] as number) : NaN;
  });
  const withoutBaseline = windows.fits.filter((fit, row) => fit !== 'outside' && !isUsable(row)).length;
  return {
    ...windows,
    values: out,
    withoutBaseline,
    method: `${windows.method}; ${mode} by ${from} to ${to} s`,
    warnings: [
      ...windows.warnings,
      ...(withoutBaseline > 0
        ? [`${withoutBaseline} ${withoutBaseline === 1 ? 'trial has' : 'trials have'} no baseline`]
        : []),
    ],
  };
}

interface Moments {
  readonly count: number;
  readonly mean: number;
  /** Sum of squared deviations from the mean. */
  readonly squares: number;
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
