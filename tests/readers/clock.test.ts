import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoFromUnix } from '../../src/readers/sampled/civil-time.ts';
import { clockFromTimes } from '../../src/readers/sampled/clock.ts';

const clockOf = async (times: readonly number[]) =>
  clockFromTimes(times.length, (from, to) => Float64Array.from(times.slice(from, to)));

describe('a clock of measured times', () => {
  it('is regular with gaps where samples are lost', async () => {
    const times = Array.from({ length: 200 }, (_, i) => i / 10).filter((_, i) => i !== 50 && i < 190);
    const clock = await clockOf(times);
    expect(clock.rateHz).toBeCloseTo(10, 9);
    expect(clock.gaps).toEqual([{ fromSeconds: 4.9, toSeconds: 5.1 }]);
    expect(clock.parts).toEqual([0]);
    expect(clock.warnings).toEqual(['one gap, the first from 4.9 s to 5.1 s']);
  });

  it('begins a part where time goes back', async () => {
    const clock = await clockOf([0, 1, 2, 3, 0.5, 1.5, 1.5]);
    expect(clock.parts).toEqual([0, 4]);
    expect(clock.warnings[0]).toBe('the time goes back once, first at sample 5 (from 3 s to 0.5 s)');
    expect(clock.warnings[1]).toBe('once a time equals the one before, first at sample 7');
  });

  it('leaves out rows without a time, of the times and of values', async () => {
    const time = fc.oneof(fc.constant(Number.NaN), fc.integer({ min: 0, max: 100 }));
    await fc.assert(
      fc.asyncProperty(fc.array(time, { minLength: 1, maxLength: 60 }), fc.nat(), fc.nat(), async (times, a, b) => {
        const clock = await clockOf(times);
        const rows = [...times.keys()].filter((row) => Number.isFinite(times[row]));
        expect(clock.samples).toBe(rows.length);
        const [from, to] = [a % (rows.length + 1), b % (rows.length + 1)].sort((x, y) => x - y) as [number, number];
        const column = (first: number, last: number) =>
          Float64Array.from({ length: last - first }, (_, i) => first + i);
        expect([...(await clock.ofSamples(column, from, to))]).toEqual(rows.slice(from, to));
        expect([...(await clock.times(from, to))]).toEqual(rows.slice(from, to).map((row) => times[row]));
      }),
    );
  });
});

describe('dates', () => {
  it('are those of ECMAScript', () => {
    fc.assert(
      fc.property(fc.integer({ min: -62_135_596_800, max: 250_000_000_000 }), fc.nat({ max: 999 }), (s, ms) => {
        const iso = new Date(s * 1000 + ms).toISOString();
        expect(isoFromUnix(s + ms / 1000)).toBe(ms === 0 ? iso.replace('.000', '') : iso);
      }),
    );
  });
});
