import type { Matrix } from 'ml-matrix';
import { power } from '../../core/power.ts';
import type { RandomStream } from '../../core/random.ts';

/** Distributions of one shape around several centres, as likely each: Student's t with 4 or 5 degrees of freedom, or normal. */
export interface Kernels {
  readonly share: number;
  readonly centres: readonly Float64Array[];
  /** Lower triangular root of the scale matrix. */
  readonly root: Matrix;
  readonly isNormal?: boolean;
}

/** Degrees of freedom that make the power of a density in so many dimensions a whole number. */
const freedomOf = (size: number): number => 4 + (size % 2);

/** Draws of several rounds, each of its own kernels, and the density of the mixture of all rounds at each draw. */
export class Mixture {
  private readonly size: number;
  private readonly rounds: { readonly count: number; readonly parts: readonly Part[] }[] = [];
  private readonly points: Float64Array[] = [];
  /** Σ over rounds of count x density, of each draw. */
  private readonly sums: number[] = [];

  constructor(size: number) {
    this.size = size;
  }

  /** Of each draw of all rounds so far. */
  get logDensities(): readonly number[] {
    return this.sums.map((sum) => Math.log(sum / this.sums.length));
  }

  /** A further round of draws. @param kernels whose shares sum to 1 */
  draws(count: number, kernels: readonly Kernels[], random: RandomStream): readonly Float64Array[] {
    const parts = kernels.map((one) => partOf(one, this.size));
    const shared = (point: Float64Array): number => parts.reduce((sum, part) => sum + part.density(point), 0);
    this.points.forEach((point, i) => (this.sums[i] += count * shared(point)));
    this.rounds.push({ count, parts });
    // All have their share of the draws, and chance decides only what is left over.
    let before = 0;
    const ends = kernels.map(({ share }) => (before += share));
    const own = Array.from({ length: count }, (_, draw) => {
      const at = (draw + random.next()) / count;
      const chosen = ends.findIndex((end) => at < end);
      return parts[chosen < 0 ? parts.length - 1 : chosen].draw(random);
    });
    for (const point of own) {
      let sum = 0;
      for (const round of this.rounds) for (const part of round.parts) sum += round.count * part.density(point);
      this.points.push(point);
      this.sums.push(sum);
    }
    return own;
  }
}

interface Part {
  /** Times its share. */
  density(point: Float64Array): number;
  draw(random: RandomStream): Float64Array;
}

function partOf({ share, centres, root: matrix, isNormal = false }: Kernels, size: number): Part {
  const root = Float64Array.from(matrix.to1DArray());
  const freedom = freedomOf(size);
  const exponent = (freedom + size) / 2;
  const whitened = centres.map((centre) => whitenedBy(root, centre, new Float64Array(size)));
  const own = new Float64Array(size);
  let volume = 1;
  for (let i = 0; i < size; i++) volume *= root[i * size + i];
  const height = (share * (isNormal ? power(2 * Math.PI, -size / 2) : studentPeak(size))) / volume / centres.length;
  return {
    density(point) {
      whitenedBy(root, point, own);
      let sum = 0;
      for (const centre of whitened) {
        let squares = 0;
        for (let i = 0; i < size; i++) squares += (own[i] - centre[i]) * (own[i] - centre[i]);
        sum += isNormal ? Math.exp(-squares / 2) : 1 / wholePower(1 + squares / freedom, exponent);
      }
      return height * sum;
    },
    draw(random) {
      const centre = centres[random.integer(centres.length)];
      for (let i = 0; i < size; i++) own[i] = random.normal(0, 1);
      const stretch = isNormal ? 1 : Math.sqrt(freedom / chiSquare(freedom, random));
      return centre.map((middle, i) => {
        let sum = 0;
        for (let j = 0; j <= i; j++) sum += root[i * size + j] * own[j];
        return middle + stretch * sum;
      });
    },
  };
}

/** The solution of root x = point. */
function whitenedBy(root: Float64Array, point: Float64Array, into: Float64Array): Float64Array {
  const size = point.length;
  for (let i = 0; i < size; i++) {
    let rest = point[i];
    for (let j = 0; j < i; j++) rest -= root[i * size + j] * into[j];
    into[i] = rest / root[i * size + i];
  }
  return into;
}

function wholePower(base: number, exponent: number): number {
  let product = base;
  for (let i = 1; i < exponent; i++) product *= base;
  return product;
}

/** Sums of two squares of standard normal variables are exponential with mean 2. */
function chiSquare(freedom: number, random: RandomStream): number {
  const odd = freedom % 2 === 0 ? 0 : random.normal(0, 1);
  return random.exponential(2) + random.exponential(2) + odd * odd;
}

/** Γ((ν + k) / 2) / (Γ(ν / 2) (ν π)^(k / 2)) of ν degrees of freedom, by Γ(x + 1) = x Γ(x): Γ(2) = 1, Γ(5/2) = 3 √π / 4. */
function studentPeak(size: number): number {
  const freedom = freedomOf(size);
  let gamma = 1;
  for (let x = 1; x < (freedom + size) / 2; x++) gamma *= x;
  return gamma / (freedom === 4 ? 1 : (3 * Math.sqrt(Math.PI)) / 4) / power(freedom * Math.PI, size / 2);
}
