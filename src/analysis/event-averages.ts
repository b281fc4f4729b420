import type { Averages } from '../contracts/paradigm.ts';
import { Accumulator } from './accumulator.ts';
import type { Occurrences } from './event-windows.ts';

/** The windows in the time of plots. */
export interface WindowClock {
  readonly stepSeconds: number;
  /** Steps of a window before the event. */
  readonly before: number;
}

/** Time of each step of a window, seconds from the event. */
export const windowSeconds = ({ stepSeconds, before }: WindowClock, steps: number): readonly number[] =>
  Array.from({ length: steps }, (_, i) => Number(((i - before) * stepSeconds).toFixed(6)));

/**
 * Mean and SEM of RPE and value around an event. Steps without any occurrence (every episode had ended, or not begun)
 * are left out at either end, so that a line is drawn only where there are data. The rate is the recorded signal, or
 * the RPE itself if there is no sensor.
 * @param label the event's name on the time axis
 */
export function eventAverages({ rows, steps, signals }: Occurrences, clock: WindowClock, label: string): Averages {
  const t = windowSeconds(clock, steps);
  const bandOf = (column: Float32Array): Averages['rpe'] => {
    const sums = new Accumulator(steps);
    for (let row = 0; row < rows; row++) sums.add((i) => column[row * steps + i] as number);
    return sums.band();
  };
  const hasData = (i: number): boolean => {
    for (let row = 0; row < rows; row++) if (!Number.isNaN(signals.rpe[row * steps + i])) return true;
    return false;
  };
  const shown = t.map((_, i) => i).filter(hasData);
  const kept = <T>(values: readonly T[]): readonly T[] =>
    values.length === 0 ? values : shown.map((i) => values[i] as T);
  const cut = ({ mean, sem, n }: Averages['rpe']): Averages['rpe'] => ({ mean: kept(mean), sem: kept(sem), n });
  const rpe = cut(bandOf(signals.rpe));
  return {
    align: 'cue',
    t: kept(t),
    n: rows,
    marks: [{ event: 'cue', label, seconds: 0 }],
    rpe,
    value: cut(bandOf(signals.value)),
    rate: signals.rate === undefined ? rpe : cut(bandOf(signals.rate)),
  };
}
