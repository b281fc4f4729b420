import type { FeatureTable } from '../../contracts/architecture.ts';
import type { Learner, StepSignals } from '../../contracts/learning-rule.ts';
import type { TdTerms } from '../../contracts/td-terms.ts';
import { rpeIntervention, type Trial } from '../../contracts/trial.ts';
import { stepRewards } from './step-rewards.ts';
import { eachStretch } from './stretches.ts';

/** Successive steps: the inputs, and where their signals are written. */
export interface StepRows {
  /** Step of the trial of the first row. */
  readonly from: number;
  readonly rows: number;
  /** γ, per step. */
  readonly discount: number;
  /** λ, if the trial overrides it. */
  readonly traceDecay: number | undefined;
  /** False if nothing is learned. */
  readonly plastic: boolean;
  /** Interventions on the error at a step of the trial, before learning from it. */
  readonly intervention: ((step: number, error: number) => number) | undefined;
  /** r_t - ρ_t, one per step of the trial. */
  readonly reward: Float64Array;
  /** Index of the first row in `rpe` and `value`; the others follow. */
  readonly offset: number;
  readonly rpe: Float64Array;
  readonly value: Float64Array;
}

interface StepRule {
  readonly weights: Float64Array;
  /**
   * Runs the rows of a table, or rows without features if there is no table. They continue those of the previous call.
   * Writes the value of every row, before the update that follows it, and its error.
   */
  runSteps(table: FeatureTable | undefined, rows: StepRows): void;
  /**
   * Called at the start of a trial whose boundary resets: clears traces and the previous row, so the first step ends no
   * transition. Not called if time is continuous.
   */
  begin?(): void;
  /** Called after each trial and before the next: pending updates are added to the weights for reading in between. */
  show?(): void;
  hide?(): void;
  /** The complete state of `runSteps`. */
  state(): Float64Array;
  restore(state: Float64Array): void;
}

/** A trial while it runs. */
interface Life {
  readonly trial: Trial;
  readonly reward: Float64Array;
  readonly intervention: StepRows['intervention'];
  readonly signals: StepSignals;
}

/**
 * A learner with an error at each step: it processes a trial as steps with and without features, and continues from
 * trial to trial.
 */
export function stepLearner(
  { weights, runSteps: runRule, begin, show, hide, state, restore }: StepRule,
  terms: TdTerms,
): Learner {
  const rewards = stepRewards(terms);

  function runSteps(
    table: FeatureTable | undefined,
    from: number,
    to: number,
    { trial, reward, intervention, signals: { rpe, value, offset } }: Life,
  ): void {
    // Field by field: a spread would cost as much time as a short trial.
    runRule(table, {
      from,
      rows: to - from,
      discount: trial.overrides?.discount ?? terms.discount,
      traceDecay: trial.overrides?.traceDecay,
      plastic: trial.plastic,
      intervention,
      reward,
      offset: offset + from,
      rpe,
      value,
    });
  }

  return {
    weights,
    learnTrial(trial, tables, signals) {
      hide?.();
      begin?.();
      eachStretch(tables, trial.steps, runSteps, {
        trial,
        reward: rewards.charge(trial),
        intervention: rpeIntervention(trial),
        signals,
      });
      show?.();
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
      rewards.rate = whole[whole.length - 1];
    },
  };
}
