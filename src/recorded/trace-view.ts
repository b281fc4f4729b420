import type { FoundSignal, OpenedRecording } from '../contracts/reader.ts';
import { foldTrace, type FoldedTrace, type View } from './aligned/fold.ts';
import { tracePyramid, type TracePyramid } from './aligned/trace-pyramid.ts';
import { firstAt } from './first-at.ts';
import { signalOf } from './signal-of.ts';

/** A stretch of a signal for a screen: what its samples span in each column of pixels. */
export interface TraceView extends FoldedTrace {
  /** Middle of each column, or the time of each sample where there are only a few per column; seconds. */
  readonly t: Float64Array;
}

/** Samples read at once. */
const chunkSamples = 1 << 20;
/** Fewer samples per column are drawn themselves: columns between them would be empty without being a gap. */
const minPerPixel = 3;
/** Number of usual intervals between samples above which nothing was recorded. */
const gapIntervals = 1.5;

/**
 * Folds a stretch by minimum and maximum, never by a mean, so that a single sample stays visible at any zoom. A long
 * signal is read once, and kept as minima and maxima at several scales.
 */
export async function traceView(recording: OpenedRecording, id: string, view: View): Promise<TraceView> {
  const signal = signalOf(recording.found, id);
  const from = await firstAt(recording, signal, view.fromSeconds);
  const to = await firstAt(recording, signal, view.toSeconds);
  if (to - from < minPerPixel * view.pixels) return samplesIn(recording, signal, from, to);
  const folded =
    to - from > chunkSamples
      ? ((await pyramidOf(recording, signal)).fold(view) ?? (await read(recording, id, view, from, to)))
      : await read(recording, id, view, from, to);
  const width = (view.toSeconds - view.fromSeconds) / view.pixels;
  return { ...folded, t: Float64Array.from({ length: view.pixels }, (_, i) => view.fromSeconds + (i + 0.5) * width) };
}

/** The samples themselves, with one before and one after the stretch, and a missing value in each gap. */
async function samplesIn(
  recording: OpenedRecording,
  { id, samples, parts, rateHz }: FoundSignal,
  from: number,
  to: number,
): Promise<TraceView> {
  const [first, last] = [Math.max(0, from - 1), Math.min(parts[1] ?? samples, to + 1)];
  const [times, values] = [await recording.times(id, first, last), await recording.values(id, first, last)];
  const t: number[] = [];
  const drawn: number[] = [];
  times.forEach((time, i) => {
    const before = times[i - 1] ?? time;
    if (time - before > gapIntervals / rateHz) {
      t.push((time + before) / 2);
      drawn.push(Number.NaN);
    }
    t.push(time);
    drawn.push(values[i] as number);
  });
  const folded = Float32Array.from(drawn);
  return { t: Float64Array.from(t), min: folded, max: folded };
}

const read = async (
  recording: OpenedRecording,
  id: string,
  view: View,
  from: number,
  to: number,
): Promise<FoldedTrace> => foldTrace(await recording.times(id, from, to), await recording.values(id, from, to), view);

const pyramids = new WeakMap<OpenedRecording, Map<string, Promise<TracePyramid>>>();

function pyramidOf(recording: OpenedRecording, signal: FoundSignal): Promise<TracePyramid> {
  const own = pyramids.get(recording) ?? new Map<string, Promise<TracePyramid>>();
  pyramids.set(recording, own);
  const pyramid = own.get(signal.id) ?? built(recording, signal);
  own.set(signal.id, pyramid);
  return pyramid;
}

/** Of the part in which its clock begins. */
async function built(recording: OpenedRecording, { id, samples, parts, rateHz }: FoundSignal): Promise<TracePyramid> {
  const pyramid = tracePyramid(1 / rateHz);
  const end = parts[1] ?? samples;
  for (let from = 0; from < end; from += chunkSamples) {
    const to = Math.min(end, from + chunkSamples);
    pyramid.add(await recording.times(id, from, to), await recording.values(id, from, to));
  }
  return pyramid;
}
