import { expect, test } from 'vitest';
import { blocksOf, heldOutOf } from '../../../src/fitting/held-out.ts';
import { scoredModels } from '../../../src/fitting/report/scored-models.ts';
import { heldOutWords } from '../../../src/fitting/report/held-out-words.ts';
import { scoreDifference } from '../../../src/fitting/score-difference.ts';

test('blocks have as many trials with data each, and together all trials', () => {
  expect(blocksOf(Array.from({ length: 10 }).fill(true) as boolean[], 3)).toEqual([
    [0, 3],
    [3, 7],
    [7, 10],
  ]);
  // Data in the last four of ten trials: no block is empty.
  const late = Array.from({ length: 10 }, (_, trial) => trial >= 6);
  expect(blocksOf(late, 2)).toEqual([
    [0, 8],
    [8, 10],
  ]);
  expect(blocksOf(late, 100)).toHaveLength(2);
  expect(blocksOf([false, true, false], 2)).toEqual([]);
  expect(heldOutWords({ trials: 1, blocks: [] })).toContain('nothing was held out');
  expect(heldOutOf([1, 4], Float64Array.of(-9, -1, Number.NaN, -2))).toEqual({
    trials: [1, 4],
    logLikelihood: -3,
    byTrial: [-1, null, -2],
  });
});

test('a difference has the standard error of a sum', () => {
  // Variance of 1, 2, 4, 5 around 3: (4 + 1 + 1 + 4) / 3; of the sum of four, four times that.
  expect(scoreDifference([1, null, 2, 4, 5], false)).toEqual({ sum: 12, count: 4, error: Math.sqrt((4 * 10) / 3) });
  // In pairs of equal ones, as of trials that are no two: products 4 + 2 - 1 ... of neighbours.
  const pairs = [1, 1, -1, -1, 1, 1, -1, -1];
  const rho = (4 - 3) / 7;
  const { error } = scoreDifference(pairs, true);
  expect(error).toBeCloseTo(Math.sqrt((8 * (8 / 7) * (1 + rho)) / (1 - rho)), 12);
  expect(scoreDifference([3], true)).toEqual({ sum: 3, count: 1, error: null });
  expect(scoreDifference([], true)).toEqual({ sum: 0, count: 0, error: null });
});

const models = (...differences: readonly number[]) => [
  { title: 'A', scores: [...differences, null] },
  { title: 'B', scores: [...differences.map(() => 0), null] },
];

test('what predicts best is told with how much, and whether it matters', () => {
  const clear = scoredModels(models(2, 3, 2, 3, 2, 3), 'trial');
  expect(clear.behind.map(({ sum }) => sum)).toEqual([0, -15]);
  expect(clear.words).toBe(
    'Held out, A predicts best: its log-likelihood is 15 (standard error 1.342) higher than that of B, 2.5 a trial, which is 11.2 standard errors: it matters.',
  );
  expect(scoredModels(models(0.5, -0.2, 0.4), 'trial').words).toContain('too little to matter');
  expect(scoredModels(models(-30, 20, -30, 25), 'subject').words).toContain('B predicts best, but not clearly');
  expect(scoredModels(models(1, -Infinity), 'trial').words).toBe(
    'Held out, B predicts best: A gives some trials no probability at all.',
  );
  const none = { title: 'A', scores: [-Infinity] };
  expect(scoredModels([none, { ...none, title: 'B' }], 'trial').words).toContain('are not compared');
});
