import { logPrior } from '../../src/fitting/free-parameter.ts';
import { valuesAt, type FitProblem } from '../../src/fitting/problem.ts';

/** A posterior on a grid of points, as golden/frontier/zorowitz_grid.py has it. */
export interface Grid {
  readonly points: readonly Float64Array[];
  /** Probability of each point. */
  readonly weights: readonly number[];
}

/** Half of an axis, in standard deviations of the prior. */
const half = 3.6;
/** Points whose prior is by this much (log) below its top are left out. */
const leastPrior = -7;

const usualCells = 61;

/** Between neighbours along an axis whose prior has this standard deviation. */
export const cellWidth = (sd: number, cells = usualCells): number => (2 * half * sd) / (cells - 1);

/** @param cells along each axis */
export function gridOf({ parameters, likelihood }: FitProblem, cells = usualCells): Grid {
  let points = [[]] as readonly (readonly number[])[];
  for (const { prior = { mean: 0, sd: 1 } } of parameters)
    points = points.flatMap((point) =>
      Array.from({ length: cells }, (_, i) => [...point, prior.mean + prior.sd * half * ((2 * i) / (cells - 1) - 1)]),
    );
  const priorOf = (point: readonly number[]): number =>
    parameters.reduce(
      (sum, parameter, i) =>
        sum + logPrior(parameter, point[i] as number)[0] - logPrior(parameter, parameter.prior?.mean ?? 0)[0],
      0,
    );
  const kept = points.flatMap((point) => {
    const prior = priorOf(point);
    return prior > leastPrior ? [{ point: Float64Array.from(point), prior }] : [];
  });
  const heights = kept.map(({ point, prior }) => prior + likelihood.at(valuesAt(parameters, point)));
  const top = heights.reduce((most, one) => Math.max(most, one), -Infinity);
  const odds = heights.map((height) => Math.exp(height - top));
  const total = odds.reduce((sum, one) => sum + one, 0);
  return { points: kept.map(({ point }) => point), weights: odds.map((one) => one / total) };
}

/** The mean of a function of points. */
export const meanOf = ({ points, weights }: Grid, of: (point: Float64Array) => number): number =>
  points.reduce((sum, point, i) => sum + (weights[i] as number) * of(point), 0);
