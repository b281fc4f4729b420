import { describe, expect, test } from 'vitest';
import type { Design } from '../../src/contracts/design.ts';
import { conditionsOf } from '../../src/designs/conditions.ts';
import { parseDesignIn, readDesign } from '../../src/designs/read.ts';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { observe } from '../../src/engine/run.ts';
import { createTrialSession, type TrialSession } from '../../src/engine/trial-session.ts';

const rested = (seconds: number): string => `G | 40A+ | 20A- | rest ${seconds} s | 5A-\niti = 10`;
const immediate = 'G | 40A+ | 20A- | - | 5A-\niti = 10';
const designOf = (text: string): Design => readDesign('txt', text, 'test');

function runOf(text: string, agent: string): TrialSession {
  const session = createTrialSession(completeTrialSpec({ world: 'own-design', design: designOf(text), agent }));
  session.advance(session.trials.length);
  return session;
}

/** V in the first step of A, in each trial of the test. */
const tested = (text: string, agent: string): readonly number[] =>
  observe(runOf(text, agent))
    .evidence()
    .trials('G/4/A-')
    .map((trial) => trial.at('value', 0));

test('a rest has the given duration, between the window of the last trial and the usual interval, outside all contexts', () => {
  const { trials, design } = runOf('G | 2K1:A+ | rest 600 s | 1K1:A-\niti = 10', 'td-csc');
  const rest = trials[2];
  expect(rest?.steps).toBe(Math.round(600 / design.stepSeconds));
  expect([rest?.cues, rest?.outcomes, rest?.context]).toEqual([[], [], -1]);
  expect(trials[3]?.zeroStep).toBe(Math.round(10 / design.stepSeconds));
  expect(design.phases.map(({ id, trials: count }) => [id, count])).toEqual([
    ['G/1', 2],
    ['G/2', 1],
    ['G/3', 1],
  ]);
});

test('it is not a trial type: it has no condition', () =>
  expect(Object.keys(conditionsOf(designOf(rested(600))))).toEqual(['G/1/A+', 'G/2/A-', 'G/4/A-']));

test('it has the same notation in JSON', () => {
  const json = JSON.stringify({
    groups: { G: ['2A+', 'rest 600 s', '1A-'] },
    settings: { iti: { kind: 'fixed', seconds: 10 } },
  });
  expect(parseDesignIn('json', json)).toEqual({ design: designOf('G | 2A+ | rest 600 | 1A-\niti = 10') });
});

test.each([
  [
    'G | A+ | rest 2 s',
    '1:10 a rest of 2 s is no longer than the window of a trial, 2 s; make it longer, or lengthen the interval between trials with iti',
  ],
  ['G | A+ | rest 90000', '1:15 the rest in seconds is 90000; write a number from 0.001 to 86400'],
  ['G | A+ | rest 600 / A+', "1:19 '/' does not belong here; write a rest as a separate phase: rest 600 s"],
])('%s', (text, line) => {
  const parsed = parseDesignIn('txt', text);
  expect(
    'errors' in parsed
      ? parsed.errors.map(({ line: row, column, what, remedy }) => `${row}:${column} ${what}; ${remedy}`)
      : [],
  ).toEqual([line]);
});

describe('agents on which a rest has an effect', () => {
  test.each(['rescorla-wagner', 'mackintosh', 'pearce-hall', 'td-csc'])(
    'none on %s, which keeps no state between trials',
    (agent) => {
      expect(tested(rested(3000), agent)).toEqual(tested(immediate, agent));
    },
  );

  test.each(['anccr', 'ret', 'td-belief', 'td-semi-markov', 'value-rnn', 'td-microstimuli'])(
    'on %s, whose state depends on time between trials',
    (agent) => {
      expect(tested(rested(3000), agent)[0]).not.toBeCloseTo(tested(immediate, agent)[0] as number, 6);
    },
  );

  test('on kalman-td: its uncertainty has increased, so it learns more from the first trial after it', () => {
    const [before, after] = [tested(immediate, 'kalman-td'), tested(rested(3000), 'kalman-td')];
    expect(after[0]).toBeCloseTo(before[0] as number, 12);
    expect(Math.abs((after[1] as number) - (after[0] as number))).toBeGreaterThan(
      1.02 * Math.abs((before[1] as number) - (before[0] as number)),
    );
  });
});
