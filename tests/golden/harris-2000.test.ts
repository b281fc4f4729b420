import { expect, test } from 'vitest';
import { at, run } from './experiment.ts';

/**
 * Cue and context learn equally, so each ends acquisition at 1/2 and loses half of the decrease of the sum in extinction:
 * cue 1/4, context of extinction -1/4.
 */
test('closed form of Rescorla-Wagner: 0 in the context of extinction, 1/4 in another', () => {
  const parameters = { acquisitionTrials: 200, extinctionTrials: 200 };
  const finished = run({ world: { id: 'harris-2000', parameters }, agent: 'rescorla-wagner', recording: 'identity' });
  expect(at(finished, 'same', 'value', 0)).toBeCloseTo(0, 6);
  expect(at(finished, 'other', 'value', 0)).toBeCloseTo(0.25, 6);
});
