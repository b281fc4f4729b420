import { startPoint } from './optimise/multi-start.ts';
import { valueAt, type FreeParameter } from './free-parameter.ts';
import { valuesAt, type FitProblem } from './problem.ts';

/** Places at which a parameter is tried. */
const places = [1, 2, 3];

/** Parameters that change nothing in how likely the data are: fitting them would return their priors. */
export function unusedParameters({ parameters, likelihood }: FitProblem, seed: number): readonly FreeParameter[] {
  const points = places.map((place) => startPoint(parameters, seed, place));
  return parameters.filter((parameter, i) =>
    points.every((point) => {
      const values = valuesAt(parameters, point);
      const heights = [-1, 0, 1].map((sds) => {
        values[i] = valueAt(parameter, point[i] + sds * (parameter.prior?.sd ?? 1));
        return likelihood.at(values);
      });
      return heights.every((height) => height === heights[0]);
    }),
  );
}
