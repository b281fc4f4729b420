import { InputError } from '../../core/errors.ts';
import { type Clock, clockFromTimes } from '../sampled/clock.ts';
import type { Hdf5Dataset } from './nodes.ts';
import { longClock } from './long-clock.ts';

/** Longer times are not read through when a file is opened: 256 MB of doubles. */
const maxReadThrough = 1 << 25;

/**
 * The clock that a dataset of times gives.
 * @param rows the first ones that are used
 * @param perSecond units of the dataset in a second
 */
export async function timesClock(times: Hdf5Dataset, rows: number, perSecond = 1): Promise<Clock> {
  if (times.values !== 'numbers')
    throw new InputError('its values are no numbers', times.where, 'save times as seconds');
  const others = times.shape.slice(1);
  const slice = async (from: number, to: number, step = 1): Promise<Float64Array> => {
    const count = Math.ceil((to - from) / step);
    const read = await times.numbers([from, ...others.map(() => 0)], [count, ...others.map(() => 1)], step);
    return perSecond === 1 ? read : read.map((time) => time / perSecond);
  };
  return rows > maxReadThrough ? longClock(rows, slice) : clockFromTimes(rows, slice);
}
