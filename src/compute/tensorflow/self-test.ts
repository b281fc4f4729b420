import * as tf from '@tensorflow/tfjs-core';
import { InputError } from '../../core/errors.ts';
import type { Library } from './library.ts';

/**
 * Checks known results: the product of [1 2; 3 4] and [5 6; 7 8], and the derivative of the sum of a 2x2 convolution
 * over the numbers 1 to 9 with respect to its filter, which is for each weight the sum of the four inputs it
 * multiplies.
 * @throws InputError if the library's results differ
 */
export async function selfTest({ device, version }: Library): Promise<void> {
  await tf.setBackend(device);
  const product = tf.matMul(tf.tensor2d([1, 2, 3, 4], [2, 2]), tf.tensor2d([5, 6, 7, 8], [2, 2]));
  const picture = tf.tensor4d([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 3, 3, 1]);
  const how: tf.Conv2DBackpropFilterAttrs = { strides: 1, pad: 'valid', dataFormat: 'NHWC', filterShape: [2, 2, 1, 1] };
  const byFilter: tf.Tensor = tf
    .engine()
    .runKernel(tf.Conv2DBackpropFilter, { x: picture, dy: tf.ones([1, 2, 2, 1]) }, { ...how });
  const computed = [...product.dataSync(), ...byFilter.dataSync()].join(' ');
  const expected = '19 22 43 50 12 16 24 28';
  if (computed !== expected)
    throw new InputError(
      `TensorFlow ${version} computes ${computed} instead of ${expected}`,
      device,
      'use another version of it',
    );
}
