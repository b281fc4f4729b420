import * as tf from '@tensorflow/tfjs-core';
import type { NetworkSpec, RecurrentSpec, Sequences, TrainingOptions } from '../../../contracts/network.ts';
import { networkLayout, recurrentLayout } from '../layout.ts';
import type { TrainableState } from '../state.ts';
import { throughLayers } from '../tfjs/layers.ts';
import { unroll } from '../tfjs/unroll.ts';
import { deferredNetwork, type DeferredNetwork, type Outputs } from './deferred.ts';

/** Input of a feed-forward network: exactly batch x inputs, row-major. */
export interface Rows {
  readonly batch: number;
  readonly inputs: Float32Array;
}

export type Input = Rows | Sequences;

/**
 * Networks by number: requests from another thread, as calls with plain data as arguments and results. The calls are
 * those of DeferredNetwork.
 */
export interface NetworkServer {
  create(network: number, spec: NetworkSpec | RecurrentSpec, training: TrainingOptions, state: TrainableState): void;
  forward(network: number, input: Input): Promise<Outputs>;
  hidden(network: number, input: Input): Promise<Float32Array>;
  begin(network: number, input: Input): Promise<Float32Array>;
  gradient(network: number, byOutputs: Float32Array): Promise<Float32Array>;
  train(network: number, byOutputs: Float32Array, learningRate: number): Promise<number>;
  back(network: number, byOutputs: Float32Array): Promise<number>;
  step(network: number, wholeNorm: number, learningRate: number): void;
  abandon(network: number): void;
  parameters(network: number): Promise<Float32Array>;
  setParameters(network: number, flat: Float32Array): void;
  state(network: number): Promise<TrainableState>;
  restore(network: number, state: TrainableState): void;
  dispose(network: number): void;
  /** Tensors that tfjs holds. */
  tensors(): number;
}

/** Serves networks on the current tfjs backend. */
export function networkServer(): NetworkServer {
  const networks = new Map<number, DeferredNetwork<Input>>();

  function at(number: number): DeferredNetwork<Input> {
    const network = networks.get(number);
    if (network === undefined) throw new Error(`there is no network ${number}`);
    return network;
  }

  return {
    create(network, spec, training, state) {
      networks.set(network, 'cell' in spec ? recurrent(spec, training, state) : feedForward(spec, training, state));
    },
    forward: (network, input) => at(network).forward(input),
    hidden: (network, input) => at(network).hidden(input),
    begin: (network, input) => at(network).begin(input),
    gradient: (network, byOutputs) => at(network).gradient(byOutputs),
    train: (network, byOutputs, learningRate) => at(network).train(byOutputs, learningRate),
    back: (network, byOutputs) => at(network).back(byOutputs),
    step: (network, wholeNorm, learningRate) => at(network).step(wholeNorm, learningRate),
    abandon: (network) => at(network).abandon(),
    parameters: (network) => at(network).parameters(),
    setParameters: (network, flat) => at(network).setParameters(flat),
    state: (network) => at(network).state(),
    restore: (network, state) => at(network).restore(state),
    dispose(network) {
      at(network).dispose();
      networks.delete(network);
    },
    tensors: () => tf.memory().numTensors,
  };
}

function feedForward(spec: NetworkSpec, training: TrainingOptions, state: TrainableState): DeferredNetwork<Input> {
  const layout = networkLayout(spec);
  const blocks = layout.layers.flatMap(({ weights, biases }) => [weights, biases]);
  return deferredNetwork(blocks, training, state, (matrices, { inputs }) =>
    throughLayers(layout, matrices, tf.tensor1d(inputs)),
  );
}

function recurrent(spec: RecurrentSpec, training: TrainingOptions, state: TrainableState): DeferredNetwork<Input> {
  const { inputWeights, hiddenWeights, inputBiases, hiddenBiases, outputWeights, outputBiases } = recurrentLayout(spec);
  const blocks = [inputWeights, hiddenWeights, inputBiases, hiddenBiases, outputWeights, outputBiases];
  return deferredNetwork(blocks, training, state, (matrices, input) => unroll(spec, matrices, input as Sequences));
}
