import { InputError } from '../../core/errors.ts';
import { studentQuantile } from '../../core/student.ts';
import { solveSymmetric } from '../photometry/solve-symmetric.ts';

/** Windows of trials with equal bins: what was recorded, and what each predictor shows; NaN where missing. */
export interface FitWindows {
  readonly bins: number;
  /** Trials x bins, row-major. */
  readonly recorded: Float32Array | Float64Array;
  readonly shown: readonly (Float32Array | Float64Array)[];
}

/** recorded = baseline + Σ gain x shown, by least squares over all bins of all windows. */
export interface WindowSolution {
  readonly gains: readonly number[];
  readonly baseline: number;
  /** Sum of squared residuals, and of squared deviations of the recording from its mean. */
  readonly squares: number;
  readonly variation: number;
}

export interface WindowFit {
  /** Of each predictor, with its 95 % interval, in which whole trials are the units: residuals of one trial are alike. */
  readonly gains: readonly { readonly gain: number; readonly interval: readonly [number, number] }[];
  readonly baseline: number;
  /** Share of the variance of all bins that is explained. */
  readonly explained: number;
  /** Bins with a value of everything, and trials that have any. */
  readonly bins: number;
  readonly trials: number;
  /**
   * Number of independent bins that would tell as much: n (1 - ρ) / (1 + ρ), ρ being the correlation of successive
   * residuals within trials, if that is positive (Bayley & Hammersley 1946).
   */
  readonly effective: number;
}

/** A variance of less than this share of the squares is only rounding. */
const rounding = 1e-12;

/** Means and centred products of what was recorded (y) and shown (x), over the bins that have a value of everything. */
interface Sums {
  readonly bins: number;
  readonly trials: number;
  readonly y: number;
  readonly x: readonly number[];
  readonly yy: number;
  readonly xy: readonly number[];
  readonly xx: readonly (readonly number[])[];
}

/**
 * Exact least squares by the normal equations of centred sums.
 * @param names of the predictors, for messages, e.g. `the sensor's response`
 * @throws InputError if there are fewer than two trials, or something does not vary
 */
export function solveWindows(windows: readonly FitWindows[], names: readonly string[]): WindowSolution {
  return solution(sumsOf(windows, names.length), names);
}

/** The same, with how well it fits. @throws InputError as solveWindows() */
export function fitWindows(windows: readonly FitWindows[], names: readonly string[]): WindowFit {
  const sums = sumsOf(windows, names.length);
  const { gains, baseline } = solution(sums, names);
  const { squares, across, clusters } = residualsOf(windows, sums, gains, baseline);
  const errors = clusteredErrors(sums.xx, clusters);
  const wide = studentQuantile(sums.trials - 1);
  const rho = squares > 0 ? Math.max(0, across / squares) : 0;
  return {
    gains: gains.map((gain, j) => {
      const half = wide * (errors[j] as number);
      return { gain, interval: [gain - half, gain + half] };
    }),
    baseline,
    explained: 1 - squares / sums.yy,
    bins: sums.bins,
    trials: sums.trials,
    effective: (sums.bins * (1 - rho)) / (1 + rho),
  };
}

function solution({ bins, trials, y, x, yy, xy, xx }: Sums, names: readonly string[]): WindowSolution {
  if (trials < 2)
    throw new InputError(
      `${trials === 0 ? 'no trial has' : 'only one trial has'} both the recording and the model's signal`,
      'fit',
      'choose a signal that was recorded during the trials',
    );
  requireVaries(yy, bins * y * y, 'the recording');
  names.forEach((name, j) => requireVaries(xx[j]?.[j] as number, bins * (x[j] as number) * (x[j] as number), name));
  const gains = solveSymmetric(xx, xy);
  if (gains === undefined)
    throw new InputError(
      `${names.join(' and ')} are one up to a factor in these windows`,
      'fit',
      'fit one gain for both',
    );
  const sum = (of: readonly number[]): number => gains.reduce((total, gain, j) => total + gain * (of[j] as number), 0);
  return { gains, baseline: y - sum(x), squares: yy - sum(xy), variation: yy };
}

function requireVaries(variation: number, level: number, what: string): void {
  if (variation > rounding * level && variation > 0) return;
  throw new InputError(
    `${what} does not vary in these windows`,
    'fit',
    'choose another signal, another model or another sensor',
  );
}

/** Calls for each bin that has a value of everything, trial by trial: there are too many to hold them in objects. */
function eachBin(windows: readonly FitWindows[], visit: (window: FitWindows, at: number, trial: number) => void): void {
  let before = 0;
  for (const window of windows) {
    const { bins, recorded, shown } = window;
    for (let at = 0; at < recorded.length; at++) {
      let known = recorded[at] as number;
      for (let j = 0; j < shown.length; j++) known += (shown[j] as Float64Array)[at] as number;
      if (!Number.isNaN(known)) visit(window, at, before + Math.floor(at / bins));
    }
    before += recorded.length / bins;
  }
}

function sumsOf(windows: readonly FitWindows[], count: number): Sums {
  let [bins, trials, last, y] = [0, 0, -1, 0];
  const x = new Float64Array(count);
  eachBin(windows, ({ recorded, shown }, at, trial) => {
    bins += 1;
    if (trial !== last) trials += 1;
    last = trial;
    y += recorded[at] as number;
    for (let j = 0; j < count; j++) x[j] = (x[j] as number) + ((shown[j] as Float64Array)[at] as number);
  });
  y /= bins;
  for (let j = 0; j < count; j++) x[j] = (x[j] as number) / bins;
  let yy = 0;
  const xy = new Float64Array(count);
  const xx = Array.from({ length: count }, () => new Float64Array(count));
  eachBin(windows, ({ recorded, shown }, at) => {
    const own = (recorded[at] as number) - y;
    yy += own * own;
    for (let j = 0; j < count; j++) {
      const one = ((shown[j] as Float64Array)[at] as number) - (x[j] as number);
      xy[j] = (xy[j] as number) + one * own;
      const row = xx[j] as Float64Array;
      for (let k = 0; k < count; k++)
        row[k] = (row[k] as number) + one * (((shown[k] as Float64Array)[at] as number) - (x[k] as number));
    }
  });
  return { bins, trials, y, x: [...x], yy, xy: [...xy], xx: xx.map((row) => [...row]) };
}

interface Residuals {
  readonly squares: number;
  /** Sum of products of successive ones within trials. */
  readonly across: number;
  /** For each trial, the sum of each centred predictor times the residual. */
  readonly clusters: readonly Float64Array[];
}

function residualsOf(
  windows: readonly FitWindows[],
  { x }: Sums,
  gains: readonly number[],
  baseline: number,
): Residuals {
  let [squares, across, last, before] = [0, 0, -1, 0];
  const clusters: Float64Array[] = [];
  eachBin(windows, ({ recorded, shown }, at, trial) => {
    let residual = (recorded[at] as number) - baseline;
    for (let j = 0; j < gains.length; j++)
      residual -= (gains[j] as number) * ((shown[j] as Float64Array)[at] as number);
    squares += residual * residual;
    if (trial === last) across += before * residual;
    else clusters.push(new Float64Array(gains.length));
    const cluster = clusters.at(-1) as Float64Array;
    for (let j = 0; j < gains.length; j++)
      cluster[j] = (cluster[j] as number) + (((shown[j] as Float64Array)[at] as number) - (x[j] as number)) * residual;
    last = trial;
    before = residual;
  });
  return { squares, across, clusters };
}

/** Standard errors of gains, the sums over whole trials being independent (Liang & Zeger 1986, with few clusters). */
function clusteredErrors(xx: readonly (readonly number[])[], clusters: readonly Float64Array[]): readonly number[] {
  const few = clusters.length / (clusters.length - 1);
  return xx.map((_, j) => {
    // The j-th row of the inverse, which is symmetric.
    const inverse = solveSymmetric(
      xx,
      xx.map((__, i) => Number(i === j)),
    ) as readonly number[];
    const variance = clusters.reduce((sum, own) => {
      const one = own.reduce((part, value, i) => part + value * (inverse[i] as number), 0);
      return sum + one * one;
    }, 0);
    return Math.sqrt(few * variance);
  });
}
