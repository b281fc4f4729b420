// Simultaneous bands of the distribution of ranks (Säilynoja, Bürkner & Vehtari 2022, Stat Comput 32:32,
// 10.1007/s11222-022-10090-6): uniform ranks stay wholly inside with a given probability.
import { gammaln } from 'simple-statistics';
import { randomStream } from '../../core/random.ts';

export interface RankBand {
  /** Smallest and largest share of data sets with a rank in the bins up to each, but for the last. */
  readonly lows: readonly number[];
  readonly highs: readonly number[];
}

/** Simulated sets of ranks by which the band is widened from a point's to that of all points. */
const simulations = 2000;

/**
 * @param dataSets each with one rank
 * @param bins of equal probability
 * @param share of sets of uniform ranks that stay inside at all points
 */
export function rankBand(dataSets: number, bins: number, share = 0.95): RankBand {
  const points = Array.from({ length: bins - 1 }, (_, i) => binomialSums(dataSets, (i + 1) / bins));
  const random = randomStream(1, 'rank band');
  const least = Array.from({ length: simulations }, () => {
    const counts = new Float64Array(bins);
    for (let i = 0; i < dataSets; i++) counts[random.integer(bins)]++;
    let below = 0;
    return points.reduce((smallest, sums, i) => {
      below += counts[i];
      return Math.min(smallest, 2 * atMost(sums, below), 2 * (1 - atMost(sums, below - 1)));
    }, 1);
  }).sort((one, other) => one - other);
  const tail = least[Math.floor((1 - share) * simulations)] / 2;
  return {
    lows: points.map((sums) => sums.findIndex((sum) => sum >= tail) / dataSets),
    highs: points.map((sums) => sums.findIndex((sum) => sum >= 1 - tail) / dataSets),
  };
}

const atMost = (sums: Float64Array, count: number): number => (count < 0 ? 0 : sums[count]);

/** Probabilities of at most 0, 1, ... successes. */
function binomialSums(trials: number, probability: number): Float64Array {
  const [yes, no] = [Math.log(probability), Math.log1p(-probability)];
  let sum = 0;
  return Float64Array.from({ length: trials + 1 }, (_, count) => {
    const ways = gammaln(trials + 1) - gammaln(count + 1) - gammaln(trials - count + 1);
    sum += Math.exp(ways + count * yes + (trials - count) * no);
    return sum;
  });
}
