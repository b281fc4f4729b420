import type { RandomStream } from '../core/random.ts';
import type { SavedParts } from './saved.ts';

export type Activation = 'linear' | 'relu' | 'tanh';

/**
 * How the weights of a layer are initialised; biases start at 0, or with `uniform` like the weights. orthogonal: Saxe
 * et al. 2014, times the gain; heads: several groups of units side by side, each orthogonal by itself; uniform: on
 * ±1/√(fan in), as in PyTorch's layers.
 */
export type Initial =
  | { readonly kind: 'orthogonal'; readonly gain: number }
  | { readonly kind: 'heads'; readonly heads: readonly { readonly units: number; readonly gain: number }[] }
  | { readonly kind: 'uniform' };

/** A hidden layer, which is initialised as the learning rule wants it. */
export type HiddenLayer =
  | { readonly kind: 'dense'; readonly units: number; readonly activation: Activation }
  /** size x size, stride 1, no padding, over [rows, columns, channels]. */
  | {
      readonly kind: 'convolution';
      readonly filters: number;
      readonly size: number;
      readonly activation: Activation;
    };

export type FeedForwardLayer = HiddenLayer & { readonly initial: Initial };

/** A stack of layers. Its outputs are those of the last layer. */
export interface NetworkSpec {
  /** [n], or [rows, columns, channels] if the first layer is a convolution. Row-major. */
  readonly input: readonly [number] | readonly [number, number, number];
  readonly layers: readonly FeedForwardLayer[];
}

/**
 * One recurrent layer between the inputs and a linear read-out. GRU (Cho et al. 2014, with the reset gate applied to
 * the hidden part after its matrix, as cuDNN and PyTorch do): r, z, n; LSTM (Hochreiter & Schmidhuber 1997, with a
 * forget gate): i, f, g, o, its forget bias starting at 1.
 */
export interface RecurrentSpec {
  readonly inputs: number;
  readonly cell: 'gru' | 'lstm';
  readonly units: number;
  readonly outputs: number;
  /**
   * Initial memory span of the units, steps: the biases of the gate that keeps the state (z of a GRU, f of an LSTM) are
   * ln u with u uniform on [1, memory - 1], and those of an LSTM's i their opposite (Tallec & Ollivier 2018,
   * arXiv:1804.11188). If absent, biases are initialised like the weights.
   */
  readonly memory?: number;
}

export type Optimiser =
  /** Kingma & Ba 2015, algorithm 1: with bias correction of both means, w -= α m / (√v + ε). */
  | { readonly kind: 'adam'; readonly beta1: number; readonly beta2: number; readonly epsilon: number }
  /**
   * v <- d v + (1 - d) g², w -= α g / (√v + ε): with ε outside the root and v starting at 0, as in PyTorch and hence
   * Stable-Baselines3's A2C.
   */
  | { readonly kind: 'rmsprop'; readonly decay: number; readonly epsilon: number };

export interface TrainingOptions {
  readonly optimiser: Optimiser;
  /** The gradient is clipped to this Euclidean norm; not clipped if absent. */
  readonly maxGradientNorm?: number;
  /**
   * Rows of a typical training batch, and of a typical forward pass, so that the backend can choose the fastest
   * implementation.
   */
  readonly trainBatch: number;
  readonly actBatch: number;
}

/**
 * Given the outputs (batch x outputs, row-major), writes the derivative of the loss with respect to each into
 * `gradient` (same layout, all of it) and returns the loss.
 */
export type OutputLoss = (outputs: Float32Array, gradient: Float32Array) => number;

/**
 * Given the norm of one network's gradient, returns the norm of the whole gradient that it is a part of, by which it is
 * clipped. Called between the backward pass and the step, it may train the network that holds the rest.
 */
export type WholeNorm = (gradientNorm: number) => number;

interface Trainable {
  /** Name of the network backend, such as `fused` or `tfjs-wasm`. */
  readonly backend: string;
  readonly outputs: number;
  /** Number of weights and biases. Flat order: layer by layer, weights [inputs, units] row-major (convolution [row, column, channel, filter]), then biases. */
  readonly parameterCount: number;
  /** A copy of the flat vector. */
  parameters(): Float32Array;
  setParameters(flat: Float32Array): void;
  /** Weights and optimiser state. */
  state(): SavedParts;
  restore(state: SavedParts): void;
  /** Frees what the garbage collector does not. */
  dispose(): void;
}

export interface Step {
  readonly loss: number;
  /** Euclidean norm of the gradient before clipping. */
  readonly gradientNorm: number;
}

/** Returned arrays are valid until the next call. */
export interface Network extends Trainable {
  readonly spec: NetworkSpec;
  /** Number of outputs of the last hidden layer; 0 if there is none. */
  readonly hiddenSize: number;
  /** @param inputs batch x inputs, row-major; may be longer than needed */
  forward(inputs: Float32Array, batch: number): Float32Array;
  /** Activations of the last hidden layer, batch x hiddenSize, row-major. */
  hidden(inputs: Float32Array, batch: number): Float32Array;
  /** The flat gradient of the loss; weights do not change. */
  gradient(inputs: Float32Array, batch: number, loss: OutputLoss): Float32Array;
  /**
   * One optimiser step along the gradient of the loss.
   * @param wholeNorm for a network whose gradient is clipped together with another's
   */
  train(inputs: Float32Array, batch: number, loss: OutputLoss, learningRate: number, wholeNorm?: WholeNorm): Step;
}

/** Sequences run in parallel. Row-major, time first. */
export interface Sequences {
  readonly time: number;
  readonly batch: number;
  /** time x batch x inputs. */
  readonly inputs: Float32Array;
  /** time x batch; 1 where the state is reset to zero before the step. */
  readonly starts: Uint8Array;
  /** batch x stateSize, the state before the first step. */
  readonly state: Float32Array;
}

export interface RecurrentNetwork extends Trainable {
  readonly spec: RecurrentSpec;
  /** Numbers per state: units for a GRU; hidden, then cell, 2 x units, for an LSTM. */
  readonly stateSize: number;
  /** One step of `batch` states, which are updated in place. */
  step(inputs: Float32Array, batch: number, state: Float32Array): Float32Array;
  /** Outputs of whole sequences, time x batch x outputs. */
  forward(sequences: Sequences): Float32Array;
  gradient(sequences: Sequences, loss: OutputLoss): Float32Array;
  /** Backpropagation through the full sequences. */
  train(sequences: Sequences, loss: OutputLoss, learningRate: number): Step;
}

/** Network backend. Passed in, so that learning rules do not depend on a library. */
export interface NetworkMaker {
  network(spec: NetworkSpec, training: TrainingOptions, random: RandomStream): Network;
  recurrent(spec: RecurrentSpec, training: TrainingOptions, random: RandomStream): RecurrentNetwork;
}
