import { haltonPoints } from '../../core/halton.ts';
import { power, squared } from '../../core/power.ts';
import { randomStream } from '../../core/random.ts';
import type { FreeParameter, PointPrior } from '../free-parameter.ts';
import { normalQuantile } from '../posterior/normal-quantile.ts';

/** A normal distribution of points around one point. */
export interface LocalPrior {
  readonly point: Float64Array;
  /** Standard deviation in the direction of each parameter. */
  readonly sd: Float64Array;
}

export const priorOf = ({ prior = { mean: 0, sd: 1.5 } }: FreeParameter): PointPrior => prior;

/** Points spread evenly over the prior: Halton's, shifted at random (Cranley & Patterson 1976). @param name of the shift */
export function priorPoints(
  parameters: readonly FreeParameter[],
  count: number,
  { seed, name }: { readonly seed: number; readonly name: string },
): readonly Float64Array[] {
  if (parameters.length === 0) return [new Float64Array(0)];
  const random = randomStream(seed, `discriminate/${name}`);
  const shifts = parameters.map(() => random.next());
  return haltonPoints(count, parameters.length, 'discriminate').map((cube) =>
    Float64Array.from(parameters, (parameter, i) => {
      const { mean, sd } = priorOf(parameter);
      return mean + sd * normalQuantile(inside((cube[i] + shifts[i]) % 1));
    }),
  );
}

const inside = (share: number): number => Math.min(1 - 1e-6, Math.max(1e-6, share));

/** Of the prior's standard deviation, at most: farther away a prediction is not a straight line of the parameters. */
const widest = 0.6;

/** How wide local priors are, as a share of the whole prior, if it is covered by so many. */
const shareOf = (dimensions: number, count: number): number => Math.min(widest, 2 * power(count, -1 / dimensions));

/**
 * The prior as a mixture of as many equal local ones, whose own widths shrink with their number: its mean and variance
 * are the prior's.
 */
export function localPriors(parameters: readonly FreeParameter[], count: number, seed: number): readonly LocalPrior[] {
  const share = shareOf(parameters.length, count);
  const shrink = Math.sqrt(1 - share * share);
  return priorPoints(parameters, count, { seed, name: 'components' }).map((point) => ({
    point: point.map((one, i) => {
      const { mean } = priorOf(parameters[i]);
      return mean + shrink * (one - mean);
    }),
    sd: Float64Array.from(parameters, (parameter) => share * priorOf(parameter).sd),
  }));
}

/** Of the prior's standard deviation. */
const narrow = 0.1;

/** A narrow part of the prior around a point. `logWeight`: the logarithm of the share of the prior that it is. */
export function narrowPrior(
  parameters: readonly FreeParameter[],
  point: Float64Array,
): LocalPrior & { readonly logWeight: number } {
  const squares = parameters.map((parameter, i) =>
    squared((point[i] - priorOf(parameter).mean) / priorOf(parameter).sd),
  );
  return {
    point,
    sd: Float64Array.from(parameters, (parameter) => narrow * priorOf(parameter).sd),
    // So that its density at the point is the prior's there.
    logWeight: squares.reduce((sum, square) => sum + Math.log(narrow) - square / 2, 0),
  };
}
