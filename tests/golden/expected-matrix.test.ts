import { describe, expect, test } from 'vitest';
import { controlsAgainst } from '../../src/analysis/verdict.ts';
import { verdictMarks } from '../../src/analysis/verdict-words.ts';
import { runBenchJob } from '../../src/jobs/bench/bench-job.ts';
import { sampled } from '../sample.ts';
import { shippedVerdict } from './shipped.ts';

const agents = [
  'rescorla-wagner',
  'td-csc',
  'td-csc-reset',
  'td-microstimuli',
  'td-belief',
  'kalman-td',
  'td-expectile',
  'td-multi-timescale',
  'td-sr',
  'anccr',
] as const;
type AgentId = (typeof agents)[number];

/** P pass, ~ partly, f fail, ? undefined. */
type Letter = 'P' | '~' | 'f' | '?';

interface Row {
  readonly paradigm: string;
  /** The verdict expected from the literature for each agent, in the order above; `.` if it makes no prediction. */
  readonly expected: string;
  /** 10 by default; fewer if a session is long and few suffice. */
  readonly seeds?: number;
  /** Results that disagree with the expectation, with the cause. The paradigm's file has details. */
  readonly found?: Readonly<Partial<Record<AgentId, readonly [Letter, string]>>>;
  /** Cells in which no finding is judged (letter c): the controls that do not hold, and the cause if it is known. */
  readonly unjudged?: Readonly<Partial<Record<AgentId, readonly [readonly string[], string?]>>>;
}

const configuration =
  'its states are configurations: a compound is a separate state, without generalisation from its elements';
const imprecise = 'with imprecise timing the response to a predicted reward never vanishes';
const noTime = 'it has no response at the cue, but its errors at the outcome are as reported';
const reset = 'the agent has a serial compound that reward resets, with the same findings';
const noExtinction = 'it does not extinguish in so few trials';
const noAcquisition = 'it shows no acquisition in so few trials, so pre-exposure has nothing to delay';
const oneStep = 'TD(0) propagates value back by one step per trial, and few pairings do not reach a cue of many steps';
const fastBaseRates =
  'with base rates as fast as its contingencies (k = 1), contingencies are noisy and the reward is never explained away';

const rows: readonly Row[] = [
  {
    paradigm: 'schultz-1997',
    expected: 'f P P ~ P P P P P ~',
    found: {
      'rescorla-wagner': [
        '~',
        'a predicted reward evokes no response; it has no response at the cue, so the timing of omissions is not judged',
      ],
    },
  },
  {
    paradigm: 'hollerman-schultz-1998',
    expected: 'f f P ~ P f f f ~ ~',
    found: {
      'td-csc': ['~', 'late reward is as reported, early reward is not'],
      'kalman-td': ['~', 'late reward is as reported, early reward is not'],
      'td-expectile': ['P', reset],
      'td-multi-timescale': ['P', reset],
    },
    unjudged: {
      'rescorla-wagner': [['late-burst', 'early-burst'], 'it has no time within a trial'],
      'td-microstimuli': [['usual-silent'], imprecise],
      anccr: [
        ['usual-silent'],
        'omissions are not events for it, and a reward at its usual time is never explained away',
      ],
    },
  },
  {
    paradigm: 'tobler-2005',
    // In agents with a response at the cue, the response increases with the prediction; the gain does not adapt.
    expected: 'f ~ ~ ~ ~ ~ ~ ~ ~ f',
    found: {
      'td-belief': [
        'f',
        'one of the seven cues evokes slightly less than the previous one: its prediction is not completely learned yet',
      ],
    },
  },
  {
    paradigm: 'waelti-2001',
    expected: 'P P P P P P P P P P',
    found: {
      'rescorla-wagner': ['~', noTime],
      'td-microstimuli': ['~', imprecise],
      'td-belief': ['f', configuration],
      'td-expectile': [
        '~',
        'the response to the blocked cue is small but varies between seeds, and its interval includes the bound',
      ],
    },
    unjudged: { anccr: [['discrimination', 'control-cue-burst', 'control-omission-dip'], fastBaseRates] },
  },
  {
    paradigm: 'yin-1994',
    expected: 'f P P P P P P P P P',
    found: {
      'rescorla-wagner': ['~', 'it shows the inhibition after many trials, but not the excitation after few'],
      'td-csc': ['~', oneStep],
      'td-csc-reset': ['~', oneStep],
      'td-microstimuli': ['~', imprecise],
      'td-belief': ['~', configuration],
      'td-expectile': ['~', oneStep],
      'kalman-td': ['~', 'serial pairing in few trials excites, but less than the bound'],
    },
    unjudged: {
      anccr: [['conditioned'], 'no contingency exceeds the threshold of behaviour in so few trials'],
    },
  },
  {
    paradigm: 'lubow-1976',
    expected: 'f f f f ~ P f f ~ ~',
    found: { 'kalman-td': ['~', 'it learns more slowly after pre-exposure, also in another context'] },
    unjudged: {
      'td-csc': [['acquisition'], noAcquisition],
      'td-csc-reset': [['acquisition'], noAcquisition],
      'td-belief': [['acquisition'], noAcquisition],
      'td-sr': [['acquisition'], noAcquisition],
      anccr: [['acquisition'], noAcquisition],
    },
  },
  {
    paradigm: 'rescorla-2004',
    expected: 'f f f f ~ f f f f ~',
    unjudged: {
      'td-belief': [['extinction'], `${noExtinction}, and a rest does not change its belief about the cue`],
      'td-sr': [['extinction'], noExtinction],
      anccr: [['extinction'], fastBaseRates],
    },
  },
  {
    paradigm: 'takahashi-2009',
    expected: 'P P P P P P P P P P',
    found: { 'td-microstimuli': ['~', imprecise] },
    unjudged: {
      'td-belief': [['summation'], configuration],
      anccr: [['equal-before', 'unrewarded-silent', 'summation'], fastBaseRates],
    },
  },
  {
    paradigm: 'sadacca-2016',
    expected: 'f f f f ~ P f f P P',
    unjudged: {
      'rescorla-wagner': [['conditioned-cue-burst'], noTime],
      'td-csc': [['conditioned-cue-burst'], oneStep],
      'td-csc-reset': [['conditioned-cue-burst'], oneStep],
      'td-belief': [['conditioned-cue-burst']],
      anccr: [['conditioned-cue-burst', 'control-cue-silent'], fastBaseRates],
    },
  },
  {
    paradigm: 'babayan-2018',
    expected: 'f f f f P f f f f f',
    found: { 'td-belief': ['f', 'its hidden states represent time, not blocks; td-block-belief passes'] },
    unjudged: {
      'kalman-td': [
        ['first-trial-monotonic'],
        'its gain has decreased by then, and responses in first trials depend as much on earlier blocks as on a step of size',
      ],
    },
  },
  {
    paradigm: 'masset-2025',
    seeds: 3,
    expected: 'f f f f f f f P f f',
    found: {
      'td-sr': [
        '~',
        'negative errors that count a quarter make its responses to late rewards too large, so they decrease with delay like a hyperbola',
      ],
    },
    unjudged: {
      'rescorla-wagner': [
        ['cue-falls-with-delay'],
        'it has no response at the cues, on which all findings are measured',
      ],
      anccr: [['cue-falls-with-delay']],
    },
  },
];

const cells = sampled(rows.flatMap(({ paradigm }) => agents.map((agent) => ({ paradigm, agent }))));

describe.each(rows)('$paradigm', ({ paradigm, expected, seeds = 10, found = {}, unjudged = {} }) => {
  const predicted = expected.split(' ') as Letter[];

  test('has a prediction for every agent, and every correction differs from it', () => {
    expect(predicted).toHaveLength(agents.length);
    for (const [agent, [letter]] of Object.entries(found))
      expect(letter, agent).not.toBe(predicted[agents.indexOf(agent as AgentId)]);
    expect(Object.keys(found).filter((agent) => agent in unjudged)).toEqual([]);
  });

  const letterOf = (agent: AgentId): Letter | 'c' =>
    agent in unjudged ? 'c' : (found[agent]?.[0] ?? (predicted[agents.indexOf(agent)] as Letter));

  test('is shipped with these letters', () => {
    for (const agent of agents)
      expect(verdictMarks[shippedVerdict(paradigm, agent) ?? 'not-applicable'].letter, agent).toBe(letterOf(agent));
  });

  const lettered = cells
    .filter((cell) => cell.paradigm === paradigm)
    .map(({ agent }) => ({ agent, letter: letterOf(agent) }));

  test.each(lettered)('$agent: $letter', ({ agent, letter }) => {
    const { verdict, signatures } = runBenchJob({ paradigm, agent, seeds });
    const failing = signatures
      .filter(({ pass }) => !pass)
      .map(({ id, measured, interval }) => `${id} ${measured} [${interval?.join(', ')}]`);
    expect(verdictMarks[verdict].letter, `failing: ${failing.join('; ') || 'none'}`).toBe(letter);
    if (letter === 'c') expect(controlsAgainst(signatures).map(({ id }) => id)).toEqual(unjudged[agent]?.[0]);
  });
});
