import * as tf from '@tensorflow/tfjs-core';
import type { OutputLoss } from '../../contracts/network.ts';

/** Outputs, [rows, outputs], from the blocks of the flat vector as matrices. */
export type Forward = (blocks: readonly tf.Tensor2D[]) => tf.Tensor2D;

export interface Differentiated {
  readonly loss: number;
  /** Derivatives of the loss by each block. */
  readonly gradients: readonly tf.Tensor[];
}

export type Differentiate = (blocks: readonly tf.Tensor2D[], loss: OutputLoss) => Differentiated;

/** Loss of some outputs and its derivative by each of them. */
export function lossOf(outputs: tf.Tensor2D, loss: OutputLoss): { readonly value: number; readonly derivative: tf.Tensor2D } {
  const gradient = new Float32Array(outputs.size);
  const value = loss(outputs.dataSync<'float32'>(), gradient);
  return { value, derivative: tf.tensor2d(gradient, outputs.shape) };
}

/** By the tape of tfjs, on which the loss is an operation of its own. */
export function onTape(forward: Forward): Differentiate {
  return (blocks, loss) => {
    let value = Number.NaN;
    let failure: { readonly error: unknown } | undefined;
    const lossOperation = tf.customGrad((...operands) => {
      const [outputs, save] = operands as unknown as [tf.Tensor2D, (saved: tf.Tensor[]) => void];
      // An error has to wait until the tape is done: thrown through it, it would leave the tape's tensors behind.
      try {
        const lost = lossOf(outputs, loss);
        value = lost.value;
        save([lost.derivative]);
      } catch (error) {
        failure = { error };
        save([tf.zerosLike(outputs)]);
      }
      return { value: tf.scalar(value), gradFunc: (_, saved) => saved[0] as tf.Tensor };
    });
    const gradients = tf.grads((...parameters) => lossOperation(forward(parameters as tf.Tensor2D[])))([...blocks]);
    if (failure !== undefined) throw failure.error;
    return { loss: value, gradients };
  };
}
