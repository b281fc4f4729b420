import type { RandomStream } from '../../core/random.ts';
import type { FreeParameter } from '../free-parameter.ts';
import type { FitProblem } from '../problem.ts';

/** A model that is fitted to data, and makes such data: on the design of the recording that is to be explained. */
export interface Recoverable<Data> {
  readonly id: string;
  readonly title: string;
  readonly parameters: readonly FreeParameter[];
  problem(data: Data): FitProblem;
  /** @param values in the order of the parameters */
  simulate(values: Float64Array, random: RandomStream): Data;
}

/** Where the true points of simulated data come from. */
export type PointSource = (random: RandomStream) => Float64Array;

/** Points from the priors; from N(0, 1.5²) for a parameter without. */
export const fromPriors =
  (parameters: readonly FreeParameter[]): PointSource =>
  (random) =>
    Float64Array.from(parameters, ({ prior = wide }) => random.normal(prior.mean, prior.sd));

const wide = { mean: 0, sd: 1.5 };

/** Points from everywhere between the smallest and the largest of those fitted, each parameter for itself. */
export function fromFitted(points: readonly (readonly number[])[]): PointSource {
  const ranges = (points[0] ?? []).map((_, i) => {
    const own = points.map((point) => point[i]);
    return [Math.min(...own), Math.max(...own)] as const;
  });
  return (random) => Float64Array.from(ranges, ([low, high]) => low + (high - low) * random.next());
}
