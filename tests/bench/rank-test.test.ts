import { expect, test } from 'vitest';
import { rankTest } from '../../bench/learning/rank-test.ts';

// scipy.stats.mannwhitneyu(one, other, method='exact').pvalue, scipy 1.17.1.
test.each<[string, number[], number[], number]>([
  ['apart', [1, 2, 3, 4, 5], [6, 7, 8, 9, 10], 0.007936507936507936],
  ['mixed', [1, 4, 5, 9], [2, 3, 8, 10, 11, 12], 0.35238095238095235],
  ['of unequal sizes', [3, 5, 7, 9, 11, 13, 15, 17, 19, 21], [4, 8, 1, 2, 30, 31], 0.5621878121878122],
  ['of one', [1], [2], 1],
])('rank test of samples that are %s', (_, one, other, p) => {
  expect(rankTest(one, other)).toBeCloseTo(p, 12);
  expect(rankTest(other, one)).toBeCloseTo(p, 12);
});
