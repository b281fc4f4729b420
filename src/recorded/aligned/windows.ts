import { InputError } from '../../core/errors.ts';

/** Which part of a signal around each event, and on which grid. */
export interface WindowOptions {
  /** Both are rounded to whole bins, so that the event is the edge between two bins: no bin mixes what was before the event with what came after it. */
  readonly beforeSeconds: number;
  readonly afterSeconds: number;
  readonly binSeconds: number;
  /**
   * mean: of the samples in a bin. nearest: the sample nearest to the middle of a bin, at most three quarters of a
   * sample interval from it, so that a value may be from half an interval before or after its bin.
   */
  readonly sampling: 'mean' | 'nearest';
}

/** When a signal was recorded. */
export interface Extent {
  /** Times of its first and last sample. */
  readonly startSeconds: number;
  readonly endSeconds: number;
  /** Usual interval between samples. */
  readonly sampleSeconds: number;
}

/** complete: the recording holds all of the window; cut: only a part of it; outside: not even the event. */
export type WindowFit = 'complete' | 'cut' | 'outside';

/** Windows of a signal, one row for each event in the order of the events. */
export interface Windows {
  readonly rows: number;
  /** Middle of each bin, seconds from the event. */
  readonly seconds: Float64Array;
  readonly binSeconds: number;
  /** Rows x bins, row-major; NaN where the recording has no value. Rows of events outside are NaN. */
  readonly values: Float64Array;
  readonly fits: readonly WindowFit[];
  readonly counts: Readonly<Record<WindowFit, number>>;
  /** Complete windows with bins without a value. */
  readonly gapped: number;
  /** For the figure: how values were made from samples. */
  readonly method: string;
  /** Each one line. */
  readonly warnings: readonly string[];
}

/** Takes the samples of a signal in slices, from its first to its last one. */
export interface WindowBuilder {
  /** Times do not decrease, within a slice and from one slice to the next; seconds. */
  add(times: Float64Array, values: Float64Array): void;
  finish(): Windows;
}

/** Share of a bin or a sample interval that counts as rounding. */
const rounding = 1e-6;
/** Share of a sample interval up to which a sample is taken for a moment. */
const nearEnough = 0.75;
const maxCells = 1e8;

/**
 * @param events seconds on the clock of the signal, in any order
 * @throws InputError for a window without bins, bins shorter than the sample interval, or too many bins
 */
export function windowBuilder(events: Float64Array, extent: Extent, options: WindowOptions): WindowBuilder {
  const grid = gridOf(events.length, extent, options);
  const fits = Array.from(events, (event) => fitOf(event, extent, grid));
  const order = Uint32Array.from(fits.keys())
    .filter((row) => fits[row] !== 'outside')
    .sort((one, other) => (events[one] as number) - (events[other] as number));
  const sorted = Float64Array.from(order, (row) => events[row] as number);
  const cells =
    options.sampling === 'mean' ? meanCells(events.length, grid) : nearestCells(events.length, grid, extent);
  /** The first event in order whose window is not yet over. */
  let open = 0;
  return {
    add(times, values) {
      const [earliest, latest] = [grid.from - cells.reach, grid.to + cells.reach];
      for (let i = 0; i < times.length; i++) {
        const time = times[i] as number;
        while (open < sorted.length && time - (sorted[open] as number) > latest) open += 1;
        if (open === sorted.length) return;
        const next = sorted[open] as number;
        if (time - next < earliest) {
          // Between windows.
          i = firstWithin(times, i, next, earliest) - 1;
          continue;
        }
        for (let place = open; place < sorted.length; place++) {
          const since = time - (sorted[place] as number);
          if (since < earliest) break;
          cells.take(order[place] as number, since, values[i] as number);
        }
      }
    },
    finish: () => windowsOf(cells.values(), fits, grid, options),
  };
}

/** The first sample after one, if that is before a window, whose time since an event is not; their number if there is none. */
function firstWithin(times: Float64Array, after: number, event: number, earliest: number): number {
  let [low, high] = [after + 1, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] as number) - event < earliest) low = middle + 1;
    else high = middle;
  }
  return low;
}

interface Grid {
  readonly bins: number;
  readonly binSeconds: number;
  /** Edges of the window, seconds from the event. */
  readonly from: number;
  readonly to: number;
}

function gridOf(events: number, { sampleSeconds }: Extent, options: WindowOptions): Grid {
  const { beforeSeconds, afterSeconds, binSeconds, sampling } = options;
  const before = Math.round(beforeSeconds / binSeconds);
  const bins = before + Math.round(afterSeconds / binSeconds);
  if (!(bins >= 1))
    throw new InputError(
      `a window from ${-beforeSeconds} to ${afterSeconds} s has no bin of ${binSeconds} s`,
      'window',
      'choose a longer window or shorter bins',
    );
  if (bins * events > maxCells)
    throw new InputError(
      `${events} windows of ${bins} bins are more than ${maxCells} values`,
      'window',
      'choose a shorter window or longer bins',
    );
  if (sampling === 'mean' && binSeconds < sampleSeconds * (1 - rounding))
    throw new InputError(
      `bins of ${binSeconds} s are shorter than the sample interval, ${Number(sampleSeconds.toPrecision(4))} s`,
      'window',
      "choose longer bins, or the sampling 'nearest'",
    );
  return { bins, binSeconds, from: -before * binSeconds, to: (bins - before) * binSeconds };
}

/** A sample lasts until the next one. */
function fitOf(event: number, { startSeconds, endSeconds, sampleSeconds }: Extent, { from, to }: Grid): WindowFit {
  const end = endSeconds + sampleSeconds;
  if (!(event >= startSeconds && event < end)) return 'outside';
  const tolerance = sampleSeconds * rounding;
  return event + from >= startSeconds - tolerance && event + to <= end + tolerance ? 'complete' : 'cut';
}

/** Values of all windows while samples come in. */
interface Cells {
  /** How far from a window a sample can matter, seconds. */
  readonly reach: number;
  take(row: number, since: number, value: number): void;
  values(): Float64Array;
}

function meanCells(rows: number, { bins, binSeconds, from }: Grid): Cells {
  const sums = new Float64Array(rows * bins);
  const counts = new Uint32Array(rows * bins);
  return {
    reach: binSeconds * rounding,
    take(row, since, value) {
      const bin = Math.floor((since - from) / binSeconds + rounding);
      if (bin < 0 || bin >= bins || Number.isNaN(value)) return;
      const at = row * bins + bin;
      sums[at] = (sums[at] as number) + value;
      counts[at] = (counts[at] as number) + 1;
    },
    // 0 / 0 is NaN: a bin without samples.
    values: () => sums.map((sum, at) => sum / (counts[at] as number)),
  };
}

function nearestCells(rows: number, { bins, binSeconds, from }: Grid, { sampleSeconds }: Extent): Cells {
  const reach = sampleSeconds * nearEnough;
  const distances = new Float64Array(rows * bins).fill(Infinity);
  const values = new Float64Array(rows * bins).fill(NaN);
  return {
    reach,
    take(row, since, value) {
      const place = (since - from) / binSeconds - 0.5;
      const span = reach / binSeconds;
      const last = Math.min(bins - 1, Math.floor(place + span));
      for (let bin = Math.max(0, Math.ceil(place - span)); bin <= last; bin++) {
        const at = row * bins + bin;
        const distance = Math.abs(place - bin);
        // A sample without a value counts: its neighbour does not take its place.
        if (distance >= (distances[at] as number)) continue;
        distances[at] = distance;
        values[at] = value;
      }
    },
    values: () => values,
  };
}

/** Windows of each kind. */
export function countFits(fits: readonly WindowFit[]): Windows['counts'] {
  const count = (fit: WindowFit): number => fits.filter((one) => one === fit).length;
  return { complete: count('complete'), cut: count('cut'), outside: count('outside') };
}

function windowsOf(values: Float64Array, fits: readonly WindowFit[], grid: Grid, { sampling }: WindowOptions): Windows {
  const { bins, binSeconds, from } = grid;
  const counts = countFits(fits);
  const gapped = fits.filter(
    (fit, row) => fit === 'complete' && values.subarray(row * bins, (row + 1) * bins).some((one) => Number.isNaN(one)),
  ).length;
  return {
    rows: fits.length,
    seconds: Float64Array.from({ length: bins }, (_, bin) => from + (bin + 0.5) * binSeconds),
    binSeconds,
    values,
    fits,
    counts,
    gapped,
    method:
      sampling === 'mean'
        ? `mean of the samples in each bin of ${binSeconds} s`
        : `sample nearest to the middle of each bin of ${binSeconds} s`,
    warnings: windowWarnings(counts, gapped),
  };
}

/** What is missing in windows, one line each. @param gapped complete windows with gaps */
export function windowWarnings({ cut, outside }: Windows['counts'], gapped: number): readonly string[] {
  const lost = [
    ...(outside > 0 ? [`${outside} ${outside === 1 ? 'event lies' : 'events lie'} outside the recording`] : []),
    ...(cut > 0 ? [`${cut} ${cut === 1 ? 'window is' : 'windows are'} cut off`] : []),
  ];
  return [
    ...(lost.length > 0 ? [lost.join(', ')] : []),
    ...(gapped > 0 ? [`${gapped} ${gapped === 1 ? 'window has' : 'windows have'} gaps`] : []),
  ];
}
