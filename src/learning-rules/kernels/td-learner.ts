import type { FeatureTable } from '../../contracts/architecture.ts';
import type { Learner } from '../../contracts/learning-rule.ts';
import type { TdTerms } from '../../contracts/objective.ts';
import type { Trial } from '../../contracts/trial.ts';
import { binary } from './binary.ts';
import { dense } from './dense.ts';
import { denseAccumulating } from './dense-accumulating.ts';
import type { Kernel, KernelTerms, KernelTrial, Trace } from './kernel.ts';

interface TdRule {
  /** α. */
  readonly learningRate: number;
  /** λ. */
  readonly traceDecay: number;
  readonly trace: Trace;
}

/** A learner by linear temporal differences: the reward of each step, its running rate, and the kernel that fits the features. */
export function tdLearner(rule: TdRule, terms: TdTerms, layout: FeatureTable['layout'], size: number): Learner {
  const weights = new Float64Array(size);
  const kernel = chooseKernel(rule.trace, { discount: terms.discount, traceRetention: terms.discount * rule.traceDecay }, layout, size);
  let reward = new Float64Array(0);
  let rewardRate = 0;

  /** reward[t] = r_t - ρ_t. The first step ends no transition: it has no error and does not count for ρ. */
  function chargeReward(trial: Trial): void {
    if (reward.length < trial.steps) reward = new Float64Array(trial.steps);
    reward.fill(0, 0, trial.steps);
    for (const { step, magnitude } of trial.outcomes) {
      const at = trial.zeroStep + step;
      if (at > 0 && at < trial.steps) reward[at] = (reward[at] as number) + magnitude;
    }
    if (terms.rewardRateLearning === 0) return;
    for (let step = 1; step < trial.steps; step++) {
      const surplus = (reward[step] as number) - rewardRate;
      reward[step] = surplus;
      if (trial.plastic) rewardRate += terms.rewardRateLearning * surplus;
    }
  }

  return {
    weights,
    learnTrial(trial, features, { rpe, value, offset }) {
      chargeReward(trial);
      const { firstStep } = features;
      // Without features V = 0: the error is the reward.
      rpe.set(reward.subarray(0, firstStep + 1), offset);
      value.fill(0, offset, offset + firstStep);
      const first = offset + firstStep;
      kernel(features, {
        weights,
        learningRate: trial.plastic ? rule.learningRate : 0,
        reward: reward.subarray(firstStep, trial.steps),
        offset: first,
        rpe,
        value,
      });
      if (firstStep > 0) rpe[first] = (rpe[first] as number) + terms.discount * (value[first] as number);
    },
    state: () => [...weights, rewardRate],
    restore(state) {
      weights.set(state.slice(0, size));
      rewardRate = state[size] as number;
    },
  };
}

/** The kernel of a layout and a trace. A learner only ever gets tables of the layout that it was made for. */
function chooseKernel(trace: Trace, terms: KernelTerms, layout: FeatureTable['layout'], size: number): (table: FeatureTable, trial: KernelTrial) => void {
  const chosen = layout === 'binary' ? binary(terms, trace, size) : trace === 'accumulating' ? denseAccumulating(terms, size) : dense(terms, trace, size);
  return chosen as Kernel<FeatureTable['layout']>;
}
