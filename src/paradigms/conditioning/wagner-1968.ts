import type { Design } from '../../contracts/design.ts';
import { integer, type Values } from '../../contracts/parameters.ts';
import { defineParadigm, type Condition } from '../../contracts/paradigm.ts';
import {
  contrastByRank,
  contrastMargin,
  digitised,
  epsilon,
  itiOf,
  phasesOf,
  pointsOf,
  probing,
  responding,
  respondingContrast,
  respondingShare,
  shapeParameters,
  shortenedShape,
  training,
  trialOf,
  trialSecondsOf,
  windowOf,
} from '../shared/worlds.ts';
import { contrast } from '../measures/numbers.ts';

const parameters = {
  trainingTrials: integer({
    default: 400,
    min: 4,
    max: 20_000,
    unit: 'trials',
    help: 'of each group, AX and BX in equal shares',
  }),
  probeTrials: integer({
    default: 10,
    min: 2,
    max: 500,
    unit: 'trials of each kind',
    help: 'X alone, and A alone; nothing is learned in them',
  }),
  ...shapeParameters(),
};
type P = Values<typeof parameters>;

const groups = ['correlated', 'uncorrelated'] as const;

function design(parameters: P): Design {
  const { trainingTrials, probeTrials } = parameters;
  const trial = (title: string, cues: readonly string[], probability: number) =>
    trialOf(title, { cues, probability }, parameters);
  const mixtures = {
    correlated: { 'ax-reward': 1, bx: 1 },
    uncorrelated: { 'ax-reward': 1, ax: 1, 'bx-reward': 1, bx: 1 },
  };
  return {
    cues: ['A', 'B', 'X'].map((id) => ({ id, title: id })),
    groups: groups.map((id) => ({ id, title: id })),
    trialTypes: {
      'ax-reward': trial('A and X, then reward', ['A', 'X'], 1),
      ax: trial('A and X, no reward', ['A', 'X'], 0),
      'bx-reward': trial('B and X, then reward', ['B', 'X'], 1),
      bx: trial('B and X, no reward', ['B', 'X'], 0),
      x: trial('X alone', ['X'], 0),
      a: trial('A alone', ['A'], 0),
    },
    phases: groups.flatMap((group) =>
      phasesOf(group, [
        training('training', trainingTrials, mixtures[group]),
        probing('test', probeTrials, ['x', 'a']),
      ]),
    ),
    iti: itiOf(parameters),
    trialSeconds: trialSecondsOf(parameters),
  };
}

function conditions(parameters: P): Readonly<Record<string, Condition>> {
  const shared = { align: 'cue', window: windowOf(parameters) } as const;
  const of = (cue: 'x' | 'a'): readonly [string, Condition][] =>
    groups.map((group) => [
      `${group}-${cue}`,
      { title: `${cue.toUpperCase()}, ${group}`, types: [cue], phase: `${group}-test`, ...shared },
    ]);
  return Object.fromEntries([...of('x'), ...of('a')]);
}

const paper = 'Wagner, Logan, Haberlandt & Price 1968';
const citation = { text: `${paper}, Journal of Experimental Psychology 76:171` };
/** Percent responding to X as digitised in ccnlab. */
const recorded = { correlated: 20, uncorrelated: 80 };
const recordedContrast = contrast(recorded.correlated, recorded.uncorrelated);
const recordedShare = recorded.correlated / recorded.uncorrelated;

export default defineParadigm({
  id: 'wagner-1968',
  version: 3,
  title: 'Wagner et al. 1968: relative validity',
  summary:
    'X is there in every trial, and half of the trials are rewarded. In one group A tells which half, in the other neither A nor B tells anything. Though X itself was paired with reward as often in both, it is responded to far less where something better was there to tell.',
  citation,
  approximate: { changed: shortenedShape },
  parameters,
  agent: 'rescorla-wagner',
  recording: { id: 'spikes', parameters: {} },
  design,
  conditions,
  shown: ['correlated-x', 'uncorrelated-x', 'correlated-a', 'uncorrelated-a'],
  signatures: [
    {
      id: 'conditioned',
      role: 'control',
      claim: 'Where nothing tells more than X, X is responded to.',
      source: `${paper}; bound: ε = ${epsilon} of the reward`,
      quantity: 'responding to X in the uncorrelated group / reward size',
      expected: { above: epsilon },
      measure: (e) => responding(e, 'uncorrelated-x'),
    },
    {
      id: 'valid-cue',
      role: 'control',
      claim: 'A is responded to more where it tells which trials are rewarded.',
      source: `${paper}; ${contrastByRank}`,
      quantity: 'responding to A, (correlated - uncorrelated) / sum of both groups',
      expected: { above: contrastMargin },
      measure: (e) => respondingContrast(e, 'correlated-a', 'uncorrelated-a'),
    },
    {
      id: 'relative-validity',
      claim: 'X is responded to less where A tells which trials are rewarded.',
      source: `${paper}; recorded ${recordedContrast.toFixed(2)} (20 and 80 %); ${contrastByRank}`,
      quantity: 'responding to X, (correlated - uncorrelated) / sum of both groups',
      expected: { below: -contrastMargin },
      measure: (e) => respondingContrast(e, 'correlated-x', 'uncorrelated-x'),
    },
  ],
  notes: [
    {
      agents: ['rescorla-wagner', 'rescorla-wagner-configural'],
      signatures: ['relative-validity'],
      why: 'With equal rates for reward and its absence X is worth 1/3 in both groups: it learns whatever A and B learn, which is as much in both. Rescorla and Wagner (1972) gave the absence of reward the lower rate. At half of that of reward X is worth 1/3 and 4/9 in closed form, a contrast of -0.16 above the threshold of responding, and relative validity appears: -0.14 over ten animals.',
      numbers: [
        { text: '-0.14', agent: 'rescorla-wagner', signature: 'relative-validity', set: { omissionRatio: 0.5 } },
      ],
    },
    {
      agents: [
        'td-csc',
        'td-csc-reset',
        'td-average-reward',
        'td-block-belief',
        'td-lambda-csc',
        'td-multi-timescale',
        'td-state-uncertainty',
        'kalman-td',
      ],
      signatures: ['relative-validity'],
      why: 'As with Rescorla-Wagner at equal rates: the error is one for all cues, and A, B and X come to the same 1/3 either way.',
    },
    {
      agents: ['ret', 'td-sr'],
      signatures: ['relative-validity'],
      why: 'They show it, each for its own reason: RET ascribes each reward to as few cues as it can, and in the successor representation negative errors count a quarter by default.',
    },
    {
      agents: ['td-belief', 'td-semi-markov'],
      why: 'Their states are configurations: X alone is another state than AX and BX, and was never met before the test.',
    },
  ],
  summaries: [
    {
      id: 'validity',
      title: 'Responding to X',
      x: 'group',
      categories: ['correlated', 'uncorrelated'],
      y: 'share of uncorrelated',
      series: [
        {
          id: 'responding',
          title: 'responding',
          measure: (e) =>
            pointsOf(['correlated-x', 'uncorrelated-x'], (condition) =>
              respondingShare(e, condition, 'uncorrelated-x'),
            ),
        },
      ],
      recorded: {
        citation: digitised(paper),
        n: '2 groups of rats',
        series: [
          {
            id: 'responding',
            title: 'bar pressing',
            points: [
              { x: 0, y: recordedShare },
              { x: 1, y: 1 },
            ],
          },
        ],
      },
    },
  ],
});
