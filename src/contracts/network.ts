import type { RandomStream } from '../core/random.ts';
import type { SavedParts } from './saved.ts';

export type Activation = 'linear' | 'relu' | 'tanh';

/**
 * How the weights of a layer begin; biases begin at 0, or with `uniform` like the weights. orthogonal: Saxe et al. 2014, times the gain; uniform: on ±1/√(fan in), as
 * PyTorch's layers begin.
 */
export type Initial = { readonly kind: 'orthogonal'; readonly gain: number } | { readonly kind: 'uniform' };

export type FeedForwardLayer =
  | { readonly kind: 'dense'; readonly units: number; readonly activation: Activation; readonly initial: Initial }
  /** size x size, stride 1, no padding, over [rows, columns, channels]. */
  | {
      readonly kind: 'convolution';
      readonly filters: number;
      readonly size: number;
      readonly activation: Activation;
      readonly initial: Initial;
    };

/** A stack of layers. Its outputs are those of the last one. */
export interface NetworkSpec {
  /** [n], or [rows, columns, channels] where the first layer is a convolution. Row-major. */
  readonly input: readonly [number] | readonly [number, number, number];
  readonly layers: readonly FeedForwardLayer[];
}

/**
 * One recurrent layer between the inputs and a linear read-out. GRU (Cho et al. 2014, with the reset gate applied to the hidden part
 * after its matrix, as cuDNN and PyTorch do): r, z, n; LSTM (Hochreiter & Schmidhuber 1997, with a forget gate): i, f, g, o, its forget bias beginning at 1.
 */
export interface RecurrentSpec {
  readonly inputs: number;
  readonly cell: 'gru' | 'lstm';
  readonly units: number;
  readonly outputs: number;
  /**
   * Steps over which the units begin with remembering: the biases of the gate that keeps the state (z of a GRU, f of an LSTM) are ln u with u uniform on [1, memory - 1], and
   * those of an LSTM's i their opposite (Tallec & Ollivier 2018, arXiv:1804.11188). When absent, biases begin as the weights do.
   */
  readonly memory?: number;
}

export type Optimiser =
  /** Kingma & Ba 2015, algorithm 1: with both means' bias taken out, w -= α m / (√v + ε). */
  | { readonly kind: 'adam'; readonly beta1: number; readonly beta2: number; readonly epsilon: number }
  /** v <- d v + (1 - d) g², w -= α g / (√v + ε): with ε outside the root and v beginning at 0, as PyTorch and with it Stable-Baselines3's A2C have it. */
  | { readonly kind: 'rmsprop'; readonly decay: number; readonly epsilon: number };

export interface TrainingOptions {
  readonly optimiser: Optimiser;
  /** The gradient is scaled down to this Euclidean norm where it is longer; never when absent. */
  readonly maxGradientNorm?: number;
  /** Rows of a typical training batch, and of a typical forward pass, so that the maker can choose what is fastest. */
  readonly trainBatch: number;
  readonly actBatch: number;
}

/**
 * Given the outputs (batch x outputs, row-major), writes the derivative of the loss by each into `gradient` (same layout, all of
 * it) and returns the loss.
 */
export type OutputLoss = (outputs: Float32Array, gradient: Float32Array) => number;

interface Trainable {
  /** What computes it, such as `fused` or `tfjs-wasm`. */
  readonly backend: string;
  readonly outputs: number;
  /** Number of weights and biases. Flat order: layer by layer, weights [inputs, units] row-major (convolution [row, column, channel, filter]), then biases. */
  readonly parameterCount: number;
  /** A copy of the flat vector. */
  parameters(): Float32Array;
  setParameters(flat: Float32Array): void;
  /** Weights and the optimiser's memory. */
  state(): SavedParts;
  restore(state: SavedParts): void;
  /** Frees what is not freed by itself. */
  dispose(): void;
}

export interface Step {
  readonly loss: number;
  /** Euclidean norm of the gradient before it was scaled down. */
  readonly gradientNorm: number;
}

/** Arrays that are returned are valid until the next call. */
export interface Network extends Trainable {
  readonly spec: NetworkSpec;
  /** @param inputs batch x inputs, row-major; may be longer than needed */
  forward(inputs: Float32Array, batch: number): Float32Array;
  /** The flat gradient of the loss; no weight moves. */
  gradient(inputs: Float32Array, batch: number, loss: OutputLoss): Float32Array;
  /** One step of the optimiser along the gradient of the loss. */
  train(inputs: Float32Array, batch: number, loss: OutputLoss, learningRate: number): Step;
}

/** Sequences that are lived through side by side. Row-major, time first. */
export interface Sequences {
  readonly time: number;
  readonly batch: number;
  /** time x batch x inputs. */
  readonly inputs: Float32Array;
  /** time x batch; 1 where the state is set to zero before the step. */
  readonly starts: Uint8Array;
  /** batch x stateSize before the first step. */
  readonly state: Float32Array;
}

export interface RecurrentNetwork extends Trainable {
  readonly spec: RecurrentSpec;
  /** Numbers of one state: units for a GRU, hidden then cell, 2 x units, for an LSTM. */
  readonly stateSize: number;
  /** One step of `batch` states, which are moved on in place. */
  step(inputs: Float32Array, batch: number, state: Float32Array): Float32Array;
  /** Outputs of whole sequences, time x batch x outputs. */
  forward(sequences: Sequences): Float32Array;
  gradient(sequences: Sequences, loss: OutputLoss): Float32Array;
  /** Backpropagation through the whole of the sequences. */
  train(sequences: Sequences, loss: OutputLoss, learningRate: number): Step;
}

/** Where networks come from. Passed in, so that no learning rule knows of a library. */
export interface NetworkMaker {
  network(spec: NetworkSpec, training: TrainingOptions, random: RandomStream): Network;
  recurrent(spec: RecurrentSpec, training: TrainingOptions, random: RandomStream): RecurrentNetwork;
}
