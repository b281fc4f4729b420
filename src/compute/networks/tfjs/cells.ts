import * as tf from '@tensorflow/tfjs-core';
import { throughSigmoid, throughTanh } from './activations.ts';

/** Result of one step of a cell. */
export interface CellStep {
  /** The new state: hidden, then cell for an LSTM, each [batch, units]. */
  readonly state: readonly tf.Tensor2D[];
  /** From the derivatives of the loss with respect to the new state to those with respect to the input. */
  back(byState: readonly tf.Tensor2D[]): CellDerivatives;
}

interface CellDerivatives {
  /** [batch, gates x units] */
  readonly byFromInputs: tf.Tensor2D;
  readonly byFromHidden: tf.Tensor2D;
  /** The direct path from the old state; absent if the state enters only through the sum from the hidden units. */
  readonly byHidden?: tf.Tensor2D;
  readonly byCell?: tf.Tensor2D;
}

/**
 * One step of a recurrent cell. Its derivatives are explicit: with tfjs's automatic differentiation they cost four
 * times as much.
 * @param fromInputs [batch, gates x units]: W x + b
 * @param fromHidden [batch, gates x units]: U h + c
 */
export type Cell = (
  units: number,
  fromInputs: tf.Tensor2D,
  fromHidden: tf.Tensor2D,
  state: readonly tf.Tensor2D[],
) => CellStep;

type Pair = [tf.Tensor2D, tf.Tensor2D];

/** h <- (1 - z) n + z h, with n = tanh(W x + b + r (U h + c)). */
export const gru: Cell = (units, fromInputs, fromHidden, [before]) => {
  const hidden = before;
  const [inputsToGates, inputsToNew] = tf.split(fromInputs, [2 * units, units], 1) as Pair;
  const [hiddenToGates, hiddenToNew] = tf.split(fromHidden, [2 * units, units], 1) as Pair;
  const gates: tf.Tensor2D = tf.sigmoid(tf.add(inputsToGates, hiddenToGates));
  const [reset, update] = tf.split(gates, 2, 1) as Pair;
  const fresh: tf.Tensor2D = tf.tanh(tf.add(inputsToNew, tf.mul(reset, hiddenToNew)));
  const change: tf.Tensor2D = tf.sub(hidden, fresh);
  return {
    state: [tf.add(fresh, tf.mul(update, change))],
    back([after]) {
      const byState = after;
      const byHidden: tf.Tensor2D = tf.mul(byState, update);
      const byNew = throughTanh(fresh, tf.sub(byState, byHidden));
      const byGates = throughSigmoid(gates, tf.concat2d([tf.mul(byNew, hiddenToNew), tf.mul(byState, change)], 1));
      return {
        byFromInputs: tf.concat2d([byGates, byNew], 1),
        byFromHidden: tf.concat2d([byGates, tf.mul(byNew, reset)], 1),
        byHidden,
      };
    },
  };
};

/** c <- f c + i g; h <- o tanh(c). */
export const lstm: Cell = (units, fromInputs, fromHidden, [, before]) => {
  const cell = before;
  const [toGates, toProposed, toOut] = tf.split(tf.add(fromInputs, fromHidden), [2 * units, units, units], 1) as [
    ...Pair,
    tf.Tensor2D,
  ];
  const gates: tf.Tensor2D = tf.sigmoid(toGates);
  const [input, forget] = tf.split(gates, 2, 1) as Pair;
  const proposed: tf.Tensor2D = tf.tanh(toProposed);
  const out: tf.Tensor2D = tf.sigmoid(toOut);
  const next: tf.Tensor2D = tf.add(tf.mul(forget, cell), tf.mul(input, proposed));
  const shown: tf.Tensor2D = tf.tanh(next);
  return {
    state: [tf.mul(out, shown), next],
    back([byHidden, byLater]) {
      const byNext: tf.Tensor2D = tf.add(byLater, throughTanh(shown, tf.mul(byHidden, out)));
      const byGates = throughSigmoid(gates, tf.concat2d([tf.mul(byNext, proposed), tf.mul(byNext, cell)], 1));
      const byProposed = throughTanh(proposed, tf.mul(byNext, input));
      const byOut = throughSigmoid(out, tf.mul(byHidden, shown));
      const bySum = tf.concat2d([byGates, byProposed, byOut], 1);
      return { byFromInputs: bySum, byFromHidden: bySum, byCell: tf.mul(byNext, forget) };
    },
  };
};
