import { expect, test } from 'vitest';
import { groupFeatures } from '../../renderer/plots/feature-groups.ts';
import { createTrialSession } from '../../src/engine/trial-session.ts';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';

const featuresOf = (agent: string): readonly string[] => {
  const session = createTrialSession(completeTrialSpec({ world: 'schultz-1997', agent }));
  return Array.from(session.weights, (_, i) => session.featureLabel(i));
};

test('the weights of a delay line are at their times', () => {
  const { axis, placed, single } = groupFeatures(['light + 0 s', 'light + 0.1 s', 'ITI'], [1, 2, 3]);
  expect(axis).toMatch(/\(s\)/);
  expect(placed.map(({ source, position, weight }) => [source, position, weight])).toEqual([
    ['light', 0, 1],
    ['light', 0.1, 2],
  ]);
  expect(single.map(({ label }) => label)).toEqual(['ITI']);
});

test.each([
  ['td-csc', 'time since onset (s)', true],
  ['td-microstimuli', 'microstimulus', true],
  ['td-presence', 'time since onset (s)', false],
])('the labels of %s are parsed', (agent, axis, isPlaced) => {
  const features = featuresOf(agent);
  const groups = groupFeatures(
    features,
    features.map(() => 0),
  );
  expect(groups.axis).toBe(axis);
  expect(groups.placed.length > 0).toBe(isPlaced);
  expect(groups.placed.length + groups.single.length).toBe(features.length);
});
