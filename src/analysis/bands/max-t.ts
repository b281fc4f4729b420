import type { Resamples } from './resamples.ts';

/** Curves of a group without their mean: at each point what varies between animals. */
export interface Deviations {
  readonly animals: number;
  readonly points: number;
  readonly mean: Float64Array;
  /** Squared standard error of the mean: sample variance over the number of animals. */
  readonly squaredError: Float64Array;
  /** Animals x points, row-major. */
  readonly residuals: Float64Array;
}

/** Standard errors of this size relative to the values are rounding. */
const rounding = 1e-12;

/** @param values animals x points, row-major; NaN at a point of any animal makes the point NaN */
export function deviations(values: Float64Array, animals: number, points: number): Deviations {
  const mean = new Float64Array(points);
  const squaredError = new Float64Array(points);
  const residuals = new Float64Array(animals * points);
  for (let point = 0; point < points; point++) {
    let sum = 0;
    let largest = 0;
    for (let i = point; i < values.length; i += points) {
      sum += values[i] as number;
      largest = Math.max(largest, Math.abs(values[i] as number));
    }
    const centre = sum / animals;
    let squares = 0;
    for (let i = point; i < values.length; i += points) {
      const residual = (values[i] as number) - centre;
      residuals[i] = residual;
      squares += residual * residual;
    }
    const error = squares / (animals - 1) / animals;
    mean[point] = centre;
    squaredError[point] = error < largest * largest * rounding * rounding ? 0 : error;
  }
  return { animals, points, mean, squaredError, residuals };
}

/** Points at which animals differ, so that a deviation can be studentised. */
const usablePoints = (squaredError: ArrayLike<number>): readonly number[] =>
  Array.from(squaredError, (error, point) => (error > 0 ? point : -1)).filter((point) => point >= 0);

/**
 * The largest studentised deviation over all points that 95 % of bootstrap samples of animals do not exceed. Each sample
 * is studentised by its own standard error. Infinite where more than 5 % of samples contain one animal only.
 */
export function bootstrapMaxT(group: Deviations, { count, animals, weights, probability }: Resamples): number {
  const points = usablePoints(group.squaredError);
  const residuals = kept(group, points);
  const width = points.length;
  const sums = new Float64Array(width);
  const squares = new Float64Array(width);
  const largest = new Float64Array(count);
  for (let sample = 0; sample < count; sample++) {
    sums.fill(0);
    squares.fill(0);
    for (let animal = 0; animal < animals; animal++) {
      const weight = weights[sample * animals + animal] as number;
      if (weight === 0) continue;
      const offset = animal * width;
      for (let i = 0; i < width; i++) {
        const weighted = weight * (residuals[offset + i] as number);
        sums[i] = (sums[i] as number) + weighted;
        squares[i] = (squares[i] as number) + weighted * (residuals[offset + i] as number);
      }
    }
    largest[sample] = maxSquaredT(sums, squares, animals);
  }
  return Math.sqrt(quantile95(largest, probability));
}

/** With m = sum / n, t² = m² / ((squares - n m²) / (n - 1) / n). */
function maxSquaredT(sums: Float64Array, squares: Float64Array, animals: number): number {
  let max = 0;
  for (let i = 0; i < sums.length; i++) {
    const sum = sums[i] as number;
    const between = (sum * sum) / animals;
    const within = (squares[i] as number) - between;
    const t = within > between * rounding ? ((animals - 1) * between) / within : between > 0 ? Infinity : 0;
    if (t > max) max = t;
  }
  return max;
}

/**
 * The largest studentised deviation of a mean, or of a difference of two groups' means, over all points that 95 % of sign
 * patterns do not exceed: each animal's deviation from the mean of its group keeps or changes its sign as a whole.
 * @param groups one or two
 * @param signs of the animals of the first group, then of the second
 */
export function signFlipMaxT(groups: readonly Deviations[], signs: Resamples): number {
  const points = usablePoints(
    (groups[0] as Deviations).squaredError.map((_, i) =>
      groups.reduce((sum, { squaredError }) => sum + (squaredError[i] as number), 0),
    ),
  );
  let first = 0;
  const flipped = groups.map((group): FlippedGroup => {
    first += group.animals;
    const squares = points.map((i) => (group.squaredError[i] as number) * group.animals * (group.animals - 1));
    return {
      animals: group.animals,
      first: first - group.animals,
      residuals: kept(group, points),
      squares: Float64Array.from(squares),
      sums: new Float64Array(points.length),
    };
  });
  const largest = new Float64Array(signs.count);
  const difference = new Float64Array(points.length);
  const error = new Float64Array(points.length);
  for (let pattern = 0; pattern < signs.count; pattern++) {
    difference.fill(0);
    error.fill(0);
    flipped.forEach((group, i) => {
      flip(group, signs.weights, pattern * signs.animals);
      addMean(group, i === 0 ? 1 : -1, difference, error);
    });
    largest[pattern] = maxRatio(difference, error);
  }
  return Math.sqrt(quantile95(largest, signs.probability));
}

interface FlippedGroup {
  readonly animals: number;
  /** Place of its first animal in a pattern of signs. */
  readonly first: number;
  readonly residuals: Float64Array;
  /** Sum of squared residuals at each point, which signs do not change. */
  readonly squares: Float64Array;
  readonly sums: Float64Array;
}

function flip({ animals, first, residuals, sums }: FlippedGroup, signs: Int8Array, pattern: number): void {
  sums.fill(0);
  const width = sums.length;
  for (let animal = 0; animal < animals; animal++) {
    const sign = signs[pattern + first + animal] as number;
    const offset = animal * width;
    for (let i = 0; i < width; i++) sums[i] = (sums[i] as number) + sign * (residuals[offset + i] as number);
  }
}

function addMean(
  { animals, squares, sums }: FlippedGroup,
  sign: number,
  difference: Float64Array,
  error: Float64Array,
): void {
  for (let i = 0; i < sums.length; i++) {
    const mean = (sums[i] as number) / animals;
    difference[i] = (difference[i] as number) + sign * mean;
    error[i] = (error[i] as number) + ((squares[i] as number) / animals - mean * mean) / (animals - 1);
  }
}

/** The largest t². */
function maxRatio(difference: Float64Array, error: Float64Array): number {
  let max = 0;
  for (let i = 0; i < difference.length; i++) {
    const squared = (difference[i] as number) * (difference[i] as number);
    const t = (error[i] as number) > squared * rounding ? squared / (error[i] as number) : squared > 0 ? Infinity : 0;
    if (t > max) max = t;
  }
  return max;
}

/** Residuals of the given points only, animals x points. */
function kept({ residuals, points: all, animals }: Deviations, points: readonly number[]): Float64Array {
  const width = points.length;
  const out = new Float64Array(animals * width);
  for (let animal = 0; animal < animals; animal++)
    for (let i = 0; i < width; i++) out[animal * width + i] = residuals[animal * all + (points[i] as number)] as number;
  return out;
}

/** The smallest value that at least 95 % of the probability does not exceed. */
function quantile95(values: Float64Array, probability: Float64Array): number {
  const order = Array.from(values.keys()).sort((a, b) => (values[a] as number) - (values[b] as number));
  let sum = 0;
  for (const i of order) {
    sum += probability[i] as number;
    if (sum > 0.95 - 1e-9) return values[i] as number;
  }
  return Infinity;
}
