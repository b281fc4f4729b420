import { expect, test } from 'vitest';
import { run } from './experiment.ts';
import { failing } from './failing.ts';

/** Discounts per second of the channels of td-multi-timescale. */
const expected = Array.from({ length: 20 }, (_, i) => 0.5 + (0.49 * i) / 19);

test('the discounts estimated from the responses are those of the channels', () => {
  const { result } = run({ world: 'sousa-2025' });
  const points = result.summaries.find(({ id }) => id === 'map')?.series[0]?.points ?? [];
  points.forEach(({ x }, i) => expect(Math.abs(x - (expected[i] as number))).toBeLessThan(0.005));
});

test.each([
  ['td-multi-timescale', ['reversals-spread', 'volumes-decoded']],
  ['td-expectile', ['discounts-spread', 'delay-decoded']],
  ['td-csc', ['discounts-spread', 'reversals-spread', 'delay-decoded', 'volumes-decoded']],
])('%s does not show %j', (agent, missing) => expect(failing('sousa-2025', agent)).toEqual(missing));
