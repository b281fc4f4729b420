// Simulation-based calibration (Talts, Betancourt, Simpson, Vehtari & Gelman 2018, arXiv 1804.06788): data are simulated
// with parameters drawn from the prior, and the rank of the true value among posterior draws must be uniform.
import { InputError } from '../../core/errors.ts';
import { randomStream, type RandomStream } from '../../core/random.ts';
import { gammaBelow } from '../gamma-functions.ts';

/** One simulated data set: what made it, and independent draws of the posterior that the fit gives. */
export interface Simulated {
  /** The true numbers, such as the points of the parameters. */
  readonly truth: ArrayLike<number>;
  /** Draws x numbers, row-major; as many draws for every data set. */
  readonly draws: Float64Array;
}

/** The ranks of one number. */
export interface Ranks {
  readonly id: string;
  /** Data sets with a rank in each bin of equal width; flat if the posterior is right, a hill if it is too wide, a bowl if it is too narrow, a slope if it is shifted. */
  readonly counts: readonly number[];
  /** The probability of counts as uneven as these, or more, from uniform ranks (chi-square). */
  readonly probability: number;
  /** Share of data sets whose central 95 % interval of the draws holds the truth. */
  readonly coverage: number;
}

export interface CalibrationOptions {
  readonly ids: readonly string[];
  readonly seed: number;
  readonly dataSets: number;
  /** Must divide the number of draws + 1, so that each bin holds as many ranks. Default: 10. */
  readonly bins?: number;
}

/**
 * Ranks of the truth over simulated data sets.
 * @param simulate one data set from a stream of its own: parameters from the prior, data from them, draws of the posterior
 */
export function calibrate(
  { ids, seed, dataSets, bins = 10 }: CalibrationOptions,
  simulate: (random: RandomStream, dataSet: number) => Simulated,
): readonly Ranks[] {
  const ranks = Array.from({ length: dataSets }, (_, dataSet) => {
    const { truth, draws } = simulate(randomStream(seed, `data set ${dataSet}`), dataSet);
    return ranksOf(truth, draws);
  });
  return summarised(ids, ranks, bins);
}

/** Of one data set. */
export interface RanksOfOne {
  /** Of each number: draws that lie below the truth. */
  readonly ranks: readonly number[];
  readonly draws: number;
}

export function ranksOf(truth: ArrayLike<number>, draws: Float64Array): RanksOfOne {
  const count = draws.length / truth.length;
  const ranks = Array.from({ length: truth.length }, (_, i) => {
    let below = 0;
    for (let at = i; at < draws.length; at += truth.length) if (draws[at] < truth[i]) below++;
    return below;
  });
  return { ranks, draws: count };
}

/**
 * Counts and their probability, of data sets that may have been simulated by several workers.
 * @throws InputError if bins do not divide the ranks evenly
 */
export function summarised(ids: readonly string[], all: readonly RanksOfOne[], bins: number): readonly Ranks[] {
  const levels = (all[0]?.draws ?? 0) + 1;
  if (levels % bins !== 0 || all.some(({ draws }) => draws + 1 !== levels))
    throw new InputError(
      `${levels - 1} draws give ${levels} ranks`,
      'calibration',
      `use ${bins} k - 1 draws of each data set`,
    );
  const width = levels / bins;
  return ids.map((id, i) => {
    const counts = Array.from({ length: bins }, () => 0);
    let covered = 0;
    for (const { ranks } of all) {
      counts[Math.floor(ranks[i] / width)]++;
      if (ranks[i] >= 0.025 * levels && ranks[i] < 0.975 * levels) covered++;
    }
    const expected = all.length / bins;
    const statistic = counts.reduce((sum, one) => sum + ((one - expected) * (one - expected)) / expected, 0);
    // Chi-square with bins - 1 degrees of freedom is twice a gamma variable of half of them.
    return { id, counts, probability: 1 - gammaBelow((bins - 1) / 2, statistic / 2), coverage: covered / all.length };
  });
}
