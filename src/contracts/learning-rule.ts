import type { FeatureTable, Timescale } from './architecture.ts';
import { frozen, type Declaration } from './declaration.ts';
import type { TdTerms } from './objective.ts';
import type { Parameters, Values } from './parameters.ts';
import type { Trial } from './trial.ts';

/** Where a learner writes what it computed, one number a step of the trial, from `offset` on. */
export interface StepSignals {
  /** TD error shown at the step where its observation arrives: δ_t = r_t - ρ + γ V(x_t) - V(x_{t-1}); 0 at the trial's first step. */
  readonly rpe: Float64Array;
  /** V(x_t) when x_t is observed, before the update that follows. */
  readonly value: Float64Array;
  readonly offset: number;
}

/** A learner of one run. Eligibility traces start at zero in each trial; weights and the reward rate carry over. */
export interface Learner {
  /** One weight a feature. */
  readonly weights: Float64Array;
  /** Lives through one trial; with trial.plastic false the weights and the reward rate are held. */
  learnTrial(trial: Trial, features: FeatureTable, signals: StepSignals): void;
  state(): readonly number[];
  restore(state: readonly number[]): void;
}

export interface LearningRule<P extends Parameters = Parameters> extends Declaration<P> {
  readonly timescale: Timescale;
  create(parameters: Values<P>, terms: TdTerms, layout: FeatureTable['layout'], size: number): Learner;
}

export const defineLearningRule = <P extends Parameters>(rule: LearningRule<P>): LearningRule<P> => frozen(rule);
