import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mean, meanInterval95 } from '../../src/analysis/bootstrap.ts';
import { randomStream } from '../../src/core/random.ts';

/** The means of all resamples of a few numbers, each with its probability: exact, without random draws. */
function allMeans(numbers: readonly number[]): readonly { readonly mean: number; readonly probability: number }[] {
  const count = numbers.length;
  const found: { mean: number; probability: number }[] = [];
  const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
  function take(place: number, left: number, sum: number, ways: number): void {
    if (place === count - 1) {
      found.push({
        mean: (sum + left * (numbers[place] as number)) / count,
        probability: ways / factorial(left) / count ** count,
      });
      return;
    }
    for (let times = 0; times <= left; times++)
      take(place + 1, left - times, sum + times * (numbers[place] as number), ways / factorial(times));
  }
  take(0, count, 0, factorial(count));
  return found;
}

describe('95 % interval of a mean, by bootstrap', () => {
  // Share beyond either end: the normal distribution below -sqrt(n / (n - 1)) t, with t the 97.5 % quantile of Student's t for n - 1 degrees of freedom
  // (Hesterberg 2015, table of expanded percentiles): for n = 10, below -1.0541 x 2.262 = -2.3844; for n = 8, -1.0690 x 2.365 = -2.5283; for n = 5, -1.1180 x 2.776 = -3.1037.
  test.each([
    { numbers: [0.3, 1.9, -0.4, 2.2, 0.9, 1.1, 3.7, -1.2, 0.05, 1.4], share: 0.00855 },
    { numbers: [1, 2, 4, 8, 16, 32, 64, 128], share: 0.00574 },
    { numbers: [5, 1, 0.2, 9, 3.3], share: 0.00095 },
  ])('excludes $share of all resamples of $numbers.length numbers at either end', ({ numbers, share }) => {
    const all = allMeans(numbers);
    expect(all.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 10);
    const [low, high] = meanInterval95(numbers) as readonly [number, number];
    const mass = (isIn: (mean: number) => boolean): number =>
      all.reduce((sum, one) => sum + (isIn(one.mean) ? one.probability : 0), 0);
    // Ten thousand draws of that probability have a standard deviation of 0.0009.
    const chance = 0.003;
    for (const [beyond, upTo] of [
      [mass((one) => one < low - 1e-9), mass((one) => one <= low + 1e-9)],
      [mass((one) => one > high + 1e-9), mass((one) => one >= high - 1e-9)],
    ] as const) {
      expect(beyond).toBeLessThan(share + chance);
      expect(upTo).toBeGreaterThan(share - chance);
    }
  });

  test.each([
    {
      of: 'normal',
      truth: 0,
      draw: (random: ReturnType<typeof randomStream>): number => random.normal(0, 1),
      least: 0.93,
    },
    // For skewed numbers every interval of a mean holds it less often: Student's here in 90 % (Hesterberg 2015).
    {
      of: 'exponential',
      truth: 1,
      draw: (random: ReturnType<typeof randomStream>): number => random.exponential(1),
      least: 0.88,
    },
  ])('of ten $of numbers has about the nominal coverage', ({ truth, draw, least }) => {
    const random = randomStream(3, 'coverage');
    const rounds = 1000;
    let holds = 0;
    for (let round = 0; round < rounds; round++) {
      const [low, high] = meanInterval95(Array.from({ length: 10 }, () => draw(random))) as readonly [number, number];
      if (low <= truth && truth <= high) holds += 1;
    }
    expect(holds / rounds).toBeGreaterThan(least);
    expect(holds / rounds).toBeLessThan(0.97);
  });

  test('is the range of two or three numbers, the number itself if all are equal, and undefined for one', () => {
    expect(meanInterval95([4, -1])).toEqual([-1, 4]);
    expect(meanInterval95([4, -1, 2])).toEqual([-1, 4]);
    expect(meanInterval95(Array.from({ length: 10 }, () => 0.1))).toEqual([0.1, 0.1]);
    expect(mean(Array.from({ length: 10 }, () => 0.1))).toBe(0.1);
    expect(meanInterval95([3])).toBeUndefined();
  });

  test('is the normal interval for many numbers, the limit of resampling', () => {
    const random = randomStream(5, 'many');
    const many = Array.from({ length: 100_000 }, () => random.exponential(1));
    const [low, high] = meanInterval95(many) as readonly [number, number];
    // Of 100,000 exponential numbers of mean 1 the standard error is 1 / sqrt(100,000).
    expect(high - low).toBeCloseTo((2 * 1.96) / Math.sqrt(100_000), 4);
    const [few, more] = [200, 201].map(
      (count) => meanInterval95(many.slice(0, count)) as readonly [number, number],
    ) as [readonly [number, number], readonly [number, number]];
    [0, 1].forEach((end) =>
      expect(Math.abs((few[end] as number) - (more[end] as number))).toBeLessThan(0.1 * (more[1] - more[0])),
    );
  });

  const numbers = fc.array(fc.double({ noNaN: true, min: -1e3, max: 1e3 }), { minLength: 2, maxLength: 12 });

  test('does not depend on the order, to the last bit, and is mirrored by a change of sign', () => {
    fc.assert(
      fc.property(
        numbers.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([all, shuffled]) => {
          expect(meanInterval95(shuffled)).toEqual(meanInterval95(all));
          const [low, high] = meanInterval95(all) as readonly [number, number];
          const [mirroredLow, mirroredHigh] = meanInterval95(all.map((one) => -one)) as readonly [number, number];
          // 0 and -0 are one number.
          expect(mirroredLow + high).toBe(0);
          expect(mirroredHigh + low).toBe(0);
        },
      ),
    );
  });

  test('scales with the unit of its numbers', () => {
    fc.assert(
      fc.property(numbers, fc.double({ noNaN: true, min: 1e-3, max: 1e3 }), (all, factor) => {
        const largest = Math.max(...all.map(Math.abs)) * factor;
        const [low, high] = meanInterval95(all) as readonly [number, number];
        const [scaledLow, scaledHigh] = meanInterval95(all.map((one) => one * factor)) as readonly [number, number];
        expect(Math.abs(scaledLow - factor * low)).toBeLessThanOrEqual(1e-12 * largest);
        expect(Math.abs(scaledHigh - factor * high)).toBeLessThanOrEqual(1e-12 * largest);
      }),
    );
  });
});
