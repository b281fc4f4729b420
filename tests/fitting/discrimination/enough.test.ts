// The short form of `npm run bench:fitting -- discriminate`.
import { expect, test } from 'vitest';
import { chosenWithEnough } from '../../../bench/fitting/discriminated.ts';

test('with the animals that are said to be enough, the true model is chosen by whole fits of fresh sessions', () => {
  const { enough, wins } = chosenWithEnough(['td-csc', 'rescorla-wagner'], {
    trainingTrials: 12,
    probeTrials: 4,
    sd: 5,
    animals: [1, 10],
    simulated: 100,
    fitted: 4,
  });
  expect(enough).not.toBeNull();
  // At 95 % or more, 7 or 8 of 8 are chosen in 94 % of such tests; by chance in 4 %.
  expect(wins.reduce((sum, one) => sum + one, 0)).toBeGreaterThanOrEqual(7);
});
