import * as tf from '@tensorflow/tfjs-core';
import type { Activation } from '../../../contracts/network.ts';
import { byOwnKernel } from './own-kernel.ts';

interface Activated {
  readonly apply: (values: tf.Tensor2D) => tf.Tensor2D;
  /** From derivatives with respect to the output to those with respect to the input. */
  readonly back: (y: tf.Tensor2D, derivative: tf.Tensor2D) => tf.Tensor2D;
}

/** d (1 - y²), for y = tanh(x). */
export const throughTanh = (y: tf.Tensor2D, derivative: tf.Tensor2D): tf.Tensor2D =>
  byOwnKernel<tf.Tensor2D>('TanhGrad', { y, dy: derivative }) ?? tf.sub(derivative, tf.mul(derivative, tf.square(y)));

/** d (y - y²), for y = 1 / (1 + exp(-x)). */
export const throughSigmoid = (y: tf.Tensor2D, derivative: tf.Tensor2D): tf.Tensor2D =>
  byOwnKernel<tf.Tensor2D>('SigmoidGrad', { y, dy: derivative }) ?? tf.mul(derivative, tf.sub(y, tf.square(y)));

export const activations: Readonly<Record<Activation, Activated>> = {
  linear: { apply: (values) => values, back: (_, derivative) => derivative },
  relu: {
    apply: (values) => tf.relu(values),
    back: (y, derivative) =>
      byOwnKernel<tf.Tensor2D>('ReluGrad', { y, dy: derivative }) ?? tf.mul(derivative, tf.step(y)),
  },
  tanh: { apply: (values) => tf.tanh(values), back: throughTanh },
};
