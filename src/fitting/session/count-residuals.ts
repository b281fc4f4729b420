import { countMeans, type Counted, type CountFamily, type CountFit } from '../inner/count-regression.ts';
import { correlationWords, independentOf, lagCorrelation } from '../residuals.ts';

/** (count - mean) / standard deviation, in each bin; NaN where nothing was counted. */
export function pearsonResiduals(shown: Float64Array, { counts, seconds }: Counted, fit: CountFit): Float64Array {
  return countMeans(shown, seconds, fit).map(
    (mean, i) => ((counts[i] as number) - mean) / Math.sqrt(mean + fit.dispersion * mean * mean),
  );
}

/**
 * How many independent observations counts are worth: with smaller bins there are more of them, but no more events
 * (Volinsky & Raftery 2000, Biometrics 56:256, count events too), and fewer if successive ones are correlated.
 */
export function independentCounts(shown: Float64Array, counted: Counted, fit: CountFit): number {
  const known = counted.counts.filter((count) => !Number.isNaN(count));
  const events = known.reduce((sum, count) => sum + count, 0);
  return independentOf(Math.min(known.length, events), lagCorrelation(pearsonResiduals(shown, counted, fit)));
}

/** Between them scatter is called Poisson's. */
const [evenBelow, burstyAbove] = [0.8, 1.25];

/** What residuals say against counts of this family, in sentences. @param each what successive counts are of */
export function countWords(of: string, residuals: Float64Array, family: CountFamily, each: string): readonly string[] {
  const known = residuals.filter((value) => !Number.isNaN(value));
  const scatter = known.reduce((sum, value) => sum + value * value, 0) / Math.max(1, known.length - 2);
  const expected = family === 'poisson' ? 'Poisson counts' : 'these counts';
  return [
    ...(scatter > burstyAbove
      ? [
          `${of}: counts scatter ${scatter.toFixed(1)} times as much as ${expected} would: intervals are too narrow${family === 'poisson' ? '; try --counts negative-binomial' : ''}.`,
        ]
      : []),
    ...(scatter < evenBelow
      ? [`${of}: counts scatter ${scatter.toFixed(1)} times as much as ${expected} would: intervals are too wide.`]
      : []),
    ...correlationWords(of, lagCorrelation(residuals), each),
  ];
}
