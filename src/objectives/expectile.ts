import { defineObjective } from '../contracts/objective.ts';
import { choice, integer, real } from '../contracts/parameters.ts';
import { byFactors, onlyRoom } from '../contracts/searched.ts';
import { evenly, populationParameters } from './channels/population.ts';

/**
 * δ_i = r + γ V_j(x') - V_i(x); V_i += α⁺_i δ_i where δ_i > 0, α⁻_i δ_i elsewhere. V_i converges to the expectile τ_i =
 * α⁺_i / (α⁺_i + α⁻_i) of the return (Dabney et al. 2020). α± are the gains here times the learning rule's α; uniform
 * on 0 to .5 each as in the published simplified simulation, with which values keep jumping: only small rates (.01 to
 * .02) settle on the expectiles. Expectiles of sampled expectiles are narrower than those of returns, so with j drawn
 * at random the spread shrinks with each further step back from the reward (Rowland et al. 2019, ICML); it does not if
 * each channel bootstraps on its own value.
 */
export default defineObjective({
  id: 'expectile',
  version: 2,
  title: 'Distribution of return, expectiles',
  summary:
    'Predict the whole distribution of future reward with a population of predictors: each weighs errors better and worse than expected differently, so optimists and pessimists settle on different expectiles.',
  citation: { text: 'Dabney et al. 2020, Nature 577:671', doi: '10.1038/s41586-019-1924-6' },
  parameters: {
    ...populationParameters,
    largestGain: real({
      default: 0.5,
      min: 0.001,
      max: 1,
      symbol: 'α±',
      searched: byFactors(0.05, 1),
      help: 'Maximum of the gains for positive and negative errors, which multiply the learning rate',
    }),
    gains: choice({
      options: ['random', 'even'],
      default: 'random',
      help: 'random: both gains of each channel are drawn uniformly from 0 to the maximum; even: the expectiles τ are evenly spaced, with gains that add up to the maximum',
    }),
    bootstrap: choice({
      options: ['sample', 'own'],
      default: 'sample',
      help: 'Channel whose next value is used: sample, one drawn at random at each step; own, the channel itself',
    }),
    channels: integer({
      default: 40,
      min: 1,
      max: 200,
      symbol: 'N',
      searched: onlyRoom,
      help: 'Number of predictors; the default is the number of recorded neurons',
    }),
  },
  terms({ discount, largestGain, gains, bootstrap, channels }, random) {
    const each = evenly(channels, 0, 1).map((tau) => {
      const [gainPositive, gainNegative] =
        gains === 'even'
          ? [largestGain * tau, largestGain * (1 - tau)]
          : [largestGain * random.next(), largestGain * random.next()];
      return { discount, gainPositive, gainNegative };
    });
    return { discount, rewardRateLearning: 0, channels: { statistic: 'expectile', bootstrap, each } };
  },
});
