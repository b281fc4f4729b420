import type { FoundSignal, OpenedRecording } from '../contracts/reader.ts';
import { firstAt } from './first-at.ts';
import { signalOf } from './signal-of.ts';

/** A stretch of a signal for a screen: the lowest and the highest sample of each column of pixels. */
export interface TraceView {
  /** Middle of each column, seconds. */
  readonly t: Float64Array;
  /** NaN where a column has no sample: a gap. */
  readonly low: Float32Array;
  readonly high: Float32Array;
  /** Samples in the stretch. */
  readonly samples: number;
}

export interface Stretch {
  readonly fromSeconds: number;
  readonly toSeconds: number;
  /** Number of columns. */
  readonly pixels: number;
}

/** Samples of a block that is kept folded. */
const blockSamples = 256;
/** Samples read at once. */
const chunkSamples = 1 << 20;
/** A stretch of more samples is drawn from folded blocks. */
const maxRead = 400_000;

/**
 * Folds a stretch by minimum and maximum, never by a mean, so that a single sample stays visible at any zoom. A long
 * signal is read once and kept as blocks of 256 samples.
 */
export async function traceView(recording: OpenedRecording, id: string, stretch: Stretch): Promise<TraceView> {
  const signal = signalOf(recording.found, id);
  const from = await firstAt(recording, signal, stretch.fromSeconds);
  const to = await firstAt(recording, signal, stretch.toSeconds);
  const columns = new Columns(stretch);
  if (to - from <= maxRead) {
    const [times, values] = [await recording.times(id, from, to), await recording.values(id, from, to)];
    for (let i = 0; i < values.length; i++) columns.add(times[i] as number, values[i] as number, values[i] as number);
  } else {
    const blocks = await blocksOf(recording, signal);
    const last = Math.min(blocks.t.length, Math.ceil(to / blockSamples));
    for (let i = Math.floor(from / blockSamples); i < last; i++)
      columns.add(blocks.t[i] as number, blocks.low[i] as number, blocks.high[i] as number);
  }
  const { t, low, high } = columns;
  return { t, low, high, samples: to - from };
}

class Columns implements Omit<TraceView, 'samples'> {
  readonly t: Float64Array;
  readonly low: Float32Array;
  readonly high: Float32Array;
  private readonly stretch: Stretch;

  constructor(stretch: Stretch) {
    const { fromSeconds, toSeconds, pixels } = stretch;
    this.stretch = stretch;
    this.t = Float64Array.from(
      { length: pixels },
      (_, i) => fromSeconds + ((i + 0.5) / pixels) * (toSeconds - fromSeconds),
    );
    this.low = new Float32Array(pixels).fill(Number.NaN);
    this.high = new Float32Array(pixels).fill(Number.NaN);
  }

  add(seconds: number, low: number, high: number): void {
    const { fromSeconds, toSeconds, pixels } = this.stretch;
    const at = Math.floor(((seconds - fromSeconds) / (toSeconds - fromSeconds)) * pixels);
    if (at < 0 || at >= pixels || Number.isNaN(low)) return;
    if (!((this.low[at] as number) <= low)) this.low[at] = low;
    if (!((this.high[at] as number) >= high)) this.high[at] = high;
  }
}

interface Blocks {
  /** Time of each block's first sample. */
  readonly t: Float64Array;
  readonly low: Float32Array;
  readonly high: Float32Array;
}

const known = new WeakMap<OpenedRecording, Map<string, Promise<Blocks>>>();

function blocksOf(recording: OpenedRecording, signal: FoundSignal): Promise<Blocks> {
  const own = known.get(recording) ?? new Map<string, Promise<Blocks>>();
  known.set(recording, own);
  const blocks = own.get(signal.id) ?? folded(recording, signal);
  own.set(signal.id, blocks);
  return blocks;
}

async function folded(recording: OpenedRecording, { id, samples }: FoundSignal): Promise<Blocks> {
  const count = Math.ceil(samples / blockSamples);
  const blocks = {
    t: new Float64Array(count),
    low: new Float32Array(count).fill(Number.NaN),
    high: new Float32Array(count).fill(Number.NaN),
  };
  for (let from = 0; from < samples; from += chunkSamples) {
    const to = Math.min(samples, from + chunkSamples);
    const values = await recording.values(id, from, to);
    const times = await recording.times(id, from, to);
    for (let i = 0; i < values.length; i++) {
      const block = Math.floor((from + i) / blockSamples);
      const value = values[i] as number;
      if (i % blockSamples === 0) blocks.t[block] = times[i] as number;
      if (value < (blocks.low[block] as number) || Number.isNaN(blocks.low[block])) blocks.low[block] = value;
      if (value > (blocks.high[block] as number) || Number.isNaN(blocks.high[block])) blocks.high[block] = value;
    }
  }
  return blocks;
}
