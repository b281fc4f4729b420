import { expect, test } from 'vitest';
import { SaveTimes } from '../../src/session/control/save-times.ts';

/** Times in milliseconds at which a run of a given length is saved, checked every 100 ms. */
function times(until: number, took: number): number[] {
  const saves = new SaveTimes(0);
  const at: number[] = [];
  for (let now = 0; now <= until; now += 100) {
    if (!saves.isDue(now)) continue;
    at.push(now);
    now += took;
    saves.note(now, took);
  }
  return at;
}

test('a run is saved within its first five seconds, then less often, and at least every minute', () => {
  const at = times(3_600_000, 0);
  expect(at[0]).toBeLessThanOrEqual(5_000);
  const gaps = at.slice(1).map((time, i) => time - (at[i] as number));
  for (const [i, gap] of gaps.entries()) if (i > 0) expect(gap).toBeGreaterThanOrEqual(gaps[i - 1] as number);
  expect(Math.max(...gaps)).toBeLessThanOrEqual(60_100);
  // The possible loss by a crash is a share of the run.
  for (const [i, gap] of gaps.entries()) expect(gap).toBeLessThanOrEqual(2 * (at[i] as number));
});

test('saving takes at most a twentieth of the time, for runs of any size', () => {
  const took = 5_000;
  const at = times(3_600_000, took);
  expect(at[0]).toBeLessThanOrEqual(5_000);
  expect((at.length * took) / 3_600_000).toBeLessThan(1 / 20 + 0.01);
});
