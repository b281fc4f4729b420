import { expect, test } from 'vitest';
import { fitLine } from '../../src/analysis/summaries.ts';
import { run } from './experiment.ts';
import { failing } from './failing.ts';

/** Discounts per second of the channels of td-multi-timescale. */
const expected = Array.from({ length: 20 }, (_, i) => 0.5 + (0.49 * i) / 19);

test('the discounts estimated from the responses are those of the channels, in both tasks', () => {
  const { result } = run({ world: { id: 'masset-2025', parameters: { acquisitionTrials: 1500 } } });
  const points = result.summaries.find(({ id }) => id === 'tasks')?.series[0]?.points ?? [];
  expect(points).toHaveLength(20);
  points.forEach(({ x, y }, i) => {
    expect(Math.abs(x - (expected[i] as number))).toBeLessThan(0.005);
    expect(Math.abs(y - (expected[i] as number))).toBeLessThan(0.005);
  });
  expect(fitLine(points)?.r).toBeGreaterThan(0.999);
});

test.each(['td-csc', 'td-csc-reset', 'td-lambda-csc', 'td-expectile'])('%s has one discount', (agent) =>
  expect(failing('masset-2025', agent)).toEqual(
    expect.arrayContaining(['discounts-spread', 'discounts-kept', 'delay-decoded']),
  ),
);
