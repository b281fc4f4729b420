import { InputError } from '../../core/errors.ts';
import { logPrior, valueAt, type FreeParameter } from '../free-parameter.ts';
import type { FitProblem } from '../problem.ts';
import { modesOf } from './modes.ts';

/** A quantity that follows from the values of the parameters, such as the difference of two learning rates. */
export interface Derived {
  readonly id: string;
  of(values: Float64Array): number;
}

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

/** What a posterior says about one quantity. */
export interface Marginal {
  readonly id: string;
  readonly mean: number;
  readonly sd: number;
  /** 2.5, 25, 50, 75 and 97.5 %. */
  readonly quantiles: readonly number[];
  /** Density per unit of the quantity, at these values. */
  readonly values: readonly number[];
  readonly density: readonly number[];
  /** Where its separate modes are; of a parameter, the modes of its point's density, which has no peaks at the ends of a range. */
  readonly modes: readonly number[];
}

export interface GridPosterior {
  readonly parameters: readonly Marginal[];
  readonly derived: readonly Marginal[];
  /** Of the values. */
  readonly correlations: readonly (readonly number[])[];
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

export const shownQuantiles = [0.025, 0.25, 0.5, 0.75, 0.975] as const;
const defaultCells = 61;
/** Half of an axis in standard deviations of the prior. */
const halfAxis = 3.6;
/** Corners whose prior is by this much (log) below its top are left out. */
const leastPrior = -7;
const maxParameters = 3;

/**
 * The posterior on a grid of points, with nothing assumed of its shape.
 * @throws InputError for more than three parameters, no axis, or a model that is impossible everywhere
 */
export function gridPosterior(problem: FitProblem, options: GridOptions = {}): GridPosterior {
  const { parameters, likelihood } = problem;
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
  const weights = new Float64Array(kept.length);
  const at = new Float64Array(size);
  kept.forEach((cell, row) => {
    let prior = 0;
    for (let i = 0, rest = cell; i < size; i++, rest = Math.floor(rest / cells)) {
      const along = rest % cells;
      points[row * size + i] = axes[i].points[along];
      at[i] = axes[i].values[along];
      prior += axes[i].priors[along];
    }
    values.set(at, row * size);
    weights[row] = likelihood.at(at) + prior;
  });
  const top = weights.reduce((most, one) => (one > most ? one : most), -Infinity);
  if (!Number.isFinite(top))
    throw new InputError('the model cannot produce these data anywhere on the grid', 'fit', 'widen the priors');
  let total = 0;
  for (let row = 0; row < weights.length; row++) total += weights[row] = Math.exp(weights[row] - top);
  for (let row = 0; row < weights.length; row++) weights[row] /= total;
  const columns = axes.map((_, i) => Float64Array.from(weights, (_weight, row) => values[row * size + i]));
  return {
    parameters: axes.map((axis, i) =>
      ofParameter(parameters[i], axis, alongAxis(kept, weights, cells, i), columns[i], weights),
    ),
    derived: derived.map((one) => ofDerived(one, values, size, weights)),
    correlations: correlationsOf(columns, weights),
    logEvidence: top + Math.log(total) + axes.reduce((sum, { width }) => sum + Math.log(width), 0),
    edge: edgeOf(kept, weights, axes),
    evaluations: kept.length,
    points,
    weights,
    widths: axes.map(({ width }) => width),
  };
}

/** One axis of the grid, cell by cell. */
interface Cells {
  readonly width: number;
  readonly points: Float64Array;
  readonly values: Float64Array;
  /** Log densities of the prior. */
  readonly priors: Float64Array;
}

function axisOf({ prior, id }: FreeParameter): Axis {
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

function ofParameter(
  parameter: FreeParameter,
  { width, points, values }: Cells,
  mass: Float64Array,
  column: Float64Array,
  weights: Float64Array,
): Marginal {
  const quantiles = shownQuantiles.map((share) => {
    let below = 0;
    let cell = 0;
    while (cell < mass.length - 1 && below + mass[cell] < share) below += mass[cell++];
    return valueAt(parameter, points[cell] + ((share - below) / mass[cell] - 0.5) * width);
  });
  // Per unit of the value: a cell reaches half its width to both sides.
  const spans = points.map((point) => valueAt(parameter, point + width / 2) - valueAt(parameter, point - width / 2));
  const shown = Array.from(points.keys()).filter((cell) => spans[cell] > 0);
  return {
    id: parameter.id,
    ...momentsOf(column, weights),
    quantiles,
    values: shown.map((cell) => values[cell]),
    density: shown.map((cell) => mass[cell] / spans[cell]),
    modes: modesOf(mass).map((cell) => values[cell]),
  };
}

function momentsOf(values: Float64Array, weights: Float64Array): { readonly mean: number; readonly sd: number } {
  let mean = 0;
  for (let row = 0; row < values.length; row++) mean += weights[row] * values[row];
  let variance = 0;
  for (let row = 0; row < values.length; row++) variance += weights[row] * (values[row] - mean) * (values[row] - mean);
  return { mean, sd: Math.sqrt(variance) };
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

const bins = 64;
/** Bins reach from and to these quantiles. */
const [lowest, highest] = [0.0005, 0.9995];

function ofDerived(derived: Derived, all: Float64Array, size: number, weights: Float64Array): Marginal {
  const column = Float64Array.from(weights, (_, row) => derived.of(all.subarray(row * size, (row + 1) * size)));
  const order = Uint32Array.from(weights.keys()).sort((one, other) => column[one] - column[other]);
  const quantile = quantilesOf(column, order, weights);
  const [first, last] = [quantile(lowest), quantile(highest)];
  const width = (last - first) / bins;
  const mass = new Float64Array(bins);
  for (let row = 0; row < weights.length; row++) {
    const bin = Math.floor((column[row] - first) / width);
    if (bin >= 0 && bin < bins) mass[bin] += weights[row];
  }
  const smooth = smoothed(smoothed(mass));
  const values = Array.from(mass, (_, i) => first + (i + 0.5) * width);
  return {
    id: derived.id,
    ...momentsOf(column, weights),
    quantiles: shownQuantiles.map(quantile),
    values,
    density: Array.from(smooth, (one) => one / width),
    modes: modesOf(smooth).map((i) => values[i]),
  };
}

/** Quantiles of weighted values: each value stands in the middle of its weight, and between two it is a line. */
function quantilesOf(column: Float64Array, order: Uint32Array, weights: Float64Array): (share: number) => number {
  return (share) => {
    let [below, last] = [0, -Infinity];
    let before = column[order[0]];
    for (const row of order) {
      const middle = below + weights[row] / 2;
      if (middle >= share)
        return last === -Infinity ? column[row] : before + ((share - last) / (middle - last)) * (column[row] - before);
      below += weights[row];
      [last, before] = [middle, column[row]];
    }
    return before;
  };
}

/** Values of a quantity lie unevenly on a grid: neighbouring bins share. */
function smoothed(mass: Float64Array): Float64Array {
  const end = mass.length - 1;
  return mass.map((one, i) => (mass[Math.max(0, i - 1)] + 2 * one + mass[Math.min(end, i + 1)]) / 4);
}
