import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { meanInterval95 } from '../../src/analysis/student.ts';
import { judgeSeeds, verdictOf } from '../../src/analysis/verdict.ts';

describe('95 % interval of a mean', () => {
  // Printed by scipy.stats.t.interval(0.95, n - 1, loc=mean, scale=sem), scipy 1.17.
  test.each([
    { numbers: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], low: 3.3341494103, high: 7.6658505897 },
    { numbers: [0, 1], low: -5.8531023681, high: 6.8531023681 },
    { numbers: Array.from({ length: 60 }, (_, i) => i % 3), low: 0.7872965911, high: 1.2127034089 },
  ])('of $numbers.length numbers', ({ numbers, low, high }) => {
    const [from, to] = meanInterval95(numbers) as readonly [number, number];
    // The table has three digits.
    expect(from).toBeCloseTo(low, 3);
    expect(to).toBeCloseTo(high, 3);
  });

  test('of one number there is none', () => expect(meanInterval95([3])).toBeUndefined());
});

describe('a signature over seeds', () => {
  const near1 = [0.9, 1.1, 1, 0.95, 1.05, 1, 1, 0.98, 1.02, 1];

  test('passes where the whole interval satisfies the expectation', () => {
    expect(judgeSeeds(near1, { above: 0.5 }).pass).toBe(true);
    expect(judgeSeeds(near1, { about: 1, within: 0.2 }).pass).toBe(true);
  });

  test('fails where one lucky seed passes, and where the interval reaches over the bound', () => {
    expect(judgeSeeds([5, ...near1.slice(1).map(() => 0)], { above: 0.5 })).toMatchObject({ passRate: 0.1, pass: false });
    expect(judgeSeeds(near1, { above: 0.99 }).pass).toBe(false);
    expect(judgeSeeds(near1, { about: 1, within: 0.001 }).pass).toBe(false);
  });

  test('seeds in which it is undefined are neither passes nor failures, and how many are defined is said', () => {
    const [whole, some] = [judgeSeeds(near1, { above: 0.5 }), judgeSeeds([...near1, null, null], { above: 0.5 })];
    expect(whole).toMatchObject({ defined: 10, passRate: 1, pass: true });
    // What some seeds show is not shown by all, and nothing says that the others fail.
    expect(some).toEqual({ ...whole, pass: null });
    expect(judgeSeeds([0, 0, null], { above: 0.5 })).toMatchObject({ defined: 2, passRate: 0, pass: false });
    expect(judgeSeeds([null, null], { above: 0.5 })).toEqual({ measured: null, interval: null, defined: 0, passRate: null, pass: null });
  });

  test('seeds that all give the same number are judged as that number, on its very bound too', () => {
    fc.assert(fc.property(fc.double({ noNaN: true, min: -10, max: 10 }), (x) => {
      expect(judgeSeeds(Array.from({ length: 10 }, () => x), { about: x, within: 0 }).pass).toBe(true);
    }));
  });
});

describe('a verdict', () => {
  const finding = (pass: boolean | null) => ({ role: 'finding' as const, pass });
  const control = (pass: boolean | null) => ({ role: 'control' as const, pass });
  test.each([
    { signatures: [finding(true), control(true)], expected: 'pass' },
    { signatures: [finding(true), control(false)], expected: 'partly' },
    { signatures: [finding(true), finding(false)], expected: 'partly' },
    { signatures: [finding(false), control(true)], expected: 'fail' },
    { signatures: [finding(true), finding(null)], expected: 'partly' },
    { signatures: [finding(true), control(null)], expected: 'partly' },
    { signatures: [finding(false), finding(null)], expected: 'fail' },
    { signatures: [finding(null), control(true)], expected: 'undefined' },
    { signatures: [finding(null), control(false)], expected: 'undefined' },
    { signatures: [control(false)], expected: 'fail' },
  ])('$expected', ({ signatures, expected }) => expect(verdictOf(signatures)).toBe(expected));
});
