import { defineObjective } from '../contracts/objective.ts';
import { choice, integer } from '../contracts/parameters.ts';
import { evenly, populationParameters } from './channels/population.ts';

/**
 * V_i += α τ_i where δ_i = r + γ V_j(x') - V_i(x) is above 0, V_i -= α (1 - τ_i) where it is below, with τ_i = (i - ½) / N: V_i comes to the
 * quantile τ_i of what follows (Dabney, Rowland, Bellemare & Munos 2018, 10.1609/aaai.v32i1.11791). Steps are of fixed size, α in reward units.
 */
export default defineObjective({
  id: 'quantile',
  version: 1,
  title: 'Distribution of return, quantiles',
  summary:
    'Predict the whole distribution of future reward with a population of predictors that learn from the sign of their errors alone, each at a balance of ups and downs of its own, and so settle on its quantiles.',
  citation: { text: 'Dabney et al. 2020, Nature 577:671', doi: '10.1038/s41586-019-1924-6' },
  parameters: {
    ...populationParameters,
    bootstrap: choice({
      options: ['sample', 'own'],
      default: 'sample',
      help: 'sample takes the next value of a channel drawn at random in each step, own takes that of the channel itself',
    }),
    channels: integer({ default: 40, min: 1, max: 200, symbol: 'N', help: 'Predictors, of quantiles spaced evenly' }),
  },
  terms({ discount, bootstrap, channels }) {
    const each = evenly(channels, 0, 1).map((tau) => ({ discount, gainPositive: tau, gainNegative: 1 - tau }));
    return { discount, rewardRateLearning: 0, channels: { statistic: 'quantile', bootstrap, each } };
  },
});
