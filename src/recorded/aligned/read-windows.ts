import { InputError } from '../../core/errors.ts';
import type { OpenedRecording } from '../../contracts/reader.ts';
import { firstFrom } from '../first-from.ts';
import { signalOf } from '../signal-of.ts';
import { windowBuilder, type WindowOptions, type Windows } from './windows.ts';

/** Samples that are read at a time. */
const slice = 65_536;

/**
 * Windows of a signal of a recording around events, read in slices; slices without any window are not read.
 * @param part which part of a signal whose clock restarts; its events are on the clock of that part
 * @throws InputError if the recording has no such signal or part, or for an impossible window
 */
export async function readWindows(
  recording: Pick<OpenedRecording, 'found' | 'times' | 'values'>,
  id: string,
  events: Float64Array,
  options: WindowOptions,
  part = 0,
): Promise<Windows> {
  const signal = signalOf(recording.found, id);
  const from = signal.parts[part];
  const to = signal.parts[part + 1] ?? signal.samples;
  if (from === undefined || from >= to)
    throw new InputError(
      `there is no part ${part + 1} of '${id}'`,
      'recording',
      `choose one of its ${signal.parts.length}`,
    );
  const timeAt = async (sample: number): Promise<number> =>
    (await recording.times(id, sample, sample + 1))[0] as number;
  const [startSeconds, endSeconds] = [await timeAt(from), await timeAt(to - 1)];
  const extent = { startSeconds, endSeconds, sampleSeconds: 1 / signal.rateHz };
  const builder = windowBuilder(events, extent, options);
  const sorted = events.slice().sort();
  // Whole bins may reach a bin further than the window, and a sample counts for moments next to it.
  const margin = options.binSeconds + extent.sampleSeconds;
  const [before, after] = [options.beforeSeconds + margin, options.afterSeconds + margin];
  let start = startSeconds;
  for (let first = from; first < to; first += slice) {
    const last = Math.min(to, first + slice);
    const next = last < to ? await timeAt(last) : endSeconds;
    if (anyWithin(sorted, start - after, next + before))
      builder.add(await recording.times(id, first, last), await recording.values(id, first, last));
    start = next;
  }
  return builder.finish();
}

/** Whether a sorted list has a number in a range. */
function anyWithin(sorted: Float64Array, low: number, high: number): boolean {
  const from = firstFrom(sorted, low);
  return from < sorted.length && (sorted[from] as number) <= high;
}
