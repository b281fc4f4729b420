import { expect, test } from 'vitest';
import { actionValues } from './choice-paradigms.ts';
import { at, run } from './experiment.ts';
import { failing } from './failing.ts';
import { expectGolden } from './tolerance.ts';

/** A cue of a reward with probability p one second later evokes γ p in the long run. */
test.each([25, 50, 75, 100])('RPE at a single cue, %d %%', (chance) => {
  const finished = run({
    world: { id: 'morris-2006', parameters: { trainingTrials: 400, recordingTrials: 400 } },
    agent: actionValues('sarsa', 0.02, 3),
    recording: 'identity',
  });
  expectGolden(at(finished, `only-${chance}`, 'rpe', 0), 0.9 * (chance / 100), `${chance} %`);
});

test.each(['sarsa', 'belief-q'])('%s shows the value of the future choice', (agent) =>
  expect(failing('morris-2006', agent)).toEqual([]),
);
test.each(['q-learning', 'expected-sarsa', 'actor-critic', 'opal', 'model-based'])('%s does not', (agent) =>
  expect(failing('morris-2006', agent)).toEqual(['cue-follows-choice', 'choice-shows-in-response']),
);
