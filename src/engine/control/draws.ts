import type { RandomStream } from '../../core/random.ts';
import type { Draws } from '../../contracts/control-env.ts';

/** Draws from a seeded stream. */
export function streamDraws(random: RandomStream): Draws {
  const { next } = random;
  return {
    unit: next,
    integer: (low, high) => low + Math.floor(next() * (high - low)),
    uniform: (low, high) => low + (high - low) * next(),
  };
}
