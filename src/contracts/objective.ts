import { frozen, type Declaration } from './declaration.ts';
import type { Parameters, Values } from './parameters.ts';

/**
 * The terms of the TD error, δ = r - ρ + γ V(x') - V(x), where ρ <- ρ + rewardRateLearning (r - ρ).
 * With rewardRateLearning = 0, ρ stays 0.
 */
export interface TdTerms {
  /** γ, per step. */
  readonly discount: number;
  /** Step size of the running reward rate ρ (reward per step). */
  readonly rewardRateLearning: number;
}

export interface Objective<P extends Parameters = Parameters> extends Declaration<P> {
  terms(parameters: Values<P>): TdTerms;
}

export const defineObjective = <P extends Parameters>(objective: Objective<P>): Objective<P> => frozen(objective);
