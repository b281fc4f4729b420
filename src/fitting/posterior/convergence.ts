// Rank-normalised split R-hat and effective sample sizes (Vehtari, Gelman, Simpson, Carpenter & Bürkner 2021, Bayesian
// Analysis 16:667).
import { normalQuantile } from './normal-quantile.ts';

/** Draws of one quantity by each chain; all chains are of one length. */
export type ChainDraws = readonly Float64Array[];

/** The larger of R-hat of ranks and of ranks of the distance from the median: about 1 if all halves of chains agree. */
export function rHat(chains: ChainDraws): number {
  const halves = split(chains);
  const median = quantile(sorted(halves), 0.5);
  const folded = halves.map((half) => half.map((one) => Math.abs(one - median)));
  return Math.max(plainRHat(rankNormal(halves)), plainRHat(rankNormal(folded)));
}

/** Of the centre of the distribution. */
export const bulkSize = (chains: ChainDraws): number => effectiveSize(rankNormal(split(chains)));

/** The smaller of those of the 5 % and the 95 % quantile. */
export function tailSize(chains: ChainDraws): number {
  const all = sorted(chains);
  return Math.min(
    ...[0.05, 0.95].map((share) => {
      const bound = quantile(all, share);
      return effectiveSize(split(chains.map((chain) => chain.map((one) => Number(one <= bound)))));
    }),
  );
}

/** Estimated fraction of missing information of a chain (Betancourt 2016, arXiv 1604.00695); small where draws of momenta move energy too little. */
export function energyFraction(energies: Float64Array): number {
  let moved = 0;
  for (let i = 1; i < energies.length; i++) moved += (energies[i] - energies[i - 1]) * (energies[i] - energies[i - 1]);
  return moved / (energies.length - 1) / varianceOf(energies);
}

/** All draws, rising. */
export function sorted(chains: ChainDraws): Float64Array {
  const all = new Float64Array(chains.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chain of chains) {
    all.set(chain, at);
    at += chain.length;
  }
  return all.sort();
}

/** By linear interpolation of rising values. */
export function quantile(rising: Float64Array, share: number): number {
  const at = share * (rising.length - 1);
  const below = Math.floor(at);
  const above = Math.min(below + 1, rising.length - 1);
  return rising[below] + (at - below) * (rising[above] - rising[below]);
}

/** Halves of all chains; the middle draw of an odd number is left out. */
function split(chains: ChainDraws): ChainDraws {
  const half = Math.floor((chains[0]?.length ?? 0) / 2);
  return chains.flatMap((chain) => [chain.subarray(0, half), chain.subarray(chain.length - half)]);
}

/** Normal scores of ranks among all draws; equal draws share their mean rank. */
function rankNormal(chains: ChainDraws): ChainDraws {
  const length = chains[0]?.length ?? 0;
  const all = new Float64Array(chains.length * length);
  chains.forEach((chain, i) => all.set(chain, i * length));
  const order = Uint32Array.from(all.keys()).sort((one, other) => all[one] - all[other]);
  const scores = new Float64Array(all.length);
  for (let from = 0; from < order.length;) {
    let to = from + 1;
    while (to < order.length && all[order[to]] === all[order[from]]) to++;
    const score = normalQuantile(((from + 1 + to) / 2 - 3 / 8) / (all.length + 1 / 4));
    for (let i = from; i < to; i++) scores[order[i]] = score;
    from = to;
  }
  return chains.map((_, i) => scores.subarray(i * length, (i + 1) * length));
}

function meanOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** Sample variance. */
function varianceOf(values: Float64Array): number {
  const mean = meanOf(values);
  let sum = 0;
  for (const value of values) sum += (value - mean) * (value - mean);
  return sum / (values.length - 1);
}

/** Variance within chains, and within and between them. */
function variancesOf(chains: ChainDraws): { readonly within: number; readonly whole: number } {
  const length = chains[0]?.length ?? 0;
  const within = meanOf(Float64Array.from(chains, varianceOf));
  const between = chains.length > 1 ? varianceOf(Float64Array.from(chains, meanOf)) : 0;
  return { within, whole: (within * (length - 1)) / length + between };
}

function plainRHat(chains: ChainDraws): number {
  const { within, whole } = variancesOf(chains);
  return Math.sqrt(whole / within);
}

/** By autocorrelations summed in pairs as long as pairs are positive, made to fall (Geyer 1992, Statistical Science 7:473). */
function effectiveSize(chains: ChainDraws): number {
  const length = chains[0]?.length ?? 0;
  const count = chains.length * length;
  const { within, whole } = variancesOf(chains);
  if (whole === 0) return count;
  const centred = chains.map((chain) => {
    const mean = meanOf(chain);
    return chain.map((one) => one - mean);
  });
  const correlation = (lag: number): number =>
    1 - (within - meanOf(Float64Array.from(centred, (one) => covariance(one, lag)))) / whole;
  // Pairs begin with lags 0 and 1.
  let even = 1;
  let pair = even + correlation(1);
  let least = pair;
  let sum = 0;
  for (let lag = 1; pair > 0 && lag < length - 3; lag += 2) {
    least = Math.min(pair, least);
    sum += least;
    even = correlation(lag + 1);
    pair = even + correlation(lag + 2);
  }
  // Of the last pair, which is not summed, the even lag may still count once.
  return sizeOf(count, 2 * sum + Math.max(0, even) - 1);
}

/** No larger than the estimate of antithetic chains may be trusted. */
const sizeOf = (count: number, time: number): number => count / Math.max(time, 1 / Math.log10(count));

/** Of centred values, over their number. */
function covariance(values: Float64Array, lag: number): number {
  let sum = 0;
  for (let i = lag; i < values.length; i++) sum += values[i] * values[i - lag];
  return sum / values.length;
}
