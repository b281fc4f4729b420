import { kernelDensityEstimation } from 'simple-statistics';
import { pointAt, slopeAt, valueAt, type FreeParameter } from './free-parameter.ts';

/** The posterior density of a parameter's value. */
export interface PosteriorCurve {
  readonly values: readonly number[];
  /** Per unit of the value; it integrates to 1. */
  readonly density: readonly number[];
}

/** Half of the curve in standard deviations of the point, and its number of places. */
const [reach, places] = [3.5, 161];

/** Laplace's approximation: normal on points, so that its density on values is that divided by the slope of the value. */
export function posteriorCurve(parameter: FreeParameter, point: number, sd: number): PosteriorCurve {
  const standard = Array.from({ length: places }, (_, i) => reach * ((2 * i) / (places - 1) - 1));
  const points = standard.map((one) => point + one * sd);
  return {
    values: points.map((at) => valueAt(parameter, at)),
    density: points.map(
      (at, i) => Math.exp(-(standard[i] * standard[i]) / 2) / (sd * Math.sqrt(2 * Math.PI)) / slopeAt(parameter, at),
    ),
  };
}

/** A curve with the share of each place on equal steps of the point, whose peaks are modes. */
interface DrawnCurve extends PosteriorCurve {
  readonly mass: readonly number[];
}

/** Beyond the outermost draws, as a share of their range. */
const margin = 0.1;

/**
 * The density of draws, by a Gaussian kernel on points (bandwidth by Silverman's rule), so that it does not reach over the
 * ends of a range.
 * @param parameter absent: of a quantity without a scale of its own
 */
export function densityOfDraws(parameter: FreeParameter | undefined, draws: readonly number[]): DrawnCurve {
  const onPoints = parameter === undefined ? draws : draws.map((value) => pointAt(parameter, value));
  const [least, most] = onPoints.reduce(
    ([low, high], one) => [Math.min(low, one), Math.max(high, one)],
    [Infinity, -Infinity],
  );
  const low = least - margin * (most - least);
  const step = ((1 + 2 * margin) * (most - least)) / (places - 1);
  // Beyond the end of a range all points have one value, and no density.
  const points = Array.from({ length: places }, (_, i) => low + i * step).filter(
    (at) => parameter === undefined || slopeAt(parameter, at) > 0,
  );
  const kernel = kernelDensityEstimation([...onPoints]);
  const mass = points.map((at) => kernel(at));
  return {
    values: parameter === undefined ? points : points.map((at) => valueAt(parameter, at)),
    density: parameter === undefined ? mass : mass.map((one, i) => one / slopeAt(parameter, points[i])),
    mass,
  };
}
