import { InputError } from '../../core/errors.ts';
import type { FreeParameter } from '../free-parameter.ts';
import { localPriors, priorPoints, type LocalPrior } from './prior-points.ts';

/** How finely the prior of a model is covered. */
export interface SetSizes {
  /** Parameter draws that simulated animals have. */
  readonly truths: number;
  /** Places at which a model is compared with data. */
  readonly components: number;
}

/** Predictions around one place of the prior: `centre` + Σ z_i `changes`_i, with z_i ~ N(0, 1). */
export interface LocalPrediction {
  readonly centre: Float64Array;
  readonly changes: readonly Float64Array[];
}

/** What a model predicts with parameters from its prior. */
export interface ModelSet {
  readonly truths: readonly { readonly point: Float64Array; readonly trace: Float64Array }[];
  readonly components: readonly (LocalPrediction & LocalPrior)[];
}

/** A function of a model's points; undefined where learning diverges. */
export interface Predicts {
  readonly parameters: readonly FreeParameter[];
  at(point: Float64Array): Float64Array | undefined;
}

/**
 * Predictions over the prior. Points at which learning diverges are left out: no animal lives there.
 * @param name of the model, for messages
 * @throws InputError if learning diverges at all of them
 */
export function modelSet(model: Predicts, { truths, components }: SetSizes, seed: number, name: string): ModelSet {
  const { parameters } = model;
  const set = {
    truths: priorPoints(parameters, truths, { seed, name: 'truths' }).flatMap((point) => {
      const trace = model.at(point);
      return trace === undefined ? [] : [{ point, trace }];
    }),
    components: localPriors(parameters, components, seed).flatMap((local) => {
      const prediction = localPrediction(model, local);
      return prediction === undefined ? [] : [{ ...prediction, ...local }];
    }),
  };
  if (set.truths.length > 0 && set.components.length > 0) return set;
  throw new InputError(
    `learning of '${name}' diverges over its whole prior`,
    'discriminate',
    'set another of its parameters with --set, or leave it out',
  );
}

/**
 * Central secants over one standard deviation to either side; none in a direction in which learning diverges.
 * @returns undefined if learning diverges at the point itself
 */
export function localPrediction(model: Predicts, { point, sd }: LocalPrior): LocalPrediction | undefined {
  const centre = model.at(point);
  if (centre === undefined) return undefined;
  const moved = (i: number, by: number): Float64Array | undefined =>
    model.at(point.map((one, k) => (k === i ? one + by : one)));
  const changes = Array.from(sd, (step, i) => {
    const [above, below] = [moved(i, step), moved(i, -step)];
    return above === undefined || below === undefined
      ? new Float64Array(centre.length)
      : above.map((one, t) => (one - below[t]) / 2);
  });
  return { centre, changes };
}
