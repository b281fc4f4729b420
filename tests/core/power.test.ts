import { describe, expect, test } from 'vitest';
import { power } from '../../src/core/power.ts';
import { randomStream, type RandomStream } from '../../src/core/random.ts';
import { exactPower, unitsOff } from './exact.ts';

type Pair = readonly [base: number, exponent: number];

/** Typical bases and exponents, and those for which a logarithm or an exponential is hardest. */
const sorts: Readonly<Record<string, (random: RandomStream) => Pair>> = {
  'a discount to the power of a number of steps': (random) => [random.next(), 1 + random.integer(300)],
  'a discount near 1 to the power of a long time': (random) => [1 - random.next() / 10, random.next() * 1000],
  'numbers near 1': (random) => [2 * random.next(), 20 * random.next() - 10],
  'a base close to 1 and a large exponent': (random) => [1 + (random.next() - 0.5) * 1e-6, (random.next() - 0.5) * 1e9],
  'bases of every size': (random) => [Math.exp(1400 * random.next() - 700), 2 * random.next() - 1],
  'subnormal bases': (random) => [1e-310 * (1 - random.next()), random.next()],
  'results of every size': (random) => [
    2 * (1 - random.next()),
    random.exponential(900) * (random.next() < 0.5 ? 1 : -1),
  ],
};

describe.each(Object.entries(sorts))('%s', (_, draw) => {
  test('correct to 0.52 units in the last place, against integers of any length', () => {
    const random = randomStream(3, 'powers');
    let compared = 0;
    for (let i = 0; i < 600; i++) {
      const [base, exponent] = draw(random);
      const found = power(base, exponent);
      const exact = exactPower(base, exponent);
      if (found === Infinity) expect(unitsOff(Number.MAX_VALUE, exact), `${base} ** ${exponent}`).toBeGreaterThan(0.49);
      // A subnormal number is rounded twice.
      else expect(unitsOff(found, exact), `${base} ** ${exponent}`).toBeLessThan(found < 2.3e-308 ? 0.77 : 0.52);
      compared += found > 0 && found < Infinity ? 1 : 0;
    }
    expect(compared).toBeGreaterThan(200);
  });
});

test('whole numbers whose power is one are exact', () => {
  for (let base = 1; base <= 40; base++) {
    for (let exponent = 0; BigInt(base) ** BigInt(exponent) < 2n ** 53n && exponent < 60; exponent++) {
      const exact = Number(BigInt(base) ** BigInt(exponent));
      expect(power(base, exponent), `${base} ** ${exponent}`).toBe(exact);
      expect(power(-base, exponent), `${-base} ** ${exponent}`).toBe(exponent % 2 === 0 ? exact : -exact);
      expect(power(1 / base, -1)).toBe(1 / (1 / base));
    }
  }
  for (let exponent = -1074; exponent < 1024; exponent++)
    expect(unitsOff(power(2, exponent), { mantissa: 1n, exponent: BigInt(exponent) })).toBe(0);
});

// ECMAScript 2024, 6.1.6.1.3 Number::exponentiate, in its order.
const infinite = [Infinity, -Infinity];
const cases: readonly (readonly [string, readonly number[], readonly number[], number])[] = [
  ['NaN exponent', [1, 0, NaN, -2, Infinity], [NaN], NaN],
  ['zero exponent', [1, 0, -0, NaN, -3, ...infinite], [0, -0], 1],
  ['NaN base', [NaN], [1, -1, 0.5, ...infinite], NaN],
  ['∞ to a positive', [Infinity], [1e-300, 2, 3, Infinity], Infinity],
  ['∞ to a negative', [Infinity], [-1e-300, -2, -3, -Infinity], 0],
  ['-∞ to a positive odd', [-Infinity], [1, 3, 9_007_199_254_740_991], -Infinity],
  ['-∞ to another positive', [-Infinity], [2, 0.5, 1e300, Infinity], Infinity],
  ['-∞ to a negative odd', [-Infinity], [-1, -3], -0],
  ['-∞ to another negative', [-Infinity], [-2, -0.5, -1e300, -Infinity], 0],
  ['0 to a positive', [0], [1e-300, 1, 2, Infinity], 0],
  ['0 to a negative', [0], [-1e-300, -1, -2, -Infinity], Infinity],
  ['-0 to a positive odd', [-0], [1, 3], -0],
  ['-0 to another positive', [-0], [2, 0.5, 1e300, Infinity], 0],
  ['-0 to a negative odd', [-0], [-1, -3], -Infinity],
  ['-0 to another negative', [-0], [-2, -0.5, -1e300, -Infinity], Infinity],
  ['more than 1 to ∞', [1.0000000000000002, -2, 1e300], [Infinity], Infinity],
  ['more than 1 to -∞', [1.0000000000000002, -2, 1e300], [-Infinity], 0],
  ['±1 to ±∞', [1, -1], infinite, NaN],
  ['less than 1 to ∞', [0.9999999999999999, -0.5, 5e-324], [Infinity], 0],
  ['less than 1 to -∞', [0.9999999999999999, -0.5, 5e-324], [-Infinity], Infinity],
  ['a negative to a fraction', [-2, -5e-324, -Number.MAX_VALUE], [0.5, -1.5, 5e-324], NaN],
  ['beyond the largest', [2, Number.MAX_VALUE], [1024, 1e300], Infinity],
  ['beyond the smallest', [2, 1.0000000000000002], [-1e300, -Number.MAX_VALUE], 0],
  ['a tiny exponent', [2, 1e-300, Number.MAX_VALUE], [5e-324, -1e-300], 1],
  ['1 to anything', [1], [5e-324, 1e300, -1e300, 0.3], 1],
];
test.each(cases)('%s', (_, bases, exponents, expected) => {
  for (const base of bases)
    for (const exponent of exponents) expect(power(base, exponent), `${base} ** ${exponent}`).toBe(expected);
});
