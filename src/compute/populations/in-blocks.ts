import * as tf from '@tensorflow/tfjs-core';
import { errorRows, teaching } from './errors.ts';
import type { TrialResult, TrialInput } from './trial-program.ts';
import { amidZeros, roundTheRing, rowsOf } from './rows.ts';

/**
 * Rows per block: large enough for matrix products to pay off, small enough because work within a block grows with its
 * length.
 */
const blockRows = 16;

/**
 * Weights and accumulating traces between two blocks, features x columns; no traces before the first update, or if λ =
 * 0. Types instead of interfaces here, as tf.tidy() takes no interface.
 */
type Carried = {
  readonly weights: tf.Tensor2D;
  readonly traces: tf.Tensor2D | undefined;
};

type BlockResult = Carried & {
  readonly rpe: tf.Tensor2D;
  readonly value: tf.Tensor2D;
};

/**
 * A trial in which features recur, such as one with microstimuli or a context. Steps are sequential, but most of each
 * step's work, on all features, is deferred to the end of a block of rows and done for all of them by matrix products.
 * With X the block's rows and the row before them, W and E weights and traces at the start of the block, and q = γλ:
 *   values under W are X W, and overlaps of the traces with the rows X E;
 *   each step s changes the values of later rows by step_s e_s·x_t, where e_s·x_t = q e_(s-1)·x_t + x_(s-1)·x_t;
 *   at the end W <- W + (q A_0) E + Xᵀ A, with A_k = Σ_{s ≥ k} q^(s-k) step_s, and E <- q^B E + Xᵀ (q^(B-1), ..., q, 1).
 */
export function runInBlocks(input: TrialInput): TrialResult {
  const { features, weights } = input;
  let carried: Carried = { weights, traces: undefined };
  const rpe: tf.Tensor2D[] = [];
  const value: tf.Tensor2D[] = [];
  for (let from = 0; from < features.rows; from += blockRows) {
    const {
      rpe: errors,
      value: values,
      ...after
    } = tf.tidy(() => runBlock(input, carried, from, Math.min(from + blockRows, features.rows)));
    rpe.push(errors);
    value.push(values);
    if (carried.weights !== weights && carried.weights !== after.weights) carried.weights.dispose();
    if (carried.traces !== after.traces) carried.traces?.dispose();
    carried = after;
  }
  return { rpe: tf.concat2d(rpe, 0), value: tf.concat2d(value, 0), weights: carried.weights };
}

function runBlock(input: TrialInput, { weights, traces }: Carried, from: number, to: number): BlockResult {
  const { trial, features, columns } = input;
  // Nothing precedes the first row.
  const shown = from === 0 ? amidZeros(rowsOf(features.matrix, 0, to), 1, 0) : rowsOf(features.matrix, from - 1, to);
  const values = tf.matMul<tf.Tensor2D>(shown, weights);
  const overlaps = traces === undefined ? undefined : tf.matMul<tf.Tensor2D>(shown, traces);
  const steps = stepThrough(input, from, to, { shown, values, overlaps });
  const rpe = tf.concat2d(steps.rpe, 0);
  const value = tf.concat2d(steps.value, 0);
  if (!trial.plastic) return { rpe, value, weights, traces };

  const rows = to - from;
  const seen = tf.transpose(rowsOf(shown, 0, rows));
  const backwards = sumBackwards(steps.learned, columns.retention, columns.maxRetention);
  let learned = tf.add<tf.Tensor2D>(weights, tf.matMul(seen, tf.concat2d(backwards, 0)));
  if (columns.maxRetention === 0) return { rpe, value, weights: learned, traces: undefined };
  const powers = powersDown(columns.retention, rows);
  let faded = tf.matMul<tf.Tensor2D>(seen, tf.concat2d(powers.slice(1), 0));
  if (traces !== undefined) {
    learned = tf.add(learned, tf.mul(tf.mul<tf.Tensor2D>(columns.retention, backwards[0]), traces));
    faded = tf.add(faded, tf.mul(powers[0], traces));
  }
  return { rpe, value, weights: learned, traces: faded };
}

interface Block {
  /** The row before the block, and its rows: rows + 1 x features. */
  readonly shown: tf.Tensor2D;
  /** Their values and overlaps at the start of the block, rows + 1 x columns. */
  readonly values: tf.Tensor2D;
  readonly overlaps: tf.Tensor2D | undefined;
}

/** Row by row; each result is 1 x columns. */
function stepThrough(
  input: TrialInput,
  from: number,
  to: number,
  { shown, values, overlaps }: Block,
): { rpe: tf.Tensor2D[]; value: tf.Tensor2D[]; learned: tf.Tensor2D[] } {
  const likeness = tf.matMul<tf.Tensor2D>(shown, tf.transpose(shown));
  const result = { rpe: [] as tf.Tensor2D[], value: [] as tf.Tensor2D[], learned: [] as tf.Tensor2D[] };
  let ahead: Ahead = { values, overlaps };
  for (let row = 0; row < to - from; row++) {
    const alike = tf.slice2d(likeness, [row + 1, row], [to - from - row, 1]);
    // Intermediate results of a step are freed at once, so that the next step reuses the same cached memory.
    const { rpe, value, learned, ...after } = tf.tidy(() => step(input, from + row, ahead, alike));
    result.rpe.push(rpe);
    result.value.push(value);
    if (learned !== undefined) result.learned.push(learned);
    if (row > 0) tf.dispose([ahead.values, ahead.overlaps ?? []]);
    ahead = after;
  }
  return result;
}

/** Values of the previous row and of later ones, and overlaps of the traces with them. */
type Ahead = {
  readonly values: tf.Tensor2D;
  readonly overlaps: tf.Tensor2D | undefined;
};

type Step = Ahead & {
  readonly rpe: tf.Tensor2D;
  readonly value: tf.Tensor2D;
  readonly learned: tf.Tensor2D | undefined;
};

/** @param alike x·x' of the previous row with each later one: rows x 1 */
function step(
  { trial, columns, errors, channels }: TrialInput,
  row: number,
  { values, overlaps }: Ahead,
  alike: tf.Tensor2D,
): Step {
  const [count] = values.shape;
  const rest = rowsOf(values, 1, count);
  const value = rowsOf(values, 1, 2);
  const offset = trial.followers?.[row] ?? 0;
  const next = offset === 0 ? value : roundTheRing(value, channels, Int32Array.of(offset));
  const rpe = errors.rawError(columns.discount, next, rowsOf(values, 0, 1), errorRows(trial, row, row + 1));
  if (!trial.plastic) return { rpe, value, learned: undefined, values: rest, overlaps: undefined };
  const learned = teaching(errors.learned(rpe), trial, row, row + 1);
  const overlap =
    overlaps === undefined || columns.maxRetention === 0
      ? tf.clone(alike)
      : tf.add<tf.Tensor2D>(tf.mul(columns.retention, rowsOf(overlaps, 1, count)), alike);
  return { rpe, value, learned, values: tf.add(rest, tf.mul(learned, overlap)), overlaps: overlap };
}

/** A_k = step_k + q A_(k+1), one per row. */
function sumBackwards(steps: tf.Tensor2D[], retention: tf.Tensor2D, maxRetention: number): tf.Tensor2D[] {
  if (maxRetention === 0) return steps;
  const sums = [...steps];
  for (let row = sums.length - 2; row >= 0; row--) sums[row] = tf.add(sums[row], tf.mul(retention, sums[row + 1]));
  return sums;
}

/** q^count, ..., q, 1. */
function powersDown(retention: tf.Tensor2D, count: number): tf.Tensor2D[] {
  const powers = [tf.onesLike(retention)];
  for (let i = 0; i < count; i++) powers.unshift(tf.mul(powers[0], retention));
  return powers;
}
