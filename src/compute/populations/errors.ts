import * as tf from '@tensorflow/tfjs-core';
import type { PopulationSetup, PopulationTrial, RowIntervention } from '../../contracts/population.ts';

/** Larger than the inverse of any positive error, so that the product is clipped to 1. */
const steep = 1e30;

/** Transforms errors: by interventions, and for learning. Errors are rows x columns. */
export interface Errors {
  /** δ_t = r_t + γ V(x_t) - V(x_{t-1}), with the trial's interventions. */
  rawError(discount: tf.Tensor2D, next: tf.Tensor2D, before: tf.Tensor2D, rows: ErrorRows): tf.Tensor2D;
  /** α g f(δ). */
  learned(error: tf.Tensor2D): tf.Tensor2D;
  dispose(): void;
}

/** Inputs for some rows of a trial. */
export interface ErrorRows {
  /** rows x 1; absent if there is no reward. */
  readonly reward: tf.Tensor2D | undefined;
  readonly interventions: readonly {
    readonly gainPositive: tf.Tensor2D;
    readonly gainNegative: tf.Tensor2D;
    readonly added: tf.Tensor2D;
  }[];
}

export function errorRows({ reward, interventions }: PopulationTrial, from: number, to: number): ErrorRows {
  const part = (values: Float32Array): tf.Tensor2D => tf.tensor2d(values.slice(from, to), [to - from, 1]);
  const intervention = ({ gainPositive, gainNegative, added }: RowIntervention) => ({
    gainPositive: part(gainPositive),
    gainNegative: part(gainNegative),
    added: part(added),
  });
  return {
    reward: reward.subarray(from, to).every((one) => one === 0) ? undefined : part(reward),
    interventions: interventions.map(intervention),
  };
}

/** The learning signal in rows [from, to): 0 in rows without learning. */
export const teaching = (learned: tf.Tensor2D, { learns }: PopulationTrial, from: number, to: number): tf.Tensor2D =>
  learns === undefined ? learned : tf.mul(learned, tf.tensor2d(learns.slice(from, to), [to - from, 1]));

export function errorsOf({ positiveRate, negativeRate, statistic, tie }: PopulationSetup): Errors {
  const isEven = positiveRate.every((rate, i) => rate === negativeRate[i]);
  const positive = tf.tensor2d(positiveRate, [1, positiveRate.length]);
  const negative = tf.tensor2d(negativeRate, [1, negativeRate.length]);

  return {
    rawError(discount, next, before, { reward, interventions }) {
      const surplus = tf.sub<tf.Tensor2D>(tf.mul(discount, next), before);
      return interventions.reduce<tf.Tensor2D>(
        (error, { gainPositive, gainNegative, added }) => tf.add(added, split(error, gainPositive, gainNegative)),
        reward === undefined ? surplus : tf.add(surplus, reward),
      );
    },
    learned(error) {
      const taken = statistic === 'quantile' ? signOf(error, tie) : error;
      return isEven ? tf.mul(positive, taken) : split(taken, positive, negative);
    },
    dispose: () => tf.dispose([positive, negative]),
  };
}

/** The sign of each error; for 0 it is 0, or 1 if ties count as positive. */
function signOf(error: tf.Tensor2D, tie: PopulationSetup['tie']): tf.Tensor2D {
  const steeply = tf.mul<tf.Tensor2D>(error, steep);
  return tf.clipByValue(tie === 'up' ? tf.add(steeply, tf.equal(error, 0)) : steeply, -1, 1);
}

/** One factor for positive errors and another for negative ones. */
const split = (error: tf.Tensor2D, above: tf.Tensor2D, below: tf.Tensor2D): tf.Tensor2D =>
  tf.sub(tf.mul(above, tf.relu(error)), tf.mul(below, tf.relu(tf.neg(error))));
