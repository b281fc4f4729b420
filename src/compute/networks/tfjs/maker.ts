import * as tf from '@tensorflow/tfjs-core';
import type { RandomStream } from '../../../core/random.ts';
import type {
  Network,
  NetworkMaker,
  NetworkSpec,
  RecurrentNetwork,
  RecurrentSpec,
  Sequences,
  TrainingOptions,
} from '../../../contracts/network.ts';
import { initialParameters, initialRecurrentParameters } from '../initialise.ts';
import { networkLayout, recurrentLayout } from '../layout.ts';
import { startBackend, type PrepareBackend } from './backend.ts';
import { throughLayers } from './layers.ts';
import type { Pass } from './pass.ts';
import { tfjsTrainable } from './trainable.ts';
import { unroll } from './unroll.ts';

/**
 * Networks computed by TensorFlow.js, which supports every layer and batch size: the reference for faster backends.
 * @throws Error if the backend does not start
 */
export async function createTfjsNetworks(backend: string, prepare: PrepareBackend): Promise<NetworkMaker> {
  await startBackend(backend, prepare);
  return tfjsNetworks(backend);
}

/**
 * As above, on a backend that has been started. TensorFlow's native backend needs no start once it is registered with
 * tfjs.
 */
export const tfjsNetworks = (backend: string): NetworkMaker => ({
  network: (spec, training, random) => network(backend, spec, training, random),
  recurrent: (spec, training, random) => recurrent(backend, spec, training, random),
});

function network(backend: string, spec: NetworkSpec, training: TrainingOptions, random: RandomStream): Network {
  const layout = networkLayout(spec);
  const blocks = layout.layers.flatMap(({ weights, biases }) => [weights, biases]);
  const { compute, gradient, train, ...trainable } = tfjsTrainable(
    backend,
    blocks,
    initialParameters(spec, random),
    training,
  );
  const forward = (inputs: Float32Array, batch: number) => (blocks: readonly tf.Tensor2D[]) =>
    throughLayers(layout, blocks, tf.tensor1d(inputs.subarray(0, batch * layout.inputs)));
  return {
    ...trainable,
    backend: `tfjs-${backend}`,
    spec,
    outputs: layout.outputs,
    hiddenSize: layout.hiddenSize,
    parameterCount: layout.parameterCount,
    forward: (inputs, batch) => compute((blocks) => forward(inputs, batch)(blocks).outputs.dataSync<'float32'>()),
    hidden: (inputs, batch) =>
      compute((blocks) => forward(inputs, batch)(blocks).hidden?.dataSync<'float32'>() ?? new Float32Array(0)),
    gradient: (inputs, batch, loss) => gradient(forward(inputs, batch), loss),
    train: (inputs, batch, loss, learningRate, wholeNorm) =>
      train(forward(inputs, batch), loss, learningRate, wholeNorm),
  };
}

function recurrent(
  backend: string,
  spec: RecurrentSpec,
  training: TrainingOptions,
  random: RandomStream,
): RecurrentNetwork {
  const {
    inputWeights,
    hiddenWeights,
    inputBiases,
    hiddenBiases,
    outputWeights,
    outputBiases,
    stateSize,
    parameterCount,
  } = recurrentLayout(spec);
  const blocks = [inputWeights, hiddenWeights, inputBiases, hiddenBiases, outputWeights, outputBiases];
  const { compute, gradient, train, ...trainable } = tfjsTrainable(
    backend,
    blocks,
    initialRecurrentParameters(spec, random),
    training,
  );
  const throughTime =
    (sequences: Sequences) =>
    (blocks: readonly tf.Tensor2D[]): Pass =>
      unroll(spec, blocks, sequences);
  return {
    ...trainable,
    backend: `tfjs-${backend}`,
    spec,
    outputs: spec.outputs,
    parameterCount,
    stateSize,
    step: (inputs, batch, state) =>
      compute((blocks) => {
        const after = unroll(spec, blocks, { time: 1, batch, inputs, starts: new Uint8Array(batch), state });
        state.set(after.state.dataSync<'float32'>());
        return after.outputs.dataSync<'float32'>();
      }),
    forward: (sequences) => compute((blocks) => unroll(spec, blocks, sequences).outputs.dataSync<'float32'>()),
    gradient: (sequences, loss) => gradient(throughTime(sequences), loss),
    train: (sequences, loss, learningRate) => train(throughTime(sequences), loss, learningRate),
  };
}
