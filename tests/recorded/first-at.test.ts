import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstAt } from '../../src/recorded/first-at.ts';
import { memoryRecording, sampled } from './memory-recording.ts';

/** The recording, and how often its times are read. */
function counted(times: Float64Array) {
  const recording = memoryRecording({ f: { times, values: times } });
  let reads = 0;
  return {
    first: (seconds: number) =>
      firstAt(
        {
          ...recording,
          times: (id, from, to) => {
            reads++;
            return recording.times(id, from, to);
          },
        },
        recording.found.signals[0] as (typeof recording.found.signals)[number],
        seconds,
      ),
    reads: () => reads,
  };
}

test('the first sample at or after a time, whatever the clock', async () => {
  const intervals = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 2, maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(intervals, fc.integer({ min: -5, max: 200 }), async (intervals, seconds) => {
      let time = 0;
      const times = Float64Array.from(intervals, (interval) => (time += interval));
      const slow = times.findIndex((one) => one >= seconds);
      expect(await counted(times).first(seconds)).toBe(slow < 0 ? times.length : slow);
    }),
  );
});

test('a regular clock is read three times at most, however long it is', async () => {
  const { times } = sampled(100, 600, () => 0);
  for (const seconds of [-1, 0, 0.004, 123.456, 599.99, 600, 700]) {
    const { first, reads } = counted(times);
    expect(await first(seconds)).toBe(Math.min(60_000, Math.max(0, Math.ceil(Number((seconds * 100).toFixed(6))))));
    expect(reads()).toBeLessThanOrEqual(3);
  }
});
