import { expect, test } from 'vitest';
import { at, run, signature } from './experiment.ts';

test('closed form of Rescorla-Wagner: the place learns 1 from outcomes alone, and the cue, tested in it, is responded to again', () => {
  const parameters = { acquisitionTrials: 200, extinctionTrials: 200, reinstatementTrials: 200 };
  const finished = run({
    world: { id: 'rescorla-heth-1975', parameters },
    agent: 'rescorla-wagner',
    recording: 'identity',
  });
  expect(at(finished, 'nothing', 'value', 0)).toBeCloseTo(0, 6);
  expect(at(finished, 'outcome', 'value', 0)).toBeCloseTo(1, 6);
  expect(signature(finished, 'reinstatement').pass).toBe(true);
});
