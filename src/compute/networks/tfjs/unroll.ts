import * as tf from '@tensorflow/tfjs-core';
import type { RecurrentSpec, Sequences } from '../../../contracts/network.ts';
import { gru, lstm, type CellStep } from './cells.ts';
import { sumOfRows } from './layers.ts';
import type { Pass } from './pass.ts';

/** Parameters of a recurrent network in the order of the flat vector. */
type Blocks = readonly [
  inputWeights: tf.Tensor2D,
  hiddenWeights: tf.Tensor2D,
  inputBiases: tf.Tensor2D,
  hiddenBiases: tf.Tensor2D,
  outputWeights: tf.Tensor2D,
  outputBiases: tf.Tensor2D,
];

/** Outputs are [time x batch, outputs]. */
export interface Unrolled extends Pass {
  /** [batch, stateSize] after the last step. */
  readonly state: tf.Tensor2D;
}

/** Runs sequences step by step. The parts that do not depend on the state are computed for all steps at once. */
export function unroll(
  spec: RecurrentSpec,
  blocks: readonly tf.Tensor2D[],
  { time, batch, inputs, starts, state }: Sequences,
): Unrolled {
  const [inputWeights, hiddenWeights, inputBiases, hiddenBiases, outputWeights, outputBiases] = blocks as Blocks;
  const [cell, parts] = spec.cell === 'gru' ? [gru, 1] : [lstm, 2];
  const rows = time * batch;
  const allInputs = tf.tensor2d(inputs.subarray(0, rows * spec.inputs), [rows, spec.inputs]);
  const fromInputs = tf.split<tf.Tensor2D>(tf.add(tf.matMul(allInputs, inputWeights), inputBiases), time);
  const goesOn = Array.from({ length: time }, (_, step) =>
    continuing(starts.subarray(step * batch, (step + 1) * batch)),
  );
  const addend = tf.matMul(tf.ones([batch, 1]), hiddenBiases);

  let states: readonly tf.Tensor2D[] = tf.split(
    tf.tensor2d(state.subarray(0, batch * parts * spec.units), [batch, parts * spec.units]),
    parts,
    1,
  );
  const before: tf.Tensor2D[] = [];
  const steps: CellStep[] = [];
  for (let step = 0; step < time; step++) {
    states = states.map((part) => masked(part, goesOn[step]));
    before.push(states[0]);
    const moved = cell(spec.units, fromInputs[step], tf.add(tf.matMul(states[0], hiddenWeights), addend), states);
    steps.push(moved);
    states = moved.state;
  }
  const hiddens = tf.concat2d(
    steps.map((moved) => moved.state[0]),
    0,
  );

  function back(byOutputs: tf.Tensor2D): readonly tf.Tensor2D[] {
    const byHiddens = tf.split(tf.matMul(byOutputs, outputWeights, false, true), time);
    const turned = tf.transpose(hiddenWeights);
    const byFromInputs: tf.Tensor2D[] = [];
    const byFromHidden: tf.Tensor2D[] = [];
    let byHidden: tf.Tensor2D = tf.zeros([batch, spec.units]);
    let byCell: tf.Tensor2D = byHidden;
    for (let step = time - 1; step >= 0; step--) {
      const derivatives = steps[step].back([tf.add(byHidden, byHiddens[step]), byCell]);
      byFromInputs.unshift(derivatives.byFromInputs);
      byFromHidden.unshift(derivatives.byFromHidden);
      const bySum: tf.Tensor2D = tf.matMul(derivatives.byFromHidden, turned);
      byHidden = masked(derivatives.byHidden === undefined ? bySum : tf.add(bySum, derivatives.byHidden), goesOn[step]);
      if (derivatives.byCell !== undefined) byCell = masked(derivatives.byCell, goesOn[step]);
    }
    const byInputSums = tf.concat2d(byFromInputs, 0);
    const byHiddenSums = tf.concat2d(byFromHidden, 0);
    return [
      tf.matMul(allInputs, byInputSums, true),
      tf.matMul(tf.concat2d(before, 0), byHiddenSums, true),
      sumOfRows(byInputSums),
      sumOfRows(byHiddenSums),
      tf.matMul(hiddens, byOutputs, true),
      sumOfRows(byOutputs),
    ];
  }

  return { outputs: tf.add(tf.matMul(hiddens, outputWeights), outputBiases), state: tf.concat2d([...states], 1), back };
}

/** [batch, 1]: 0 for rows that start, 1 for those that continue; nothing if all continue. */
function continuing(starts: Uint8Array): tf.Tensor2D | undefined {
  return starts.includes(1)
    ? tf.tensor2d(
        Float32Array.from(starts, (start) => 1 - start),
        [starts.length, 1],
      )
    : undefined;
}

const masked = (values: tf.Tensor2D, mask: tf.Tensor2D | undefined): tf.Tensor2D =>
  mask === undefined ? values : tf.mul(values, mask);
