import { randomStream } from '../../src/core/random.ts';
import { expect, test } from 'vitest';
import averageReward from '../../src/objectives/average-reward.ts';
import discountedReturn from '../../src/objectives/discounted-return.ts';
import { valuesOf } from '../architectures/trials.ts';

test('discounted return: γ as given, no reward rate', () => {
  expect(discountedReturn.terms(valuesOf(discountedReturn), randomStream(1, 'agent'))).toEqual({ discount: 0.98, rewardRateLearning: 0 });
  expect(discountedReturn.terms(valuesOf(discountedReturn, { discount: 0.5 }), randomStream(1, 'agent'))).toEqual({ discount: 0.5, rewardRateLearning: 0 });
});

test('average reward: no discounting, the reward rate is learned', () => {
  expect(averageReward.terms(valuesOf(averageReward, { rewardRateLearning: 0.02 }), randomStream(1, 'agent'))).toEqual({ discount: 1, rewardRateLearning: 0.02 });
});
