import { halfStepOfLogGamma } from '../gamma-functions.ts';
import { fitAr1, tanh, type Ar1Fit } from '../../recorded/photometry/ar1-regression.ts';
import { newtonMaximum, type CurvedFunction } from './newton.ts';

/** y = baseline + gain m + u, with u[t] = ρ u[t - 1] + e[t] and e of Student's t distribution. */
export interface StudentAr1Fit extends Ar1Fit {
  /** Scale of e: its standard deviation is sigma √(df / (df - 2)), if df > 2. */
  readonly sigma: number;
  /** Degrees of freedom. */
  readonly df: number;
}

/** Degrees of freedom that are fitted: from those of Cauchy's distribution to where there is no telling it from a normal one. */
export const dfRange = [1, 1000] as const;
/** atanh ρ: as fitAr1() has it. */
const zRange = [-3, 6.4] as const;
/** With which the search begins. */
const startingDf = 5;

/**
 * Maximum likelihood of a regression with AR(1) noise whose innovations are of Student's t distribution, so that an
 * artefact does not drag the fit (Lange, Little & Taylor 1989, JASA 84:881; with AR errors Tarami & Pourahmadi 2003,
 * J Time Ser Anal 24:731). The first sample of each run without missing values has the same distribution, widened by
 * 1/√(1 - ρ²) as that of normal noise is: with many degrees of freedom the likelihood is that of fitAr1(). It has no closed
 * maximum; it is climbed from the normal fit to the signal without its outliers.
 * @param m the model's trace, at the times of y
 * @param y signal; NaN where missing
 * @param trimmed the signal with outliers drawn in, see withoutOutliers()
 * @param df degrees of freedom; absent: fitted too
 * @returns NaN in every number if m does not vary, or fewer than five samples have values
 */
export function fitStudentAr1(m: Float64Array, y: Float64Array, trimmed: Float64Array, df?: number): StudentAr1Fit {
  const begin = fitAr1(m, trimmed);
  if (Number.isNaN(begin.gain)) return { ...begin, df: Number.NaN };
  const scale = scaleOf(m);
  const likelihood = studentLikelihood(m, y, scale, df);
  const start = [
    begin.gain * scale,
    begin.baseline,
    Math.log1p((2 * begin.rho) / (1 - begin.rho)) / 2,
    Math.log(begin.sigma),
  ];
  const { point, height, covariance } = newtonMaximum(
    likelihood,
    df === undefined ? [...start, Math.log(startingDf)] : start,
  );
  const [gain = 0, baseline = 0, z = 0, logSigma = 0, logDf = 0] = point;
  return {
    gain: gain / scale,
    error: Math.sqrt(covariance[0]?.[0] as number) / scale,
    baseline,
    rho: tanh(z),
    sigma: Math.exp(logSigma),
    df: df ?? Math.exp(logDf),
    logLikelihood: height,
    samples: begin.samples,
  };
}

/** Outliers are further from the median than this many standard deviations, by the median absolute deviation. */
const outlying = 5;
/** Standard deviations of a normal distribution in a median absolute deviation. */
const perDeviation = 1.4826;

/** A signal with its outliers drawn in, from whose normal fit the search begins. */
export function withoutOutliers(y: Float64Array): Float64Array {
  const middle = medianOf(y);
  const limit = outlying * perDeviation * medianOf(y.map((value) => Math.abs(value - middle)));
  return limit === 0 ? y : y.map((value) => Math.min(middle + limit, Math.max(middle - limit, value)));
}

function medianOf(values: Float64Array): number {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

/** So that its numbers are about 1. */
const scaleOf = (m: Float64Array): number =>
  m.reduce((most, value) => (Math.abs(value) > most ? Math.abs(value) : most), 0) || 1;

/** Of gain x scale, baseline, atanh ρ, ln sigma, and ln df unless it is given. */
function studentLikelihood(m: Float64Array, y: Float64Array, scale: number, given: number | undefined): CurvedFunction {
  const size = given === undefined ? 5 : 4;
  const free = [-Infinity, Infinity] as const;
  const dfs = [Math.log(dfRange[0]), Math.log(dfRange[1])] as const;
  const runs = runsOf(m, y);
  return {
    ranges: [free, free, zRange, free, ...(given === undefined ? [dfs] : [])],
    at(point, slope, curvature) {
      const [gain = 0, baseline = 0, z = 0, logSigma = 0, logDf = 0] = point;
      const df = given ?? Math.exp(logDf);
      const sums = new StudentSums(df, Math.exp(-2 * logSigma), size);
      const rho = tanh(z);
      const root = Math.sqrt(1 - rho * rho);
      for (const [from, to] of runs) {
        let [lastM, last] = [0, 0];
        for (let t = from; t < to; t++) {
          const shown = (m[t] as number) / scale;
          const residual = (y[t] as number) - baseline - gain * shown;
          if (t === from) sums.addFirst(residual, shown, rho, root);
          else sums.addNext(residual - rho * last, { shown, lastM, last, rho, square: root * root });
          lastM = shown;
          last = residual;
        }
      }
      return sums.finish(slope, curvature, { runs: runs.length, rho, logSigma });
    },
  };
}

/** Samples in a row that have values: first, and one after the last. */
function runsOf(m: Float64Array, y: Float64Array): readonly (readonly [number, number])[] {
  const runs: (readonly [number, number])[] = [];
  let from = -1;
  for (let t = 0; t <= y.length; t++) {
    const isMissing = t === y.length || Number.isNaN((m[t] as number) + (y[t] as number));
    if (!isMissing && from < 0) from = t;
    if (isMissing && from >= 0) {
      runs.push([from, t]);
      from = -1;
    }
  }
  return runs;
}

interface Before {
  readonly shown: number;
  readonly lastM: number;
  readonly last: number;
  readonly rho: number;
  /** 1 - ρ². */
  readonly square: number;
}

/**
 * Sums over innovations e of ln t(e) = c(ν) - ln σ - (ν + 1)/2 ln(1 + e²/(ν σ²)), and of its derivatives by gain, baseline,
 * z = atanh ρ, ln σ and ln ν.
 */
class StudentSums {
  private readonly first = new Float64Array(5);
  private readonly second = new Float64Array(25);
  private readonly by = new Float64Array(3);
  private readonly df: number;
  private readonly precision: number;
  private readonly size: number;
  private n = 0;
  private logs = 0;
  private shares = 0;
  private products = 0;

  /** @param precision 1/σ² */
  constructor(df: number, precision: number, size: number) {
    this.df = df;
    this.precision = precision;
    this.size = size;
  }

  /** e = √(1 - ρ²) residual. */
  addFirst(residual: number, shown: number, rho: number, root: number): void {
    this.by[0] = -root * shown;
    this.by[1] = -root;
    this.by[2] = -rho * root * residual;
    this.add(root * residual, rho * root * shown, rho * root, root * (2 * rho * rho - 1) * residual);
  }

  /** e = residual - ρ times the one before. */
  addNext(e: number, { shown, lastM, last, rho, square }: Before): void {
    this.by[0] = rho * lastM - shown;
    this.by[1] = rho - 1;
    this.by[2] = -square * last;
    this.add(e, square * lastM, square, 2 * rho * square * last);
  }

  /** @param gz @param bz @param zz second derivatives of e by gain and z, baseline and z, z and z */
  private add(e: number, gz: number, bz: number, zz: number): void {
    const { df, precision, by, first, second } = this;
    const ratio = (e * e * precision) / df;
    const grown = 1 + ratio;
    // By e: -(ν + 1) e / (ν σ² grown), and once more.
    const slope = (-(df + 1) * precision * e) / (df * grown);
    const bend = (-(df + 1) * precision * (1 - ratio)) / (df * grown * grown);
    // By ln σ and e, by ln ν and e.
    const withSigma = (2 * (df + 1) * precision * e) / (df * grown * grown);
    const withDf = (precision * e * (1 - ratio * df)) / (df * grown * grown);
    for (let i = 0; i < 3; i++) {
      const own = by[i] as number;
      first[i] = (first[i] as number) + slope * own;
      for (let j = 0; j <= i; j++) second[i * 5 + j] = (second[i * 5 + j] as number) + bend * own * (by[j] as number);
      second[15 + i] = (second[15 + i] as number) + withSigma * own;
      second[20 + i] = (second[20 + i] as number) + withDf * own;
    }
    second[10] = (second[10] as number) + slope * gz;
    second[11] = (second[11] as number) + slope * bz;
    second[12] = (second[12] as number) + slope * zz;
    const share = ratio / grown;
    this.n += 1;
    this.logs += Math.log1p(ratio);
    this.shares += share;
    this.products += share / grown;
  }

  /** @returns the log likelihood */
  finish(
    slope: Float64Array,
    curvature: Float64Array,
    { runs, rho, logSigma }: { readonly runs: number; readonly rho: number; readonly logSigma: number },
  ): number {
    const { df, n, logs, shares, products, first, second, size } = this;
    const [c, dc, ddc] = halfStepOfLogGamma(df / 2);
    first[2] = (first[2] as number) - runs * rho;
    second[12] = (second[12] as number) - runs * (1 - rho * rho);
    first[3] = -n + (df + 1) * shares;
    second[18] = -2 * (df + 1) * products;
    // By ν, then by ln ν = ν times that.
    const byDf = n * (dc / 2 - 1 / (2 * df)) - logs / 2 + ((df + 1) / (2 * df)) * shares;
    const bent = n * (ddc / 4 + 1 / (2 * df * df)) + shares / df - ((df + 1) / (2 * df * df)) * (shares + products);
    first[4] = df * byDf;
    second[23] = df * shares - (df + 1) * products;
    second[24] = df * byDf + df * df * bent;
    for (let i = 0; i < size; i++) {
      slope[i] = first[i] as number;
      for (let j = 0; j <= i; j++) curvature[i * size + j] = second[i * 5 + j] as number;
    }
    return (
      n * (c - Math.log(Math.PI * df) / 2 - logSigma) - ((df + 1) / 2) * logs + (runs / 2) * Math.log(1 - rho * rho)
    );
  }
}
