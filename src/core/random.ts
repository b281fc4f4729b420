import seedrandom from 'seedrandom';
import { InputError } from './errors.ts';
import { cosine } from './trigonometry.ts';

/** Serialisable state of a stream, so that a run can be stopped and resumed. Its numbers are Alea's. */
export type RandomState = Record<'c' | 's0' | 's1' | 's2', number>;

/** A seeded stream of random numbers. All draws advance the same underlying generator (Alea, J. Baagøe). */
export interface RandomStream {
  /** Uniform on [0, 1). */
  next(): number;
  /** Uniform whole number in [0, count). */
  integer(count: number): number;
  /** True with the given probability. */
  bernoulli(probability: number): boolean;
  /** Normal with the given mean and standard deviation. */
  normal(mean: number, sd: number): number;
  /** Exponential with the given mean. */
  exponential(mean: number): number;
  /** Poisson count with the given mean (>= 0). */
  poisson(mean: number): number;
  /** Index drawn in proportion to non-negative weights. */
  weighted(weights: readonly number[]): number;
  /** Shuffles in place (Fisher-Yates) and returns its argument. */
  shuffle<L extends unknown[] | Uint16Array>(items: L): L;
  state(): RandomState;
}

/**
 * The stream called `name` of a seed. Streams are derived from (seed, name), never from each other, so an extra draw
 * from one cannot shift another.
 */
export function randomStream(seed: number, name: string): RandomStream {
  return wrap(seedrandom.alea(`${seed}/${name}`, { state: true }));
}

let isDrawn = false;

/**
 * Does something, and tells whether it drew a random number. What draws none is the same under every seed, because all
 * randomness comes from streams of a seed.
 */
export function withDrawsNoted<T>(work: () => T): { readonly made: T; readonly isDrawn: boolean } {
  const before = isDrawn;
  isDrawn = false;
  try {
    const made = work();
    return { made, isDrawn };
  } finally {
    isDrawn ||= before;
  }
}

/** Notes a draw, for what follows from one of before. */
export function noteDraw(): void {
  isDrawn = true;
}

/** The expected value of every draw, for what is shown without noise. It has no state. */
export const expectedDraws: RandomStream = {
  next: () => 0.5,
  integer: (count) => Math.floor(count / 2),
  bernoulli: (probability) => probability >= 0.5,
  normal: (mean) => mean,
  exponential: (mean) => mean,
  poisson: (mean) => mean,
  weighted: (weights) => weights.indexOf(Math.max(...weights)),
  shuffle: (items) => items,
  state: () => ({ c: 1, s0: 0, s1: 0, s2: 0 }),
};

/**
 * A stream that continues from a saved state.
 * @throws InputError for an invalid state: its numbers would lie outside [0, 1), and a loop that draws until a value
 * fits might never end
 */
export function resumeStream(state: RandomState): RandomStream {
  if (!isState(state))
    throw new InputError(
      'this is not the state of a random stream',
      'random',
      'restore what was saved, or begin again',
    );
  return wrap(seedrandom.alea('', { state }));
}

/** Alea's state is three numbers in [0, 1) and a carry, an integer up to its multiplier. */
function isState(state: unknown): boolean {
  const { s0, s1, s2, c } = (state ?? {}) as Readonly<Record<string, unknown>>;
  const isIn = (value: unknown, end: number): value is number => typeof value === 'number' && value >= 0 && value < end;
  return [s0, s1, s2].every((value) => isIn(value, 1)) && isIn(c, 2_091_640) && Number.isInteger(c);
}

// Above this mean exp(-mean) loses precision; Poisson variables add, so larger means are split.
const largestDirectMean = 30;
// Above this mean a Poisson variable is normal to within its own rounding; splitting takes time in proportion to the
// mean.
const largestSplitMean = 10_000;

function wrap(generator: seedrandom.StatefulPRNG<RandomState>): RandomStream {
  const next = (): number => {
    isDrawn = true;
    return generator();
  };

  // Box-Muller; the second variate is dropped so that the stream's state is only the generator's.
  const normal = (mean: number, sd: number): number =>
    mean + sd * Math.sqrt(-2 * Math.log(1 - next())) * cosine(2 * Math.PI * next());

  function poisson(mean: number): number {
    if (mean > largestSplitMean) return Math.round(normal(mean, Math.sqrt(mean)));
    let count = 0;
    let rest = mean;
    for (; rest > largestDirectMean; rest -= largestDirectMean) count += poissonDirect(largestDirectMean);
    return count + poissonDirect(rest);
  }

  // Inversion by sequential search (Devroye 1986, Non-Uniform Random Variate Generation, X.3.3).
  function poissonDirect(mean: number): number {
    if (mean <= 0) return 0;
    let probability = Math.exp(-mean);
    let cumulative = probability;
    let count = 0;
    const u = next();
    while (u > cumulative && probability > 0) {
      count += 1;
      probability *= mean / count;
      cumulative += probability;
    }
    return count;
  }

  return {
    next,
    integer: (count) => Math.floor(next() * count),
    bernoulli: (probability) => next() < probability,
    normal,
    exponential: (mean) => -mean * Math.log(1 - next()),
    poisson,
    weighted(weights) {
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      let rest = next() * total;
      for (let i = 0; i < weights.length; i++) {
        rest -= weights[i] as number;
        if (rest < 0) return i;
      }
      return weights.length - 1;
    },
    shuffle<L extends unknown[] | Uint16Array>(items: L) {
      for (let i = items.length - 1; i > 0; i--) {
        const j = Math.floor(next() * (i + 1));
        const item = items[i];
        items[i] = items[j];
        items[j] = item;
      }
      return items;
    },
    state: () => generator.state(),
  };
}
