import * as tf from '@tensorflow/tfjs-core';
import type { OutputLoss, Step, TrainingOptions } from '../../contracts/network.ts';
import type { SavedParts } from '../../contracts/saved.ts';
import { countOf, type Block } from '../layout.ts';
import { readState, requireLength, untrainedState, type TrainableState } from '../state.ts';
import { useBackend, type TfjsBackend } from './backend.ts';
import type { Differentiate } from './differentiate.ts';
import { optimiserStep, type OptimiserTensors } from './optimiser.ts';

/** What feed-forward and recurrent networks share: the flat vector, the gradient of a loss of the outputs, and the optimiser. */
export interface TfjsTrainable {
  /** Runs on the network's backend; every tensor made meanwhile is disposed of. */
  compute<T>(run: (blocks: readonly tf.Tensor2D[]) => T): T;
  gradient(differentiate: Differentiate, loss: OutputLoss): Float32Array;
  train(differentiate: Differentiate, loss: OutputLoss, learningRate: number): Step;
  parameters(): Float32Array;
  setParameters(flat: Float32Array): void;
  state(): SavedParts;
  restore(state: SavedParts): void;
  dispose(): void;
}

/** @param blocks all of the flat vector, in its order */
export function tfjsTrainable(backend: TfjsBackend, blocks: readonly Block[], initial: Float32Array, { optimiser, maxGradientNorm }: TrainingOptions): TfjsTrainable {
  let { steps, tensors } = fromState(untrainedState(initial, optimiser));
  let matrices: readonly tf.Tensor2D[] | undefined;

  /** The blocks as matrices. Cut out once after a change: a network acts many times between two steps. */
  function weights(): readonly tf.Tensor2D[] {
    matrices ??= tf.tidy(() => {
      const flats = tf.split(tensors.parameters, blocks.map(countOf));
      return blocks.map(({ rows, columns }, i) => tf.keep(tf.reshape<tf.Rank.R2>(flats[i] as tf.Tensor, [rows, columns])));
    });
    return matrices;
  }

  function compute<T>(run: (blocks: readonly tf.Tensor2D[]) => T): T {
    useBackend(backend);
    // The type of tidy asks for tensors; it lets other results pass.
    return tf.tidy(() => run(weights()) as tf.TensorContainer) as T;
  }

  function free(): void {
    tf.dispose([tensors.parameters, tensors.mean, tensors.meanSquare, ...(matrices ?? [])]);
    matrices = undefined;
  }

  function fromState(state: TrainableState): { readonly steps: number; readonly tensors: OptimiserTensors } {
    useBackend(backend);
    // A copy: the cpu backend computes on the very array that it is given.
    const tensor = (values: Float32Array): tf.Tensor1D => tf.tensor1d(values.slice());
    return { steps: state.steps, tensors: { parameters: tensor(state.parameters), mean: tensor(state.mean), meanSquare: tensor(state.meanSquare) } };
  }

  function restore(state: TrainableState): void {
    free();
    ({ steps, tensors } = fromState(state));
  }

  const state = (): TrainableState => ({ parameters: copy(tensors.parameters), steps, mean: copy(tensors.mean), meanSquare: copy(tensors.meanSquare) });

  return {
    compute,
    gradient: (differentiate, loss) => compute((matrices) => flatten(differentiate(matrices, loss).gradients).dataSync<'float32'>()),
    train(differentiate, loss, learningRate) {
      const { step, next } = compute((matrices) => {
        const { loss: value, gradients } = differentiate(matrices, loss);
        const gradient = flatten(gradients);
        const gradientNorm = norm(gradient);
        const scaled = maxGradientNorm !== undefined && gradientNorm > maxGradientNorm ? tf.mul<tf.Tensor1D>(gradient, maxGradientNorm / gradientNorm) : gradient;
        return { step: { loss: value, gradientNorm }, next: { ...optimiserStep(optimiser, tensors, scaled, steps + 1, learningRate) } };
      });
      free();
      tensors = next;
      steps += 1;
      return step;
    },
    parameters: () => copy(tensors.parameters),
    setParameters(flat) {
      requireLength(flat, initial.length, 'parameters');
      restore({ ...state(), parameters: flat });
    },
    state,
    restore: (saved) => restore(readState(saved, initial.length, optimiser)),
    dispose: free,
  };
}

const flatten = (gradients: readonly tf.Tensor[]): tf.Tensor1D => tf.concat1d(gradients.map((gradient) => tf.reshape<tf.Rank.R1>(gradient, [gradient.size])));

const norm = (vector: tf.Tensor): number => Math.sqrt(tf.sum(tf.square(vector)).dataSync<'float32'>()[0] as number);

/** A copy: the cpu backend hands out the very array that it computes on. */
const copy = (tensor: tf.Tensor): Float32Array => tensor.dataSync<'float32'>().slice();
