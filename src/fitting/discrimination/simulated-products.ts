import { squared } from '../../core/power.ts';
import type { RandomStream } from '../../core/random.ts';
import { pivotedFactor } from './pivoted-factor.ts';
import type { ComponentColumns, DesignStatistics } from './statistics.ts';

/** A parameter draw of a model: the numbers of both. */
export interface TruthOf {
  readonly model: number;
  readonly truth: number;
}

/** Products of a recording with columns, up to the end of a stretch. */
export interface RecordingProducts {
  readonly bins: number;
  /** With each column that models are compared by; 0 for others. */
  readonly with: Float64Array;
  /** With itself. */
  readonly itself: number;
}

/** Recordings of animals with one truth, each with fresh noise: after each stretch, the products up to its end. */
export type Simulated = (random: RandomStream) => readonly RecordingProducts[];

/**
 * Simulates recordings with exactly the distribution that products of simulated traces have, without the traces. Noise is
 * white after whitening, so that its products with the columns are F ξ with ξ ~ N(0, 1) and F a factor of the columns'
 * products; its square is |ξ|² + χ² with the remaining degrees of freedom.
 */
export function simulatedProducts(statistics: DesignStatistics, { model, truth }: TruthOf): Simulated {
  const { columns, models } = statistics;
  const own = models[model].firstTruth + truth;
  const placesOf = ({ centre, changes }: ComponentColumns): readonly number[] =>
    Array.from({ length: changes + 1 }, (_, i) => centre + i);
  const used = [
    own,
    0,
    ...models.flatMap(({ components, nearest }) => [
      ...components.flatMap(placesOf),
      ...(nearest[model]?.[truth] === undefined ? [] : placesOf(nearest[model][truth])),
    ]),
  ];
  const stretches = statistics.stretches.map(({ bins, products }) => ({
    bins,
    signal: Float64Array.from(used, (place) => products[own * columns + place]),
    ...pivotedFactor(
      Float64Array.from(used.flatMap((one) => used.map((other) => products[one * columns + other]))),
      used.length,
    ),
  }));
  return (random) => {
    let [all, itself] = [0, 0];
    const sum = new Float64Array(columns);
    return stretches.map(({ bins, signal, rank, rows }) => {
      const xi = Float64Array.from({ length: rank }, () => random.normal(0, 1));
      let ownNoise = 0;
      for (const [i, place] of used.entries()) {
        let noise = 0;
        for (let k = 0; k < rank; k++) noise += rows[i * rank + k] * xi[k];
        if (i === 0) ownNoise = noise;
        sum[place] += signal[i] + noise;
      }
      all += bins;
      const square = xi.reduce((total, one) => total + one * one, 0);
      itself += signal[0] + 2 * ownNoise + square + chiSquared(bins - rank, random);
      return { bins: all, with: sum.slice(), itself };
    });
  };
}

/** A recording of a truth without noise, but with the variance that noise would give it, up to the end of the session. */
export function quietProducts(
  { columns, models, stretches }: DesignStatistics,
  { model, truth }: TruthOf,
): RecordingProducts {
  const own = models[model].firstTruth + truth;
  const sum = new Float64Array(columns);
  let [all, itself] = [0, 0];
  for (const { bins, products } of stretches) {
    for (let i = 0; i < columns; i++) sum[i] += products[own * columns + i];
    itself += products[own * columns + own] + bins;
    all += bins;
  }
  return { bins: all, with: sum, itself };
}

/** Wilson & Hilferty 1931, within 1 % of each quantile from ten degrees of freedom on; fewer are added up. */
function chiSquared(freedom: number, random: RandomStream): number {
  if (freedom >= 10) {
    const spread = 2 / (9 * freedom);
    return freedom * cubed(1 - spread + Math.sqrt(spread) * random.normal(0, 1));
  }
  let sum = 0;
  for (let i = 0; i < freedom; i++) sum += squared(random.normal(0, 1));
  return sum;
}

const cubed = (x: number): number => x * x * x;
