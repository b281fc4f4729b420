import { randomStream } from '../../src/core/random.ts';
import { expect, test } from 'vitest';
import type { Channel } from '../../src/contracts/td-terms.ts';
import averageReward from '../../src/objectives/average-reward.ts';
import discountedReturn from '../../src/objectives/discounted-return.ts';
import expectile from '../../src/objectives/expectile.ts';
import manyDiscounts from '../../src/objectives/many-discounts.ts';
import quantile from '../../src/objectives/quantile.ts';
import { valuesOf } from '../architectures/trials.ts';

test('discounted return: γ as given, no reward rate', () => {
  expect(discountedReturn.terms(valuesOf(discountedReturn), randomStream(1, 'agent'))).toEqual({
    discount: 0.9,
    rewardRateLearning: 0,
  });
  expect(discountedReturn.terms(valuesOf(discountedReturn, { discount: 0.5 }), randomStream(1, 'agent'))).toEqual({
    discount: 0.5,
    rewardRateLearning: 0,
  });
});

test('average reward: no discounting, the reward rate is learned', () => {
  expect(averageReward.terms(valuesOf(averageReward, { rewardRateLearning: 0.02 }), randomStream(1, 'agent'))).toEqual({
    discount: 1,
    rewardRateLearning: 0.02,
  });
});

const stream = () => randomStream(1, 'agent');

test('expectile: gains of each sign uniform from 0 to the maximum, τ from near 0 to near 1', () => {
  const { channels } = expectile.terms(valuesOf(expectile, { channels: 200 }), stream());
  const gains = channels?.each.flatMap(({ gainPositive, gainNegative }) => [gainPositive, gainNegative]) ?? [];
  expect(gains).toHaveLength(400);
  expect(Math.min(...gains)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...gains)).toBeLessThan(0.5);
  expect(Math.abs(gains.reduce((sum, gain) => sum + gain, 0) / 400 - 0.25)).toBeLessThan(0.03);
  expect(expectile.terms(valuesOf(expectile), stream())).toEqual(expectile.terms(valuesOf(expectile), stream()));
});

test('expectile with equal gains, and quantile: τ at the centres of equal intervals', () => {
  const tau = (channel: Channel) => channel.gainPositive / (channel.gainPositive + channel.gainNegative);
  const even = expectile.terms(valuesOf(expectile, { gains: 'even', channels: 4 }), stream()).channels?.each ?? [];
  const quantiles = quantile.terms(valuesOf(quantile, { channels: 4 }), stream()).channels?.each ?? [];
  for (const each of [even, quantiles])
    expect(each.map(tau)).toEqual([0.125, 0.375, 0.625, 0.875].map((value) => expect.closeTo(value, 12)));
  expect(even[0]?.gainPositive).toBeCloseTo(0.0625, 12);
});

test('many discounts: from the smallest to the largest, both included, at equal distances', () => {
  const discounts = (channels: number) =>
    manyDiscounts
      .terms(valuesOf(manyDiscounts, { channels, smallestDiscount: 0.6, largestDiscount: 0.99 }), stream())
      .channels?.each.map(({ discount }) => discount);
  expect(discounts(2)).toEqual([0.6, 0.99]);
  expect(discounts(4)).toEqual([0.6, expect.closeTo(0.73, 12), expect.closeTo(0.86, 12), 0.99]);
});

test('many discounts: evenly spaced between the ends; their mean value of a delayed reward is hyperbolic', () => {
  const { channels } = manyDiscounts.terms(valuesOf(manyDiscounts, { channels: 100 }), stream());
  const mean = (seconds: number) =>
    (channels?.each ?? []).reduce((sum, { discount }) => sum + discount ** seconds / 100, 0);
  [
    [2, 0.58],
    [4, 0.38],
    [8, 0.21],
    [16, 0.11],
  ].forEach(([seconds, worth]) => expect(Math.abs(mean(seconds as number) - (worth as number))).toBeLessThan(0.02));
  expect(channels).toMatchObject({ statistic: 'expectile', bootstrap: 'own' });
});
