import { intervalOf, type Trace } from './trace.ts';

/** A control older than this many of its intervals is missing. */
const maxIntervals = 1.5;

/**
 * The control at the times of the signal: its latest sample, never a later one. Devices that alternate their lights
 * sample the two in turn, so that it is up to one interval old; NaN where it is older, or was missing.
 * @param times of the signal, seconds
 */
export function controlAt(control: Trace, times: Float64Array): Float64Array {
  const oldest = maxIntervals * intervalOf(control.times);
  // Two clocks of one device differ by rounding.
  const rounding = 1e-6 * oldest;
  let next = 0;
  return times.map((time) => {
    while (next < control.times.length && (control.times[next] as number) <= time + rounding) next++;
    const since = next === 0 ? Infinity : time - (control.times[next - 1] as number);
    return since <= oldest ? (control.values[next - 1] as number) : Number.NaN;
  });
}
