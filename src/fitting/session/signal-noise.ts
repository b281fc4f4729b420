import type { RandomStream } from '../../core/random.ts';
import { ar1Slopes, fitAr1, type Ar1Fit } from '../../recorded/photometry/ar1-regression.ts';
import { halfStepOfLogGamma } from '../gamma-functions.ts';
import { studentDraw } from '../inner/random-counts.ts';
import { dfRange, fitStudentAr1, withoutOutliers } from '../inner/student-ar1.ts';
import { correlationWords, excessKurtosis, lagCorrelation } from '../residuals.ts';

/** Noise of heavy tails. @param df its degrees of freedom; fitted if absent */
export interface StudentNoise {
  readonly kind: 'student';
  readonly df?: number | undefined;
}

/** A regression on a signal with AR(1) noise. Normal innovations have infinite degrees of freedom. */
export type SignalFit = Ar1Fit & { readonly df: number };

/** How a signal scatters around what a model shows. */
export interface SignalNoise {
  /** Parameters that are solved: gain, baseline, correlation, scale, and degrees of freedom if they are fitted. */
  readonly inner: number;
  readonly hasDf: boolean;
  fit(model: Float64Array): SignalFit;
  /** The derivative of the log likelihood at a fit by each sample of the model, written and returned; absent if unknown. */
  slopes?(fit: SignalFit, model: Float64Array, into: Float64Array): Float64Array;
}

/** @param noise absent: normal */
export function signalNoise(recorded: Float64Array, noise: StudentNoise | undefined): SignalNoise {
  if (noise === undefined)
    return {
      inner: 4,
      hasDf: false,
      fit: (model) => ({ ...fitAr1(model, recorded), df: Infinity }),
      slopes: (fit, model, into) => ar1Slopes(fit, model, recorded, into),
    };
  const trimmed = withoutOutliers(recorded);
  return {
    inner: noise.df === undefined ? 5 : 4,
    hasDf: true,
    fit: (model) => fitStudentAr1(model, recorded, trimmed, noise.df),
  };
}

type Noise = Pick<SignalFit, 'rho' | 'sigma' | 'df'>;

/**
 * Log density of each residual with AR(1) noise, given the one before: that of its innovation. After a gap it is that of the
 * first sample. NaN in a gap.
 */
export function residualDensities(residuals: Float64Array, { rho, sigma, df }: Noise): Float64Array {
  const density = Number.isFinite(df) ? studentDensity(df) : normalDensity;
  const first = sigma / Math.sqrt(1 - rho * rho);
  return residuals.map((residual, i) => {
    const before = residuals[i - 1] ?? Number.NaN;
    return Number.isNaN(before) ? density(residual, first) : density(residual - rho * before, sigma);
  });
}

const normalDensity = (deviation: number, sd: number): number =>
  -(deviation * deviation) / (2 * sd * sd) - Math.log(sd * Math.sqrt(2 * Math.PI));

function studentDensity(df: number): (deviation: number, scale: number) => number {
  const [constant] = halfStepOfLogGamma(df / 2);
  return (deviation, scale) =>
    constant -
    Math.log(Math.PI * df) / 2 -
    Math.log(scale) -
    ((df + 1) / 2) * Math.log1p((deviation * deviation) / (df * scale * scale));
}

/** The noise of successive samples. */
export function noiseDraws({ rho, sigma, df }: Noise, random: RandomStream): () => number {
  const innovation = (): number => sigma * (Number.isFinite(df) ? studentDraw(df, random) : random.normal(0, 1));
  let now = innovation() / Math.sqrt(1 - rho * rho);
  return () => {
    const given = now;
    now = rho * now + innovation();
    return given;
  };
}

/** Kurtosis above which tails are called heavy. */
const heavyFrom = 1;

/** What residuals say against their noise, in sentences. */
export function noiseWords(id: string, residuals: Float64Array, { rho, df }: Noise): readonly string[] {
  const innovations = residuals.map((value, i) => value - rho * (residuals[i - 1] ?? Number.NaN));
  const tails = excessKurtosis(innovations);
  return [
    ...(Number.isFinite(df) || tails <= heavyFrom
      ? []
      : [
          `signal ${id}: its noise has heavier tails than normal noise (excess kurtosis ${tails.toFixed(1)}), so that few samples weigh much; Student's t noise lets them weigh less.`,
        ]),
    ...(df >= dfRange[1] && Number.isFinite(df)
      ? [`signal ${id}: its noise has no heavier tails than normal noise: --noise gaussian says the same with less.`]
      : []),
    // Of innovations with infinite variance there is no correlation.
    ...(df > 2 ? correlationWords(`signal ${id}`, lagCorrelation(innovations), 'samples, beyond AR(1),') : []),
  ];
}
