import type { FoundSignal, OpenedRecording } from '../contracts/reader.ts';

/**
 * The first sample of a signal at or after a time: where a regular clock would have it, or else by bisection from there.
 * A few samples are read. In a recording whose clock restarts, in its first part.
 */
export async function firstAt(
  recording: OpenedRecording,
  { id, samples, parts, startSeconds, rateHz }: FoundSignal,
  seconds: number,
): Promise<number> {
  const isBefore = async (sample: number): Promise<boolean> =>
    ((await recording.times(id, sample, sample + 1))[0] as number) < seconds;
  let [low, high] = [0, parts[1] ?? samples];
  const regular = Math.ceil((seconds - startSeconds) * rateHz);
  let next = Number.isFinite(regular) ? Math.min(Math.max(regular, low), high - 1) : high >> 1;
  for (let step = 1; low < high; step *= 2) {
    if (await isBefore(next)) {
      low = next + 1;
      next = Math.min(low + step - 1, Math.floor((low + high) / 2));
    } else {
      high = next;
      next = Math.max(high - step, Math.floor((low + high) / 2));
    }
  }
  return low;
}
