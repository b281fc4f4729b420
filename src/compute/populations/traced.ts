import * as tf from '@tensorflow/tfjs-core';
import { power } from '../../core/power.ts';
import { amidZeros, rowsOf } from './rows.ts';

/** The remaining weight of an error below which it may be dropped. */
const negligible = 1e-9;

/**
 * The learning signal of each row from its own error and all later ones, A_k = Σ_{s ≥ k} q^(s-k) step_s with q = γλ:
 * the backward view of eligibility. By doubling: after round j, A_k is the sum over the next 2^j rows, so 100 rows take
 * seven rounds (Hillis & Steele 1986, Communications of the ACM 29:1170).
 */
export function tracedBack(steps: tf.Tensor2D, retention: tf.Tensor2D, maxRetention: number): tf.Tensor2D {
  const [rows] = steps.shape;
  let sum = steps;
  let decay = retention;
  for (let reach = 1; reach < rows && power(maxRetention, reach) > negligible; reach *= 2) {
    sum = tf.add(sum, amidZeros(tf.mul(decay, rowsOf(sum, reach, rows)), 0, reach));
    decay = tf.mul(decay, decay);
  }
  return sum;
}
