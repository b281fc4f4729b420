import { expect, test } from 'vitest';
import { at, run, tdCsc } from './experiment.ts';
import { failing } from './failing.ts';
import { expectGolden } from './tolerance.ts';

/** TD(0) with a small learning rate: a cue of a reward r with probability p, n steps ahead, evokes γ^n p r in the long run. */
const slow = tdCsc({ learningRate: 0.05, discount: 0.98, stepSeconds: 0.2 });

const finished = run({
  world: { id: 'matsumoto-2009', parameters: { acquisitionTrials: 600, recordingTrials: 600 } },
  agent: slow,
});
test.each([
  ['juice-0', 0],
  ['juice-50', 0.5 * 0.98 ** 8],
  ['juice-100', 0.98 ** 8],
  ['puff-50', -0.6 * 0.5 * 0.98 ** 8],
  ['puff-100', -0.6 * 0.98 ** 8],
])('RPE at cue, %s: %d', (cue, golden) => expectGolden(at(finished, cue, 'rpe', 0), golden, cue));

test.each(['td-csc', 'td-lambda-csc', 'td-multi-timescale', 'td-expectile'])(
  '%s belongs only to the value group',
  (agent) => expect(failing('matsumoto-2009', agent)).toEqual(['salience-both-excite', 'salience-puff-order']),
);
