import * as tf from '@tensorflow/tfjs-core';
import type { Optimiser } from '../../../contracts/network.ts';
import { countOf, type Block } from '../layout.ts';
import type { TrainableState } from '../state.ts';
import { optimiserStep, type OptimiserTensors } from './optimiser.ts';

/** The weights of a network and its optimiser state, on the current backend. */
export interface TrainableTensors {
  /** The blocks of the flat vector as matrices. */
  weights(): readonly tf.Tensor2D[];
  current(): OptimiserTensors;
  /** Optimiser steps so far. */
  steps(): number;
  /** The result of one more step from `current`. */
  after(gradient: tf.Tensor1D, learningRate: number): OptimiserTensors;
  /** Commits one more step, to the result of `after`. */
  take(next: OptimiserTensors): void;
  /** Leaves the optimiser state unchanged. */
  setParameters(flat: Float32Array): void;
  restore(state: TrainableState): void;
  dispose(): void;
}

/** @param blocks all of the flat vector, in its order */
export function trainableTensors(
  blocks: readonly Block[],
  optimiser: Optimiser,
  initial: TrainableState,
): TrainableTensors {
  let { steps } = initial;
  let tensors = toTensors(initial);
  let matrices: readonly tf.Tensor2D[] | undefined;

  /** Sliced once after a change: a network acts many times between two steps. */
  function weights(): readonly tf.Tensor2D[] {
    matrices ??= tf.tidy(() => {
      const flats = tf.split(tensors.parameters, blocks.map(countOf));
      return blocks.map(({ rows, columns }, i) => tf.keep(tf.reshape<tf.Rank.R2>(flats[i], [rows, columns])));
    });
    return matrices;
  }

  function disposeParameters(): void {
    tf.dispose([tensors.parameters, ...(matrices ?? [])]);
    matrices = undefined;
  }

  function dispose(): void {
    disposeParameters();
    tf.dispose([tensors.mean, tensors.meanSquare]);
  }

  return {
    weights,
    current: () => tensors,
    steps: () => steps,
    after: (gradient, learningRate) => optimiserStep(optimiser, tensors, gradient, steps + 1, learningRate),
    take(next) {
      dispose();
      tensors = {
        parameters: tf.keep(next.parameters),
        mean: tf.keep(next.mean),
        meanSquare: tf.keep(next.meanSquare),
      };
      steps += 1;
    },
    setParameters(flat) {
      disposeParameters();
      tensors = { ...tensors, parameters: toTensor(flat) };
    },
    restore(state) {
      dispose();
      tensors = toTensors(state);
      ({ steps } = state);
    },
    dispose,
  };
}

const toTensors = ({ parameters, mean, meanSquare }: TrainableState): OptimiserTensors => ({
  parameters: toTensor(parameters),
  mean: toTensor(mean),
  meanSquare: toTensor(meanSquare),
});

// Tensors are kept, because a network may be created or trained while another one is computed. They use copies: the cpu
// backend computes directly on the array that it is given.
const toTensor = (values: Float32Array): tf.Tensor1D => tf.keep(tf.tensor1d(values.slice()));

/** The gradient with respect to the flat vector, from those with respect to its blocks. */
export const flatten = (gradients: readonly tf.Tensor[]): tf.Tensor1D =>
  tf.concat1d(gradients.map((gradient) => tf.reshape<tf.Rank.R1>(gradient, [gradient.size])));
