import type { Design } from '../../contracts/design.ts';
import { integer, real, type Values } from '../../contracts/parameters.ts';
import { defineParadigm, type Condition, type Evidence, type SummaryPoint } from '../../contracts/paradigm.ts';
import {
  byRank,
  digitised,
  epsilon,
  itiOf,
  margin,
  phasesOf,
  pointsOf,
  responding,
  respondingLeft,
  respondingShare,
  shapeParameters,
  shortenedShape,
  training,
  trialOf,
  trialSecondsOf,
  windowOf,
} from '../shared/worlds.ts';
import { shareOfLargest } from '../measures/numbers.ts';

const parameters = {
  acquisitionTrials: integer({
    default: 60,
    min: 2,
    max: 5000,
    unit: 'trials',
    help: 'of the cue with reward; more than the paper’s (12 in ccnlab) so that slow learners learn',
  }),
  extinctionTrials: integer({
    default: 150,
    min: 2,
    max: 5000,
    unit: 'trials',
    help: 'of the cue without reward; more than the paper’s (4 in ccnlab) so that slow learners extinguish',
  }),
  restSeconds: real({
    default: 1200,
    min: 10,
    max: 10_000,
    unit: 's',
    help: 'of rest between extinction and test, in the group that has it; days in the experiment',
  }),
  testTrials: integer({
    default: 4,
    min: 2,
    max: 500,
    unit: 'trials',
    help: 'of the cue without reward, in which learning goes on',
  }),
  ...shapeParameters({ itiSeconds: 15 }),
};
type P = Values<typeof parameters>;

const groups = ['immediate', 'rested'] as const;
const lastTrials = 5;

/**
 * What a model can see of a rest: time goes by, step after step, in another place (a home cage) with nothing in it. A model
 * whose memories drift or fade with time, or that infers from a long gap that things may have changed, can use it.
 */
function design(parameters: P): Design {
  const { acquisitionTrials, extinctionTrials, restSeconds, testTrials } = parameters;
  const box = { cues: ['A'], context: 'box' };
  return {
    cues: [{ id: 'A', title: 'A' }],
    contexts: [
      { id: 'box', title: 'conditioning box' },
      { id: 'home', title: 'home cage' },
    ],
    groups: [
      { id: 'immediate', title: 'tested at once' },
      { id: 'rested', title: 'tested after a rest' },
    ],
    trialTypes: {
      reward: trialOf('A, then reward', { ...box, probability: 1 }, parameters),
      extinction: trialOf('A, no reward', { ...box, probability: 0 }, parameters),
      rest: trialOf('rest', { cues: [], context: 'home' }, parameters),
    },
    phases: groups.flatMap((group) =>
      phasesOf(group, [
        training('acquisition', acquisitionTrials, 'reward'),
        training('extinction', extinctionTrials, 'extinction'),
        ...(group === 'rested'
          ? [{ ...training('rest', 1, 'rest'), iti: { kind: 'fixed', seconds: restSeconds } as const }]
          : []),
        training('test', testTrials, 'extinction'),
      ]),
    ),
    iti: itiOf(parameters),
    trialSeconds: trialSecondsOf(parameters),
  };
}

function conditions(parameters: P): Readonly<Record<string, Condition>> {
  const shared = { align: 'cue', window: windowOf(parameters) } as const;
  return {
    acquired: {
      title: 'end of acquisition',
      types: ['reward'],
      phase: 'rested-acquisition',
      last: lastTrials,
      ...shared,
    },
    extinguished: {
      title: 'end of extinction',
      types: ['extinction'],
      phase: 'rested-extinction',
      last: lastTrials,
      ...shared,
    },
    immediate: { title: 'first test, at once', types: ['extinction'], phase: 'immediate-test', first: 1, ...shared },
    rested: { title: 'first test, after rest', types: ['extinction'], phase: 'rested-test', first: 1, ...shared },
  };
}

const paper = 'Rescorla 2004';
const citation = { text: `${paper}, Learning & Behavior 32:401` };
/** Responses per minute as digitised in ccnlab: last trial of acquisition and of extinction, and first test. */
const recorded = { acquired: 15, extinguished: 2, immediate: 0.2, rested: 6.2 };
const recovered = (recorded.rested - recorded.immediate) / recorded.acquired;
const byRecorded = (i: number, responses: number): SummaryPoint => ({ x: i, y: responses / recorded.acquired });

function recovery(e: Evidence<P>): number {
  const [acquired, immediate, rested] = ['acquired', 'immediate', 'rested'].map((condition) =>
    responding(e, condition),
  ) as [number, number, number];
  return shareOfLargest(rested - immediate, [acquired, immediate, rested]);
}

export default defineParadigm({
  id: 'rescorla-2004',
  version: 3,
  title: 'Rescorla 2004: spontaneous recovery',
  summary:
    'A cue is paired with reward, then shown without until it is no longer responded to. Tested at once responding stays away; tested after a long rest it is back. Extinction has not erased what was learned. The rest is represented here as what an animal can perceive of it: time in another place in which nothing happens.',
  citation,
  approximate: { changed: shortenedShape },
  parameters,
  agent: 'td-csc',
  recording: { id: 'spikes', parameters: {} },
  design,
  conditions,
  shown: ['acquired', 'extinguished', 'immediate', 'rested'],
  heatMapTypes: ['reward', 'extinction'],
  signatures: [
    {
      id: 'acquisition',
      role: 'control',
      claim: 'After pairing with reward the cue is responded to.',
      source: `${paper}; bound: ε = ${epsilon} of the reward`,
      quantity: 'responding at the end of acquisition / reward size',
      expected: { above: epsilon },
      measure: (e) => responding(e, 'acquired'),
    },
    {
      id: 'extinction',
      role: 'control',
      claim: 'Without reward responding goes away.',
      source: `${paper}; recorded 0.13 (2.0 of 15 responses a minute); bound: 0.2`,
      quantity: 'responding at the end of extinction / at the end of acquisition, or the larger of the two',
      expected: { below: 0.2 },
      measure: (e) => respondingLeft(e, 'extinguished', 'acquired'),
    },
    {
      id: 'spontaneous-recovery',
      claim: 'After a rest some of the responding is back.',
      source: `${paper}; recorded ${recovered.toFixed(2)} (6.2 after rest and 0.2 at once, of 15 responses a minute); ${byRank}, and a tenth short of all`,
      quantity:
        '(responding in the first test after rest - at once) / the largest responding, mostly at the end of acquisition',
      expected: { above: margin, below: 1 - margin },
      measure: recovery,
    },
  ],
  nonePasses:
    'A rest teaches nothing, and no agent keeps what was learned apart from what extinction taught: none infers causes that come back.',
  notes: [
    {
      agents: ['anccr-slow-base-rates'],
      signatures: ['spontaneous-recovery'],
      why: 'After a rest it responds as though nothing had been extinguished: its base rates have faded, and contingencies are counted against them. What animals show is some of what they had.',
    },
    {
      agents: [
        'rescorla-wagner',
        'rescorla-wagner-configural',
        'mackintosh',
        'pearce-hall',
        'pearce-hall-hybrid',
        'td-csc',
        'td-csc-reset',
        'td-average-reward',
        'td-block-belief',
        'td-lambda-csc',
        'td-microstimuli',
        'td-presence',
        'td-expectile',
        'td-multi-timescale',
        'td-range-normalised',
        'td-state-uncertainty',
        'td-semi-markov',
      ],
      signatures: ['spontaneous-recovery'],
      why: 'In a rest nothing is shown, and what is not shown does not change. An agent that infers from a long gap that things may have changed back, with a latent cause for acquisition and one for extinction, would recover; none is known here that does.',
    },
    {
      agents: ['kalman-td'],
      signatures: ['spontaneous-recovery'],
      why: 'It grows uncertain in the rest, but that moves no value by itself.',
    },
    {
      agents: ['td-belief'],
      why: 'It counts acquisition and extinction into the same odds, and has no state for extinction that a rest could end.',
    },
    {
      agents: ['td-quantile', 'anccr', 'td-sr', 'ret'],
      signatures: ['extinction'],
      why: 'They hardly extinguish here.',
    },
  ],
  summaries: [
    {
      id: 'course',
      title: 'Acquisition, extinction, test',
      x: 'when',
      categories: ['acquisition, end', 'extinction, end', 'first test'],
      y: 'share of acquired responding',
      series: groups.map((group) => ({
        id: group,
        title: group === 'rested' ? 'tested after rest' : 'tested at once',
        measure: (e) =>
          pointsOf(['acquired', 'extinguished', group], (condition) => respondingShare(e, condition, 'acquired')),
      })),
      recorded: {
        citation: digitised(paper),
        n: '2 groups of rats',
        series: groups.map((group) => ({
          id: group,
          title: group === 'rested' ? 'after rest' : 'at once',
          points: [
            byRecorded(0, recorded.acquired),
            byRecorded(1, recorded.extinguished),
            byRecorded(2, recorded[group]),
          ],
        })),
      },
    },
  ],
});
