// Cases computed on WebGPU and on a reference backend. Few cases with few steps: without a graphics card a step takes
// half a second.
import type {
  Network,
  NetworkMaker,
  NetworkSpec,
  RecurrentNetwork,
  RecurrentSpec,
  TrainingOptions,
} from '../../src/contracts/network.ts';
import {
  adam,
  inputSize,
  networkCases,
  normals,
  recurrentCases,
  rmsprop,
  sequencesFor,
  squares,
  stream,
} from './cases.ts';

export const learningRate = 1e-2;
const steps = 3;
const batch = 6;

/** By name, in order of computation: outputs, a gradient, and the weights after some training steps. */
export type Computed = Readonly<Record<string, readonly number[]>>;

/** @param between is called after each step of training */
export const computers: Readonly<Record<string, (maker: NetworkMaker, between: () => void) => Computed>> = {
  'dense layers, adam': feedForward('relu layers', adam),
  'convolutions, rmsprop': feedForward('two convolutions', rmsprop),
  'gru, adam': recurrent('gru', adam),
  'lstm, rmsprop': recurrent('lstm', rmsprop),
};

function feedForward(title: string, training: TrainingOptions) {
  const spec = networkCases[title] as NetworkSpec;
  return (maker: NetworkMaker, between: () => void): Computed => {
    const network = maker.network(spec, training, stream());
    const inputs = normals(batch * inputSize(spec), 'inputs');
    const outputs = [...network.forward(inputs, batch)];
    const gradient = [...network.gradient(inputs, batch, squares)];
    return {
      outputs,
      gradient,
      ...trained(network, () => network.train(inputs, batch, squares, learningRate), between),
    };
  };
}

function recurrent(title: string, training: TrainingOptions) {
  const spec = recurrentCases[title] as RecurrentSpec;
  return (maker: NetworkMaker, between: () => void): Computed => {
    const network = maker.recurrent(spec, training, stream());
    const sequences = sequencesFor(spec, network.stateSize);
    const state = sequences.state.slice();
    const stepped = [...network.step(sequences.inputs, sequences.batch, state)];
    const outputs = [...network.forward(sequences)];
    const gradient = [...network.gradient(sequences, squares)];
    return {
      stepped,
      state: [...state],
      outputs,
      gradient,
      ...trained(network, () => network.train(sequences, squares, learningRate), between),
    };
  };
}

function trained(
  network: Network | RecurrentNetwork,
  train: () => { readonly loss: number; readonly gradientNorm: number },
  between: () => void,
): Computed {
  const told: number[] = [];
  for (let step = 0; step < steps; step++) {
    const { loss, gradientNorm } = train();
    told.push(loss, gradientNorm);
    between();
  }
  const weights = [...network.parameters()];
  network.dispose();
  return { told, weights };
}
