import { power, squared } from '../../core/power.ts';
import type { LineFit, SummaryPoint } from '../../contracts/paradigm.ts';

/** How a response falls with delay d, y = b + A f(k d). */
export const shapes = {
  /** Mazur 1987. */
  hyperbolic: (kd: number): number => 1 / (1 + kd),
  exponential: (kd: number): number => Math.exp(-kd),
} as const;
export type Shape = keyof typeof shapes;

export interface DiscountFit {
  /** Rate k, per second. */
  readonly rate: number;
  readonly amplitude: number;
  readonly baseline: number;
  readonly squaredError: number;
}

type StraightLine = (points: readonly SummaryPoint[]) => Pick<LineFit, 'slope' | 'intercept'>;

/** For responses without a baseline: y = A f(k d), without b. */
export const throughZero: StraightLine = (points) => ({
  slope: points.reduce((sum, { x, y }) => sum + x * y, 0) / points.reduce((sum, { x }) => sum + x * x, 0),
  intercept: 0,
});

/** Rates that are tried, per second: from hardly any fall within minutes to a fall within a fraction of a second. */
const slowest = 1e-3;
const fastest = 20;
const grid = 400;
const refinements = 60;
const golden = (Math.sqrt(5) - 1) / 2;

/**
 * Least squares of y = b + A f(k x) on delays x in seconds. For a given k it is a straight line in f(k x); the best k is searched
 * on a logarithmic grid and then between its neighbours by golden section.
 */
export function fitDiscount(shape: Shape, points: readonly SummaryPoint[], line: StraightLine): DiscountFit {
  const rateOf = (i: number): number => slowest * power(fastest / slowest, i / grid);
  const at = (i: number): DiscountFit => atRate(shape, rateOf(i), points, line);
  const errors = Array.from({ length: grid + 1 }, (_, i) => at(i).squaredError);
  const best = errors.indexOf(Math.min(...errors));
  let [low, high] = [Math.max(0, best - 1), Math.min(grid, best + 1)];
  for (let i = 0; i < refinements; i++) {
    const [left, right] = [high - golden * (high - low), low + golden * (high - low)];
    if (at(left).squaredError < at(right).squaredError) high = right;
    else low = left;
  }
  return at((low + high) / 2);
}

function atRate(shape: Shape, rate: number, points: readonly SummaryPoint[], line: StraightLine): DiscountFit {
  const x = points.map((point) => shapes[shape](rate * point.x));
  const { slope: amplitude, intercept: baseline } = line(points.map(({ y }, i) => ({ x: x[i] as number, y })));
  const squaredError = points.reduce((sum, { y }, i) => sum + squared(y - baseline - amplitude * (x[i] as number)), 0);
  return { rate, amplitude, baseline, squaredError };
}

/**
 * A residual below this fraction of the responses' squared spread counts as a perfect fit: a thousandth of their
 * standard deviation, which no recording could detect. Means of a model have no noise, and without a floor the ratio of
 * two errors would be one of roundings.
 */
const negligible = 1e-6;

/**
 * Natural logarithm of the squared error that a hyperbola leaves over that which an exponential leaves, below 0 if the
 * hyperbola fits better. Both have as many free numbers, k, A and mostly b. It is a comparison of two shapes and no
 * test: with three numbers to four means there is next to nothing left that an information criterion could weigh. NaN
 * where the responses do not vary.
 */
export function errorOfHyperbola(points: readonly SummaryPoint[], line: StraightLine): number {
  const centre = points.reduce((sum, { y }) => sum + y, 0) / points.length;
  const total = points.reduce((sum, { y }) => sum + squared(y - centre), 0);
  if (!(total > 0)) return Number.NaN;
  const errorOf = (shape: Shape): number => Math.max(fitDiscount(shape, points, line).squaredError, negligible * total);
  return Math.log(errorOf('hyperbolic') / errorOf('exponential'));
}

/** A fit as a curve to draw. */
export function discountCurve(
  shape: Shape,
  { rate, amplitude, baseline }: DiscountFit,
  delays: readonly number[],
): readonly SummaryPoint[] {
  return delays.map((delay) => ({ x: delay, y: baseline + amplitude * shapes[shape](rate * delay) }));
}

/** From here on the hyperbola is the better shape: it leaves less than half of the squared error. */
export const betterByHalf = Number(Math.log(0.5).toFixed(2));
