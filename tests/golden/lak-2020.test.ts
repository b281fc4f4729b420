import { expect, test } from 'vitest';
import recordings from '../../src/paradigms/recorded/lak-2020.json' with { type: 'json' };
import { failing } from './failing.ts';

test('belief-state Q-learning shows all findings, but for what its sensor adds: the response to the stimulus lasts', () => {
  expect(failing('lak-2020', 'belief-q')).toEqual(['contrast-counts-as-size']);
  expect(failing('lak-2020', 'belief-q', 'identity')).toEqual([]);
});

test('without perceptual noise nothing is graded by contrast', () =>
  expect(failing('lak-2020', { id: 'belief-q', learningRule: { id: 'belief-q', parameters: { noise: 0 } } })).toEqual(
    expect.arrayContaining(['stimulus-grows-with-contrast', 'reward-falls-with-contrast']),
  ));

test.each(['q-learning', 'expected-sarsa', 'actor-critic', 'opal', 'model-based'])(
  '%s, which perceives the stimulus without noise, shows no finding',
  (agent) =>
    expect(failing('lak-2020', agent)).toEqual(
      expect.arrayContaining(['stimulus-grows-with-contrast', 'reward-falls-with-contrast', 'errors-foretold']),
    ),
);

test('the recorded means are those of the published trials', () => {
  const of = (reward: number, read: 'stimulus' | 'outcome'): readonly string[] =>
    recordings.rows.filter((row) => row.reward === reward).map((row) => row[read].toFixed(2));
  expect(of(2.4, 'stimulus')).toEqual(['-0.60', '-0.34', '0.11', '0.61', '0.64']);
  expect(of(2.4, 'outcome')).toEqual(['1.48', '0.84', '0.71', '0.42', '0.42']);
  expect(of(1.2, 'outcome')).toEqual(['0.32', '-0.02', '-0.27', '-0.43', '-0.54']);
  expect(of(0, 'outcome')).toEqual(['-0.91', '-0.91', '-1.01', '-0.98', '-1.13']);
});
