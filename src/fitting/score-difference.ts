import { independentOf, lagCorrelation } from './residuals.ts';

/** By how much a model's log likelihood is higher than another's. */
export interface ScoreDifference {
  readonly sum: number;
  /** Of the sum; null if there are fewer than two trials or subjects, or one has no likelihood. */
  readonly error: number | null;
  /** Trials, or subjects. */
  readonly count: number;
}

type Scores = readonly (number | null)[];

/** Trial by trial; null where one of them has no data. */
export const differencesOf = (one: Scores, other: Scores): Scores =>
  one.map((score, i) => {
    const against = other[i] ?? null;
    return score === null || against === null ? null : score - against;
  });

/**
 * The sum of differences with its standard error, √n times their standard deviation (Vehtari, Gelman & Gabry 2017,
 * 10.1007/s11222-016-9696-4, equation 24). Successive trials that correlate count as fewer: n (1 - ρ) / (1 + ρ).
 * @param differences of trials in order, null where there is none, or of subjects
 * @param isSeries whether they are in order: subjects are independent
 */
export function scoreDifference(differences: Scores, isSeries: boolean): ScoreDifference {
  const known = differences.filter((one) => one !== null);
  const count = known.length;
  const sum = known.reduce((total, one) => total + one, 0);
  if (count < 2 || !Number.isFinite(sum)) return { sum, error: null, count };
  const mean = sum / count;
  const scatter = Float64Array.from(differences, (one) => (one === null ? Number.NaN : one - mean));
  const variance = scatter.reduce((total, one) => total + (Number.isNaN(one) ? 0 : one * one), 0) / (count - 1);
  const independent = isSeries ? independentOf(count, lagCorrelation(scatter)) : count;
  return { sum, error: count * Math.sqrt(variance / independent), count };
}
