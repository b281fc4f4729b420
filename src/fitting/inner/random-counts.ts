import { power } from '../../core/power.ts';
import type { RandomStream } from '../../core/random.ts';

/**
 * A gamma variable of unit scale (Marsaglia & Tsang 2000, ACM Trans Math Softw 26:363); below a shape of 1 by that of
 * shape + 1 and a uniform one.
 */
function gammaDraw(shape: number, random: RandomStream): number {
  if (shape < 1) return gammaDraw(shape + 1, random) * power(1 - random.next(), 1 / shape);
  const d = shape - 1 / 3;
  for (;;) {
    const x = random.normal(0, 1);
    const v = power(1 + x / Math.sqrt(9 * d), 3);
    if (v > 0 && Math.log(1 - random.next()) < (x * x) / 2 + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** A count of this mean and variance mean + α mean²: Poisson of a gamma mean. */
export const countDraw = (mean: number, dispersion: number, random: RandomStream): number =>
  random.poisson(dispersion === 0 ? mean : mean * dispersion * gammaDraw(1 / dispersion, random));

/** A variable of Student's t distribution: normal over the root of a mean of squares. */
export const studentDraw = (df: number, random: RandomStream): number =>
  random.normal(0, 1) / Math.sqrt((2 * gammaDraw(df / 2, random)) / df);
