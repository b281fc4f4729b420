import { expect, test } from 'vitest';
import blockBelief from '../../src/architectures/block-belief.ts';
import { commonSizes } from '../../src/architectures/belief/reward-sizes.ts';
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
const trial = (magnitude: number): Trial => trialOf({ zeroStep: 2, window: 6, cues: [[0, 0, 2]], outcomes: [[3, magnitude]] });
const normal = (x: number, mean: number, sd: number): number => Math.exp(-(((x - mean) / sd) ** 2) / 2) / (sd * Math.sqrt(2 * Math.PI));

/** Bayes' rule, as it is written. */
function posterior(prior: readonly number[], reward: number): number[] {
  const joint = [0.1, 1].map((mean, s) => (prior[s] as number) * normal(reward, mean, 0.2 * 0.9));
  return joint.map((one) => one / (joint[0]! + joint[1]!));
}

test('common sizes are those of blocks', () => {
  expect(commonSizes(design, 0.15)).toEqual([
    { magnitude: 0.1, share: 0.5 },
    { magnitude: 1, share: 0.5 },
  ]);
  expect(commonSizes(design, 0.9)).toHaveLength(2);
});

test('a line for each size until the reward, weighted by the belief, which each reward changes and each fifth resets', () => {
  const encoder = blockBelief.create(valuesOf(blockBelief), design);
  let belief = [0.5, 0.5];
  [0.1, 0.4, 0.7, 1, 0.4, 0.1, 1].forEach((reward, i) => {
    const rows = featuresOf(encoder.encode(trial(reward)), encoder.size);
    rows.forEach((features, row) => {
      const k = row - 2;
      features.forEach((value, feature) => {
        const wanted = k >= 0 && k < 3 && Math.floor(feature / 2) === k ? (belief[feature % 2] as number) : 0;
        expect(value, `trial ${i} row ${row} feature ${feature}`).toBeCloseTo(wanted, 10);
      });
    });
    belief = i === 4 ? [0.5, 0.5] : posterior(belief, reward);
  });
});

test('a reward a little above small means small, one a little below big means big', () => {
  expect(posterior([0.5, 0.5], 0.4)[0]).toBeGreaterThan(0.95);
  expect(posterior([0.5, 0.5], 0.7)[1]).toBeGreaterThan(0.95);
});

test('state and restore bring back the belief and the place in the block', () => {
  const encoder = blockBelief.create(valuesOf(blockBelief), design);
  encoder.encode(trial(1));
  const state = encoder.state();
  const next = featuresOf(encoder.encode(trial(0.1)), encoder.size);
  encoder.encode(trial(0.1));
  encoder.restore(state);
  expect(featuresOf(encoder.encode(trial(0.1)), encoder.size)).toEqual(next);
});
