import type { SensedSignal } from '../../contracts/sensed.ts';
import { fitWindows, solveWindows, type FitWindows, type WindowFit } from './fit-windows.ts';
import { signalMeans } from './signal-means.ts';

/** Windows of one condition: of a recording, or of what a model shows in the same bins. */
export interface WindowRows {
  /** Middle of each bin, seconds from the event. */
  readonly t: ArrayLike<number>;
  /** Trials x bins, row-major; NaN where there is no value. */
  readonly rows: Float32Array | Float64Array;
  /** Number of each row's trial in the session, from 0. */
  readonly trials: readonly number[];
}

/** Which gains are fitted: one, or one each for positive and negative RPE. */
export type Gains = 'one' | 'separate';

interface ModelFitOptions {
  readonly gains: Gains;
  /** Seconds by which the recording may follow the sensor; the one that fits best is taken. */
  readonly delays: readonly number[];
}

interface ModelFitInput<T extends WindowRows> extends ModelFitOptions {
  /** The recording in every condition, as it is drawn. */
  readonly recorded: readonly T[];
  readonly sensed: SensedSignal;
  /** The event of each trial, seconds from the session's start. */
  readonly events: ArrayLike<number>;
  /** Applies to the model's windows what was done with the baseline of the recording's. */
  readonly relative: (windows: readonly WindowRows[]) => readonly WindowRows[];
}

/** What a model shows in the trials of a condition, in the recording's unit. */
export type FittedWindows<T extends WindowRows> = T & {
  /** Baseline + gain x what the sensor shows. */
  readonly predicted: Float64Array;
  /** Recording - prediction. */
  readonly residual: Float64Array;
};

export interface ModelFit<T extends WindowRows> extends WindowFit {
  readonly conditions: readonly FittedWindows<T>[];
  readonly delaySeconds: number;
}

/** Delays that are tried when the delay is fitted, seconds. */
export const fittedDelays: readonly number[] = Array.from({ length: 26 }, (_, i) => i / 50);

const names = {
  one: ["the sensor's response to this model"],
  separate: ["the sensor's response to positive RPE", "the sensor's response to negative RPE"],
} as const satisfies Readonly<Record<Gains, readonly string[]>>;

/**
 * Fits gain, baseline and, if there are several, the delay of what a sensor shows of a model to a recording: by least
 * squares over all bins of all trials of all conditions together. Nothing of the model or of the sensor is fitted.
 * @throws InputError if there is nothing to fit, or something does not vary
 */
export function fitModel<T extends WindowRows>(input: ModelFitInput<T>): ModelFit<T> {
  const { recorded, sensed, gains, delays } = input;
  const { stepSeconds, all, positive, negative } = sensed;
  const meansOf = (gains === 'one' ? [all] : [positive, negative]).map((values) =>
    signalMeans({ stepSeconds, values }),
  );
  const shownAfter = (delaySeconds: number): readonly (readonly WindowRows[])[] =>
    meansOf.map((mean) => input.relative(recorded.map((one) => windowsOf(one, input.events, mean, delaySeconds))));
  const [delaySeconds] = delays
    .map((delay) => [delay, solveWindows(fitRows(recorded, shownAfter(delay)), names[gains]).squares] as const)
    .reduce((best, one) => (one[1] < best[1] ? one : best));
  const shown = shownAfter(delaySeconds);
  const fit = fitWindows(fitRows(recorded, shown), names[gains]);
  return {
    ...fit,
    delaySeconds,
    conditions: recorded.map((one, i) => {
      const predicted = Float64Array.from(one.rows, (_, at) =>
        fit.gains.reduce((sum, { gain }, j) => sum + gain * (shown[j]?.[i]?.rows[at] as number), fit.baseline),
      );
      return { ...one, predicted, residual: predicted.map((value, at) => (one.rows[at] as number) - value) };
    }),
  };
}

/** What a sensor shows in the same bins as a recording's. */
function windowsOf(
  { t, trials }: WindowRows,
  events: ArrayLike<number>,
  mean: (from: number, to: number) => number,
  delaySeconds: number,
): WindowRows {
  const bins = t.length;
  const half = bins < 2 ? sampleHalf : ((t[1] as number) - (t[0] as number)) / 2;
  const rows = new Float64Array(trials.length * bins);
  trials.forEach((trial, row) => {
    const zero = (events[trial] as number) - delaySeconds;
    for (let bin = 0; bin < bins; bin++) {
      const middle = zero + (t[bin] as number);
      rows[row * bins + bin] = mean(middle - half, middle + half);
    }
  });
  return { t, trials, rows };
}

/** Half of a single bin, seconds. */
const sampleHalf = 0.01;

const fitRows = (recorded: readonly WindowRows[], shown: readonly (readonly WindowRows[])[]): readonly FitWindows[] =>
  recorded.map(({ t, rows }, i) => ({
    bins: t.length,
    recorded: rows,
    shown: shown.map((one) => (one[i] as WindowRows).rows),
  }));
