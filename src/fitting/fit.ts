import type { Maximum } from './optimise/bfgs.ts';
import { fillDifferences } from './optimise/differences.ts';
import { agreement, bestOf, searchFrom } from './optimise/multi-start.ts';
import { laplaceAt, type FlatDirection, type Laplace } from './posterior/laplace.ts';
import { isAtBound, valueAt, type FreeParameter } from './free-parameter.ts';
import { posteriorOf, valuesAt, type FitProblem, type PointFunction } from './problem.ts';

/** A parameter as fitted. */
interface FittedParameter extends Pick<FreeParameter, 'id' | 'title' | 'symbol' | 'unit'> {
  readonly value: number;
  /** 95 %, by the normal approximation of the posterior of points unless `withIntervals()` or `withCheckedIntervals()` has put others; null if there is none. */
  readonly interval: readonly [low: number, high: number] | null;
  readonly atBound: boolean;
  /** Standard deviation of its point, by the same approximation; null if there is none. */
  readonly pointSd: number | null;
}

/** Another maximum that explains the data nearly as well. */
interface OtherMode {
  readonly values: readonly number[];
  /** By how much its log posterior is lower. */
  readonly behind: number;
}

/** The result of a fit: maximum a posteriori, with errors by Laplace's approximation. Plain data. */
export interface Fit {
  readonly parameters: readonly FittedParameter[];
  /** The maximum on unconstrained points, from which everything can be computed again. */
  readonly point: readonly number[];
  readonly logLikelihood: number;
  readonly logPosterior: number;
  /** Log of the model's evidence, by Laplace's approximation; null if there is none. */
  readonly logEvidence: number | null;
  readonly observations: number;
  readonly aic: number;
  readonly bic: number;
  readonly starts: number;
  /** Starts that ended at this maximum. */
  readonly agreeing: number;
  readonly modes: readonly OtherMode[];
  /** Maxima at which searches ended that explain the data worse, the best first: without weight, but chains get stuck there. */
  readonly lowerModes: readonly OtherMode[];
  /** Correlations of the estimates' points; null if there are none. */
  readonly correlations: readonly (readonly number[])[] | null;
  /** Why the numbers are none, in a sentence; absent if the fit stands. */
  readonly failure?: string;
  /** What a reader has to know, in sentences. */
  readonly warnings: readonly string[];
}

export interface FitOptions {
  readonly seed: number;
  /** Number of searches, at least 1. */
  readonly starts: number;
}

/** Usual number of searches: FRONTIER protocol asks for at least ten. */
export const usualStarts = 10;

/** One search of a fit, which any worker may do: it depends on the seed and its number alone. */
export const fitStart = (problem: FitProblem, seed: number, start: number): Maximum =>
  searchFrom(posteriorOf(problem), problem.parameters, seed, start);

/** A whole fit. @throws InputError if the model cannot produce the data at any start */
export const fitOf = (problem: FitProblem, { seed, starts }: FitOptions): Fit =>
  finishedFit(
    problem,
    Array.from({ length: starts }, (_, start) => fitStart(problem, seed, start)),
  );

/** What the searches found. */
export function finishedFit(problem: FitProblem, ends: readonly Maximum[]): Fit {
  const { parameters, likelihood } = problem;
  const of = posteriorOf(problem);
  const { best, agreeing } = bestOf(ends);
  const laplace = laplaceAt(of, best.point, best.height);
  const values = valuesAt(parameters, best.point);
  const logLikelihood = likelihood.at(values);
  const observations = likelihood.observationsAt?.(values) ?? likelihood.observations;
  const count = parameters.length + likelihood.inner;
  const others = otherModes(parameters, best, ends);
  const modes = others.filter(({ behind }) => behind < deepest);
  const failure = failureOf(problem, best, laplace);
  return {
    parameters: parameters.map((parameter, i) => fitted(parameter, best.point[i], laplace, i)),
    point: [...best.point],
    logLikelihood,
    logPosterior: best.height,
    logEvidence: 'flat' in laplace ? null : laplace.logEvidence,
    observations,
    aic: 2 * count - 2 * logLikelihood,
    bic: count * Math.log(observations) - 2 * logLikelihood,
    starts: ends.length,
    agreeing,
    modes,
    lowerModes: others.filter(({ behind }) => behind >= deepest),
    correlations: 'flat' in laplace ? null : correlationsOf(laplace.covariance),
    ...(failure === undefined ? {} : { failure }),
    warnings: warningsOf(parameters, values, { laplace, agreeing, starts: ends.length, modes }),
  };
}

/** Of a normal distribution, 97.5 %. */
const wide = 1.959964;

function fitted(parameter: FreeParameter, point: number, laplace: Laplace | FlatDirection, i: number): FittedParameter {
  const { id, title, symbol, unit } = parameter;
  const value = valueAt(parameter, point);
  const half = 'flat' in laplace ? Number.NaN : wide * Math.sqrt(laplace.covariance[i][i]);
  return {
    id,
    title,
    ...(symbol === undefined ? {} : { symbol }),
    ...(unit === undefined ? {} : { unit }),
    value,
    interval: 'flat' in laplace ? null : [valueAt(parameter, point - half), valueAt(parameter, point + half)],
    atBound: isAtBound(parameter, value),
    pointSd: 'flat' in laplace ? null : Math.sqrt(laplace.covariance[i][i]),
  };
}

const correlationsOf = (covariance: Laplace['covariance']): readonly (readonly number[])[] =>
  covariance.map((row, i) => row.map((value, j) => value / Math.sqrt(covariance[i][i] * covariance[j][j])));

/** Maxima whose points differ by this much in some parameter are two. */
const apart = 0.5;
/** A mode that is further below is of no consequence: e^-3 is 5 %. */
const deepest = 3;

function otherModes(
  parameters: readonly FreeParameter[],
  best: Maximum,
  ends: readonly Maximum[],
): readonly OtherMode[] {
  const found: Maximum[] = [];
  const differs = (one: Maximum, other: Maximum): boolean =>
    one.point.some((value, i) => Math.abs(value - other.point[i]) > apart);
  for (const end of ends.toSorted((one, other) => other.height - one.height))
    if (end.converged && [best, ...found].every((one) => differs(one, end))) found.push(end);
  return found.map(({ point, height }) => ({
    values: [...valuesAt(parameters, point)],
    behind: best.height - height,
  }));
}

function failureOf(problem: FitProblem, best: Maximum, laplace: Laplace | FlatDirection): string | undefined {
  const { parameters } = problem;
  if ('flat' in laplace) {
    const named = parameters
      .filter((_, i) => Math.abs(laplace.flat[i]) > 0.3)
      .map(({ id }) => id)
      .join(' and ');
    return `The data do not determine ${named}: the posterior does not fall in ${named.includes(' and ') ? 'a direction of both' : 'its direction'}.`;
  }
  if (best.converged) return undefined;
  const { id } = parameters[steepest(posteriorOf(problem), best.point, laplace)];
  return `The search has not converged: no start came to an end at the best place found, where the posterior still changes most with ${id}.`;
}

/** The parameter by which a function changes most, in standard deviations. */
function steepest(of: PointFunction, point: Float64Array, { covariance }: Laplace): number {
  const gradient = new Float64Array(of.size);
  if (of.hasGradient) of.at(point, gradient);
  else fillDifferences(of, point, gradient);
  // Where it cannot be told, as next to where learning diverges, it changes without limit.
  const sizes = gradient.map((slope, i) =>
    Number.isNaN(slope) ? Infinity : Math.abs(slope) * Math.sqrt(covariance[i][i]),
  );
  return sizes.indexOf(Math.max(...sizes));
}

interface Seen {
  readonly laplace: Laplace | FlatDirection;
  readonly agreeing: number;
  readonly starts: number;
  readonly modes: readonly OtherMode[];
}

/** Estimates that go together this closely cannot be told apart. */
const inseparable = 0.95;

function warningsOf(
  parameters: readonly FreeParameter[],
  values: Float64Array,
  { laplace, agreeing, starts, modes }: Seen,
): readonly string[] {
  const bounds = parameters.flatMap((parameter, i) =>
    isAtBound(parameter, values[i])
      ? [`${parameter.id} is at an end of its range: the data ask for more than it allows, or for nothing.`]
      : [],
  );
  const correlations = 'flat' in laplace ? [] : correlationsOf(laplace.covariance);
  const pairs = correlations.flatMap((row, i) =>
    row
      .slice(0, i)
      .flatMap((r, j) =>
        Math.abs(r) > inseparable
          ? [
              `${parameters[j].id} and ${parameters[i].id} cannot be told apart: their estimates have a correlation of ${r.toFixed(2)}.`,
            ]
          : [],
      ),
  );
  return [
    ...bounds,
    ...pairs,
    ...(starts > 1 && agreeing < 2
      ? [
          `Only ${agreeing} of ${starts} searches ended at this maximum (within ${agreement} of the log posterior): take more starts.`,
        ]
      : []),
    ...modes.map(
      ({ values: other, behind }) =>
        `Another maximum is nearly as good (log posterior ${behind.toFixed(2)} lower): ${parameters.map(({ id }, i) => `${id} ${Number(other[i].toPrecision(3))}`).join(', ')}.`,
    ),
  ];
}
