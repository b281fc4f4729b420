/**
 * The terms of the TD error, δ = u(r) - ρ + γ V(x') - V(x), where ρ <- ρ + rewardRateLearning (u(r) - ρ). With
 * rewardRateLearning = 0, ρ stays 0. An objective gives them per second, a learner gets them per step
 * (contracts/time-constants.ts); in stepped environments they are per step throughout.
 */
export interface TdTerms {
  /** γ. */
  readonly discount: number;
  /** Step size of the running reward rate ρ (reward per step). */
  readonly rewardRateLearning: number;
  /** u: the utility of a reward; the reward itself if absent. */
  readonly utility?: (magnitude: number) => number;
  /** Predictors that learn in parallel, each with its own terms; if absent, a single one with the terms above. */
  readonly channels?: Channels;
}

/** Many predictors, each of which learns from its own RPE. */
export interface Channels {
  /**
   * expectile: V_i += α⁺_i δ_i for δ_i > 0, α⁻_i δ_i otherwise; quantile: the same with the sign of δ_i in place of δ_i
   * (Dabney et al. 2020).
   */
  readonly statistic: 'expectile' | 'quantile';
  /** sample: δ_i bootstraps on the next value of a randomly drawn channel; own: on its own. */
  readonly bootstrap: 'sample' | 'own';
  /**
   * What a quantile learns from an error of exactly 0: nothing, or the same as from a positive one; nothing if absent.
   */
  readonly tie?: 'none' | 'up';
  readonly each: readonly Channel[];
}

export interface Channel {
  /** γ. */
  readonly discount: number;
  /** Factors on the learning rate for positive and negative errors. */
  readonly gainPositive: number;
  readonly gainNegative: number;
}
