import type { FoundSignal, OpenedRecording } from '../contracts/reader.ts';

/**
 * The first sample of a signal at or after a time, by bisection: a few samples are read. In a recording whose clock
 * restarts, in its first part.
 */
export async function firstAt(
  recording: OpenedRecording,
  { id, samples, parts }: FoundSignal,
  seconds: number,
): Promise<number> {
  let [low, high] = [0, parts[1] ?? samples];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const [time] = await recording.times(id, middle, middle + 1);
    if ((time as number) < seconds) low = middle + 1;
    else high = middle;
  }
  return low;
}
