import { describe, expect, test } from 'vitest';
import { controlsAgainst } from '../../src/analysis/verdict.ts';
import type { BenchVerdict } from '../../src/contracts/bench.ts';
import { runBenchJob } from '../../src/jobs/bench/bench-job.ts';
import { sampled } from '../sample.ts';
import { shippedVerdict } from './shipped.ts';

const agents = ['q-learning', 'sarsa', 'expected-sarsa', 'actor-critic', 'opal', 'belief-q', 'model-based'] as const;
type AgentId = (typeof agents)[number];

const P: BenchVerdict = 'pass';
const partly: BenchVerdict = 'partly';
const f: BenchVerdict = 'fail';

interface Row {
  /** The verdicts expected from the literature, in the order of the agents; undefined if it makes no prediction. */
  readonly expected: readonly (BenchVerdict | undefined)[];
  /** Results that disagree with the expectation, or have none, with the cause. The paradigm's file has details. */
  readonly found: Readonly<Partial<Record<AgentId, readonly [BenchVerdict, string]>>>;
  /** Cells in which no finding is judged because a control does not hold: the controls, and the cause. */
  readonly unjudged?: Readonly<Partial<Record<AgentId, readonly [readonly string[], string]>>>;
}

const noNoise = 'without levels it observes states without noise, and equals SARSA';
const oneStage = 'with single choices it equals Q-learning';
const preferences = 'its action preferences grow through a block, and must be unlearned when the better option changes';
const valueOfStates = 'a state value is between those of the options, and does not depend on the choice';
const switches = 'at its default learning rate and inverse temperature it switches more often than mice';

const rows: Readonly<Record<string, Row>> = {
  'morris-2006': {
    expected: [f, P, undefined, f, undefined, undefined, undefined],
    found: {
      'expected-sarsa': [f, 'the mean does not predict the choice'],
      opal: [f, 'a state value'],
      'belief-q': [P, noNoise],
      'model-based': [f, oneStage],
    },
  },
  'roesch-2007': {
    expected: [P, f, undefined, f, undefined, undefined, undefined],
    found: {
      'expected-sarsa': [P, 'it chooses the best option so often that its mean is close to it'],
      'actor-critic': [partly, valueOfStates],
      opal: [partly, valueOfStates],
      'belief-q': [f, noNoise],
      'model-based': [
        f,
        'with single choices its errors equal those of Q-learning, but over ten seeds their interval exceeds the bounds',
      ],
    },
  },
  'frank-2004': {
    expected: [f, f, f, f, P, undefined, undefined],
    found: { 'belief-q': [f, noNoise], 'model-based': [f, oneStage] },
  },
  'daw-2011': {
    expected: [partly, partly, partly, partly, undefined, undefined, partly],
    found: {
      'q-learning': [
        f,
        'it stays more often after a reward, but over ten seeds the interval of the difference includes the bound',
      ],
      'actor-critic': [f, 'one outcome changes action preferences too little to be measured'],
      opal: [f, 'it has no traces'],
      'belief-q': [f, 'it has no traces'],
    },
  },
  'beron-2022': {
    expected: [undefined, undefined, undefined, undefined, undefined, undefined, undefined],
    found: {
      'q-learning': [partly, switches],
      sarsa: [partly, switches],
      'expected-sarsa': [partly, switches],
      'belief-q': [partly, switches],
      'model-based': [partly, switches],
      'actor-critic': [partly, `${preferences}; rewards nevertheless lower its response to the next one`],
      opal: [partly, `${preferences}; rewards nevertheless lower its response to the next one`],
    },
  },
  'cools-2002': {
    expected: [P, P, P, undefined, undefined, undefined, undefined],
    found: {
      'belief-q': [P, noNoise],
      'model-based': [partly, 'it learns so fast that errors after a reversal are soon over'],
    },
    unjudged: { 'actor-critic': [['learns-each-rule'], preferences], opal: [['learns-each-rule'], preferences] },
  },
  'lak-2020': {
    expected: [f, f, f, f, f, P, f],
    found: {
      'belief-q': [
        partly,
        'through GCaMP6m the response to the stimulus has not ended at the outcome, a second later, and its fall is larger at high contrast',
      ],
    },
  },
};

const cells = sampled(Object.keys(rows).flatMap((paradigm) => agents.map((agent) => ({ paradigm, agent }))));

describe.each(Object.entries(rows))('%s', (paradigm, { expected, found, unjudged = {} }) => {
  const judged = agents.map((agent, i) => ({
    agent,
    wanted: agent in unjudged ? ('controls-failed' as const) : (found[agent]?.[0] ?? expected[i]),
  }));

  test.each(judged.filter(({ agent }) => cells.some((cell) => cell.paradigm === paradigm && cell.agent === agent)))(
    '$agent: $wanted',
    ({ agent, wanted }) => {
      const cell = runBenchJob({ paradigm, agent, seeds: 10 });
      const failing = cell.signatures
        .filter(({ pass }) => !pass)
        .map(({ id, measured, interval }) => `${id} ${measured} [${interval?.join(', ')}]`);
      expect(cell.verdict, `failing: ${failing.join('; ') || 'none'}`).toBe(wanted);
      if (wanted === 'controls-failed')
        expect(controlsAgainst(cell.signatures).map(({ id }) => id)).toEqual(unjudged[agent]?.[0]);
    },
  );

  test('is shipped with these verdicts', () => {
    for (const { agent, wanted } of judged) expect(shippedVerdict(paradigm, agent), agent).toBe(wanted);
  });

  test('every cell has a verdict, and every listed result differs from the expectation', () => {
    for (const { agent, wanted } of judged) expect(wanted, agent).toBeDefined();
    for (const [i, agent] of agents.entries())
      if (found[agent] !== undefined) expect(found[agent]?.[0], agent).not.toBe(expected[i]);
    expect(Object.keys(found).filter((agent) => agent in unjudged)).toEqual([]);
  });
});
