import { expect, test } from 'vitest';
import { at, run, tdCsc } from './experiment.ts';
import { failing } from './failing.ts';
import { expectGolden } from './tolerance.ts';

/** TD(0) with a small learning rate: a cue of a reward r with probability p, n steps ahead, evokes γ^n p r in the long run. */
const slow = tdCsc({ learningRate: 0.05, discount: 0.98, stepSeconds: 0.2 });

const finished = run({
  world: { id: 'cohen-2012', parameters: { acquisitionTrials: 600, recordingTrials: 600 } },
  agent: slow,
});
test.each([
  ['big', 0.9 * 0.98 ** 10],
  ['small', 0.4 * 0.9 * 0.98 ** 10],
  ['nothing', 0],
])('RPE at odour, %s: %d', (odour, golden) => expectGolden(at(finished, odour, 'rpe', 0), golden, odour));

test('value increases from odour to outcome only by discounting', () => {
  expectGolden(at(finished, 'big', 'value', 0), 0.9 * 0.98 ** 9, 'value at odour');
  expectGolden(at(finished, 'big', 'value', 1.8), 0.9, 'value before the outcome');
});

test.each(['td-csc', 'td-csc-reset', 'td-lambda-csc', 'td-multi-timescale'])('%s shows all findings', (agent) =>
  expect(failing('cohen-2012', agent)).toEqual([]),
);
test('Rescorla-Wagner has no response to the odour', () =>
  expect(failing('cohen-2012', 'rescorla-wagner')).toEqual(['dopamine-odour-order', 'dopamine-phasic']));
