import { differenceStep } from '../optimise/differences.ts';
import { pointAt, valueAt } from '../free-parameter.ts';
import type { FreeOfSpec } from './free-of-spec.ts';

/**
 * Fills the derivatives of a log likelihood by the values of its parameters, by central differences over steps of their points.
 * Those of the sensor come first: they are of the run that was the last one.
 * @param difference the log likelihood with one value moved, up to a constant
 */
export function fillSlopes(
  { parameters, ofSensor }: Pick<FreeOfSpec, 'parameters' | 'ofSensor'>,
  values: Float64Array,
  gradient: Float64Array,
  difference: (moved: Float64Array, ofSensor: boolean) => number,
): void {
  const moved = Float64Array.from(values);
  for (const sensor of [true, false])
    parameters.forEach((parameter, i) => {
      if (ofSensor[i] !== sensor) return;
      const point = pointAt(parameter, values[i] as number);
      const step = differenceStep(point);
      const [above, below] = [valueAt(parameter, point + step), valueAt(parameter, point - step)];
      moved[i] = above;
      const risen = difference(moved, sensor);
      moved[i] = below;
      const slope = (risen - difference(moved, sensor)) / (above - below);
      moved[i] = values[i] as number;
      // Beyond a limit all points have one value.
      gradient[i] = above === below ? 0 : slope;
    });
}
