import { expect, test } from 'vitest';
import { fittingLabel } from '../../src/figures/text-box.ts';

test('a label that is longer than its axis is its unit, whatever brackets the unit has', () => {
  expect(fittingLabel('dLight (dF/F)', 1000)).toBe('dLight (dF/F)');
  expect(fittingLabel('difference of dLight (dF/F)', 60)).toBe('dF/F');
  expect(fittingLabel('difference (dLight (as given))', 100)).toBe('dLight (as given)');
  expect(fittingLabel('difference (dLight (as given))', 50)).toBe('as given');
  expect(fittingLabel('a long label without a unit', 10)).toBe('a long label without a unit');
});
