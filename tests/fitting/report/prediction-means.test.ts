import { expect, test } from 'vitest';
import { predictionMeans } from '../../../src/fitting/report/prediction-means.ts';
import type { TrialSpec } from '../../../src/spec/spec.ts';

const trial = (type: string, zeroSeconds: number, magnitude = 1) => ({
  type,
  zeroSeconds,
  cues: [{ cue: 'tone', onsetSeconds: 0, durationSeconds: 1 }],
  rewards: [{ seconds: 0.5, magnitude }],
});
const spec = (...recorded: readonly object[]): TrialSpec =>
  ({ design: { phases: [{ recorded }] } }) as unknown as TrialSpec;

/** Half-second bins from 0.5 s on: the number of each bin is recorded, of the tenth nothing; ten times as much is predicted. */
const values = Float64Array.from({ length: 40 }, (_, i) => (i === 10 ? Number.NaN : i));
const prediction = { startSeconds: 0.5, binSeconds: 0.5, values, predicted: values.map((_, i) => 10 * i) };

test('means by kind of trial are of the bins at the same time from the first event, where something was recorded', () => {
  const trials = [trial('cue', 4), trial('cue', 6, 0), trial('cue', 8)];
  const [rewarded, ...others] = predictionMeans(spec(...trials), prediction, 3);
  // Of a single omission there is no mean.
  expect(others).toEqual([]);
  expect(rewarded).toMatchObject({ title: 'cue, rewarded', note: '2 trials', align: 'cue' });
  expect(rewarded?.marks).toEqual([
    { event: 'cue', label: 'tone', seconds: 0 },
    { event: 'reward', label: 'reward', seconds: 0.5 },
  ]);
  // From a second before the cue to two after the reward. Cues are in bins 7 and 15.
  expect(rewarded?.t).toEqual([-1, -0.5, 0, 0.5, 1, 1.5, 2]);
  const means = [5, 6, 7, 8, 9, 10, 11].map((bin) => (bin + (bin + 8)) / 2);
  // Bin 10 has no recording, so that one trial is left there.
  means[5] = 18;
  expect(rewarded?.recorded).toEqual(means);
  expect(rewarded?.predicted).toEqual(means.map((mean) => 10 * mean));
  expect(rewarded?.residual).toEqual(means.map((mean) => mean - 10 * mean));
});

test('a session of choices has none', () => {
  const chosen = { ...trial('bandit', 4), choices: [] };
  expect(predictionMeans(spec(chosen, chosen), prediction, 3)).toEqual([]);
});
