import type { TdTerms } from '../../contracts/td-terms.ts';
import type { Trial } from '../../contracts/trial.ts';

/** The rewards of a trial by step, and the running reward rate that is subtracted from them. */
export interface StepRewards {
  /** u(r_t) - ρ_t of each step; valid until the next call. With trial.plastic false ρ is held. */
  charge(trial: Trial): Float64Array;
  /** ρ, reward per step. */
  rate: number;
}

export function stepRewards({ rewardRateLearning, utility }: TdTerms): StepRewards {
  let reward = new Float64Array(0);

  function charge(trial: Trial): Float64Array {
    if (reward.length < trial.steps) reward = new Float64Array(trial.steps);
    reward.fill(0, 0, trial.steps);
    for (const { step, magnitude } of trial.outcomes) {
      const at = trial.zeroStep + step;
      if (at >= 0 && at < trial.steps)
        reward[at] = reward[at] + (utility === undefined ? magnitude : utility(magnitude));
    }
    if (rewardRateLearning === 0) return reward;
    let { rate } = rewards;
    const learning = trial.plastic ? rewardRateLearning : 0;
    for (let step = 0; step < trial.steps; step++) {
      const surplus = reward[step] - rate;
      reward[step] = surplus;
      rate += learning * surplus;
    }
    rewards.rate = rate;
    return reward;
  }

  const rewards: StepRewards = { charge, rate: 0 };
  return rewards;
}
