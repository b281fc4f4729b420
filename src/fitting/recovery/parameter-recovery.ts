import { linearRegression, mean, sampleCorrelation, sampleRankCorrelation } from 'simple-statistics';
import { randomStream } from '../../core/random.ts';
import { fitOf, type Fit } from '../fit.ts';
import type { withIntervals } from '../intervals.ts';
import { pointAt, type FreeParameter } from '../free-parameter.ts';
import { valuesAt } from '../problem.ts';
import { recoveryWarnings } from './recovery-warnings.ts';
import type { PointSource, Recoverable } from './recoverable.ts';
import type { RecoveredParameter, RecoveryDraw } from './recovered.ts';

export interface RecoveryOptions {
  readonly seed: number;
  /** Searches a fit. */
  readonly starts: number;
  /** How intervals are computed; absent: by the normal approximation. */
  readonly intervals?: typeof withIntervals;
}

/**
 * A draw depends on the seed, the model and its number alone, so that any number of workers may share them.
 * @throws InputError if the model cannot explain its own data
 */
export function recoveryDraw<Data>(
  model: Recoverable<Data>,
  from: PointSource,
  draw: number,
  { seed, starts, intervals = (_, fit) => fit }: RecoveryOptions,
): RecoveryDraw {
  const random = randomStream(seed, `recovery ${model.id} ${draw}`);
  const truth = valuesAt(model.parameters, from(random));
  const problem = model.problem(model.simulate(truth, random));
  const fit = fitOf(problem, { seed, starts });
  return drawOf([...truth], intervals(problem, fit, seed));
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
    bias: draws.length === 0 ? null : mean(estimate.map((value, draw) => value - truth[draw])),
    off: draws.length === 0 ? null : shareOf(estimate.map((value, draw) => isFarOff(value, truth[draw]))),
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
