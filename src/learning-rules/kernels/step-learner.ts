import type { FeatureTable } from '../../contracts/architecture.ts';
import type { Learner } from '../../contracts/learning-rule.ts';
import type { TdTerms } from '../../contracts/objective.ts';
import { rpeEffect } from '../../contracts/trial.ts';
import { stepRewards } from './step-rewards.ts';

/** The rows of one trial: what is given for them, and where their signals are written. */
export interface StepTrial {
  /** γ, per step. */
  readonly discount: number;
  /** λ, where the trial has one of its own. */
  readonly traceDecay: number | undefined;
  /** False where nothing is learned. */
  readonly plastic: boolean;
  /** What is done to the error of a row from outside, before anything is learned from it. */
  readonly effect: ((row: number, error: number) => number) | undefined;
  /** r_t - ρ_t, one for each row. */
  readonly reward: Float64Array;
  /** Where the first row is in `rpe` and `value`; the others follow. */
  readonly offset: number;
  readonly rpe: Float64Array;
  readonly value: Float64Array;
}

interface StepRule {
  readonly weights: Float64Array;
  /** Writes the value of every row, before the update that follows it, and the error of every row but the first. */
  live(table: FeatureTable, trial: StepTrial): void;
  /** All that `live` remembers. */
  state(): Float64Array;
  restore(state: Float64Array): void;
  /** What is shown of an error where there are no features; 1 when absent. */
  readonly gain?: number;
}

/** A learner that has an error at each step: the rewards, their running rate, and the steps that come before all features. */
export function stepLearner({ weights, live, state, restore, gain = 1 }: StepRule, terms: TdTerms): Learner {
  const rewards = stepRewards(terms);
  return {
    weights,
    learnTrial(trial, features, { rpe, value, offset }) {
      const reward = rewards.charge(trial);
      const { firstStep } = features;
      const discount = trial.overrides?.discount ?? terms.discount;
      const effect = rpeEffect(trial);
      // Without features V = 0: the error is the reward.
      rpe.set(reward.subarray(0, firstStep + 1), offset);
      value.fill(0, offset, offset + firstStep);
      const first = offset + firstStep;
      live(features, {
        discount,
        traceDecay: trial.overrides?.traceDecay,
        plastic: trial.plastic,
        effect: effect === undefined ? undefined : (row, error) => effect(firstStep + row, error),
        reward: reward.subarray(firstStep, trial.steps),
        offset: first,
        rpe,
        value,
      });
      if (firstStep > 0) rpe[first] = (rpe[first] as number) + discount * (value[first] as number);
      // What comes before the features teaches nothing, but is shown as it was made.
      const isAsFelt = gain === 1 && effect === undefined;
      for (let step = isAsFelt ? firstStep + 1 : 1; step <= firstStep; step++) {
        const felt = gain * (rpe[offset + step] as number);
        rpe[offset + step] = effect === undefined ? felt : effect(step, felt);
      }
    },
    state() {
      const own = state();
      const whole = new Float64Array(own.length + 1);
      whole.set(own);
      whole[own.length] = rewards.rate;
      return whole;
    },
    restore(saved) {
      const whole = Float64Array.from(saved);
      restore(whole.subarray(0, whole.length - 1));
      rewards.rate = whole[whole.length - 1] as number;
    },
  };
}
