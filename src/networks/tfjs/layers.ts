import * as tf from '@tensorflow/tfjs-core';
import type { Activation } from '../../contracts/network.ts';
import type { LayerLayout, NetworkLayout } from '../layout.ts';

/**
 * Outputs [batch, outputs] of a stack of layers.
 * @param inputs [batch, inputs], row-major whatever their shape
 * @param blocks weights and biases of each layer in turn
 */
export function forwardLayers({ layers, outputs }: NetworkLayout, blocks: readonly tf.Tensor2D[], inputs: tf.Tensor): tf.Tensor2D {
  let values = inputs;
  for (const [index, laid] of layers.entries()) {
    const weights = blocks[2 * index] as tf.Tensor2D;
    const biases = blocks[2 * index + 1] as tf.Tensor2D;
    values = activate(laid.layer.activation, laid.layer.kind === 'dense' ? dense(laid, values, weights, biases) : convolution(laid, values, weights, biases));
  }
  return tf.reshape(values, [-1, outputs]);
}

function dense({ inputs }: LayerLayout, values: tf.Tensor, weights: tf.Tensor2D, biases: tf.Tensor2D): tf.Tensor {
  return withBiases(tf.matMul(tf.reshape(values, [-1, inputs]), weights), biases);
}

function convolution({ layer, inputShape, outputShape }: LayerLayout, values: tf.Tensor, weights: tf.Tensor2D, biases: tf.Tensor2D): tf.Tensor {
  if (layer.kind !== 'convolution') throw new Error('not a convolution');
  const [rows, columns, channels] = inputShape as [number, number, number];
  const filters = tf.reshape<tf.Rank.R4>(weights, [layer.size, layer.size, channels, layer.filters]);
  const picture = tf.conv2d(tf.reshape<tf.Rank.R4>(values, [-1, rows, columns, channels]), filters, 1, 'valid');
  return tf.reshape(withBiases(tf.reshape(picture, [-1, layer.filters]), biases), [-1, ...outputShape]);
}

/** Biases are added as ones [rows, 1] x biases [1, columns], whose derivative is a matrix product: a sum over rows is 10 times slower on wasm. */
export function withBiases(values: tf.Tensor2D, biases: tf.Tensor2D): tf.Tensor2D {
  return tf.add(values, tf.matMul(tf.ones([values.shape[0], 1]), biases));
}

function activate(activation: Activation, values: tf.Tensor): tf.Tensor {
  if (activation === 'relu') return tf.relu(values);
  return activation === 'tanh' ? tf.tanh(values) : values;
}
