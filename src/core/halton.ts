import { randomStream } from './random.ts';

/**
 * Points that fill the unit cube more evenly than random points: Halton's sequence, with the digits of each base
 * permuted so that high bases are not correlated (Owen 2017, A randomized Halton algorithm in R, arXiv:1706.02808; the
 * same permutation at all digits).
 * @param dimensions at least 1; each uses one prime
 * @returns one point per entry, its coordinates in [0, 1)
 */
export function haltonPoints(count: number, dimensions: number, name: string): readonly (readonly number[])[] {
  const bases = primes(dimensions).map((base) => ({ base, digits: permuted(base, `${name}/${base}`) }));
  return Array.from({ length: count }, (_, i) => bases.map(({ base, digits }) => radicalInverse(i, base, digits)));
}

const permuted = (base: number, name: string): readonly number[] =>
  randomStream(1, name).shuffle(Array.from({ length: base }, (_, digit) => digit));

/** Digits beyond this fraction of 1 are lost to rounding. */
const finest = 1e-12;

/**
 * The radical inverse: the permuted digits in a base, reversed behind the point. The endless trailing zeros are
 * permuted too.
 */
function radicalInverse(index: number, base: number, digits: readonly number[]): number {
  let sum = 0;
  let left = index;
  for (let share = 1 / base; share > finest; share /= base) {
    sum += share * (digits[left % base] as number);
    left = Math.floor(left / base);
  }
  return Math.min(sum, 1 - finest);
}

function primes(count: number): readonly number[] {
  const found: number[] = [];
  for (let one = 2; found.length < count; one++) if (found.every((prime) => one % prime !== 0)) found.push(one);
  return found;
}
