import * as tf from '@tensorflow/tfjs-core';
import type { TrainingOptions } from '../../../contracts/network.ts';
import type { Block } from '../layout.ts';
import type { TrainableState } from '../state.ts';
import type { Pass } from '../tfjs/pass.ts';
import { flatten, trainableTensors } from '../tfjs/tensors.ts';

export interface Outputs {
  /** rows x outputs, row-major. */
  readonly outputs: Float32Array;
  /** Of a recurrent network, batch x stateSize after the last step. */
  readonly state: Float32Array | undefined;
}

/**
 * A network with asynchronous results. Training is split at the computation of the loss: `begin`, then one of
 * `gradient`, `train`, `back` and `abandon`; after `back`, at the norm of the whole gradient: `step` or `abandon`. Code
 * in between may use other networks, which must finish their training first.
 */
export interface DeferredNetwork<Input> {
  forward(input: Input): Promise<Outputs>;
  /** Of a stack of layers: activations of the last hidden one, batch x hiddenSize. */
  hidden(input: Input): Promise<Float32Array>;
  /** Outputs of a forward pass that is kept for the backward pass. */
  begin(input: Input): Promise<Float32Array>;
  /** @param byOutputs derivatives of the loss with respect to the outputs */
  gradient(byOutputs: Float32Array): Promise<Float32Array>;
  /** @returns the Euclidean norm of the gradient before clipping */
  train(byOutputs: Float32Array, learningRate: number): Promise<number>;
  /** The first half of `train`: the norm, with the gradient kept. */
  back(byOutputs: Float32Array): Promise<number>;
  /** The second half. @param wholeNorm that of the gradient which this one is a part of, by which it is clipped */
  step(wholeNorm: number, learningRate: number): void;
  abandon(): void;
  parameters(): Promise<Float32Array>;
  setParameters(flat: Float32Array): void;
  state(): Promise<TrainableState>;
  restore(state: TrainableState): void;
  dispose(): void;
}

/** A forward pass; for a recurrent network with the state after it, for a stack of layers with its last hidden one. */
type Forward<Input> = (
  blocks: readonly tf.Tensor2D[],
  input: Input,
) => Pass & { readonly state?: tf.Tensor2D; readonly hidden?: tf.Tensor };

/** @param blocks all of the flat vector, in its order */
export function deferredNetwork<Input>(
  blocks: readonly Block[],
  { optimiser, maxGradientNorm }: TrainingOptions,
  initial: TrainableState,
  forward: Forward<Input>,
): DeferredNetwork<Input> {
  const tensors = trainableTensors(blocks, optimiser, initial);
  const begun: Pass[] = [];
  let kept: tf.Tensor1D | undefined;

  /** Backward pass of the last forward pass. All of its tensors except the result's are disposed of. */
  function finish<Result extends tf.TensorContainer>(use: (pass: Pass) => Result): Result {
    const pass = begun.pop();
    if (pass === undefined) throw new Error('there is no forward pass to go back through');
    let result: Result | undefined;
    try {
      result = use(pass);
      return result;
    } finally {
      tf.engine().endScope(result);
    }
  }

  function release(): void {
    kept?.dispose();
    kept = undefined;
  }

  const gradientOf = ({ outputs, back }: Pass, byOutputs: Float32Array): tf.Tensor1D =>
    flatten(back(tf.tensor2d(byOutputs, outputs.shape)));

  return {
    async forward(input) {
      const { outputs, state } = tf.tidy(() => {
        const pass = forward(tensors.weights(), input);
        return { outputs: pass.outputs, state: pass.state };
      });
      return { outputs: await read(outputs), state: state === undefined ? undefined : await read(state) };
    },
    async hidden(input) {
      const { hidden } = tf.tidy(() => ({ hidden: forward(tensors.weights(), input).hidden }));
      return hidden === undefined ? new Float32Array(0) : read(hidden);
    },
    async begin(input) {
      // A tidy() that lasts until finish().
      tf.engine().startScope('pass');
      try {
        const pass = forward(tensors.weights(), input);
        const outputs = await pass.outputs.data<'float32'>();
        begun.push(pass);
        return outputs;
      } catch (error) {
        tf.engine().endScope();
        throw error;
      }
    },
    gradient: (byOutputs) => read(finish((pass) => gradientOf(pass, byOutputs))),
    async train(byOutputs, learningRate) {
      const { norm, next } = finish((pass) => {
        const gradient = gradientOf(pass, byOutputs);
        const norm = normOf(gradient);
        return { norm, next: { ...tensors.after(cut(gradient, norm, maxGradientNorm), learningRate) } };
      });
      tensors.take(next);
      // The only number that is awaited, and last: everything before is only queued on the device.
      return (await read(norm))[0];
    },
    async back(byOutputs) {
      const { norm, gradient } = finish((pass) => {
        const gradient = gradientOf(pass, byOutputs);
        return { norm: normOf(gradient), gradient };
      });
      kept = tf.keep(gradient);
      return (await read(norm))[0];
    },
    step(wholeNorm, learningRate) {
      const gradient = kept;
      if (gradient === undefined) throw new Error('there is no gradient to step along');
      tensors.take(
        tf.tidy(() => ({
          ...tensors.after(cut(gradient, tf.scalar(wholeNorm), maxGradientNorm), learningRate),
        })),
      );
      release();
    },
    abandon() {
      if (kept === undefined) finish(() => undefined);
      else release();
    },
    parameters: () => tensors.current().parameters.data<'float32'>(),
    setParameters: tensors.setParameters,
    async state() {
      const { parameters, mean, meanSquare } = tensors.current();
      const [first, second, third] = await Promise.all(
        [parameters, mean, meanSquare].map((tensor) => tensor.data<'float32'>()),
      );
      return {
        parameters: first,
        steps: tensors.steps(),
        mean: second,
        meanSquare: third,
      };
    },
    restore: tensors.restore,
    dispose: tensors.dispose,
  };
}

const normOf = (gradient: tf.Tensor1D): tf.Tensor => tf.sqrt(tf.sum(tf.square(gradient)));

/** The gradient, clipped to a norm of `most`, without waiting for the norm. */
function cut(gradient: tf.Tensor1D, norm: tf.Tensor, most: number | undefined): tf.Tensor1D {
  // GPUs make no guarantees about infinities.
  if (most === undefined || most === Infinity) return gradient;
  return tf.mul(gradient, tf.div(most, tf.maximum(norm, most)));
}

async function read(tensor: tf.Tensor): Promise<Float32Array> {
  try {
    return await tensor.data<'float32'>();
  } finally {
    tensor.dispose();
  }
}
