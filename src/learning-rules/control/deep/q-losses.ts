import type { OutputLoss } from '../../../contracts/network.ts';

/** ½ e² for |e| <= κ, κ(|e| - ½ κ) beyond (Huber 1964). */
export const huber = (error: number, threshold: number): number =>
  Math.abs(error) <= threshold ? 0.5 * error * error : threshold * (Math.abs(error) - 0.5 * threshold);

/** Its derivative: the error, clipped at ±κ. */
const huberSlope = (error: number, threshold: number): number => Math.max(-threshold, Math.min(threshold, error));

/** Applies interventions to the TD error, target - prediction, of row k of a batch. */
export type ChangedError = (k: number, error: number) => number;

/**
 * Mean Huber loss of Q(s, a) - target over a batch, κ = 1 (Mnih et al. 2015).
 * @param actions one per row: which of the `count` outputs was chosen
 * @param targets one per row
 * @param changed maps the error; the target is moved so that the error equals the result
 */
export function qLoss(count: number, actions: Int32Array, targets: Float32Array, changed?: ChangedError): OutputLoss {
  return (outputs, gradient) => {
    gradient.fill(0);
    const batch = actions.length;
    let sum = 0;
    for (let k = 0; k < batch; k++) {
      const at = k * count + actions[k];
      const raw = outputs[at] - targets[k];
      const error = changed === undefined ? raw : -changed(k, -raw);
      sum += huber(error, 1);
      gradient[at] = huberSlope(error, 1) / batch;
    }
    return sum / batch;
  };
}

/**
 * Quantile Huber loss (Dabney, Rowland, Bellemare & Munos 2018, arXiv:1710.10044, eq. 10), κ = 1: of each quantile θ_i(s, a) against each target, |τ_i - 1[u < 0]| times the
 * Huber loss of u = target - θ_i; summed over quantiles, mean over targets and over the batch.
 * @param actions one per row: the chosen action; outputs of a row are actions x quantiles
 * @param targets batch x quantiles
 * @param levels τ of each quantile
 * @param changed maps each u before the loss
 */
export function quantileLoss(
  actionCount: number,
  levels: Float64Array,
  actions: Int32Array,
  targets: Float32Array,
  changed?: ChangedError,
): OutputLoss {
  const n = levels.length;
  return (outputs, gradient) => {
    gradient.fill(0);
    const batch = actions.length;
    let sum = 0;
    for (let k = 0; k < batch; k++) {
      const from = (k * actionCount + actions[k]) * n;
      for (let i = 0; i < n; i++) {
        const quantile = outputs[from + i];
        const level = levels[i];
        let slope = 0;
        for (let j = 0; j < n; j++) {
          const raw = targets[k * n + j] - quantile;
          const error = changed === undefined ? raw : changed(k, raw);
          const weight = error < 0 ? 1 - level : level;
          sum += weight * huber(error, 1);
          slope -= weight * huberSlope(error, 1);
        }
        gradient[from + i] = slope / (n * batch);
      }
    }
    return sum / (n * batch);
  };
}
