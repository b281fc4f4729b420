import { defineObjective } from '../contracts/objective.ts';
import { integer, timeConstant } from '../contracts/parameters.ts';
import { evenly, onlyRoom, towardsOne } from '../contracts/searched.ts';
import { endToEnd } from './channels/population.ts';

/**
 * δ_k = r + γ_k V_k(x') - V_k(x), each channel with its own γ_k (Masset et al. 2025, doi:10.1038/s41586-025-08929-9; Sousa et al. 2025,
 * doi:10.1038/s41586-025-09089-6). γ_k are evenly spaced, per second,
 * both ends included, as in the code of both papers (Masset: .6 to .99, Sousa: .6 to .999): the mean over them falls
 * with delay approximately as a hyperbola.
 */
export default defineObjective({
  id: 'many-discounts',
  version: 2,
  title: 'Many discounts at once',
  summary:
    'Predict future reward on many time scales at once, each predictor with its own discount. Together their responses encode when the reward will come, and their mean falls with delay like a hyperbola.',
  citation: { text: 'Masset et al. 2025, Nature 642:682', doi: '10.1038/s41586-025-08929-9' },
  parameters: {
    channels: integer({
      default: 20,
      min: 2,
      max: 100,
      symbol: 'K',
      searched: onlyRoom,
      help: 'Number of predictors; their discounts are evenly spaced from the smallest to the largest',
    }),
    smallestDiscount: timeConstant({
      perSecond: 'kept',
      default: 0.5,
      min: 0,
      max: 0.999,
      symbol: 'γ',
      searched: evenly(0.1, 0.8),
      help: 'Discount of the first predictor, per second of delay of a reward; in stepped environments, per step',
    }),
    largestDiscount: timeConstant({
      perSecond: 'kept',
      default: 0.99,
      min: 0.001,
      max: 1,
      symbol: 'γ',
      searched: towardsOne(0.9, 0.995),
      help: 'Discount of the last predictor',
    }),
  },
  terms({ channels, smallestDiscount, largestDiscount }) {
    const each = endToEnd(channels, smallestDiscount, largestDiscount).map((discount) => ({
      discount,
      gainPositive: 1,
      gainNegative: 1,
    }));
    return {
      discount: largestDiscount,
      rewardRateLearning: 0,
      channels: { statistic: 'expectile', bootstrap: 'own', each },
    };
  },
});
