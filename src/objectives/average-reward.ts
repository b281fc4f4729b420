import { defineObjective } from '../contracts/objective.ts';
import { real } from '../contracts/parameters.ts';

/** δ = r - ρ + V(x') - V(x), ρ <- ρ + η (r - ρ) (Tsitsiklis & Van Roy 1999; for dopamine Daw & Touretzky 2002). */
export default defineObjective({
  id: 'average-reward',
  version: 1,
  title: 'Average reward',
  summary:
    'Predict how much better than usual the coming rewards are: each step is charged the long-run reward per step, which is learned as a running average, and nothing is discounted.',
  citation: { text: 'Daw & Touretzky 2002, Neural Computation 14:2567', doi: '10.1162/089976602760407973' },
  parameters: {
    rewardRateLearning: real({
      default: 0.001,
      min: 0,
      max: 1,
      symbol: 'η',
      unit: 'per step',
      help: 'Step size of the running average ρ of the reward per step; it spans about 1/η steps',
    }),
  },
  terms: ({ rewardRateLearning }) => ({ discount: 1, rewardRateLearning }),
});
