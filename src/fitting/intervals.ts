import { randomStream } from '../core/random.ts';
import type { Fit } from './fit.ts';
import { pointAt, valueAt } from './free-parameter.ts';
import { importanceDraws, pickedRows, type Peak, type WeightedDraws } from './posterior/importance.ts';
import { densityOfDraws, type PosteriorCurve } from './posterior-curve.ts';
import { laplaceAt } from './posterior/laplace.ts';
import { posteriorOf, type FitProblem, type PointFunction } from './problem.ts';

/** Fewer effective draws do not say where 2.5 % of the probability end. */
const leastEffective = 200;
const [low, high] = [0.025, 0.975];

/**
 * The fit with 95 % intervals of its whole posterior. Those of the normal approximation hold the truth too rarely where a
 * subject hardly learns or chooses nearly at random; they stay, with a warning, where the draws do not suffice.
 * @param seed of the draws
 */
export function withIntervals(problem: FitProblem, fit: Fit, seed: number): Fit {
  const draws = posteriorDraws(problem, fit, seed);
  if (draws === undefined) return fit;
  if (draws.effective < leastEffective)
    return {
      ...fit,
      warnings: [
        ...fit.warnings,
        `Intervals are those of the normal approximation: ${draws.weights.length} draws of the posterior are worth ${Math.floor(draws.effective)}. They may be too narrow.`,
      ],
    };
  return {
    ...fit,
    parameters: fit.parameters.map((one, i) => ({
      ...one,
      interval: [
        valueAt(problem.parameters[i], weightedQuantile(draws, i, low)),
        valueAt(problem.parameters[i], weightedQuantile(draws, i, high)),
      ],
    })),
  };
}

/** So many of the weighted draws, each as often as it weighs, make a curve. */
const curveDraws = 4000;

/**
 * The posterior density of each parameter, by the draws that `withIntervals` has made its intervals of.
 * @returns undefined where draws do not suffice, and intervals are those of the normal approximation
 */
export function intervalCurves(problem: FitProblem, fit: Fit, seed: number): readonly PosteriorCurve[] | undefined {
  const draws = posteriorDraws(problem, fit, seed);
  if (draws === undefined || draws.effective < leastEffective) return undefined;
  const { size, points } = draws;
  const rows = pickedRows(draws, randomStream(seed, 'curves'), curveDraws);
  return problem.parameters.map((parameter, i) =>
    densityOfDraws(
      parameter,
      Array.from(rows, (row) => valueAt(parameter, points[row * size + i])),
    ),
  );
}

/**
 * The same where the normal approximation does not hold. It is checked where the ends of its intervals are, so that of a
 * long session, whose posterior is normal, not even draws are needed.
 */
export const withCheckedIntervals: typeof withIntervals = (problem, fit, seed) =>
  fit.failure !== undefined || isNormal(problem, fit) ? fit : withIntervals(problem, fit, seed);

/** At the ends of a normal 95 % interval: the distance in standard deviations, and how far the log density has fallen. */
const [end, fallen] = [1.96, 1.92];
/** A fall that differs by as much from it moves an end by about a tenth of a standard deviation. */
const unlike = 0.2;

/** Whether the posterior falls to each side of its maximum as the normal approximation does, the other parameters at their best. */
function isNormal(problem: FitProblem, { point, parameters, correlations, logPosterior, modes }: Fit): boolean {
  const of = posteriorOf(problem);
  const fallsAt = (i: number, side: number): number => {
    const moved = point.map((one, j) => one + side * end * (correlations?.[i][j] ?? 0) * (parameters[j].pointSd ?? 0));
    return logPosterior - of.at(Float64Array.from(moved));
  };
  return (
    modes.length === 0 &&
    parameters.every((_, i) => [-1, 1].every((side) => Math.abs(fallsAt(i, side) - fallen) < unlike))
  );
}

/** Weighted draws of the posterior around all maxima of a fit; undefined if it has no normal approximation to begin with. */
export function posteriorDraws(problem: FitProblem, fit: Fit, seed: number): WeightedDraws | undefined {
  const of = posteriorOf(problem);
  const { parameters } = problem;
  const [best, ...others] = [
    fit.point,
    ...fit.modes.map(({ values }) => parameters.map((parameter, i) => pointAt(parameter, values[i]))),
  ].map((point) => peakAt(of, point));
  if (best === undefined) return undefined;
  const peaks = [best, ...others.filter((one) => one !== undefined)];
  return importanceDraws(of, parameters, peaks, randomStream(seed, 'posterior'));
}

function peakAt(of: PointFunction, point: readonly number[]): Peak | undefined {
  const at = Float64Array.from(point);
  const laplace = laplaceAt(of, at, of.at(at));
  return 'flat' in laplace ? undefined : { point, ...laplace };
}

/** The point of a parameter below which this share of the probability is. */
export function weightedQuantile({ size, points, weights }: WeightedDraws, index: number, share: number): number {
  const rows = Array.from(weights.keys()).sort(
    (one, other) => points[one * size + index] - points[other * size + index],
  );
  let below = 0;
  let [before, beforePoint] = [0, points[rows[0] * size + index]];
  for (const row of rows) {
    // Half of a draw's weight is below it.
    const at = below + weights[row] / 2;
    const point = points[row * size + index];
    if (at >= share)
      return at === before ? point : beforePoint + ((share - before) / (at - before)) * (point - beforePoint);
    [before, beforePoint] = [at, point];
    below += weights[row];
  }
  return beforePoint;
}
