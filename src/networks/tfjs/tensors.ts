import * as tf from '@tensorflow/tfjs-core';
import type { Optimiser } from '../../contracts/network.ts';
import { countOf, type Block } from '../layout.ts';
import type { TrainableState } from '../state.ts';
import { optimiserStep, type OptimiserTensors } from './optimiser.ts';

/** The weights of a network and its optimiser's memory, on whichever backend is current. */
export interface TrainableTensors {
  /** The blocks of the flat vector as matrices. */
  weights(): readonly tf.Tensor2D[];
  current(): OptimiserTensors;
  /** Steps of the optimiser so far. */
  steps(): number;
  /** What one more step would make of `current`. */
  after(gradient: tf.Tensor1D, learningRate: number): OptimiserTensors;
  /** Takes one more step, to what `after` has made. */
  take(next: OptimiserTensors): void;
  restore(state: TrainableState): void;
  dispose(): void;
}

/** @param blocks all of the flat vector, in its order */
export function trainableTensors(blocks: readonly Block[], optimiser: Optimiser, initial: TrainableState): TrainableTensors {
  let { steps } = initial;
  let tensors = toTensors(initial);
  let matrices: readonly tf.Tensor2D[] | undefined;

  /** Cut out once after a change: a network acts many times between two steps. */
  function weights(): readonly tf.Tensor2D[] {
    matrices ??= tf.tidy(() => {
      const flats = tf.split(tensors.parameters, blocks.map(countOf));
      return blocks.map(({ rows, columns }, i) => tf.keep(tf.reshape<tf.Rank.R2>(flats[i] as tf.Tensor, [rows, columns])));
    });
    return matrices;
  }

  function dispose(): void {
    tf.dispose([tensors.parameters, tensors.mean, tensors.meanSquare, ...(matrices ?? [])]);
    matrices = undefined;
  }

  return {
    weights,
    current: () => tensors,
    steps: () => steps,
    after: (gradient, learningRate) => optimiserStep(optimiser, tensors, gradient, steps + 1, learningRate),
    take(next) {
      dispose();
      tensors = next;
      steps += 1;
    },
    restore(state) {
      dispose();
      tensors = toTensors(state);
      ({ steps } = state);
    },
    dispose,
  };
}

function toTensors({ parameters, mean, meanSquare }: TrainableState): OptimiserTensors {
  // A copy: the cpu backend computes on the very array that it is given.
  const tensor = (values: Float32Array): tf.Tensor1D => tf.tensor1d(values.slice());
  return { parameters: tensor(parameters), mean: tensor(mean), meanSquare: tensor(meanSquare) };
}

/** The gradient by the flat vector, from those by its blocks. */
export const flatten = (gradients: readonly tf.Tensor[]): tf.Tensor1D => tf.concat1d(gradients.map((gradient) => tf.reshape<tf.Rank.R1>(gradient, [gradient.size])));
