import { squared } from '../../../core/power.ts';

/** Experience of `time` steps in `worlds` environments; all arrays time x environments. */
export interface Transitions {
  readonly time: number;
  readonly worlds: number;
  readonly rewards: Float32Array;
  /** V(s_t). */
  readonly values: Float32Array;
  /** V(s_{t+1}): 0 after a termination; after a truncation, the value of the last observation. */
  readonly nextValues: Float32Array;
  /** 1 if the episode ended or was truncated at this step. */
  readonly ended: Uint8Array;
  /** With manipulations: the interventions of each step, and their effect on an error (see ManipulatedPlayer). */
  readonly manipulated?: { readonly active: Int32Array; changed(active: number, error: number): number };
}

/**
 * Generalised advantages (Schulman et al. 2016, arXiv:1506.02438, eq. 16): A_t = δ_t + γ λ A_{t+1} within an episode,
 * δ_t = r_t + γ V(s_{t+1}) - V(s_t). With λ = 1 A_t + V(s_t) is the n-step return to the end of the rollout. A
 * manipulation changes each δ_t before it enters a sum, and so both the advantages and the value targets A_t + V(s_t):
 * dopamine is taken to carry δ, from which both are learned (Schultz, Dayan & Montague 1997). Written into
 * `advantages`.
 */
export function generalisedAdvantages(
  { time, worlds, rewards, values, nextValues, ended, manipulated }: Transitions,
  discount: number,
  traceDecay: number,
  advantages: Float32Array,
): void {
  for (let i = 0; i < worlds; i++) {
    let after = 0;
    for (let t = time - 1; t >= 0; t--) {
      const at = t * worlds + i;
      const raw = rewards[at] + discount * nextValues[at] - values[at];
      const error = manipulated === undefined ? raw : manipulated.changed(manipulated.active[at], raw);
      after = error + (ended[at] === 1 ? 0 : discount * traceDecay * after);
      advantages[at] = after;
    }
  }
}

/**
 * Normalises `count` advantages at `indices` to mean 0 and standard deviation 1; a single one stays unchanged. Written
 * into `out`.
 */
export function normalised(
  advantages: Float32Array,
  indices: Int32Array,
  from: number,
  count: number,
  out: Float32Array,
): void {
  let mean = 0;
  for (let k = 0; k < count; k++) mean += advantages[indices[from + k]];
  mean /= count;
  let squares = 0;
  for (let k = 0; k < count; k++) squares += squared(advantages[indices[from + k]] - mean);
  const scale = count < 2 ? 1 : 1 / (Math.sqrt(squares / (count - 1)) + 1e-8);
  const centre = count < 2 ? 0 : mean;
  for (let k = 0; k < count; k++) out[k] = (advantages[indices[from + k]] - centre) * scale;
}
