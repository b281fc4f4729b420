import { InputError } from '../../core/errors.ts';

/** When a unit was recorded, and which part around each event is of interest. */
export interface SpikeWindowOptions {
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly beforeSeconds: number;
  readonly afterSeconds: number;
}

/** Spikes around one event. */
export interface SpikeRow {
  /** Place of the event in the list of events. */
  readonly event: number;
  /** Seconds from the event, in order; the window's end is excluded. */
  readonly times: Float64Array;
  /** Which part of the window was recorded, seconds from the event. */
  readonly from: number;
  readonly to: number;
}

/** Firing rate around events. */
export interface Psth {
  /** Middle of each bin, seconds from the event. */
  readonly seconds: Float64Array;
  readonly binSeconds: number;
  /** Spikes per second, over the events that were recorded in the whole bin; NaN if there is none. */
  readonly rate: Float64Array;
  /** Number of these events in each bin. */
  readonly events: Uint32Array;
}

/**
 * The raster of a unit. Events outside of the recording have no row: silence there would look like a pause.
 * @param spikes seconds, in increasing order
 */
export function spikeRows(
  spikes: Float64Array,
  events: Float64Array,
  { startSeconds, endSeconds, beforeSeconds, afterSeconds }: SpikeWindowOptions,
): readonly SpikeRow[] {
  return Array.from(events).flatMap((event, i): readonly SpikeRow[] => {
    if (!(event >= startSeconds && event <= endSeconds)) return [];
    const first = firstFrom(spikes, event - beforeSeconds);
    const times = spikes.subarray(first, firstFrom(spikes, event + afterSeconds)).map((time) => time - event);
    return [
      {
        event: i,
        times,
        from: Math.max(-beforeSeconds, startSeconds - event),
        to: Math.min(afterSeconds, endSeconds - event),
      },
    ];
  });
}

/** Place of the first spike at a time or later. */
function firstFrom(spikes: Float64Array, time: number): number {
  let [from, to] = [0, spikes.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((spikes[middle] as number) < time) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** Share of a bin that counts as rounding. */
const rounding = 1e-6;

/**
 * Counts in bins, not smoothed: nothing before an event contains a spike after it. The event is the edge between two
 * bins.
 * @throws InputError for a window without bins
 */
export function psth(
  rows: readonly SpikeRow[],
  {
    beforeSeconds,
    afterSeconds,
    binSeconds,
  }: Pick<SpikeWindowOptions, 'beforeSeconds' | 'afterSeconds'> & { readonly binSeconds: number },
): Psth {
  const before = Math.floor(beforeSeconds / binSeconds + rounding);
  const bins = before + Math.floor(afterSeconds / binSeconds + rounding);
  if (!(bins >= 1))
    throw new InputError(
      `a window from ${-beforeSeconds} to ${afterSeconds} s has no bin of ${binSeconds} s`,
      'window',
      'choose a longer window or shorter bins',
    );
  const counts = new Uint32Array(bins);
  const events = new Uint32Array(bins);
  for (const { times, from, to } of rows) {
    const first = Math.max(0, Math.ceil(from / binSeconds + before - rounding));
    const last = Math.min(bins, Math.floor(to / binSeconds + before + rounding));
    for (let bin = first; bin < last; bin++) events[bin] = (events[bin] as number) + 1;
    for (const time of times) {
      const bin = Math.floor(time / binSeconds + rounding) + before;
      if (bin >= first && bin < last) counts[bin] = (counts[bin] as number) + 1;
    }
  }
  return {
    seconds: Float64Array.from({ length: bins }, (_, bin) => (bin - before + 0.5) * binSeconds),
    binSeconds,
    rate: Float64Array.from(counts, (count, bin) => count / (events[bin] as number) / binSeconds),
    events,
  };
}
