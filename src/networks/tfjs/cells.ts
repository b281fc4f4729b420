import * as tf from '@tensorflow/tfjs-core';
import type { RecurrentSpec, Sequences } from '../../contracts/network.ts';
import { withBiases } from './layers.ts';

/** Parameters of a recurrent network in the order of the flat vector. */
export type RecurrentBlocks = readonly [
  inputWeights: tf.Tensor2D,
  hiddenWeights: tf.Tensor2D,
  inputBiases: tf.Tensor2D,
  hiddenBiases: tf.Tensor2D,
  outputWeights: tf.Tensor2D,
  outputBiases: tf.Tensor2D,
];

/** [batch, stateSize] after a step; its first `units` columns are the hidden units. */
type Cell = (units: number, fromInputs: tf.Tensor2D, fromHidden: tf.Tensor2D, state: readonly tf.Tensor2D[]) => readonly tf.Tensor2D[];

/** (1 - z) n + z h, with n = tanh(W x + b + r (U h + c)). */
const gru: Cell = (units, fromInputs, fromHidden, [hidden]) => {
  const [inputsToGates, inputsToNew] = tf.split(fromInputs, [2 * units, units], 1) as [tf.Tensor2D, tf.Tensor2D];
  const [hiddenToGates, hiddenToNew] = tf.split(fromHidden, [2 * units, units], 1) as [tf.Tensor2D, tf.Tensor2D];
  const [reset, update] = tf.split(tf.sigmoid(tf.add(inputsToGates, hiddenToGates)), 2, 1) as [tf.Tensor2D, tf.Tensor2D];
  const fresh: tf.Tensor2D = tf.tanh(tf.add(inputsToNew, tf.mul(reset, hiddenToNew)));
  return [tf.add(fresh, tf.mul(update, tf.sub(hidden as tf.Tensor2D, fresh)))];
};

/** c <- f c + i g; h = o tanh(c). */
const lstm: Cell = (units, fromInputs, fromHidden, [, cell]) => {
  const [both, proposed, out] = tf.split(tf.add(fromInputs, fromHidden), [2 * units, units, units], 1) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
  const [input, forget] = tf.split(tf.sigmoid(both), 2, 1) as [tf.Tensor2D, tf.Tensor2D];
  const next: tf.Tensor2D = tf.add(tf.mul(forget, cell as tf.Tensor2D), tf.mul(input, tf.tanh(proposed)));
  return [tf.mul(tf.sigmoid(out), tf.tanh(next)), next];
};

export interface Unrolled {
  /** [time x batch, outputs] */
  readonly outputs: tf.Tensor2D;
  /** [batch, stateSize] after the last step. */
  readonly state: tf.Tensor2D;
}

/** Lives through sequences one step after another. */
export function unroll(spec: RecurrentSpec, blocks: RecurrentBlocks, { time, batch, inputs, starts, state }: Sequences): Unrolled {
  const [inputWeights, hiddenWeights, inputBiases, hiddenBiases, outputWeights, outputBiases] = blocks;
  const cell = spec.cell === 'gru' ? gru : lstm;
  const parts = spec.cell === 'gru' ? 1 : 2;
  const rows = time * batch;
  // All that does not wait for the state is done for all steps at once.
  const allInputs = withBiases(tf.matMul(tf.tensor2d(inputs.subarray(0, rows * spec.inputs), [rows, spec.inputs]), inputWeights), inputBiases);
  const stepInputs = tf.split(allInputs, time);
  const addend = tf.matMul(tf.ones([batch, 1]), hiddenBiases);
  let states: readonly tf.Tensor2D[] = tf.split(tf.tensor2d(state.subarray(0, batch * parts * spec.units), [batch, parts * spec.units]), parts, 1);
  const hiddens: tf.Tensor2D[] = [];
  for (let step = 0; step < time; step++) {
    states = restart(states, starts.subarray(step * batch, (step + 1) * batch));
    const fromHidden: tf.Tensor2D = tf.add(tf.matMul(states[0] as tf.Tensor2D, hiddenWeights), addend);
    states = cell(spec.units, stepInputs[step] as tf.Tensor2D, fromHidden, states);
    hiddens.push(states[0] as tf.Tensor2D);
  }
  return { outputs: withBiases(tf.matMul(tf.concat(hiddens, 0), outputWeights), outputBiases), state: tf.concat([...states], 1) };
}

/** States with those rows set to zero that start. */
function restart(states: readonly tf.Tensor2D[], starts: Uint8Array): readonly tf.Tensor2D[] {
  if (!starts.includes(1)) return states;
  const goesOn = tf.tensor2d(Float32Array.from(starts, (start) => 1 - start), [starts.length, 1]);
  return states.map((state) => tf.mul(state, goesOn));
}
