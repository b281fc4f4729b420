import { randomStream } from '../../core/random.ts';

/** Ways to resample, each with its probability. */
export interface Resamples {
  readonly count: number;
  readonly animals: number;
  /** count x animals: how often each animal is drawn, or its sign. */
  readonly weights: Int8Array;
  /** Sums to 1. */
  readonly probability: Float64Array;
}

/** Number of random draws where there are too many ways to list them all. */
const draws = 2000;
/** Up to this number of animals every bootstrap sample is listed (1,716 for seven), and every pattern of signs (2,048 for twelve). */
const maxListed = { bootstrap: 7, signs: 12 };

const known = new Map<string, Resamples>();

/** Draws are made once for each number of animals, from a fixed seed, so that bands of the same data are the same. */
function once(name: string, make: () => Resamples): Resamples {
  const found = known.get(name) ?? make();
  known.set(name, found);
  return found;
}

/** Samples of as many animals with replacement. */
export const bootstrapSamples = (animals: number): Resamples =>
  once(`bootstrap of ${animals} animals`, () =>
    animals <= maxListed.bootstrap ? allSamples(animals) : drawnSamples(animals),
  );

/**
 * Patterns of signs. A pattern and its opposite give the same largest deviation, so the first animal always has a plus.
 */
export const signPatterns = (animals: number): Resamples =>
  once(`signs of ${animals} animals`, () => (animals <= maxListed.signs ? allSigns(animals) : drawnSigns(animals)));

function allSamples(animals: number): Resamples {
  const weights: number[] = [];
  const probability: number[] = [];
  // The multinomial probability of counts c is n! / (c1! c2! ...) / n^n.
  function take(animal: number, left: number, counts: readonly number[], share: number): void {
    if (animal === animals - 1) {
      weights.push(...counts, left);
      probability.push(share / factorial(left));
      return;
    }
    for (let times = 0; times <= left; times++)
      take(animal + 1, left - times, [...counts, times], share / factorial(times));
  }
  take(0, animals, [], 1);
  const total = probability.reduce((sum, one) => sum + one, 0);
  return {
    count: probability.length,
    animals,
    weights: Int8Array.from(weights),
    probability: Float64Array.from(probability, (one) => one / total),
  };
}

const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));

function drawnSamples(animals: number): Resamples {
  const random = randomStream(1, `bootstrap of ${animals} animals`);
  const weights = new Int8Array(draws * animals);
  for (let draw = 0; draw < draws; draw++)
    for (let i = 0; i < animals; i++) {
      const at = draw * animals + random.integer(animals);
      weights[at] = (weights[at] as number) + 1;
    }
  return evenly(draws, animals, weights);
}

function allSigns(animals: number): Resamples {
  const count = 1 << (animals - 1);
  const weights = Int8Array.from({ length: count * animals }, (_, i) => {
    const animal = i % animals;
    return animal > 0 && ((Math.floor(i / animals) >> (animal - 1)) & 1) === 1 ? -1 : 1;
  });
  return evenly(count, animals, weights);
}

function drawnSigns(animals: number): Resamples {
  const random = randomStream(1, `signs of ${animals} animals`);
  return evenly(
    draws,
    animals,
    Int8Array.from({ length: draws * animals }, (_, i) => (i % animals > 0 && random.bernoulli(0.5) ? -1 : 1)),
  );
}

const evenly = (count: number, animals: number, weights: Int8Array): Resamples => ({
  count,
  animals,
  weights,
  probability: new Float64Array(count).fill(1 / count),
});
