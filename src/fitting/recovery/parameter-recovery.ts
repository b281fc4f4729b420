import { linearRegression, mean, sampleCorrelation, sampleRankCorrelation } from 'simple-statistics';
import { randomStream } from '../../core/random.ts';
import { fitOf, type Fit } from '../fit.ts';
import { pointAt, type FreeParameter } from '../free-parameter.ts';
import { valuesAt } from '../problem.ts';
import { recoveryWarnings } from './recovery-warnings.ts';
import type { PointSource, Recoverable } from './recoverable.ts';

/** One simulated recording, fitted by the model that made it. Plain data. */
export interface RecoveryDraw {
  /** Values. */
  readonly truth: readonly number[];
  readonly estimate: readonly number[];
  /** Whether the 95 % interval of each holds the truth; null if there are no intervals. */
  readonly covered: readonly boolean[] | null;
  readonly atBound: readonly boolean[];
  /** Searches that ended at the maximum, of so many. */
  readonly agreeing: number;
  readonly starts: number;
  /** Number of maxima that are nearly as good. */
  readonly modes: number;
  /** Of the fit. */
  readonly failure?: string;
}

export interface RecoveryOptions {
  readonly seed: number;
  /** Searches a fit. */
  readonly starts: number;
}

/**
 * A draw depends on the seed, the model and its number alone, so that any number of workers may share them.
 * @throws InputError if the model cannot explain its own data
 */
export function recoveryDraw<Data>(
  model: Recoverable<Data>,
  from: PointSource,
  draw: number,
  { seed, starts }: RecoveryOptions,
): RecoveryDraw {
  const random = randomStream(seed, `recovery ${model.id} ${draw}`);
  const truth = valuesAt(model.parameters, from(random));
  const fit = fitOf(model.problem(model.simulate(truth, random)), { seed, starts });
  return drawOf([...truth], fit);
}

function drawOf(truth: readonly number[], { parameters, agreeing, starts, modes, failure }: Fit): RecoveryDraw {
  const isIn = (interval: readonly [number, number], value: number): boolean =>
    value >= interval[0] && value <= interval[1];
  const intervals = parameters.flatMap(({ interval }) => (interval === null ? [] : [interval]));
  return {
    truth,
    estimate: parameters.map(({ value }) => value),
    covered: intervals.length < parameters.length ? null : intervals.map((interval, i) => isIn(interval, truth[i])),
    atBound: parameters.map(({ atBound }) => atBound),
    agreeing,
    starts,
    modes: modes.length,
    ...(failure === undefined ? {} : { failure }),
  };
}

/** How well one parameter is recovered. Null where a number is none, as with estimates that are all the same. */
export interface RecoveredParameter extends Pick<FreeParameter, 'id' | 'title' | 'symbol' | 'unit'> {
  /** Correlation of estimates with the truth. */
  readonly r: number | null;
  /** Of their ranks (Spearman). */
  readonly rankR: number | null;
  /** Of estimates on the truth: below 1 they are drawn to the middle. */
  readonly slope: number | null;
  /** Mean of estimate - truth. */
  readonly bias: number;
  /** Share of estimates that are off by more than `farOff` says. */
  readonly off: number;
  readonly farOff: string;
  /** Share of 95 % intervals that hold the truth. */
  readonly coverage: number | null;
  /** Share of estimates at an end of the range. */
  readonly atBound: number;
}

/** What fits of simulated data say of fits of the recording. Plain data. */
export interface ParameterRecovery {
  readonly model: string;
  readonly draws: number;
  /** Fits that failed, of which no number below is made. */
  readonly failed: number;
  readonly parameters: readonly RecoveredParameter[];
  /** Of the estimates, on unconstrained points. */
  readonly correlations: readonly (readonly (number | null)[])[];
  readonly warnings: readonly string[];
}

/** @param draws of one model */
export function parameterRecovery(
  { title, parameters }: Pick<Recoverable<unknown>, 'title' | 'parameters'>,
  draws: readonly RecoveryDraw[],
): ParameterRecovery {
  const stand = draws.filter(({ failure }) => failure === undefined);
  const points = parameters.map((parameter, i) => stand.map(({ estimate }) => pointAt(parameter, estimate[i])));
  const recovered = parameters.map((parameter, i) => recoveredParameter(parameter, i, stand));
  const correlations = points.map((one) => points.map((other) => numberOr(sampleCorrelation, one, other)));
  return {
    model: title,
    draws: draws.length,
    failed: draws.length - stand.length,
    parameters: recovered,
    correlations,
    warnings: recoveryWarnings(draws, recovered, correlations),
  };
}

function recoveredParameter(parameter: FreeParameter, i: number, draws: readonly RecoveryDraw[]): RecoveredParameter {
  const { id, title, symbol, unit } = parameter;
  const truth = draws.map((draw) => draw.truth[i]);
  const estimate = draws.map((draw) => draw.estimate[i]);
  const { isFarOff, farOff } = farOffOf(parameter);
  const intervals = draws.flatMap(({ covered }) => (covered === null ? [] : [covered[i]]));
  const shareOf = (yes: readonly boolean[]): number => yes.filter(Boolean).length / Math.max(1, yes.length);
  return {
    id,
    title,
    ...(symbol === undefined ? {} : { symbol }),
    ...(unit === undefined ? {} : { unit }),
    r: numberOr(sampleCorrelation, truth, estimate),
    rankR: numberOr(sampleRankCorrelation, truth, estimate),
    slope: numberOr(slopeOf, truth, estimate),
    bias: draws.length === 0 ? 0 : mean(estimate.map((value, draw) => value - truth[draw])),
    off: shareOf(estimate.map((value, draw) => isFarOff(value, truth[draw]))),
    farOff,
    coverage: intervals.length === 0 ? null : shareOf(intervals),
    atBound: shareOf(draws.map(({ atBound }) => atBound[i])),
  };
}

const slopeOf = (truth: number[], estimate: number[]): number =>
  linearRegression(truth.map((value, i) => [value, estimate[i]])).m;

/** A statistic of two columns that vary. */
function numberOr(of: (one: number[], other: number[]) => number, one: number[], other: number[]): number | null {
  const value = one.length < 3 ? Number.NaN : of(one, other);
  return Number.isFinite(value) ? value : null;
}

/** What counts as far from the truth: a quarter of a range, a factor of two, or a standard deviation of the prior. */
function farOffOf({ scale, minimum, maximum, prior }: FreeParameter): {
  isFarOff(value: number, truth: number): boolean;
  farOff: string;
} {
  if (scale === 'log')
    return {
      isFarOff: (value, truth) => Math.abs(Math.log((value - minimum) / (truth - minimum))) > Math.LN2,
      farOff: 'a factor of 2',
    };
  const limit = scale === 'logit' ? (maximum - minimum) / 4 : (prior?.sd ?? 1);
  return { isFarOff: (value, truth) => Math.abs(value - truth) > limit, farOff: `${limit}` };
}
