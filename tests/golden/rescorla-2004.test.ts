import { expect, test } from 'vitest';
import { at, run } from './experiment.ts';

test('Rescorla-Wagner and TD(0): nothing happens in a rest, so the cue has the same value before and after', () => {
  const worth = (agent: string, group: string): number =>
    at(run({ world: 'rescorla-2004', agent, recording: 'identity' }), group, 'value', 0.8);
  expect(worth('rescorla-wagner', 'rested')).toBe(worth('rescorla-wagner', 'immediate'));
  // Except for the context, whose value depends on the intervals, which are drawn separately in each group.
  expect(Math.abs(worth('td-csc', 'rested') - worth('td-csc', 'immediate'))).toBeLessThan(0.05);
});
