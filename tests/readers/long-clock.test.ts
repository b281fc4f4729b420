import { describe, expect, it } from 'vitest';
import { longClock } from '../../src/readers/hdf5/long-clock.ts';

const rows = 1 << 20;

const clockOf = (timeOf: (row: number) => number) =>
  longClock(rows, async (from, to, step = 1) =>
    Float64Array.from({ length: Math.ceil((to - from) / step) }, (_, i) => timeOf(from + i * step)),
  );

describe('times of which every fourth is looked at', () => {
  it('are regular', async () => {
    const clock = await clockOf((row) => 2 + row / 1000);
    expect(clock).toMatchObject({ samples: rows, withoutTime: 0, startSeconds: 2, gaps: [], parts: [0] });
    expect(clock.rateHz).toBeCloseTo(1000, 6);
    expect(clock.endSeconds).toBeCloseTo(2 + (rows - 1) / 1000, 9);
    expect(clock.warnings).toEqual(['of 1,048,576 times every 4th was looked at']);
  });

  it('have gaps, also of one sample', async () => {
    const clock = await clockOf((row) => (row + (row > 70_001 ? 1 : 0) + (row > 900_000 ? 5000 : 0)) / 1000);
    expect(clock.gaps.map(({ fromSeconds, toSeconds }) => [fromSeconds, toSeconds])).toEqual([
      [70.001, 70.003],
      [900.001, 905.002],
    ]);
  });

  it.each([
    ['go back', (row: number) => (row < 500_000 ? row : row - 500_000) / 1000],
    ['are missing', (row: number) => (row === 500_000 ? Number.NaN : row / 1000)],
    ['are missing at the end', (row: number) => (row > rows - 3 ? Number.NaN : row / 1000)],
  ])('are all read where some %s', async (_, timeOf) => {
    const clock = await clockOf(timeOf);
    expect(clock.warnings.join()).not.toContain('looked at');
    expect([clock.parts.length, clock.withoutTime]).not.toEqual([1, 0]);
  });
});
