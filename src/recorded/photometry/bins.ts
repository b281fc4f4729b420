import type { Trace } from './trace.ts';

/** Equal bins: number k holds the times from startSeconds + k stepSeconds until the next one begins. */
export interface Grid {
  readonly startSeconds: number;
  readonly stepSeconds: number;
  readonly count: number;
}

/** A time this close below a bin's edge, in bins, belongs to the next one: clocks are rounded. */
const rounding = 1e-6;

/** Sums of samples in bins, slice by slice, so that a long signal is never held whole. */
export function binsOf({ startSeconds, stepSeconds, count }: Grid): {
  add(slice: Trace): void;
  /** Means of bins at their first moments; NaN in a bin without a value. */
  trace(): Trace;
} {
  const sums = new Float64Array(count);
  const samples = new Uint32Array(count);
  return {
    add({ times, values }) {
      for (let i = 0; i < values.length; i++) {
        const bin = Math.floor(((times[i] as number) - startSeconds) / stepSeconds + rounding);
        const value = values[i] as number;
        if (Number.isNaN(value) || !(bin >= 0 && bin < count)) continue;
        sums[bin] = (sums[bin] as number) + value;
        samples[bin] = (samples[bin] as number) + 1;
      }
    },
    trace: () => ({
      times: Float64Array.from({ length: count }, (_, k) => startSeconds + k * stepSeconds),
      values: sums.map((sum, k) => sum / (samples[k] as number)),
    }),
  };
}

/** A trace as means in bins: nothing is interpolated, so that a gap stays NaN. */
export function binned(trace: Trace, grid: Grid): Trace {
  const bins = binsOf(grid);
  bins.add(trace);
  return bins.trace();
}
