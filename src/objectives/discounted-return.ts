import { defineObjective } from '../contracts/objective.ts';
import { real } from '../contracts/parameters.ts';

/** V(x_t) = E[ Σ_k γ^k r_{t+1+k} ]; δ = r + γ V(x') - V(x) (Sutton 1988). */
export default defineObjective({
  id: 'discounted-return',
  version: 1,
  title: 'Discounted return',
  summary: 'Predict the sum of future rewards, each worth less by a constant factor for every step that it is away. A rule that learns once a trial has no time within it, and there the discount has no effect.',
  citation: { text: 'Sutton 1988, Machine Learning 3:9', doi: '10.1007/BF00115009' },
  parameters: {
    discount: real({ default: 0.98, min: 0, max: 1, symbol: 'γ', unit: 'per step', help: 'Worth of a reward one step later' }),
  },
  terms: ({ discount }) => ({ discount, rewardRateLearning: 0 }),
});
