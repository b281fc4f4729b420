import { randomStream } from '../core/random.ts';
import type { Occurrences } from './event-windows.ts';
import type { WindowClock } from './event-averages.ts';

/** The spikes of one unit around one occurrence of an event, in seconds from it. */
export interface RasterRow {
  /** Index of the occurrence, from 0. */
  readonly trial: number;
  readonly times: readonly number[];
}

/**
 * No neuron fires more than once a millisecond: a higher count comes from a diverging model, and its dots would merge
 * into one line anyway.
 */
const maxPerSecond = 1000;

/**
 * Rows of a raster: a step holds a count; given the count, the spikes of a Poisson process are uniform within the step.
 * @param first number of the first occurrence
 * @param seed of the run; spike times within a step depend only on it, the event and the occurrence
 */
export function eventRaster(
  { rows, steps, signals: { unit } }: Occurrences,
  { stepSeconds, before }: WindowClock,
  first: number,
  seed: number,
  event: string,
): readonly RasterRow[] {
  if (unit === undefined) return [];
  const most = Math.ceil(stepSeconds * maxPerSecond);
  return Array.from({ length: rows }, (_, row): RasterRow => {
    const random = randomStream(seed, `raster/${event}/${first + row}`);
    const times: number[] = [];
    for (let step = 0; step < steps; step++) {
      const rate = unit[row * steps + step] as number;
      const count = Number.isNaN(rate) ? 0 : Math.min(most, Math.round(rate * stepSeconds));
      const fractions = Array.from({ length: count }, () => random.next()).sort((a, b) => a - b);
      for (const fraction of fractions) times.push(Number(((step - before + fraction) * stepSeconds).toFixed(6)));
    }
    return { trial: first + row, times };
  });
}
