import { squared } from '../../core/power.ts';
import { newtonMaximum, type CurvedFunction } from './newton.ts';
import { driveOf, rectify, rectifyLog, unrectified } from './rectifier.ts';

/** Counts with what a model shows in their bins. */
export interface Counted {
  /** Whole numbers; NaN where nothing was recorded. */
  readonly counts: Float64Array;
  /** How long each was counted, seconds. */
  readonly seconds: Float64Array;
}

export type CountFamily = 'poisson' | 'negative-binomial';

/** rate = rectified(drive + gain x shown); counts scatter around rate x seconds. */
export interface CountFit {
  /** Change of the rate per unit of what the model shows. */
  readonly gain: number;
  /** Standard error of the gain. */
  readonly error: number;
  /** Where the model shows 0: what is rectified, and the rate that it gives. */
  readonly drive: number;
  readonly baseline: number;
  /** α: the variance of a count of mean μ is μ + α μ²; 0 for Poisson counts. */
  readonly dispersion: number;
  readonly logLikelihood: number;
}

/** Smallest and largest α that is searched. */
const dispersions = [1e-8, 1e3] as const;

/**
 * Maximum likelihood of a regression of counts. Poisson: ln p = k ln μ - μ - ln k!. Negative binomial, of mean μ and
 * variance μ + α μ²: ln p = Σ_{j<k} ln(1 + α j) - ln k! - (k + 1/α) ln(1 + α μ) + k ln μ (Cameron & Trivedi 2013,
 * Regression Analysis of Count Data, equation 3.27). The Poisson likelihood is concave, and its maximum exact; that of the
 * negative binomial is climbed from there.
 * @param shown one number per count
 * @returns a log likelihood of -Infinity if `shown` does not vary, and NaN in the other numbers
 */
export function fitCounts(shown: Float64Array, counted: Counted, family: CountFamily): CountFit {
  const bins = binsOf(shown, counted);
  const spread = spreadOf(bins.shown);
  if (!(spread > 0)) return nothing;
  const begin = driveOf(Math.max(1e-6, sum(bins.counts) / sum(bins.seconds)));
  const poisson = newtonMaximum(likelihood(bins, undefined), [begin, 0]);
  if (family === 'poisson') return fitOf(poisson, 0);
  const [drive = 0, gain = 0] = poisson.point;
  const start = startingDispersion(bins, drive, gain);
  // The slope by α at Poisson counts is half the excess: they scatter no more than those.
  if (!(start > 0)) return fitOf(poisson, 0);
  const maximum = newtonMaximum(likelihood(bins, dispersions), [drive, gain, Math.log(start)]);
  return fitOf(maximum, Math.exp(maximum.point[2] as number));
}

/** Log likelihood of counts under a fit. */
export function countLogLikelihood(
  shown: Float64Array,
  counted: Counted,
  { drive, gain, dispersion }: Pick<CountFit, 'drive' | 'gain' | 'dispersion'>,
): number {
  const bins = binsOf(shown, counted);
  const point = [drive, gain, ...(dispersion === 0 ? [] : [Math.log(dispersion)])];
  const size = point.length;
  const of = likelihood(bins, dispersion === 0 ? undefined : dispersions);
  return of.at(Float64Array.from(point), new Float64Array(size), new Float64Array(size * size));
}

/** The mean count of each bin under a fit. */
export function countMeans(
  shown: Float64Array,
  seconds: Float64Array,
  { drive, gain }: Pick<CountFit, 'drive' | 'gain'>,
): Float64Array {
  const at = { ...unrectified };
  return shown.map((value, i) => {
    rectify(drive + gain * value, at);
    return at.rate * (seconds[i] as number);
  });
}

const nothing: CountFit = {
  gain: Number.NaN,
  error: Number.NaN,
  drive: Number.NaN,
  baseline: Number.NaN,
  dispersion: Number.NaN,
  logLikelihood: -Infinity,
};

function fitOf(
  { point, height, covariance }: ReturnType<typeof newtonMaximum>,
  dispersion: CountFit['dispersion'],
): CountFit {
  const [drive = Number.NaN, gain = Number.NaN] = point;
  const at = { ...unrectified };
  rectify(drive, at);
  return {
    gain,
    error: Math.sqrt(covariance[1]?.[1] ?? Number.NaN),
    drive,
    baseline: at.rate,
    dispersion,
    logLikelihood: height,
  };
}

interface Bins {
  readonly shown: Float64Array;
  readonly counts: Float64Array;
  readonly seconds: Float64Array;
  /** By number j: how many counts exceed it. */
  readonly above: Float64Array;
}

/** Bins in which both are known. */
function binsOf(shown: Float64Array, { counts, seconds }: Counted): Bins {
  const known = Int32Array.from(counts.keys()).filter(
    (i) => !Number.isNaN((counts[i] as number) + (shown[i] as number)),
  );
  const of = (values: Float64Array): Float64Array => Float64Array.from(known, (i) => values[i] as number);
  const own = of(counts);
  const above = new Float64Array(own.reduce((most, count) => Math.max(most, count), 0));
  for (const count of own) for (let j = 0; j < count; j++) above[j] = (above[j] as number) + 1;
  return { shown: of(shown), counts: own, seconds: of(seconds), above };
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);

const spreadOf = (values: Float64Array): number =>
  values.reduce((most, value) => Math.max(most, value), -Infinity) -
  values.reduce((least, value) => Math.min(least, value), Infinity);

/** By moments: Σ (k - μ)² = Σ k + α Σ μ². Not above 0 where counts scatter no more than Poisson's. */
function startingDispersion({ shown, counts, seconds }: Bins, drive: number, gain: number): number {
  const means = countMeans(shown, seconds, { drive, gain });
  let [excess, squares] = [0, 0];
  means.forEach((mean, i) => {
    excess += squared((counts[i] as number) - mean) - (counts[i] as number);
    squares += mean * mean;
  });
  return Math.min(10, excess / squares);
}

/** Of drive and gain, and of ln α if there is a range for it. */
function likelihood(bins: Bins, range: readonly [number, number] | undefined): CurvedFunction {
  const size = range === undefined ? 2 : 3;
  const free = [-Infinity, Infinity] as const;
  const factorials = bins.above.reduce((total, n, j) => total + n * Math.log(j + 1), 0);
  return {
    ranges: range === undefined ? [free, free] : [free, free, [Math.log(range[0]), Math.log(range[1])]],
    at(point, slope, curvature) {
      const [drive = 0, gain = 0, logAlpha] = point;
      const alpha = logAlpha === undefined ? 0 : Math.exp(logAlpha);
      const sums = binSums(bins, drive, gain, alpha);
      slope.set([sums.d, sums.g]);
      curvature[0] = sums.dd;
      curvature[size] = sums.dg;
      curvature[size + 1] = sums.gg;
      if (logAlpha === undefined) return sums.height - factorials;
      const { height, first, second } = countTerms(bins.above, alpha);
      // By ln α.
      const rise = alpha * (sums.a + first);
      slope[2] = rise;
      curvature[6] = alpha * sums.da;
      curvature[7] = alpha * sums.ga;
      curvature[8] = rise + alpha * alpha * (sums.aa + second);
      return sums.height + height - factorials;
    },
  };
}

/** Σ ln(1 + α j) over all j below each count, with its derivatives by α. */
function countTerms(above: Float64Array, alpha: number): { height: number; first: number; second: number } {
  let [height, first, second] = [0, 0, 0];
  above.forEach((n, j) => {
    const share = j / (1 + alpha * j);
    height += n * Math.log1p(alpha * j);
    first += n * share;
    second -= n * share * share;
  });
  return { height, first, second };
}

/** The other terms, which depend on the mean, with their derivatives by drive (d), gain (g) and α (a). */
function binSums({ shown, counts, seconds }: Bins, drive: number, gain: number, alpha: number) {
  let [height, d, g, dd, dg, gg] = [0, 0, 0, 0, 0, 0];
  let [a, da, ga, aa] = [0, 0, 0, 0];
  const at = { ...unrectified };
  for (let i = 0; i < counts.length; i++) {
    const x = shown[i] as number;
    const k = counts[i] as number;
    const length = seconds[i] as number;
    rectify(drive + gain * x, at);
    const mean = at.rate * length;
    const grown = 1 + alpha * mean;
    // (k + 1/α) α, which is 1 for Poisson counts.
    const weight = ((1 + alpha * k) * length) / grown;
    let first = -weight * at.slope;
    let second = -weight * (at.curvature - ((alpha * length) / grown) * at.slope * at.slope);
    if (k > 0) {
      // Only where there are events, as logarithms take most of the time.
      rectifyLog(drive + gain * x, at);
      first += k * at.logSlope;
      second += k * at.logCurvature;
      height += k * (at.logRate + Math.log(length));
    }
    d += first;
    g += first * x;
    dd += second;
    dg += second * x;
    gg += second * x * x;
    if (alpha === 0) {
      height -= mean;
      continue;
    }
    height -= (k + 1 / alpha) * Math.log1p(alpha * mean);
    const cross = ((mean - k) / (grown * grown)) * length * at.slope;
    const [rise, bend] = dispersionTerms(alpha * mean);
    da += cross;
    ga += cross * x;
    a += rise / (alpha * alpha) - (k * mean) / grown;
    aa += bend / (alpha * alpha * alpha) + (k * mean * mean) / (grown * grown);
  }
  return { height, d, g, dd, dg, gg, a, da, ga, aa };
}

/** ln(1 + x) - x / (1 + x), and x² / (1 + x)² less twice that: series where their terms cancel. */
function dispersionTerms(x: number): readonly [number, number] {
  if (x < 0.01) {
    const square = x * x;
    return [
      square * (1 / 2 - x * (2 / 3 - x * (3 / 4 - x * (4 / 5 - x * (5 / 6 - x * (6 / 7 - (x * 7) / 8)))))),
      square * x * (-2 / 3 + x * (3 / 2 - x * (12 / 5 - x * (10 / 3 - x * (30 / 7 - (x * 21) / 4))))),
    ];
  }
  const share = x / (1 + x);
  const rise = Math.log1p(x) - share;
  return [rise, share * share - 2 * rise];
}
