import { defineObjective } from '../contracts/objective.ts';
import { timeConstant } from '../contracts/parameters.ts';
import { searchedDiscounts } from '../contracts/searched.ts';

/**
 * V(x_t) = E[ Σ_k γ^k r_{t+1+k} ]; δ = r + γ V(x') - V(x), with γ per step (Sutton 1988). .9 per second is .979 per
 * step of .2 s and .990 per step of .1 s, within the range of dopamine models with trials of seconds.
 */
export default defineObjective({
  id: 'discounted-return',
  version: 2,
  title: 'Discounted return',
  summary:
    'Predict the sum of future rewards, each worth less by a constant factor for every second that it is away. A rule that learns once a trial has no time within it, and there the discount has no effect.',
  citation: { text: 'Sutton 1988, Machine Learning 3:9', doi: '10.1007/BF00115009' },
  parameters: {
    discount: timeConstant({
      perSecond: 'kept',
      default: 0.9,
      defaultPerStep: 0.98,
      min: 0,
      max: 1,
      symbol: 'γ',
      searched: searchedDiscounts,
      help: 'What a reward is worth for each second that it is away; in stepped environments, for each step',
    }),
  },
  terms: ({ discount }) => ({ discount, rewardRateLearning: 0 }),
});
