import { defineObjective } from '../contracts/objective.ts';
import { choice, integer } from '../contracts/parameters.ts';
import { onlyRoom } from '../contracts/searched.ts';
import { evenly, populationParameters } from './channels/population.ts';

/**
 * V_i += α τ_i where δ_i = r + γ V_j(x') - V_i(x) is above 0, V_i -= α (1 - τ_i) if it is below, with τ_i = (i - ½) /
 * N: V_i converges to the quantile τ_i of the return (Dabney, Rowland, Bellemare & Munos 2018,
 * 10.1609/aaai.v32i1.11791). Steps are of fixed size, α in reward units. At δ_i = 0 the two papers differ: 2020 learns
 * sign(δ_i), nothing; 2018 learns τ_i - 1[δ_i < 0], a step up. This matters if rewards are certain.
 */
export default defineObjective({
  id: 'quantile',
  version: 2,
  title: 'Distribution of return, quantiles',
  summary:
    'Predict the whole distribution of future reward with a population of predictors that learn from the sign of their errors alone, each with its own balance of steps up and down, and so converge to its quantiles.',
  citation: { text: 'Dabney et al. 2020, Nature 577:671', doi: '10.1038/s41586-019-1924-6' },
  parameters: {
    ...populationParameters,
    bootstrap: choice({
      options: ['sample', 'own'],
      default: 'sample',
      help: 'Channel whose next value is used: sample, one drawn at random at each step; own, the channel itself',
    }),
    tie: choice({
      options: ['none', 'up'],
      default: 'none',
      help: 'Update for an error of exactly 0: none (Dabney et al. 2020), or up, as for an error above 0 (Dabney et al. 2018)',
    }),
    channels: integer({
      default: 40,
      min: 1,
      max: 200,
      symbol: 'N',
      searched: onlyRoom,
      help: 'Number of predictors, of evenly spaced quantiles',
    }),
  },
  terms({ discount, bootstrap, tie, channels }) {
    const each = evenly(channels, 0, 1).map((tau) => ({ discount, gainPositive: tau, gainNegative: 1 - tau }));
    return { discount, rewardRateLearning: 0, channels: { statistic: 'quantile', bootstrap, tie, each } };
  },
});
