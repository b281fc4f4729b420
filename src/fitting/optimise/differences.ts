import type { PointFunction } from '../problem.ts';

/** The step of central differences at a point of a function whose rounding errors are those of doubles. */
export const differenceStep = (point: number): number => Math.cbrt(Number.EPSILON) * Math.max(1, Math.abs(point));

/** Fills the gradient of a function that has none by central differences of two values a parameter. */
export function fillDifferences(of: PointFunction, point: Float64Array, gradient: Float64Array): void {
  const moved = new Float64Array(of.size);
  for (let i = 0; i < of.size; i++) gradient[i] = slopeOf(of, point, i, moved);
}

function slopeOf(of: PointFunction, point: Float64Array, i: number, moved: Float64Array): number {
  const step = differenceStep(point[i]);
  moved.set(point);
  moved[i] = point[i] + step;
  const above = of.at(moved);
  moved[i] = point[i] - step;
  return (above - of.at(moved)) / (2 * step);
}

/** Curvature is measured over steps in which the function falls by about this much. */
const fall = 0.05;
const [shortest, longest] = [1e-5, 0.1];

/**
 * Second derivatives at a maximum by central differences: of gradients if they change smoothly, otherwise of values. Steps are
 * fitted to the curvature, so that rounding of a large log likelihood does not matter.
 * @returns symmetric
 */
export function hessianAt(of: PointFunction, at: Float64Array): readonly (readonly number[])[] {
  const top = of.at(at);
  const steps = Array.from(at, (_, i) => {
    const curvature = Math.abs(secondDifference(of, at, top, i, 1e-3));
    return Math.min(longest, Math.max(shortest, Math.sqrt((2 * fall) / Math.max(curvature, 1e-9))));
  });
  const rows = of.hasGradient && of.isRough !== true ? byGradients(of, at, steps) : byValues(of, at, top, steps);
  return rows.map((row, i) => row.map((value, j) => (value + rows[j][i]) / 2));
}

function secondDifference(of: PointFunction, at: Float64Array, top: number, i: number, step: number): number {
  const moved = Float64Array.from(at);
  moved[i] = at[i] + step;
  const above = of.at(moved);
  moved[i] = at[i] - step;
  return (above - 2 * top + of.at(moved)) / (step * step);
}

/** A gradient is as exact as a value, so that its differences bear shorter steps. */
const gradientShare = 0.01;

function byGradients(of: PointFunction, at: Float64Array, steps: readonly number[]): readonly (readonly number[])[] {
  const [above, below] = [new Float64Array(of.size), new Float64Array(of.size)];
  const moved = Float64Array.from(at);
  return steps.map((long, i) => {
    const step = long * gradientShare;
    moved[i] = at[i] + step;
    of.at(moved, above);
    moved[i] = at[i] - step;
    of.at(moved, below);
    moved[i] = at[i];
    return Array.from(above, (value, j) => (value - below[j]) / (2 * step));
  });
}

function byValues(
  of: PointFunction,
  at: Float64Array,
  top: number,
  steps: readonly number[],
): readonly (readonly number[])[] {
  const moved = Float64Array.from(at);
  const along = (i: number, j: number, si: number, sj: number): number => {
    moved.set(at);
    moved[i] = at[i] + si * steps[i];
    moved[j] = at[j] + sj * steps[j];
    return of.at(moved);
  };
  const rows = steps.map(() => steps.map(() => 0));
  steps.forEach((step, i) => {
    rows[i][i] = secondDifference(of, at, top, i, step);
    for (let j = 0; j < i; j++) {
      const mixed =
        (along(i, j, 1, 1) - along(i, j, 1, -1) - along(i, j, -1, 1) + along(i, j, -1, -1)) / (4 * step * steps[j]);
      rows[i][j] = mixed;
      rows[j][i] = mixed;
    }
  });
  return rows;
}
