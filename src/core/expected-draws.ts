import type { RandomStream } from './random.ts';

const middle = 0.5;

/** In place of a stream of random numbers: every draw is its mean, or the most probable outcome. */
export const expectedDraws: RandomStream = {
  next: () => middle,
  integer: (count) => Math.floor(count * middle),
  bernoulli: (probability) => probability >= middle,
  normal: (mean) => mean,
  exponential: (mean) => mean,
  poisson: (mean) => mean,
  weighted: (weights) => weights.indexOf(Math.max(...weights)),
  shuffle: (items) => items,
  state: () => ({ c: 0, s0: 0, s1: 0, s2: 0 }),
};
