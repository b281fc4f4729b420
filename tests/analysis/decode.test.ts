import { describe, expect, test } from 'vitest';
import { decodeDistribution, type ExpectileChannel } from '../../src/analysis/decode-distribution.ts';
import { decodeTimes } from '../../src/analysis/decode-times.ts';
import { randomStream } from '../../src/core/random.ts';
import { mean } from '../core/moments.ts';

const sum = (numbers: readonly number[]): number => numbers.reduce((total, x) => total + x, 0);

interface Rewards {
  readonly sizes: readonly number[];
  readonly odds: readonly number[];
}

/** The imbalance of a distribution about v at τ: 0 at its expectile, falling with v. */
const imbalance = ({ sizes, odds }: Rewards, tau: number, v: number): number =>
  sum(sizes.map((z, n) => (odds[n] as number) * (z > v ? tau : 1 - tau) * (z - v)));

function expectile(rewards: Rewards, tau: number): number {
  let [low, high] = [Math.min(...rewards.sizes), Math.max(...rewards.sizes)];
  for (let i = 0; i < 60; i++) {
    const v = (low + high) / 2;
    [low, high] = imbalance(rewards, tau, v) > 0 ? [v, high] : [low, v];
  }
  return low;
}

/** Mean distance between the samples and the distribution, quantile by quantile (Wasserstein). */
function distance(samples: readonly number[], { sizes, odds }: Rewards): number {
  const parts = 2000;
  return mean(
    Array.from({ length: parts }, (_, i) => {
      const q = (i + 0.5) / parts;
      let [cumulative, k] = [odds[0] as number, 0];
      while (cumulative < q && k < sizes.length - 1) cumulative += odds[++k] as number;
      return Math.abs((samples[Math.floor(q * samples.length)] as number) - (sizes[k] as number));
    }),
  );
}

const taus = Array.from({ length: 40 }, (_, i) => (i + 0.5) / 40);
const eshel: Rewards = {
  sizes: [0.1, 0.3, 1.2, 2.5, 5, 10, 20],
  odds: [0.066, 0.091, 0.148, 0.155, 0.312, 0.151, 0.077],
};

describe('distribution of reward from expectiles', () => {
  test.each([
    { name: 'two sizes as often', rewards: { sizes: [2, 8], odds: [0.5, 0.5] }, range: [0, 10] as const },
    { name: 'two sizes, the large one rare', rewards: { sizes: [2, 8], odds: [0.8, 0.2] }, range: [0, 10] as const },
    { name: 'seven volumes of Eshel et al. 2015, µl', rewards: eshel, range: [0, 20] as const },
  ])('$name: much better than with one value', ({ rewards, range }) => {
    const decoded = decodeDistribution(
      taus.map((tau) => ({ tau, value: expectile(rewards, tau) })),
      range,
    );
    const centre = sum(rewards.sizes.map((z, n) => z * (rewards.odds[n] as number)));
    const single = decodeDistribution(
      taus.map((tau) => ({ tau, value: centre })),
      range,
    );
    single.forEach((z) => expect(Math.abs(z - centre)).toBeLessThan(0.02));
    expect(distance(decoded, rewards)).toBeLessThan(0.1 * distance(single, rewards));
  });

  test('two sizes are decoded as two', () => {
    const rewards = { sizes: [2, 8], odds: [0.5, 0.5] };
    const decoded = decodeDistribution(
      taus.map((tau) => ({ tau, value: expectile(rewards, tau) })),
      [0, 10],
    );
    expect(decoded).toHaveLength(100);
    expect(decoded.filter((z) => Math.abs(z - 5) < 2).length).toBeLessThan(10);
    expect(mean(decoded)).toBeCloseTo(5, 1);
  });

  test('the samples have the given expectiles: the loss is almost 0', () => {
    const channels: readonly ExpectileChannel[] = taus.map((tau) => ({ tau, value: expectile(eshel, tau) }));
    const loss = (z: readonly number[]): number =>
      sum(channels.map(({ tau, value }) => sum(z.map((one) => (one < value ? 1 - tau : tau) * (one - value))) ** 2));
    const uniform = Array.from({ length: 100 }, (_, n) => (n + 0.5) / 5);
    expect(loss(decodeDistribution(channels, [0, 20]))).toBeLessThan(1e-3 * loss(uniform));
  });

  test('it depends on which channel has which value', () => {
    const values = randomStream(1, 'shuffle').shuffle(taus.map((tau) => expectile(eshel, tau)));
    const shuffled = decodeDistribution(
      taus.map((tau, i) => ({ tau, value: values[i] as number })),
      [0, 20],
    );
    const right = decodeDistribution(
      taus.map((tau) => ({ tau, value: expectile(eshel, tau) })),
      [0, 20],
    );
    expect(distance(shuffled, eshel)).toBeGreaterThan(3 * distance(right, eshel));
  });

  test('NaN gives NaN', () =>
    expect(decodeDistribution([{ tau: 0.5, value: Number.NaN }], [0, 1]).every(Number.isNaN)).toBe(true));
});

describe('time of reward from responses at many discounts', () => {
  const discounts = Array.from({ length: 20 }, (_, k) => 0.5 + (0.49 * (k + 0.5)) / 20);
  const seconds = Array.from({ length: 60 }, (_, i) => 0.25 * (i + 1));
  const expected = (shares: readonly number[]): number => sum(shares.map((share, i) => share * (seconds[i] as number)));

  // The delays of Masset et al. 2025 (approximate).
  test.each([0.6, 1.5, 3.75, 9.375])('a reward after %s s, of any size', (delay) => {
    for (const size of [0.3, 1]) {
      const shares = decodeTimes(
        discounts.map((discount) => ({ discount, response: size * discount ** delay })),
        seconds,
      );
      expect(sum(shares)).toBeCloseTo(1, 9);
      expect(Math.min(...shares)).toBeGreaterThanOrEqual(0);
      expect(Math.abs(expected(shares) / delay - 1)).toBeLessThan(0.12);
    }
  });

  test('the order of delays is kept under noise of 2 %', () => {
    const random = randomStream(2, 'noise');
    const times = [0.6, 1.5, 3.75, 9.375].map((delay) =>
      expected(
        decodeTimes(
          discounts.map((discount) => ({ discount, response: discount ** delay + random.normal(0, 0.02) })),
          seconds,
        ),
      ),
    );
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  test('two times are decoded as two', () => {
    const shares = decodeTimes(
      discounts.map((discount) => ({ discount, response: (discount ** 1 + discount ** 12) / 2 })),
      seconds,
    );
    const between = (from: number, to: number) =>
      sum(shares.filter((_, i) => (seconds[i] as number) >= from && (seconds[i] as number) < to));
    expect(between(0, 3)).toBeGreaterThan(0.35);
    expect(between(8, 16)).toBeGreaterThan(0.35);
    expect(between(4, 7)).toBeLessThan(0.1);
  });

  test('with one discount, size and delay cannot be distinguished by any number of channels', () => {
    const one = (size: number, delay: number) =>
      decodeTimes(
        Array.from({ length: 20 }, () => ({ discount: 0.9, response: size * 0.9 ** delay })),
        seconds,
      );
    const smaller = one(0.9 ** 4, 2);
    one(1, 6).forEach((share, i) => expect(share).toBeCloseTo(smaller[i] as number, 6));
    expect(decodeTimes([{ discount: 0.9, response: 0 }], seconds).every(Number.isNaN)).toBe(true);
  });
});
