import { InputError } from '../../core/errors.ts';
import { firstFrom } from '../first-from.ts';
import { countFits, windowWarnings, type WindowFit, type WindowOptions, type Windows } from './windows.ts';

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

/** How much of the window around each event was recorded. */
export function spikeFits(
  events: Float64Array,
  { startSeconds, endSeconds, beforeSeconds, afterSeconds }: SpikeWindowOptions,
): readonly WindowFit[] {
  return Array.from(events, (event) => {
    if (!(event >= startSeconds && event <= endSeconds)) return 'outside';
    return event - beforeSeconds >= startSeconds && event + afterSeconds <= endSeconds ? 'complete' : 'cut';
  });
}

/** Share of a bin that counts as rounding. */
const rounding = 1e-6;

/** The window and its bins, seconds. */
type Binning = Pick<WindowOptions, 'beforeSeconds' | 'afterSeconds' | 'binSeconds'>;

interface Bins extends Binning {
  readonly count: number;
  /** Bins before the event, which is the edge between two bins. */
  readonly before: number;
}

/** @throws InputError for a window without bins */
function binsOf({ beforeSeconds, afterSeconds, binSeconds }: Binning): Bins {
  const before = Math.floor(beforeSeconds / binSeconds + rounding);
  const count = before + Math.floor(afterSeconds / binSeconds + rounding);
  if (!(count >= 1))
    throw new InputError(
      `a window from ${-beforeSeconds} to ${afterSeconds} s has no bin of ${binSeconds} s`,
      'window',
      'choose a longer window or shorter bins',
    );
  return { count, before, beforeSeconds, afterSeconds, binSeconds };
}

const middlesOf = ({ count, before, binSeconds }: Bins): Float64Array =>
  Float64Array.from({ length: count }, (_, bin) => (bin - before + 0.5) * binSeconds);

/** Numbers of spikes in the bins that were recorded as a whole, and which these are: [first, last). */
function countsOf({ times, from, to }: SpikeRow, { count, before, binSeconds }: Bins) {
  const first = Math.max(0, Math.ceil(from / binSeconds + before - rounding));
  const last = Math.min(count, Math.floor(to / binSeconds + before + rounding));
  const counts = new Uint32Array(count);
  for (const time of times) {
    const bin = Math.floor(time / binSeconds + rounding) + before;
    if (bin >= first && bin < last) counts[bin] = (counts[bin] as number) + 1;
  }
  return { first, last, counts };
}

/**
 * Counts in bins, not smoothed: nothing before an event contains a spike after it. The event is the edge between two
 * bins.
 * @throws InputError for a window without bins
 */
export function psth(rows: readonly SpikeRow[], binning: Binning): Psth {
  const bins = binsOf(binning);
  const spikes = new Uint32Array(bins.count);
  const events = new Uint32Array(bins.count);
  for (const row of rows) {
    const { first, last, counts } = countsOf(row, bins);
    for (let bin = first; bin < last; bin++) {
      events[bin] = (events[bin] as number) + 1;
      spikes[bin] = (spikes[bin] as number) + (counts[bin] as number);
    }
  }
  return {
    seconds: middlesOf(bins),
    binSeconds: bins.binSeconds,
    rate: Float64Array.from(spikes, (count, bin) => count / (events[bin] as number) / bins.binSeconds),
    events,
  };
}

/**
 * The firing rate of a unit around each event, spikes per second: counts in bins like those of `psth`. A bin that was not
 * recorded as a whole is NaN.
 * @param spikes seconds, in increasing order
 * @throws InputError for a window without bins
 */
export function spikeWindows(
  spikes: Float64Array,
  events: Float64Array,
  options: SpikeWindowOptions & Binning,
): Windows {
  const bins = binsOf(options);
  const values = new Float64Array(events.length * bins.count).fill(Number.NaN);
  for (const row of spikeRows(spikes, events, options)) {
    const { first, last, counts } = countsOf(row, bins);
    const at = row.event * bins.count;
    for (let bin = first; bin < last; bin++) values[at + bin] = (counts[bin] as number) / bins.binSeconds;
  }
  const fits = spikeFits(events, options);
  return {
    rows: events.length,
    seconds: middlesOf(bins),
    binSeconds: bins.binSeconds,
    values,
    fits,
    counts: countFits(fits),
    gapped: 0,
    method: `spikes in each bin of ${bins.binSeconds} s, per second`,
    warnings: windowWarnings(countFits(fits), 0),
  };
}
