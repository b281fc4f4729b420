import { expect, test } from 'vitest';
import { phaseTitle, type Phase } from '../../src/contracts/design.ts';
import { runToEnd } from '../../src/session/run-to-end.ts';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { trialWords } from '../../src/engine/trial-words.ts';

const phase = (id: string, group?: string, title?: string): Phase => ({
  id,
  trials: 1,
  plastic: true,
  mixture: {},
  order: 'random',
  ...(group === undefined ? {} : { group }),
  ...(title === undefined ? {} : { title }),
});
const groups = [
  { id: 'choice-off', title: 'off, in the test only' },
  { id: 'weak/weak', title: 'weak/weak' },
];

test.each([
  [phase('training'), 'training'],
  [phase('acquisition-juice'), 'acquisition juice'],
  [phase('acquisition-juice', undefined, 'acquisition, juice'), 'acquisition, juice'],
  [phase('test-choice-off', 'choice-off'), 'test (off, in the test only)'],
  [phase('weak-weak-train-2', 'weak/weak'), 'train 2 (weak/weak)'],
  [phase('Blocking/2', 'Blocking'), 'Blocking 2'],
])('phase $id is shown as %s', (one, title) => {
  expect(phaseTitle({ groups }, one)).toBe(title);
});

test('the only group is not named', () => {
  expect(phaseTitle({ groups: [{ id: 'main', title: 'main' }] }, phase('main-test-1', 'main'))).toBe('test 1');
});

/** The description of the first trial of a type, after running it. */
function said(paradigm: string, type: string, fits: (text: string) => boolean = () => true): string | undefined {
  const { session } = runToEnd(completeTrialSpec({ world: paradigm }));
  return session.trials
    .filter((trial) => trial.type === type)
    .map((trial) => session.describe(trial))
    .find(fits);
}

test.each([
  ['eshel-2015', 'expected-0.1ul', 'odour of reward on from 0 s to 1 s, reward 0.1 µl at 1.5 s'],
  ['eshel-2015', 'unexpected-20ul', 'reward 20 µl at 1.5 s'],
  ['matsumoto-2009', 'puff-0', /no air puff at/],
  ['matsumoto-2009', 'puff-100', /, air puff at/],
  ['schultz-1997', 'predicted', 'light on from 0 s to 1 s, reward 1 at 1 s'],
])('%s, %s: rewards are named as in the paper', (paradigm, type, text) => {
  expect(said(paradigm, type)).toMatch(text);
});

test('a trial is named by titles', () => {
  const { session } = runToEnd(
    completeTrialSpec({ world: { id: 'frank-2004', parameters: { trainingTrials: 4, testTrials: 2 } } }),
  );
  const trial = session.trials.findLast(({ phase: id }) => id === 'test-choice-off');
  expect(trial === undefined ? undefined : trialWords(session, trial)).toEqual({
    phase: 'test (off, in the test only)',
    type: expect.stringMatching(/^[A-F]{2}, no feedback$/),
  });
});
