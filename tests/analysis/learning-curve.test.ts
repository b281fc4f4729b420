import { describe, expect, test } from 'vitest';
import { learningCurve } from '../../src/analysis/learning-curve.ts';

const run = (...episodes: readonly (readonly [number, number])[]) => ({
  endSteps: episodes.map(([at]) => at),
  returns: episodes.map(([, total]) => total),
});

describe('a learning curve', () => {
  test('of one run is the mean and SEM over the episodes that ended in each stretch', () => {
    const points = learningCurve([run([1, 2], [10, 4], [11, 7], [40, 9])], 40, 4);
    expect(points.map(({ steps, mean, n }) => [steps, mean, n])).toEqual([
      [5, 3, 2],
      [15, 7, 1],
      [35, 9, 1],
    ]);
    // {2, 4}: standard deviation √2, over √2.
    expect(points[0]?.sem).toBeCloseTo(1, 12);
    expect(points[1]?.sem).toBe(0);
  });

  test('of several seeds is the mean and SEM over the means of the seeds, however many episodes each has', () => {
    const [point] = learningCurve([run([1, 0], [2, 0], [3, 0]), run([5, 6])], 10, 1);
    expect(point).toMatchObject({ steps: 5, mean: 3, n: 2 });
    // {0, 6}: standard deviation √18, over √2.
    expect(point?.sem).toBeCloseTo(3, 12);
  });

  test('has no points before the first episode has ended', () => {
    expect(learningCurve([run()], 10, 5)).toEqual([]);
  });
});
