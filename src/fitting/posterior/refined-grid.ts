import type { FreeParameter } from '../free-parameter.ts';
import { axisOf, gridPlan, type Axis, type GridPosterior } from './grid.ts';
import type { Derived } from './marginals.ts';

export interface RefinedGridOptions {
  /** The maximum of the posterior, in points. */
  readonly point: readonly number[];
  /** Standard deviations of points around it, where they are known. */
  readonly sds: readonly (number | null)[];
  readonly derived?: readonly Derived[];
}

/** Along each axis by the number of parameters, while the posterior is looked for and where it is. */
const [coarse, fine] = [
  [61, 31, 15],
  [161, 61, 31],
] as const;
/** An axis ends where cells have less of the probability. */
const leastMass = 1e-5;
/** Half of an axis at least, in standard deviations of the normal approximation. */
const reach = 4.5;
/** Looking ends when no axis becomes shorter than this share of what it was. */
const shorter = 0.7;
const maxLooks = 8;

/**
 * The posterior on a grid whose axes are fitted to it: first as wide as the priors, then to where the probability is, so
 * that a narrow posterior is not a single cell.
 * @yields rows of values, whose log likelihoods are to be given back
 * @throws InputError for more than three parameters, no prior, or a model that is impossible everywhere
 */
export function* refinedGrid(
  parameters: readonly FreeParameter[],
  { point, sds, derived = [] }: RefinedGridOptions,
): Generator<Float64Array, GridPosterior, Float64Array> {
  const around = parameters.map((_, i): Axis => {
    const half = reach * (sds[i] ?? 0);
    return { low: point[i] - half, high: point[i] + half };
  });
  let axes = parameters.map((parameter, i) => joined(axisOf(parameter), around[i]));
  for (let look = 0; look < maxLooks; look++) {
    const plan = gridPlan(parameters, { axes, cells: coarse[parameters.length - 1] });
    const grid = plan.finish(yield plan.values);
    const next = axes.map((axis, i) => within(axis, joined(massAlong(grid, i), around[i])));
    const isFound = next.every(({ low, high }, i) => high - low > shorter * (axes[i].high - axes[i].low));
    axes = next;
    if (isFound) break;
  }
  const plan = gridPlan(parameters, { axes, cells: fine[parameters.length - 1], derived });
  return plan.finish(yield plan.values);
}

const joined = (one: Axis, other: Axis): Axis => ({
  low: Math.min(one.low, other.low),
  high: Math.max(one.high, other.high),
});
const within = (one: Axis, other: Axis): Axis => ({
  low: Math.max(one.low, other.low),
  high: Math.min(one.high, other.high),
});

/** From a cell before the first that counts to one after the last. */
function massAlong({ points, weights, widths }: GridPosterior, axis: number): Axis {
  const size = widths.length;
  const mass = new Map<number, number>();
  weights.forEach((weight, row) => {
    const at = points[row * size + axis];
    mass.set(at, (mass.get(at) ?? 0) + weight);
  });
  const counts = [...mass].flatMap(([at, share]) => (share > leastMass ? [at] : []));
  const step = widths[axis];
  return { low: Math.min(...counts) - step, high: Math.max(...counts) + step };
}
