import { InputError } from '../../core/errors.ts';
import { median } from './order-statistics.ts';

/** Samples of one signal on the session's clock: seconds, in increasing order, and values, NaN where missing. */
export interface Trace {
  readonly times: Float64Array;
  readonly values: Float64Array;
}

/** A range of samples [from, to). */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** An interval of more than this many usual ones is a gap. */
const gapIntervals = 1.5;

/**
 * The median interval of samples, seconds.
 * @throws InputError for fewer than two samples, and where the clock runs backwards
 */
export function intervalOf(times: Float64Array): number {
  if (times.length < 2)
    throw new InputError(`a signal of ${times.length} samples has no rate`, 'photometry', 'choose a longer signal');
  const intervals = new Float64Array(times.length - 1);
  for (let i = 0; i < intervals.length; i++) {
    intervals[i] = (times[i + 1] as number) - (times[i] as number);
    if (!((intervals[i] as number) >= 0))
      throw new InputError(
        `the clock restarts at sample ${i + 1}`,
        'photometry',
        'save each part of the recording as a file of its own',
      );
  }
  return median(intervals);
}

/** Ranges without a gap and without a missing value, in order. What has a memory begins anew in each. */
export function stretchesOf({ times, values }: Trace): readonly Stretch[] {
  const longest = gapIntervals * intervalOf(times);
  const stretches: Stretch[] = [];
  let from = 0;
  for (let i = 0; i <= values.length; i++) {
    const isMissing = i === values.length || Number.isNaN(values[i]);
    const isGap = i > 0 && i < values.length && (times[i] as number) - (times[i - 1] as number) > longest;
    if (!isMissing && !isGap) continue;
    if (i > from) stretches.push({ from, to: i });
    from = isMissing ? i + 1 : i;
  }
  return stretches;
}
