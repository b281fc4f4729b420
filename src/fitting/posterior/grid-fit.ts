import type { Fit } from '../fit.ts';
import type { FreeParameter } from '../free-parameter.ts';
import type { GridPosterior } from './grid.ts';
import type { Derived, Marginal } from './marginals.ts';
import { failedPosterior, modeWarnings, type NumberPosterior, type Posterior } from './posterior.ts';
import { refinedGrid } from './refined-grid.ts';

/** More at an end of an axis means that what is beyond is missing. */
const mostAtEdge = 0.005;

/**
 * The posterior of a fit's parameters on a grid.
 * @yields rows of values, whose log likelihoods are to be given back
 * @throws InputError for more than three parameters
 */
export function* gridFit(
  parameters: readonly FreeParameter[],
  fit: Fit,
  derived: readonly Derived[],
): Generator<Float64Array, Posterior, Float64Array> {
  const grid = yield* refinedGrid(parameters, {
    point: fit.point,
    sds: fit.parameters.map(({ pointSd }) => pointSd),
    derived,
  });
  const failures = parameters.flatMap(({ id }, i) => {
    const share = edgeOf(grid, i);
    return share <= mostAtEdge
      ? []
      : [`${id}: ${(100 * share).toFixed(1)} % of its posterior lies at the end of the grid, where its prior ends`];
  });
  if (failures.length > 0) return failedPosterior('grid', failures);
  const numbers = [...grid.parameters, ...grid.derived].map(numberOf);
  return {
    kind: 'grid',
    parameters: numbers.slice(0, parameters.length),
    derived: numbers.slice(parameters.length),
    failures,
    warnings: modeWarnings(numbers),
  };
}

const numberOf = ({ id, mean, quantiles, modes, values, density }: Marginal): NumberPosterior => ({
  id,
  estimate: mean,
  interval: [quantiles[0], quantiles.at(-1) as number],
  modes,
  curve: { values, density },
});

/** Probability of the first and the last cell along an axis. */
function edgeOf({ points, weights, widths }: GridPosterior, axis: number): number {
  const along = Float64Array.from(weights, (_, row) => points[row * widths.length + axis]);
  const [low, high] = along.reduce(
    ([least, most], at) => [Math.min(least, at), Math.max(most, at)],
    [Infinity, -Infinity],
  );
  return weights.reduce((sum, weight, row) => (along[row] === low || along[row] === high ? sum + weight : sum), 0);
}
