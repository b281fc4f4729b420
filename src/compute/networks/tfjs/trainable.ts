import * as tf from '@tensorflow/tfjs-core';
import type { OutputLoss, Step, TrainingOptions, WholeNorm } from '../../../contracts/network.ts';
import type { SavedParts } from '../../../contracts/saved.ts';
import type { Block } from '../layout.ts';
import { readState, requireLength, untrainedState } from '../state.ts';
import { useBackend } from './backend.ts';
import { byOwnKernel } from './own-kernel.ts';
import { lossOf, type Pass } from './pass.ts';
import { flatten, trainableTensors } from './tensors.ts';

type Forward = (blocks: readonly tf.Tensor2D[]) => Pass;

/**
 * Shared by feed-forward and recurrent networks: the flat vector, the gradient of a loss of the outputs, and the
 * optimiser.
 */
export interface TfjsTrainable {
  /** Runs on the network's backend; disposes of every tensor created meanwhile. */
  compute<T>(run: (blocks: readonly tf.Tensor2D[]) => T): T;
  gradient(forward: Forward, loss: OutputLoss): Float32Array;
  train(forward: Forward, loss: OutputLoss, learningRate: number, wholeNorm?: WholeNorm): Step;
  parameters(): Float32Array;
  setParameters(flat: Float32Array): void;
  state(): SavedParts;
  restore(state: SavedParts): void;
  dispose(): void;
}

/** @param blocks all of the flat vector, in its order */
export function tfjsTrainable(
  backend: string,
  blocks: readonly Block[],
  initial: Float32Array,
  { optimiser, maxGradientNorm }: TrainingOptions,
): TfjsTrainable {
  useBackend(backend);
  const tensors = trainableTensors(blocks, optimiser, untrainedState(initial, optimiser));

  function compute<T>(run: (blocks: readonly tf.Tensor2D[]) => T): T {
    useBackend(backend);
    // The type of tidy requires tensors; at run time it passes other results through.
    return tf.tidy(() => run(tensors.weights()) as tf.TensorContainer) as T;
  }

  return {
    compute,
    gradient: (forward, loss) =>
      compute((matrices) => differentiate(forward(matrices), loss).gradient.dataSync<'float32'>()),
    train(forward, loss, learningRate, wholeNorm) {
      const { step, next } = compute((matrices) => {
        const { value, gradient } = differentiate(forward(matrices), loss);
        const gradientNorm = norm(gradient);
        const whole = wholeNorm?.(gradientNorm) ?? gradientNorm;
        // The other network may be on another backend.
        useBackend(backend);
        const scaled =
          maxGradientNorm !== undefined && whole > maxGradientNorm
            ? tf.mul<tf.Tensor1D>(gradient, maxGradientNorm / whole)
            : gradient;
        return { step: { loss: value, gradientNorm }, next: { ...tensors.after(scaled, learningRate) } };
      });
      tensors.take(next);
      return step;
    },
    parameters: () => copy(tensors.current().parameters),
    setParameters(flat) {
      requireLength(flat, initial.length, 'parameters');
      useBackend(backend);
      tensors.setParameters(flat);
    },
    state() {
      const { parameters, mean, meanSquare } = tensors.current();
      return { parameters: copy(parameters), steps: tensors.steps(), mean: copy(mean), meanSquare: copy(meanSquare) };
    },
    restore(saved) {
      useBackend(backend);
      tensors.restore(readState(saved, initial.length, optimiser));
    },
    dispose: tensors.dispose,
  };
}

function differentiate(
  { outputs, back }: Pass,
  loss: OutputLoss,
): { readonly value: number; readonly gradient: tf.Tensor1D } {
  const { value, derivative } = lossOf(outputs, loss);
  return { value, gradient: flatten(back(derivative)) };
}

/** Euclidean. The kernel gives half the sum of squares. */
function norm(vector: tf.Tensor): number {
  const half = byOwnKernel<tf.Scalar>('L2Loss', { x: vector });
  return Math.sqrt(half === undefined ? first(tf.sum(tf.square(vector))) : 2 * first(half));
}

const first = (tensor: tf.Tensor): number => tensor.dataSync<'float32'>()[0];

/** A copy: the cpu backend returns the array that it computes on. */
const copy = (tensor: tf.Tensor): Float32Array => tensor.dataSync<'float32'>().slice();
