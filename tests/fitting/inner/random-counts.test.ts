import { expect, test } from 'vitest';
import { randomStream } from '../../../src/core/random.ts';
import { driveOf, rectify, rectifyLog, unrectified } from '../../../src/fitting/inner/rectifier.ts';
import { countDraw, studentDraw } from '../../../src/fitting/inner/random-counts.ts';

const draws = 40_000;

test('counts have their mean μ and variance μ + α μ², also for α above 1', () => {
  const random = randomStream(4, 'counts');
  for (const [mean, alpha] of [
    [3, 0],
    [3, 0.5],
    [0.4, 2],
  ] as const) {
    // prettier-ignore
    const made = Array.from({ length: draws }, () => countDraw(mean, alpha, random));
    const found = made.reduce((sum, one) => sum + one, 0) / draws;
    const variance = made.reduce((sum, one) => sum + (one - found) ** 2, 0) / draws;
    const expected = mean + alpha * mean * mean;
    // Five standard errors of the mean; a tenth of the variance.
    expect(Math.abs(found - mean)).toBeLessThan(5 * Math.sqrt(expected / draws));
    expect(Math.abs(variance / expected - 1)).toBeLessThan(0.1);
  }
});

test("draws of Student's t distribution have its quantiles", () => {
  const random = randomStream(5, 'student');
  // scipy.stats.t.ppf(.975, df): 12.706 and 2.776.
  for (const [df, limit] of [
    [1, 12.7062047],
    [4, 2.7764451],
  ] as const) {
    // prettier-ignore
    const beyond = Array.from({ length: draws }, () => studentDraw(df, random)).filter((one) => Math.abs(one) > limit);
    // Five standard errors of a share of .05.
    expect(Math.abs(beyond.length / draws - 0.05)).toBeLessThan(5 * Math.sqrt((0.05 * 0.95) / draws));
  }
});

test('a rectified rate is the rounded corner, its logarithm and their derivatives', () => {
  const at = (drive: number) => {
    const rated = { ...unrectified };
    rectify(drive, rated);
    rectifyLog(drive, rated);
    return rated;
  };
  for (const drive of [-20, -3, -0.1, 0, 0.4, 7]) {
    const [low, now, high] = [at(drive - 1e-5), at(drive), at(drive + 1e-5)];
    expect(now.rate).toBeCloseTo(0.5 * Math.log1p(Math.exp(drive / 0.5)), 14);
    expect(now.slope).toBeCloseTo((high.rate - low.rate) / 2e-5, 7);
    expect(now.curvature).toBeCloseTo((high.slope - low.slope) / 2e-5, 7);
    expect(now.logSlope).toBeCloseTo((high.logRate - low.logRate) / 2e-5, 6);
    expect(now.logCurvature).toBeCloseTo((high.logSlope - low.logSlope) / 2e-5, 6);
    expect(driveOf(now.rate)).toBeCloseTo(drive, 6);
  }
  // Where the rate itself is no number any more.
  expect(at(-1000).logRate).toBe(Math.log(0.5) - 2000);
});
