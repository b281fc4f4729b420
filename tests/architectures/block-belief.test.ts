import { expect, test } from 'vitest';
import blockBelief from '../../src/architectures/block-belief.ts';
import { rewardSizes } from '../../src/architectures/belief/reward-sizes.ts';
import type { Trial } from '../../src/contracts/trial.ts';
import { designOf, featuresOf, fixed, trialOf, valuesOf } from './trials.ts';

const cue = { cue: 'odour', onsetSeconds: 0, durationSeconds: 0.2 };
const type = (magnitude: number) => ({ cues: [cue], rewards: [{ time: fixed(0.3), magnitude, probability: 1 }] });
const design = designOf({
  cues: ['odour'],
  types: { small: type(0.1), big: type(1), between: type(0.4) },
  mixture: { small: 45, big: 45, between: 10 },
  trialSeconds: 0.6,
});
const trial = (magnitude: number): Trial =>
  trialOf({ zeroStep: 2, window: 6, cues: [[0, 0, 2]], outcomes: [[3, magnitude]] });
const normal = (x: number, mean: number, sd: number): number =>
  Math.exp(-(((x - mean) / sd) ** 2) / 2) / (sd * Math.sqrt(2 * Math.PI));

/** Bayes' rule, written directly. */
function posterior(prior: readonly number[], reward: number): number[] {
  const joint = [0.1, 1].map((mean, s) => (prior[s] as number) * normal(reward, mean, 0.2 * 0.9));
  return joint.map((one) => one / (joint[0]! + joint[1]!));
}

test('common sizes are those that make up their share of past rewards, in order', () => {
  const sizes = rewardSizes(0.15, 4);
  for (let i = 0; i < 45; i++) for (const magnitude of [0.1, 1]) sizes.count(magnitude);
  for (let i = 0; i < 10; i++) sizes.count(0.4);
  expect([...sizes.common()]).toEqual([
    [0, { magnitude: 0.1, share: 0.5 }],
    [1, { magnitude: 1, share: 0.5 }],
  ]);
  for (let i = 0; i < 10; i++) sizes.count(0.4);
  expect([...sizes.common()].map(([place, { magnitude, share }]) => [place, magnitude, share])).toEqual([
    [0, 0.1, 45 / 110],
    [1, 1, 45 / 110],
    [2, 0.4, 20 / 110],
  ]);
  const restored = rewardSizes(0.15, 4);
  restored.restore(sizes.state(), 0);
  expect(restored.common()).toEqual(sizes.common());
});

test('if all sizes are rare the most frequent one is common, and there are at most as many as block types', () => {
  const sizes = rewardSizes(0.6, 2);
  for (const magnitude of [3, 3, 1, 2]) sizes.count(magnitude);
  expect([...sizes.common().values()]).toEqual([{ magnitude: 3, share: 1 }]);
  for (const magnitude of [1, 2]) sizes.count(magnitude);
  expect([...sizes.common().values()].map(({ magnitude }) => magnitude)).toEqual([3, 1]);
});

/** An encoder after equally many small and large rewards, at the start of a block. */
function experienced() {
  const encoder = blockBelief.create(valuesOf(blockBelief), design);
  for (let i = 0; i < 100; i++) encoder.encode(trial(i % 2 === 0 ? 0.1 : 1));
  return encoder;
}

test('one delay line per size until the reward, weighted by the belief, which each reward changes and every fifth resets', () => {
  const encoder = experienced();
  const counts = [50, 50];
  const share = (): number[] => counts.map((count) => count / (counts[0]! + counts[1]!));
  let belief = share();
  [0.1, 0.4, 0.7, 1, 0.4, 0.1, 1].forEach((reward, i) => {
    const rows = featuresOf(encoder.encode(trial(reward)), encoder.size);
    rows.forEach((features, row) => {
      const k = row - 2;
      features.forEach((value, feature) => {
        const wanted = k >= 0 && k < 3 && Math.floor(feature / 4) === k ? (belief[feature % 4] ?? 0) : 0;
        expect(value, `trial ${i} row ${row} feature ${feature}`).toBeCloseTo(wanted, 10);
      });
    });
    if (reward === 0.1) counts[0] = counts[0]! + 1;
    if (reward === 1) counts[1] = counts[1]! + 1;
    belief = i === 4 ? share() : posterior(belief, reward);
  });
});

test('before the first reward there is one block type; a second size adds a second', () => {
  const encoder = blockBelief.create(valuesOf(blockBelief), design);
  const first = (reward: number): readonly number[] =>
    (featuresOf(encoder.encode(trial(reward)), encoder.size)[2] as number[]).slice(0, 4);
  expect(first(0.1)).toEqual([1, 0, 0, 0]);
  expect(first(1)).toEqual([1, 0, 0, 0]);
  // Each of the two sizes so far is a half, and the last was large.
  const [small, big] = posterior([0.5, 0.5], 1);
  expect(first(1)).toEqual([small, big, 0, 0].map((x) => expect.closeTo(x as number, 12)));
});

test('a reward a little above small means small, one a little below big means big', () => {
  expect(posterior([0.5, 0.5], 0.4)[0]).toBeGreaterThan(0.95);
  expect(posterior([0.5, 0.5], 0.7)[1]).toBeGreaterThan(0.95);
});

test('state and restore include the belief and the position in the block', () => {
  const encoder = blockBelief.create(valuesOf(blockBelief), design);
  encoder.encode(trial(1));
  const state = encoder.state();
  const next = featuresOf(encoder.encode(trial(0.1)), encoder.size);
  encoder.encode(trial(0.1));
  encoder.restore(state);
  expect(featuresOf(encoder.encode(trial(0.1)), encoder.size)).toEqual(next);
});
