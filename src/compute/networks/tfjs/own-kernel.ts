import * as tf from '@tensorflow/tfjs-core';

/** Runs an additional kernel of the current backend; undefined if it has none of that name. */
export const byOwnKernel = <T extends tf.Tensor | tf.Tensor[]>(
  name: string,
  inputs: tf.NamedTensorMap,
  attributes?: Readonly<Record<string, number>>,
): T | undefined =>
  (tf.getKernel(name, tf.getBackend()) as tf.KernelConfig | undefined) === undefined
    ? undefined
    : tf.engine().runKernel<T>(name, inputs, { ...attributes });
