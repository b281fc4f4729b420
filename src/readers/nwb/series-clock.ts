import { InputError } from '../../core/errors.ts';
import { asDataset, type Hdf5Group } from '../hdf5/nodes.ts';
import { timesClock } from '../hdf5/times-clock.ts';
import { type Clock, clockFromRate } from '../sampled/clock.ts';
import type { Collected } from './collected.ts';

/**
 * The clock of a TimeSeries: `timestamps`, or `starting_time` with its rate.
 * @param rows samples that it has
 * @throws InputError if it has neither
 */
export async function seriesClock(series: Hdf5Group, rows: number, collected: Collected): Promise<Clock> {
  const timestamps = series.child('timestamps');
  if (timestamps?.kind === 'lost') throw new InputError(`its time ${timestamps.reason}`, series.where, 'add that file');
  if (timestamps?.kind === 'dataset') {
    const times = timestamps.shape[0] ?? 0;
    if (times !== rows)
      collected.warnings.push(`${series.path} has ${rows} samples, but ${times} times: only those with both are read`);
    const key = `${timestamps.identity} ${Math.min(times, rows)}`;
    const known = collected.clocks.get(key);
    if (known !== undefined) return known;
    const clock = await timesClock(timestamps, Math.min(times, rows));
    collected.clocks.set(key, clock);
    collected.warnings.push(...clock.warnings.map((warning) => `${series.path}: ${warning}`));
    return clock;
  }
  const start = asDataset(series.child('starting_time'));
  const rate = start?.attributes.number('rate');
  if (start === undefined || rate === undefined || !(rate > 0) || !Number.isFinite(rate))
    throw new InputError(
      'it has neither times nor a sampling rate',
      series.where,
      'add timestamps, or starting_time with a rate above 0',
    );
  const [seconds = 0] = await start.allNumbers();
  return clockFromRate(seconds, rate, rows);
}
