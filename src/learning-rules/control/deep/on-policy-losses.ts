import type { OutputLoss } from '../../../contracts/network.ts';
import type { PolicyHead } from './policy-head.ts';

/** Rows of a rollout that form a batch: row k of the batch is row indices[from + k] of the rollout. */
export interface BatchRows {
  readonly indices: Int32Array;
  readonly from: number;
  readonly count: number;
}

/**
 * -mean(A ln π(a)) - c mean(entropy), the policy gradient (Williams 1992; Mnih et al. 2016, arXiv:1602.01783, S3).
 * `advantages` has one entry per batch row.
 */
export function policyGradientLoss(
  head: PolicyHead,
  actions: Float64Array,
  advantages: Float32Array,
  entCoef: number,
  { indices, from, count }: BatchRows,
): OutputLoss {
  return (outputs, gradient) => {
    gradient.fill(0);
    let sum = 0;
    for (let k = 0; k < count; k++) {
      const offset = k * head.size;
      const action = actions[indices[from + k]];
      const advantage = advantages[k];
      sum -= advantage * head.logProbability(outputs, offset, action) + entCoef * head.entropy(outputs, offset);
      head.addGradient(outputs, offset, action, -advantage / count, -entCoef / count, gradient);
    }
    return sum / count;
  };
}

export interface ClippedTerms {
  readonly actions: Float64Array;
  /** ln π(a) when the action was chosen, one per rollout row. */
  readonly logProbabilities: Float32Array;
  /** One per batch row. */
  readonly advantages: Float32Array;
  readonly clipRange: number;
  readonly entCoef: number;
}

/** -mean(min(ρ A, clip(ρ, 1 - ε, 1 + ε) A)) - c mean(entropy), ρ = π(a) / π_old(a) (Schulman et al. 2017, arXiv:1707.06347, eq. 7). */
export function clippedLoss(head: PolicyHead, terms: ClippedTerms, { indices, from, count }: BatchRows): OutputLoss {
  const { actions, logProbabilities, advantages, clipRange, entCoef } = terms;
  return (outputs, gradient) => {
    gradient.fill(0);
    let sum = 0;
    for (let k = 0; k < count; k++) {
      const row = indices[from + k];
      const offset = k * head.size;
      const action = actions[row];
      const advantage = advantages[k];
      const ratio = Math.exp(head.logProbability(outputs, offset, action) - logProbabilities[row]);
      const clipped = Math.min(1 + clipRange, Math.max(1 - clipRange, ratio)) * advantage;
      // If the clipped term is smaller, the gradient with respect to the ratio is 0.
      const isFree = ratio * advantage <= clipped;
      sum -= Math.min(ratio * advantage, clipped) + entCoef * head.entropy(outputs, offset);
      head.addGradient(outputs, offset, action, isFree ? (-advantage * ratio) / count : 0, -entCoef / count, gradient);
    }
    return sum / count;
  };
}

/** c mean((V - R)²). */
export function valueLoss(returns: Float32Array, weight: number, { indices, from, count }: BatchRows): OutputLoss {
  return (values, gradient) => {
    let sum = 0;
    for (let k = 0; k < count; k++) {
      const error = values[k] - returns[indices[from + k]];
      sum += error * error;
      gradient[k] = (2 * weight * error) / count;
    }
    return (weight * sum) / count;
  };
}
