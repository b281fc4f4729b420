// Networks with every kind of layer and both cells, small enough for finite differences, and inputs for them.
import type {
  FeedForwardLayer,
  NetworkSpec,
  OutputLoss,
  RecurrentSpec,
  Sequences,
  TrainingOptions,
} from '../../src/contracts/network.ts';
import { randomStream } from '../../src/core/random.ts';

const uniform = { kind: 'uniform' } as const;
const dense = (units: number, activation: FeedForwardLayer['activation']): FeedForwardLayer => ({
  kind: 'dense',
  units,
  activation,
  initial: uniform,
});
const convolution = (filters: number, size: number, activation: FeedForwardLayer['activation']): FeedForwardLayer => ({
  kind: 'convolution',
  filters,
  size,
  activation,
  initial: uniform,
});

export const networkCases: Readonly<Record<string, NetworkSpec>> = {
  'one linear layer': { input: [3], layers: [dense(2, 'linear')] },
  'relu layers': { input: [5], layers: [dense(9, 'relu'), dense(7, 'relu'), dense(3, 'linear')] },
  'tanh layers': { input: [4], layers: [dense(8, 'tanh'), dense(6, 'tanh'), dense(1, 'linear')] },
  'a convolution and dense layers': {
    input: [5, 4, 2],
    layers: [convolution(3, 2, 'relu'), dense(6, 'tanh'), dense(2, 'linear')],
  },
  'two convolutions': { input: [6, 5, 2], layers: [convolution(3, 3, 'tanh'), convolution(2, 2, 'linear')] },
  'a picture into a dense layer': { input: [2, 3, 2], layers: [dense(4, 'relu'), dense(2, 'tanh')] },
};

export const recurrentCases: Readonly<Record<string, RecurrentSpec>> = {
  gru: { inputs: 3, cell: 'gru', units: 5, outputs: 2 },
  lstm: { inputs: 3, cell: 'lstm', units: 4, outputs: 2 },
};

export const adam: TrainingOptions = {
  optimiser: { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-5 },
  maxGradientNorm: 0.5,
  trainBatch: 6,
  actBatch: 2,
};
export const rmsprop: TrainingOptions = {
  optimiser: { kind: 'rmsprop', decay: 0.99, epsilon: 1e-5 },
  trainBatch: 6,
  actBatch: 2,
};

export const stream = () => randomStream(11, 'networks');

export function normals(count: number, name: string): Float32Array {
  const random = randomStream(5, name);
  return Float32Array.from({ length: count }, () => random.normal(0, 1));
}

export const inputSize = ({ input }: NetworkSpec): number => input.reduce((all, size) => all * size, 1);

/** Starts at the first step of one sequence and in the middle of another; a nonzero state. */
export function sequencesFor(spec: RecurrentSpec, stateSize: number): Sequences {
  const time = 4;
  const batch = 3;
  const starts = new Uint8Array(time * batch);
  starts[1] = 1;
  starts[2 * batch] = 1;
  return {
    time,
    batch,
    inputs: normals(time * batch * spec.inputs, 'sequence'),
    starts,
    state: normals(batch * stateSize, 'state'),
  };
}

/**
 * A loss whose derivative differs from row to row and is not a multiple of the outputs: Σ cᵢ (yᵢ - tᵢ)² / 2 with
 * weights c and targets t.
 */
export const squares: OutputLoss = (outputs, gradient) => {
  for (let i = 0; i < outputs.length; i++) gradient[i] = weight(i) * ((outputs[i] as number) - target(i));
  return squaresOf([...outputs]);
};
export const squaresOf = (outputs: readonly number[]): number =>
  outputs.reduce((sum, output, i) => sum + (weight(i) * (output - target(i)) ** 2) / 2, 0);
const weight = (i: number): number => 0.5 + (i % 3) / 4;
const target = (i: number): number => Math.sin(i + 1);
