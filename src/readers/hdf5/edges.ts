import type { Clock } from '../sampled/clock.ts';

/** Values read at a time. */
const block = 1 << 20;

/** When a line goes up, and when it goes down after that; NaN if it stays up to the end of its part. */
export interface Edges {
  readonly times: Float64Array;
  readonly ends: Float64Array;
}

/**
 * Rising edges (above 0 after not above 0) of a line, read in blocks. A line that is up at the first sample of a part has
 * no edge there.
 * @param values of samples [from, to)
 */
export async function edgesOf(
  clock: Clock,
  values: (from: number, to: number) => Promise<Float64Array>,
): Promise<Edges> {
  const restarts = new Set(clock.parts);
  const times: number[] = [];
  const ends: number[] = [];
  let isUp = true;
  for (let from = 0; from < clock.samples; from += block) {
    const to = Math.min(clock.samples, from + block);
    const levels = await values(from, to);
    let seconds: Float64Array | undefined;
    for (let i = 0; i < levels.length; i++) {
      const isNow = (levels[i] as number) > 0;
      if (restarts.has(from + i)) isUp = isNow;
      if (isNow === isUp) continue;
      // Most blocks have no edge, and need no times.
      seconds ??= await clock.times(from, to);
      const time = seconds[i] as number;
      if (isNow) {
        times.push(time);
        ends.push(Number.NaN);
      } else if (ends.length > 0 && Number.isNaN(ends.at(-1))) ends[ends.length - 1] = time;
      isUp = isNow;
    }
  }
  return { times: Float64Array.from(times), ends: Float64Array.from(ends) };
}
