import { solveSymmetric } from '../../recorded/photometry/solve-symmetric.ts';

/** A function of a few numbers with its first two derivatives, which is maximised inside a likelihood. */
export interface CurvedFunction {
  /** Ends of each number's range; infinite where there is none. */
  readonly ranges: readonly (readonly [low: number, high: number])[];
  /**
   * @param slope filled with the first derivatives
   * @param curvature filled with the second ones, row by row, the lower triangle
   * @returns -Infinity outside its domain
   */
  at(point: Float64Array, slope: Float64Array, curvature: Float64Array): number;
}

export interface CurvedMaximum {
  readonly point: Float64Array;
  readonly height: number;
  /** Of the numbers that are at no end of their ranges: the inverse of the negative curvature; 0 for the others, NaN if there is none. */
  readonly covariance: readonly (readonly number[])[];
  readonly converged: boolean;
}

const maxIterations = 200;
/** A step that promises less, as a share of 1 + |height|, is the last: what is missing after it is the square of that. */
const leastRise = 1e-10;
const [leastDamping, mostDamping] = [1e-9, 1e12];

/**
 * The maximum that is reached uphill from a start, by Newton's method with Levenberg's damping where the function does
 * not curve down (Nocedal & Wright 2006, Numerical Optimization, chapter 10.3), within ranges: a number that would leave
 * its range stays at the end.
 */
export function newtonMaximum(of: CurvedFunction, start: ArrayLike<number>): CurvedMaximum {
  const { ranges } = of;
  const size = ranges.length;
  const clamped = (value: number, i: number): number => {
    const [low, high] = ranges[i] as readonly [number, number];
    return Math.min(high, Math.max(low, value));
  };
  const placeAt = (point: Float64Array): Place => {
    const [slope, curvature] = [new Float64Array(size), new Float64Array(size * size)];
    return { point, slope, curvature, height: of.at(point, slope, curvature) };
  };
  let place = placeAt(Float64Array.from(start, clamped));
  let damping = 0;
  let converged = false;
  for (let iteration = 0; iteration < maxIterations && Number.isFinite(place.height); iteration++) {
    const free = freeAt(place, ranges);
    const step = stepFrom(place, free, damping);
    if (step === undefined) {
      damping = Math.max(1e-3, damping * 10);
      if (damping > mostDamping) break;
      continue;
    }
    const promised = step.reduce((sum, by, i) => sum + by * (place.slope[i] as number), 0) / 2;
    const next = placeAt(place.point.map((value, i) => clamped(value + (step[i] as number), i)));
    const isLast = promised <= leastRise * (1 + Math.abs(place.height));
    if (next.height >= place.height) {
      place = next;
      damping = damping < leastDamping ? 0 : damping / 10;
    } else damping = Math.max(1e-3, damping * 10);
    if (isLast && damping <= 1e-3) {
      converged = true;
      break;
    }
    if (damping > mostDamping) break;
  }
  return {
    point: place.point,
    height: place.height,
    covariance: covarianceAt(place, freeAt(place, ranges)),
    converged,
  };
}

interface Place {
  readonly point: Float64Array;
  readonly slope: Float64Array;
  readonly curvature: Float64Array;
  readonly height: number;
}

/** Numbers that are not at an end of their range towards which the function rises. */
const freeAt = ({ point, slope }: Place, ranges: CurvedFunction['ranges']): readonly number[] =>
  ranges.flatMap(([low, high], i) => {
    const [value, rise] = [point[i] as number, slope[i] as number];
    return (value <= low && rise <= 0) || (value >= high && rise >= 0) ? [] : [i];
  });

/** The negative curvature of some numbers, its diagonal raised by a share of itself. */
const matrixOf = ({ curvature, point }: Place, free: readonly number[], damping: number): number[][] =>
  free.map((i, row) =>
    free.map((j, column) => {
      const value = -(curvature[Math.max(i, j) * point.length + Math.min(i, j)] as number);
      return row === column ? value + damping * Math.max(Math.abs(value), 1e-12) : value;
    }),
  );

/** @returns undefined where the function does not curve down */
function stepFrom(place: Place, free: readonly number[], damping: number): Float64Array | undefined {
  const step = new Float64Array(place.point.length);
  const solved = solveSymmetric(
    matrixOf(place, free, damping),
    free.map((i) => place.slope[i] as number),
  );
  if (solved === undefined || !solved.every(Number.isFinite)) return undefined;
  free.forEach((i, row) => void (step[i] = solved[row] as number));
  return step;
}

function covarianceAt(place: Place, free: readonly number[]): readonly (readonly number[])[] {
  const covariance = Array.from(place.point, () => Array.from(place.point, () => 0));
  const matrix = matrixOf(place, free, 0);
  for (const [column, j] of free.entries()) {
    const solved = solveSymmetric(
      matrix,
      free.map((_, row) => (row === column ? 1 : 0)),
    );
    free.forEach((i, row) => void ((covariance[i] as number[])[j] = solved?.[row] ?? Number.NaN));
  }
  return covariance;
}
