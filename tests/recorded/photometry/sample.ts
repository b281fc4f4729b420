// Numbers that any program makes alike: fractions of multiples of irrational numbers.
import type { Trace } from '../../../src/recorded/photometry/trace.ts';

export const fraction = (i: number, irrational: number): number => (i * irrational) % 1;

/** 600 samples at 2 Hz: a control, and 1 + 0.7 control + noise, with 1.5 more in every 17th. */
const count = 600;
export const times = Float64Array.from({ length: count }, (_, i) => i * 0.5);
export const control = times.map((_, i) => fraction(i, 0.6180339887498949) + 0.3 * fraction(i, 0.41421356237309515));
export const signal: Trace = {
  times,
  values: control.map((x, i) => 1 + 0.7 * x + 0.2 * (fraction(i, 0.7182818284590451) - 0.5) + (i % 17 === 0 ? 1.5 : 0)),
};

/** At equal intervals from 0. */
export const traceOf = (values: ArrayLike<number>, rateHz: number): Trace => ({
  times: Float64Array.from(values, (_, i) => i / rateHz),
  values: Float64Array.from(values),
});
