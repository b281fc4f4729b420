import type { FeatureTable } from '../../contracts/architecture.ts';
import type { Learner, LearnerSetup } from '../../contracts/learning-rule.ts';
import { rpeEffect } from '../../contracts/trial.ts';
import { binary } from './binary.ts';
import { channelLearner } from './channel-learner.ts';
import { dense } from './dense.ts';
import { denseAccumulating } from './dense-accumulating.ts';
import type { Kernel, KernelTrial, Trace } from './kernel.ts';
import { stepRewards } from './step-rewards.ts';

export interface TdRule {
  /** α. */
  readonly learningRate: number;
  /** λ. */
  readonly traceDecay: number;
  readonly trace: Trace;
}

/** A learner by linear temporal differences: the reward of each step, its running rate, and the kernel that fits the features. */
export function tdLearner(rule: TdRule, setup: Pick<LearnerSetup, 'terms' | 'layout' | 'size' | 'design'>): Learner {
  const { terms, layout, size } = setup;
  if (terms.channels !== undefined) return channelLearner(rule, terms.channels, setup);
  const weights = new Float64Array(size);
  const kernel = chooseKernel(rule.trace, layout, size);
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
      kernel(features, {
        weights,
        discount,
        traceRetention: discount * (trial.overrides?.traceDecay ?? rule.traceDecay),
        effect: effect === undefined ? undefined : (row, tdError) => effect(firstStep + row, tdError),
        learningRate: trial.plastic ? rule.learningRate : 0,
        reward: reward.subarray(firstStep, trial.steps),
        offset: first,
        rpe,
        value,
      });
      if (firstStep > 0) rpe[first] = (rpe[first] as number) + discount * (value[first] as number);
      // What comes before the features teaches nothing, but is shown as it was made.
      for (let step = 1; effect !== undefined && step <= firstStep; step++) rpe[offset + step] = effect(step, rpe[offset + step] as number);
    },
    state: () => Float64Array.of(...weights, rewards.rate),
    restore(state) {
      weights.set(Array.prototype.slice.call(state, 0, size));
      rewards.rate = state[size] as number;
    },
  };
}

/** The kernel of a layout and a trace. A learner only ever gets tables of the layout that it was made for. */
function chooseKernel(trace: Trace, layout: FeatureTable['layout'], size: number): (table: FeatureTable, trial: KernelTrial) => void {
  const chosen = layout === 'binary' ? binary(trace, size) : trace === 'accumulating' ? denseAccumulating(size) : dense(trace, size);
  return chosen as Kernel<FeatureTable['layout']>;
}
