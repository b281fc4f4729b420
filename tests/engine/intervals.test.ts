import { describe, expect, test } from 'vitest';
import { drawInterval, meanInterval, type Interval } from '../../src/contracts/design.ts';
import { randomStream } from '../../src/core/random.ts';
import { mean, variance } from '../core/moments.ts';

const intervals: Readonly<Record<string, { interval: Interval; range: [number, number] }>> = {
  fixed: { interval: { kind: 'fixed', seconds: 1.5 }, range: [1.5, 1.5] },
  uniform: { interval: { kind: 'uniform', minSeconds: 2, maxSeconds: 6 }, range: [2, 6] },
  'exponential, hardly truncated': {
    interval: { kind: 'exponential', meanSeconds: 4, minSeconds: 1, maxSeconds: 40 },
    range: [1, 40],
  },
  'exponential, truncated': {
    interval: { kind: 'exponential', meanSeconds: 4, minSeconds: 3, maxSeconds: 5 },
    range: [3, 5],
  },
  grid: { interval: { kind: 'grid', seconds: [1, 2, 4], weights: [2, 1, 1] }, range: [1, 4] },
};

describe.each(Object.entries(intervals))('%s', (_, { interval, range }) => {
  const random = randomStream(1, 'test');
  const drawn = Array.from({ length: 20_000 }, () => drawInterval(interval, random));

  test('stays within its range', () => {
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(range[0]);
    expect(Math.max(...drawn)).toBeLessThanOrEqual(range[1]);
  });

  test('has the declared mean', () => {
    expect(Math.abs(mean(drawn) - meanInterval(interval))).toBeLessThan(
      5 * Math.sqrt(variance(drawn) / drawn.length) + 1e-9,
    );
  });
});

test('an untruncated exponential interval is its minimum plus an exponential time', () => {
  expect(meanInterval({ kind: 'exponential', meanSeconds: 4, minSeconds: 1, maxSeconds: 1000 })).toBeCloseTo(5, 10);
  const random = randomStream(2, 'test');
  const drawn = Array.from({ length: 20_000 }, () =>
    drawInterval({ kind: 'exponential', meanSeconds: 4, minSeconds: 1, maxSeconds: 1000 }, random),
  );
  // Memoryless: a share of e^-1 is longer than the minimum plus one mean.
  expect(drawn.filter((seconds) => seconds > 5).length / drawn.length).toBeCloseTo(Math.exp(-1), 1.8);
  expect(Math.sqrt(variance(drawn))).toBeCloseTo(4, 0.7);
});
