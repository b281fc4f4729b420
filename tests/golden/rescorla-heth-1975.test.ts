import { expect, test } from 'vitest';
import { at, run, signature } from './experiment.ts';

test('closed form of Rescorla-Wagner: the context learns 1 from unsignalled outcomes, and responding returns to the cue when it is tested there', () => {
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
