import { fillDifferences } from './differences.ts';
import { dot } from './dot.ts';
import type { PointFunction } from '../problem.ts';

/** Where a search ended. */
export interface Maximum {
  readonly point: Float64Array;
  readonly height: number;
  readonly evaluations: number;
  /** Whether no direction rises any more, within the tolerance. */
  readonly converged: boolean;
}

/** A gradient with no component above this share of 1 + |height| is flat. */
const flat = 1e-6;
/** A step that rises by less than this share of 1 + |height| is none. */
const noRise = 1e-12;
const sufficient = 1e-4;
const maxIterations = 200;
const maxHalvings = 40;
/** No step is longer than this in any point: a point that flies off does not return. */
const longestStep = 4;

/**
 * The maximum that is reached uphill from a start by the BFGS method with a backtracking line search (Nocedal & Wright
 * 2006, Numerical Optimization, algorithm 6.1). Without a gradient of its own, a function's is taken by differences, only
 * where a step is accepted.
 */
export function bfgs(of: PointFunction, start: Float64Array): Maximum {
  const { size } = of;
  let point: Float64Array = Float64Array.from(start);
  let gradient: Float64Array = new Float64Array(size);
  let height = of.at(point, gradient);
  if (!of.hasGradient) fillDifferences(of, point, gradient);
  const each = of.hasGradient ? 0 : 2 * size;
  let evaluations = 1 + each;
  const end = (converged: boolean): Maximum => ({ point, height, evaluations, converged });
  if (!Number.isFinite(height) || !gradient.every(Number.isFinite)) return end(false);
  const inverse = new InverseCurvature(size);
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    if (isFlat(gradient, height)) return end(true);
    let direction = inverse.times(gradient);
    if (!(dot(direction, gradient) > 0)) {
      inverse.reset();
      direction = inverse.times(gradient);
    }
    const next = lineSearch(of, { point, height, gradient, direction });
    evaluations += next.evaluations + (next.gradient === undefined ? 0 : each);
    if (next.gradient === undefined) {
      // No rise along the direction of the curvature: try the gradient's own once before giving up.
      if (!inverse.isFresh) {
        inverse.reset();
        continue;
      }
      return end(isNearlyFlat(gradient, height));
    }
    const risen = next.height - height;
    inverse.update(difference(next.point, point), difference(gradient, next.gradient));
    ({ point, height, gradient } = next);
    if (risen < noRise * (1 + Math.abs(height))) return end(isNearlyFlat(gradient, height));
  }
  return end(false);
}

interface Place {
  readonly point: Float64Array;
  readonly height: number;
  readonly gradient: Float64Array;
}

interface Step {
  readonly point: Float64Array;
  readonly height: number;
  /** Undefined if no step rises. */
  readonly gradient: Float64Array | undefined;
  readonly evaluations: number;
}

function lineSearch(of: PointFunction, from: Place & { readonly direction: Float64Array }): Step {
  const { point, height, gradient, direction } = from;
  const rise = dot(direction, gradient);
  let length = Math.min(1, longestStep / largest(direction));
  const next = new Float64Array(point.length);
  const slope = new Float64Array(point.length);
  for (let halving = 0; halving < maxHalvings; halving++) {
    for (let i = 0; i < next.length; i++) next[i] = point[i] + length * direction[i];
    const reached = of.at(next, slope);
    if (Number.isFinite(reached) && reached >= height + sufficient * length * rise) {
      if (!of.hasGradient) fillDifferences(of, next, slope);
      if (slope.every(Number.isFinite))
        return { point: next, height: reached, gradient: slope, evaluations: halving + 1 };
    }
    length /= 2;
  }
  return { point, height, gradient: undefined, evaluations: maxHalvings };
}

const largest = (of: Float64Array): number => of.reduce((most, one) => Math.max(most, Math.abs(one)), 0);

const isFlat = (gradient: Float64Array, height: number): boolean => largest(gradient) <= flat * (1 + Math.abs(height));

/** Where rounding ends the search. */
const isNearlyFlat = (gradient: Float64Array, height: number): boolean =>
  largest(gradient) <= 1000 * flat * (1 + Math.abs(height));

const difference = (one: Float64Array, other: Float64Array): Float64Array => one.map((value, i) => value - other[i]);

/** The inverse of the negative Hessian, as steps have shown it. */
class InverseCurvature {
  isFresh = true;
  private readonly size: number;
  private readonly rows: Float64Array[];

  constructor(size: number) {
    this.size = size;
    this.rows = Array.from({ length: size }, () => new Float64Array(size));
    this.reset();
  }

  reset(): void {
    this.rows.forEach((row, i) => row.fill(0).fill(1, i, i + 1));
    this.isFresh = true;
  }

  times(gradient: Float64Array): Float64Array {
    // The first step is as long as the gradient at most 1.
    const share = this.isFresh ? Math.min(1, 1 / largest(gradient)) : 1;
    return Float64Array.from(this.rows, (row) => share * dot(row, gradient));
  }

  /** @param moved the step; @param fell by how much the gradient fell along it */
  update(moved: Float64Array, fell: Float64Array): void {
    const along = dot(moved, fell);
    // Only along a step over which it curves down is it a maximum's curvature.
    if (!(along > 1e-10 * Math.sqrt(dot(moved, moved) * dot(fell, fell)))) return;
    if (this.isFresh) this.rows.forEach((row, i) => (row[i] = along / dot(fell, fell)));
    this.isFresh = false;
    const shown = Float64Array.from(this.rows, (row) => dot(row, fell));
    const scale = (1 + dot(fell, shown) / along) / along;
    for (let i = 0; i < this.size; i++)
      for (let j = 0; j < this.size; j++) {
        const row = this.rows[i];
        row[j] = row[j] + scale * moved[i] * moved[j] - (moved[i] * shown[j] + shown[i] * moved[j]) / along;
      }
  }
}
