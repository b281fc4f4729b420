import { slopeAt, valueAt, type FreeParameter } from './free-parameter.ts';

/** The posterior density of a parameter's value, by Laplace's approximation. */
export interface PosteriorCurve {
  readonly values: readonly number[];
  /** Per unit of the value; it integrates to 1. */
  readonly density: readonly number[];
}

/** Half of the curve in standard deviations of the point, and its number of places. */
const [reach, places] = [3.5, 161];

/** Normal on points, so that its density on values is that divided by the slope of the value. */
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
