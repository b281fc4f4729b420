import { expect, test } from 'vitest';
import { eventUnitMeans } from '../../src/analysis/event-unit-means.ts';
import type { RecordedSteps } from '../../src/contracts/recorded-steps.ts';

const none = Number.NaN;
const group = { id: 'action-value', title: 'Q', unit: 'reward units', each: 'an action' };
const column = (...numbers: number[]): Float64Array => Float64Array.from(numbers);

/** Two episodes, 4 and 3 observations; event 1 in the third of the first, and in the last of each. */
const steps: RecordedSteps = {
  step: column(0, 1, 2, 3, 3, 4, 5),
  episode: column(1, 1, 1, 1, 2, 2, 2),
  seconds: column(0, 0.5, 1, 1.5, 0, 0.5, 1),
  action: new Float64Array(7),
  reward: new Float64Array(7),
  rpe: new Float64Array(7),
  value: new Float64Array(7),
  happened: Int32Array.of(0, 1, 2, 2, 0, 1, 3),
  units: [
    { group, labels: ['left', 'right'], column: column(1, 10, 2, 20, 3, 30, none, none, 5, 50, 6, 60, none, none) },
  ],
};
const window = { before: 3, after: 2, stepSeconds: 0.5, event: 1, label: 'goal' };
const mapOf = (more: object = {}) =>
  eventUnitMeans(steps, steps.units[0] as (typeof steps.units)[number], { ...window, ...more });

test('the mean over the occurrences of an event that have the step in their own episode', () => {
  const { t, n, mean, labels, marks, align, counted } = mapOf();
  // At -1.5 s only the second occurrence has a step, at 0 s only the first; nothing follows.
  expect(t).toEqual([-1.5, -1, -0.5, 0]);
  expect(n).toBe(3);
  expect(labels).toEqual(['left', 'right']);
  const left = [1, (1 + 2 + 5) / 3, (2 + 3 + 6) / 3, 3];
  left.forEach((one, i) => expect(mean[i]).toBeCloseTo(one, 6));
  left.forEach((one, i) => expect(mean[4 + i]).toBeCloseTo(10 * one, 5));
  expect([align, counted, marks]).toEqual(['goal', 'occurrence', [{ event: 'cue', label: 'goal', seconds: 0 }]]);
});

test('an event that has not happened has no steps', () => {
  const { t, n, mean } = mapOf({ event: 5 });
  expect([t, n, mean.length]).toEqual([[], 0, 0]);
});

test('steps without a number between others are missing, not zero', () => {
  const { t, mean } = mapOf({ event: 0, before: 1, after: 2 });
  // Event 0 in rows 1, 5 and 6, the last of which has no numbers.
  expect(t).toEqual([-0.5, 0, 0.5]);
  expect([...mean.subarray(0, 3)].map((one) => Math.round(one * 1000) / 1000)).toEqual([4, 4, 3]);
});
