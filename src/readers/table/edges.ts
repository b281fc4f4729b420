import type { FoundEvents, Proposal } from '../../contracts/reader.ts';
import type { TableClock } from './clock.ts';

/** Whether a column holds two levels, of which the lower is 0, and both occur. */
export function isDigital(numbers: Float64Array): boolean {
  let high: number | undefined;
  let low = false;
  for (const value of numbers) {
    if (Number.isNaN(value)) continue;
    if (value === 0) low = true;
    else if (high === undefined) high = value;
    else if (value !== high) return false;
  }
  return low && high !== undefined && high > 0;
}

/**
 * Rising edges of a line, with the falling edges as ends, NaN where the line stays high to the end of its part. A line
 * that is high at the first sample of a part has no edge there.
 */
export function edgesOf(
  id: string,
  levelOf: (row: number) => number,
  { seconds: times, rows, parts }: TableClock,
  proposal: Proposal | undefined,
): FoundEvents {
  const starts: number[] = [];
  const ends: number[] = [];
  const restarts = new Set(parts);
  let high = true;
  for (let i = 0; i < times.length; i++) {
    const level = levelOf(rows === undefined ? i : (rows[i] as number));
    if (restarts.has(i)) high = level > 0;
    else if (level > 0 && !high) {
      starts.push(times[i] as number);
      ends.push(NaN);
      high = true;
    } else if (level <= 0 && high) {
      if (Number.isNaN(ends.at(-1))) ends[ends.length - 1] = times[i] as number;
      high = false;
    }
  }
  return inOrder({
    id,
    times: Float64Array.from(starts),
    ends: Float64Array.from(ends),
    ...(proposal && { proposal }),
  });
}

/** Events in the order of time. */
export function inOrder(events: FoundEvents): FoundEvents {
  const { times, ends, values } = events;
  if (times.every((time, i) => i === 0 || time >= (times[i - 1] as number))) return events;
  const order = Uint32Array.from(times, (_, i) => i).sort(
    (one, other) => (times[one] as number) - (times[other] as number) || one - other,
  );
  const sorted = (numbers: Float64Array): Float64Array => Float64Array.from(order, (i) => numbers[i] as number);
  return {
    ...events,
    times: sorted(times),
    ...(ends && { ends: sorted(ends) }),
    ...(values && { values: sorted(values) }),
  };
}
