import { InputError } from '../../core/errors.ts';
import { logPrior, valueAt, type FreeParameter } from '../free-parameter.ts';
import type { FitProblem, Likelihood } from '../problem.ts';
import { maximaOf, type GridMaximum } from './grid-maxima.ts';
import { momentsOf, ofDerived, ofParameter, type Cells, type Derived, type Marginal } from './marginals.ts';

/** Ends of an axis of the grid, in points. */
export interface Axis {
  readonly low: number;
  readonly high: number;
}

export interface GridOptions {
  /** Along each axis. */
  readonly cells?: number;
  /** In the order of the parameters. Default: 3.6 standard deviations of the prior around its mean. */
  readonly axes?: readonly Axis[];
  readonly derived?: readonly Derived[];
}

export interface GridPosterior {
  readonly parameters: readonly Marginal[];
  readonly derived: readonly Marginal[];
  /** Of the values. */
  readonly correlations: readonly (readonly number[])[];
  /** The highest first; several, however low, are where searches and chains get stuck. */
  readonly maxima: readonly GridMaximum[];
  /** Log of the integral of likelihood and prior. */
  readonly logEvidence: number;
  /** Probability of the outermost cells: what is beyond them is missing if it is more than a few per mille. */
  readonly edge: number;
  readonly evaluations: number;
  /** Middles of the cells, cells x parameters, row-major. */
  readonly points: Float64Array;
  /** Their probabilities. */
  readonly weights: Float64Array;
  /** Width of a cell along each axis. */
  readonly widths: readonly number[];
}

const defaultCells = 61;
/** Half of an axis in standard deviations of the prior. */
const halfAxis = 3.6;
/** Corners whose prior is by this much (log) below its top are left out. */
const leastPrior = -7;
const maxParameters = 3;

/** A grid before anything is computed on it. */
export interface GridPlan {
  /** Values of the parameters in each cell, cells x parameters, row-major. */
  readonly values: Float64Array;
  /**
   * @param heights log likelihood of each cell
   * @throws InputError if the model is impossible everywhere
   */
  finish(heights: Float64Array): GridPosterior;
}

/**
 * The posterior on a grid of points, with nothing assumed of its shape.
 * @throws InputError for more than three parameters, no axis, or a model that is impossible everywhere
 */
export function gridPosterior(problem: FitProblem, options: GridOptions = {}): GridPosterior {
  const plan = gridPlan(problem.parameters, options);
  return plan.finish(heightsOf(problem.likelihood, plan.values, problem.parameters.length));
}

/** Log likelihoods of rows of values. */
export const heightsOf = (likelihood: Likelihood, values: Float64Array, size: number): Float64Array =>
  Float64Array.from({ length: values.length / size }, (_, row) =>
    likelihood.at(values.subarray(row * size, (row + 1) * size)),
  );

/** The grid of `gridPosterior`, whose cells anyone may compute. @throws InputError for more than three parameters, or no axis */
export function gridPlan(parameters: readonly FreeParameter[], options: GridOptions = {}): GridPlan {
  if (parameters.length === 0 || parameters.length > maxParameters)
    throw new InputError(
      `a grid of ${parameters.length} parameters`,
      'fit',
      'use it for one to three, or draw samples',
    );
  const { cells = defaultCells, derived = [] } = options;
  const axes = parameters.map((parameter, i) => cellsOf(parameter, options.axes?.[i] ?? axisOf(parameter), cells));
  const kept = cellsAbovePrior(axes);
  const size = axes.length;
  const points = new Float64Array(kept.length * size);
  const values = new Float64Array(kept.length * size);
  const priors = new Float64Array(kept.length);
  kept.forEach((cell, row) => {
    for (let i = 0, rest = cell; i < size; i++, rest = Math.floor(rest / cells)) {
      const along = rest % cells;
      points[row * size + i] = axes[i].points[along];
      values[row * size + i] = axes[i].values[along];
      priors[row] += axes[i].priors[along];
    }
  });
  return {
    values,
    finish: (heights) =>
      finished(
        { parameters, derived, cells, axes, kept, points, values },
        heights.map((one, row) => one + priors[row]),
      ),
  };
}

interface Planned {
  readonly parameters: readonly FreeParameter[];
  readonly derived: readonly Derived[];
  readonly cells: number;
  readonly axes: readonly Cells[];
  readonly kept: readonly number[];
  readonly points: Float64Array;
  readonly values: Float64Array;
}

/** @param weights log densities of the cells, which become their probabilities */
function finished(
  { parameters, derived, cells, axes, kept, points, values }: Planned,
  weights: Float64Array,
): GridPosterior {
  const size = axes.length;
  const top = weights.reduce((most, one) => (one > most ? one : most), -Infinity);
  if (!Number.isFinite(top))
    throw new InputError('the model cannot produce these data anywhere on the grid', 'fit', 'widen the priors');
  const maxima = maximaOf(kept, weights, cells, size).map(({ row, below }) => ({
    values: Array.from(values.subarray(row * size, (row + 1) * size)),
    below,
  }));
  let total = 0;
  for (let row = 0; row < weights.length; row++) total += weights[row] = Math.exp(weights[row] - top);
  for (let row = 0; row < weights.length; row++) weights[row] /= total;
  const columns = axes.map((_, i) => Float64Array.from(weights, (_weight, row) => values[row * size + i]));
  return {
    parameters: axes.map((axis, i) =>
      ofParameter(parameters[i], axis, alongAxis(kept, weights, cells, i), columns[i], weights),
    ),
    derived: derived.map((one) => ofDerived(one, { kept, axes, weights })),
    maxima,
    correlations: correlationsOf(columns, weights),
    logEvidence: top + Math.log(total) + axes.reduce((sum, { width }) => sum + Math.log(width), 0),
    edge: edgeOf(kept, weights, axes),
    evaluations: kept.length,
    points,
    weights,
    widths: axes.map(({ width }) => width),
  };
}

/** As wide as the prior. @throws InputError without one */
export function axisOf({ prior, id }: FreeParameter): Axis {
  if (prior === undefined)
    throw new InputError(
      `${id} has no prior, which would say where its grid ends`,
      'fit',
      'give it a prior or an axis',
    );
  return { low: prior.mean - halfAxis * prior.sd, high: prior.mean + halfAxis * prior.sd };
}

function cellsOf(parameter: FreeParameter, { low, high }: Axis, cells: number): Cells {
  const width = (high - low) / (cells - 1);
  const points = Float64Array.from({ length: cells }, (_, i) => low + i * width);
  return {
    width,
    points,
    values: points.map((point) => valueAt(parameter, point)),
    lows: points.map((point) => valueAt(parameter, point - width / 2)),
    highs: points.map((point) => valueAt(parameter, point + width / 2)),
    priors: points.map((point) => logPrior(parameter, point)[0]),
  };
}

/** Numbers of the cells whose prior is not negligible; the first axis varies fastest. */
function cellsAbovePrior(axes: readonly Cells[]): readonly number[] {
  const drops = axes.map(({ priors }) => {
    const top = Math.max(...priors);
    return priors.map((one) => one - top);
  });
  let kept = [{ cell: 0, drop: 0 }];
  let stride = 1;
  for (const along of drops) {
    const step = stride;
    kept = Array.from(along).flatMap((drop, i) =>
      kept.map((one) => ({ cell: one.cell + i * step, drop: one.drop + drop })),
    );
    stride *= along.length;
  }
  return kept.filter(({ drop }) => drop > leastPrior).map(({ cell }) => cell);
}

function alongAxis(kept: readonly number[], weights: Float64Array, cells: number, axis: number): Float64Array {
  const stride = [1, cells, cells * cells][axis];
  const sums = new Float64Array(cells);
  kept.forEach((cell, row) => (sums[Math.floor(cell / stride) % cells] += weights[row]));
  return sums;
}

/** Probability of cells without a neighbour on some side. */
function edgeOf(kept: readonly number[], weights: Float64Array, axes: readonly Cells[]): number {
  const present = new Set(kept);
  let edge = 0;
  kept.forEach((cell, row) => {
    let stride = 1;
    for (const { points } of axes) {
      const along = Math.floor(cell / stride) % points.length;
      const isInside =
        along > 0 && along < points.length - 1 && present.has(cell - stride) && present.has(cell + stride);
      if (!isInside) {
        edge += weights[row];
        return;
      }
      stride *= points.length;
    }
  });
  return edge;
}

function correlationsOf(columns: readonly Float64Array[], weights: Float64Array): readonly (readonly number[])[] {
  const moments = columns.map((column) => momentsOf(column, weights));
  return columns.map((one, i) =>
    columns.map((other, j) => {
      if (i === j) return 1;
      let sum = 0;
      for (let row = 0; row < weights.length; row++)
        sum += weights[row] * (one[row] - moments[i].mean) * (other[row] - moments[j].mean);
      return sum / (moments[i].sd * moments[j].sd);
    }),
  );
}
