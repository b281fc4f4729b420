import { defineObjective } from '../contracts/objective.ts';
import { timeConstant } from '../contracts/parameters.ts';
import { byFactors } from '../contracts/searched.ts';

/**
 * δ = r - ρ + V(x') - V(x), ρ <- ρ + η (r - ρ), with ρ and η per step (Tsitsiklis & Van Roy 1999; for dopamine Daw &
 * Touretzky 2002). ρ spans about 1/η: the default, .001 in steps of .2 s, is three minutes.
 */
export default defineObjective({
  id: 'average-reward',
  version: 2,
  title: 'Average reward',
  summary:
    'Predict future reward relative to its long-run average per step, which is subtracted at each step and learned as a running average. Nothing is discounted.',
  citation: { text: 'Daw & Touretzky 2002, Neural Computation 14:2567', doi: '10.1162/089976602760407973' },
  parameters: {
    rewardRateLearning: timeConstant({
      perSecond: 'lost',
      default: 0.005,
      defaultPerStep: 0.001,
      min: 0,
      max: 1,
      symbol: 'η',
      searched: byFactors(1e-4, 0.5),
      help: 'Learning rate of the running average ρ of the reward per step, per second; in stepped environments, per step',
    }),
  },
  terms: ({ rewardRateLearning }) => ({ discount: 1, rewardRateLearning }),
});
