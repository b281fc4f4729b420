import { describe, expect, test } from 'vitest';
import { averageConditions } from '../../src/analysis/conditions.ts';
import type { Trial } from '../../src/contracts/trial.ts';
import { mean } from '../core/moments.ts';
import { conditions, evidenceOf, makeSource } from './source.ts';

const source = makeSource();
const done = source.trials.length;
const averages = averageConditions(source, conditions);
const seen = evidenceOf(source, averages, done);
const rpe = averages.averages(done)['sure']?.rpe.mean ?? [];

test('at: the mean over trials at the step of a time, rounded like the schedule', () => {
  // The window starts at -0.5 s, so step 0 is the sixth.
  expect(seen.at('sure', 'rpe', 0)).toBe(rpe[5]);
  expect(seen.at('sure', 'rpe', 1)).toBe(rpe[15]);
  expect(seen.at('sure', 'rpe', 1.04)).toBe(rpe[15]);
  expect(seen.at('sure', 'rpe', 1.06)).toBe(rpe[16]);
  expect(seen.at('sure', 'rpe', 0.1 + 0.2)).toBe(rpe[8]);
});

test('mean: from the first time up to, but not including, the second', () => {
  expect(seen.mean('sure', 'rpe', 0, 0.4)).toBeCloseTo(mean(rpe.slice(5, 9)), 12);
  expect(seen.mean('sure', 'rpe', 0.1 + 0.2, 0.7 + 0.1)).toBeCloseTo(mean(rpe.slice(8, 13)), 12);
});

test.each([
  ['outside the window', () => seen.at('sure', 'rpe', 1.7)],
  ['over an empty range', () => seen.mean('sure', 'rpe', 0.4, 0.4)],
  ['without trials', () => seen.at('never', 'rpe', 0)],
  ['of units without trials', () => seen.units('never', 0, 1)[0] as number],
])('%s nothing can be measured', (_, measure) => expect(measure()).toBeNaN());

test('a condition that does not exist is an error of the paradigm', () => {
  expect(() => seen.at('shure', 'rpe', 0)).toThrow(/condition 'shure'/);
});

describe('units', () => {
  const trials = source.trials.filter(({ type }) => type === 'sure');
  const slow = (unit: number, upTo: number): number =>
    mean(
      trials
        .filter(({ index }) => index < upTo)
        .flatMap((trial: Trial) => [0, 1, 2, 3].map((step) => source.recorded.reading(trial, unit, step))),
    );

  test('each over its trials and steps', () =>
    expect(seen.units('sure', 0, 0.4)).toEqual([expect.closeTo(slow(0, done), 10), expect.closeTo(slow(1, done), 10)]));
  test('only over finished trials', () =>
    expect(evidenceOf(source, averages, 30).units('sure', 0, 0.4)[1]).toBeCloseTo(slow(1, 30), 10));
  test('their mean is the rate', () =>
    expect(mean(seen.units('sure', 0, 0.4))).toBeCloseTo(seen.mean('sure', 'rate', 0, 0.4), 10));
});

test('fit: the straight line through collinear points, NaN if there is none', () => {
  const line = [0, 1, 3].map((x) => ({ x, y: 2 - 0.5 * x }));
  expect(seen.fit(line)).toEqual({
    slope: expect.closeTo(-0.5, 12),
    intercept: expect.closeTo(2, 12),
    r: expect.closeTo(-1, 12),
  });
  expect(seen.fit(line.slice(0, 1)).slope).toBeNaN();
  expect(
    seen.fit([
      { x: 1, y: 2 },
      { x: 1, y: 3 },
    ]).slope,
  ).toBeNaN();
  expect(
    seen.fit([
      { x: 1, y: 2 },
      { x: 2, y: 2 },
    ]).r,
  ).toBeNaN();
});
