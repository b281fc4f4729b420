import * as tf from '@tensorflow/tfjs-core';

/** Computes by a kernel that the current backend has beyond those of tfjs; undefined where it has none of that name. */
export const byOwnKernel = <T extends tf.Tensor | tf.Tensor[]>(
  name: string,
  inputs: tf.NamedTensorMap,
  attributes?: Readonly<Record<string, number>>,
): T | undefined =>
  (tf.getKernel(name, tf.getBackend()) as tf.KernelConfig | undefined) === undefined
    ? undefined
    : tf.engine().runKernel<T>(name, inputs, { ...attributes });
