import { describe, expect, test } from 'vitest';
import type { PartialAgent } from '../../src/spec/spec.ts';
import { run } from './experiment.ts';

/** pass: all signatures of the row; fail: not all; partial: some, but not all. */
type Verdict = 'pass' | 'fail' | 'partial';

interface Row {
  readonly paradigm: string;
  /** Of its signatures; all if absent. */
  readonly only?: readonly string[];
  readonly expected: Readonly<Record<string, Verdict>>;
  readonly agents?: Readonly<Record<string, PartialAgent>>;
}

const phasic = ['cue-grows', 'reward-shrinks', 'certain-reward-silent', 'omission-never-excites', 'omission-deepens'];
const ramp = ['ramp-present', 'ramp-peaks-at-half', 'ramp-absent-when-certain'];
const subtraction = ['subtraction', 'expectation-lowers', 'concave-in-size', 'common-curve', 'effect-scales-with-gain'];
const fast = { id: 'td-zero', parameters: { learningRate: 0.8 } };

/**
 * Which model shows which finding according to the literature, confirmed
 * or, if a comment says so, corrected by running.
 */
const rows: Readonly<Record<string, Row>> = {
  'transfer and dip': {
    paradigm: 'schultz-1997',
    // With only its own counts of the task, it still expects reward for a second after an omission.
    agents: {
      'td-belief': { id: 'td-belief', architecture: { id: 'belief-state', parameters: { knowledge: 'trained' } } },
    },
    expected: {
      'rescorla-wagner': 'fail',
      'td-csc': 'pass',
      'td-csc-reset': 'pass',
      'td-lambda-csc': 'pass',
      'td-average-reward': 'pass',
      'td-belief': 'pass',
      'td-microstimuli': 'partial',
      // Expected to pass, and does with five of six seeds; with this one its values, which never converge, differ by .0017 too much.
      'td-expectile': 'partial',
      'td-multi-timescale': 'pass',
      'td-semi-markov': 'pass',
      // Omissions are not events for it; and with rewards 8 s apart the contingency of the cue stays below its
      // threshold, so that the reward is not explained.
      anccr: 'partial',
      // Expected to fail, as it cannot time a dip; but here the cue ends when reward is due, and its end times the dip.
      'td-presence': 'pass',
    },
  },
  'early reward without a dip': {
    paradigm: 'hollerman-schultz-1998',
    expected: {
      'rescorla-wagner': 'fail',
      'td-csc': 'fail',
      'td-csc-reset': 'pass',
      'td-lambda-csc': 'fail',
      'td-average-reward': 'fail',
      'td-belief': 'pass',
      'td-microstimuli': 'partial',
      // Expected to fail on a plain serial compound; these have one that a reward resets.
      'td-expectile': 'pass',
      'td-quantile': 'pass',
      'td-multi-timescale': 'pass',
      'td-semi-markov': 'pass',
      anccr: 'fail',
      'td-presence': 'fail',
    },
  },
  'phasic responses and probability': {
    paradigm: 'fiorillo-2003',
    only: phasic,
    expected: {
      'rescorla-wagner': 'partial',
      'td-csc': 'pass',
      'td-csc-reset': 'pass',
      'td-lambda-csc': 'pass',
      'td-average-reward': 'pass',
      // Expected to pass, and does with ten times the trials (fiorillo-2003.test.ts): it learns rare rewards slowly.
      'td-belief': 'partial',
      // Expected to pass; but a certain reward always evokes a small response if time is known imprecisely.
      'td-microstimuli': 'partial',
      'td-presence': 'partial',
    },
  },
  'ramp, learning rate 0.8': {
    paradigm: 'fiorillo-2003',
    only: ramp,
    agents: {
      'td-csc': { id: 'td-csc', learningRule: fast },
      'td-csc-reset': { id: 'td-csc-reset', learningRule: fast },
    },
    expected: {
      'rescorla-wagner': 'fail',
      'td-csc': 'pass',
      'td-csc-reset': 'pass',
      'td-lambda-csc': 'fail',
      'td-presence': 'fail',
    },
  },
  'subtraction and common response': {
    paradigm: 'eshel-2015',
    only: subtraction,
    expected: {
      'rescorla-wagner': 'pass',
      'td-csc': 'pass',
      'td-csc-reset': 'pass',
      'td-lambda-csc': 'pass',
      'td-average-reward': 'pass',
      'td-belief': 'pass',
      'td-microstimuli': 'pass',
      // The odour ends half a second before reward, and nothing is left to expect by.
      'td-presence': 'fail',
    },
  },
  'odour response': {
    paradigm: 'eshel-2015',
    only: ['odour-burst'],
    expected: { 'rescorla-wagner': 'fail', 'td-csc': 'pass', 'td-belief': 'pass' },
  },
  'time waited, certain and uncertain': {
    paradigm: 'starkweather-2017',
    expected: {
      'rescorla-wagner': 'fail',
      'td-csc': 'fail',
      'td-csc-reset': 'pass',
      'td-lambda-csc': 'fail',
      'td-average-reward': 'fail',
      'td-belief': 'pass',
      'td-microstimuli': 'partial',
      'td-presence': 'fail',
    },
  },
};

function verdict(passed: readonly boolean[]): 'pass' | 'partial' | 'none' {
  if (passed.every(Boolean)) return 'pass';
  return passed.some(Boolean) ? 'partial' : 'none';
}

describe.each(Object.entries(rows))('%s', (_, { paradigm, only, expected, agents = {} }) => {
  test.each(Object.entries(expected))('%s: %s', (agent, wanted) => {
    const { result } = run({ world: paradigm, agent: agents[agent] ?? agent });
    const judged = result.signatures.filter(({ id }) => only?.includes(id) ?? true);
    expect(judged).toHaveLength(only?.length ?? result.signatures.length);
    const got = verdict(judged.map(({ pass }) => pass === true));
    const failing = judged.filter(({ pass }) => !pass).map(({ id, measured }) => `${id} ${measured}`);
    expect(
      wanted === 'fail' ? got !== 'pass' : got === wanted,
      `${got}; failing: ${failing.join(', ') || 'none'}`,
    ).toBe(true);
  });
});
