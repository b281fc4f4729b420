import { describe, expect, test } from 'vitest';
import { randomStream, resumeStream, type RandomStream, withDrawsNoted } from '../../src/core/random.ts';
import { stepDraws } from '../../src/core/step-draws.ts';
import { mean, variance } from './moments.ts';

const count = 40_000;
const draws = (draw: (random: RandomStream) => number, seed = 7): readonly number[] => {
  const random = randomStream(seed, 'test');
  return Array.from({ length: count }, () => draw(random));
};

/** Sample mean and variance are within five standard errors of theory; `kurtosis` is the fourth standardised moment. */
function expectMoments(
  values: readonly number[],
  expectedMean: number,
  expectedVariance: number,
  kurtosis: number,
): void {
  const n = values.length;
  expect(Math.abs(mean(values) - expectedMean)).toBeLessThan(5 * Math.sqrt(expectedVariance / n));
  expect(Math.abs(variance(values) - expectedVariance)).toBeLessThan(
    5 * expectedVariance * Math.sqrt((kurtosis - 1) / n),
  );
}

describe('named streams', () => {
  test('the same seed and name give the same numbers', () => {
    const [a, b] = [randomStream(1, 'trials'), randomStream(1, 'trials')];
    expect(Array.from({ length: 20 }, () => a.next())).toEqual(Array.from({ length: 20 }, () => b.next()));
  });

  test('another name or seed gives other numbers', () => {
    const first = new Set(
      [
        randomStream(1, 'trials'),
        randomStream(1, 'schedule'),
        randomStream(2, 'trials'),
        randomStream(11, 'trials'),
      ].map((s) => s.next()),
    );
    expect(first.size).toBe(4);
  });

  test('a draw added to one stream does not shift another', () => {
    const undisturbed = randomStream(3, 'trials');
    const expected = Array.from({ length: 10 }, () => undisturbed.next());
    const other = randomStream(3, 'schedule');
    const disturbed = randomStream(3, 'trials');
    const got = Array.from({ length: 10 }, () => {
      other.normal(0, 1);
      return disturbed.next();
    });
    expect(got).toEqual(expected);
  });

  test('streams of neighbouring seeds are not correlated', () => {
    const [a, b] = [draws((r) => r.next(), 100), draws((r) => r.next(), 101)];
    const covariance = mean(a.map((value, i) => (value - 0.5) * ((b[i] as number) - 0.5)));
    // Correlation of independent samples has a standard error of 1/sqrt(n).
    expect(Math.abs(covariance * 12)).toBeLessThan(5 / Math.sqrt(count));
  });

  test('a saved state continues, also through JSON', () => {
    const random = randomStream(5, 'trials');
    for (let i = 0; i < 13; i++) random.exponential(2);
    const resumed = resumeStream(JSON.parse(JSON.stringify(random.state())));
    expect(Array.from({ length: 10 }, () => resumed.next())).toEqual(Array.from({ length: 10 }, () => random.next()));
  });
});

describe('distributions', () => {
  test('uniform', () =>
    expectMoments(
      draws((r) => r.next()),
      1 / 2,
      1 / 12,
      9 / 5,
    ));
  test('normal', () =>
    expectMoments(
      draws((r) => r.normal(3, 2)),
      3,
      4,
      3,
    ));
  test('exponential', () =>
    expectMoments(
      draws((r) => r.exponential(2.5)),
      2.5,
      6.25,
      9,
    ));
  test('bernoulli', () =>
    expectMoments(
      draws((r) => Number(r.bernoulli(0.2))),
      0.2,
      0.16,
      1 / 0.16 - 3,
    ));
  test.each([0.05, 0.7, 6.4, 29.9, 31, 250])('poisson with mean %d', (rate) =>
    expectMoments(
      draws((r) => r.poisson(rate)),
      rate,
      rate,
      3 + 1 / rate,
    ),
  );
  test('poisson with mean 0 is 0', () => expect(Math.max(...draws((r) => r.poisson(0)))).toBe(0));

  test('poisson probabilities, term by term', () => {
    const rate = 2;
    const values = draws((r) => r.poisson(rate));
    let probability = Math.exp(-rate);
    for (let k = 0; k < 8; k++) {
      const share = values.filter((value) => value === k).length / count;
      expect(Math.abs(share - probability)).toBeLessThan(5 * Math.sqrt((probability * (1 - probability)) / count));
      probability *= rate / (k + 1);
    }
  });

  test('integer and weighted draw every value with its probability', () => {
    const shares = (values: readonly number[], k: number): number =>
      values.filter((value) => value === k).length / count;
    const integers = draws((r) => r.integer(5));
    const weighted = draws((r) => r.weighted([0.5, 0, 2, 1.5]));
    for (let k = 0; k < 5; k++) expect(shares(integers, k)).toBeCloseTo(0.2, 1.8);
    expect([0, 1, 2, 3].map((k) => shares(weighted, k))).toEqual([
      expect.closeTo(0.125, 1.8),
      0,
      expect.closeTo(0.5, 1.8),
      expect.closeTo(0.375, 1.8),
    ]);
  });

  test('shuffle reaches all orders of three equally often, in place', () => {
    const random = randomStream(9, 'test');
    const counts = new Map<string, number>();
    for (let i = 0; i < 12_000; i++) {
      const items = [1, 2, 3];
      expect(random.shuffle(items)).toBe(items);
      counts.set(items.join(''), (counts.get(items.join('')) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    // Five standard errors of a count of probability 1/6.
    for (const seen of counts.values())
      expect(Math.abs(seen - 2000)).toBeLessThan(5 * Math.sqrt(12_000 * (1 / 6) * (5 / 6)));
  });
});

test.each<[string, object | null]>([
  ['nothing', null],
  ['an empty object', {}],
  ['a fraction of 1', { s0: 1, s1: 0.5, s2: 0.5, c: 1 }],
  ['a fraction below 0', { s0: 0.5, s1: -0.1, s2: 0.5, c: 1 }],
  ['NaN', { s0: 0.5, s1: 0.5, s2: Number.NaN, c: 1 }],
  ['a fractional carry', { s0: 0.5, s1: 0.5, s2: 0.5, c: 0.5 }],
  ['an impossible carry', { s0: 0.5, s1: 0.5, s2: 0.5, c: 3_000_000 }],
])('a stream does not continue from %s', (_, state) => {
  expect(() => resumeStream(state as never)).toThrow(/not the state of a random stream/);
});

test('what draws nothing is told from what draws, also inside what is told', () => {
  const random = randomStream(1, 'noted');
  expect(withDrawsNoted(() => random.state() !== undefined)).toEqual({ made: true, isDrawn: false });
  const draws: readonly (() => unknown)[] = [
    () => random.normal(0, 1),
    () => random.shuffle([1, 2]),
    () => random.poisson(3),
    () => resumeStream(random.state()).next(),
    () => stepDraws(1, 'noted').uniform(0),
  ];
  for (const draw of draws) expect(withDrawsNoted(draw).isDrawn).toBe(true);
  const inner = withDrawsNoted(() => [withDrawsNoted(() => random.next()).isDrawn, withDrawsNoted(() => 0).isDrawn]);
  expect(inner).toEqual({ made: [true, false], isDrawn: true });
});
