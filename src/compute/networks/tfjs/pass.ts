import * as tf from '@tensorflow/tfjs-core';
import type { OutputLoss } from '../../../contracts/network.ts';

/** A forward pass and its backward pass. */
export interface Pass {
  /** [rows, outputs] */
  readonly outputs: tf.Tensor2D;
  /**
   * Backpropagation: from the derivatives of the loss with respect to the outputs to those with respect to each block
   * of the flat vector, in its order.
   */
  back(byOutputs: tf.Tensor2D): readonly tf.Tensor[];
}

/** Loss of some outputs and its derivative with respect to each of them. */
export function lossOf(
  outputs: tf.Tensor2D,
  loss: OutputLoss,
): { readonly value: number; readonly derivative: tf.Tensor2D } {
  const gradient = new Float32Array(outputs.size);
  const value = loss(outputs.dataSync<'float32'>(), gradient);
  return { value, derivative: tf.tensor2d(gradient, outputs.shape) };
}
