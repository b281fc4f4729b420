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
    'Predict the sum of future rewards, each discounted by a constant factor per second of delay. For a rule that learns once per trial the discount has no effect.',
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
      help: 'Discount per second of delay of a reward; in stepped environments, per step',
    }),
  },
  terms: ({ discount }) => ({ discount, rewardRateLearning: 0 }),
});
