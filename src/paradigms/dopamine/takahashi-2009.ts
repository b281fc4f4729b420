import type { Design } from '../../contracts/design.ts';
import { integer, type Values } from '../../contracts/parameters.ts';
import { defineParadigm, type Condition } from '../../contracts/paradigm.ts';
import { ccnlab } from '../shared/data-sources.ts';
import {
  atReward,
  byRank,
  epsilon,
  itiOf,
  margin,
  pointsOf,
  probing,
  respondingContrast,
  respondingShare,
  shapeParameters,
  shortenedShape,
  training,
  trialOf,
  trialSecondsOf,
  windowOf,
} from '../shared/worlds.ts';
import { contrastOf } from '../measures/numbers.ts';
import { probes } from '../shared/parameters.ts';

const parameters = {
  conditioningTrials: integer({
    default: 480,
    min: 8,
    max: 20_000,
    unit: 'trials',
    help: 'trials of V, A1 and A2 with reward and A3 without, in equal shares (approximate)',
  }),
  compoundTrials: integer({
    default: 180,
    min: 6,
    max: 20_000,
    unit: 'trials',
    help: 'trials of A1 with V and of A2 alone, both with reward, and of A3, in equal shares (approximate)',
  }),
  probeTrials: probes(10, 'probe trials of A1, A2 and A3 alone', { unit: 'trials of each kind' }),
  ...shapeParameters({
    cueHelp:
      'from cue onset to reward, while the cue stays on; shortened from about 30 s (approximate), because TD propagates value back by one step per trial',
  }),
};
type P = Values<typeof parameters>;

const firstTrials = 5;

function design(parameters: P): Design {
  const { conditioningTrials, compoundTrials, probeTrials } = parameters;
  const trial = (title: string, cues: readonly string[], probability?: number) =>
    trialOf(title, { cues, ...(probability === undefined ? {} : { probability }) }, parameters);
  return {
    cues: ['V', 'A1', 'A2', 'A3'].map((id) => ({ id, title: id })),
    trialTypes: {
      v: trial('V, then reward', ['V'], 1),
      a1: trial('A1, then reward', ['A1'], 1),
      a2: trial('A2, then reward', ['A2'], 1),
      a3: trial('A3, no reward', ['A3']),
      'a1-v': trial('A1 and V, then one reward', ['A1', 'V'], 1),
      'a1-alone': trial('A1 alone', ['A1'], 0),
      'a2-alone': trial('A2 alone', ['A2'], 0),
    },
    phases: [
      training('conditioning', conditioningTrials, { v: 1, a1: 1, a2: 1, a3: 1 }),
      training('compound', compoundTrials, { 'a1-v': 1, a2: 1, a3: 1 }),
      probing('probe', probeTrials, ['a1-alone', 'a2-alone', 'a3']),
    ],
    iti: itiOf(parameters),
    trialSeconds: trialSecondsOf(parameters),
  };
}

function conditions(parameters: P): Readonly<Record<string, Condition>> {
  const shared = { align: 'cue', window: windowOf(parameters) } as const;
  const early = { phase: 'compound', first: firstTrials, ...shared };
  const before = { phase: 'conditioning', last: 20, ...shared };
  return {
    'a1-alone': { title: 'A1 (overexpected)', types: ['a1-alone'], phase: 'probe', ...shared },
    'a2-alone': { title: 'A2 (control)', types: ['a2-alone'], phase: 'probe', ...shared },
    'a3-alone': { title: 'A3 (unrewarded)', types: ['a3'], phase: 'probe', ...shared },
    compound: { title: 'A1 with V, first trials', types: ['a1-v'], ...early },
    'compound-control': { title: 'A2, first trials', types: ['a2'], ...early },
    'a1-before': { title: 'A1, conditioned', types: ['a1'], ...before },
    'a2-before': { title: 'A2, conditioned', types: ['a2'], ...before },
  };
}

const paper = 'Takahashi et al. 2009';
// Suppression ratios of Rescorla 1970: 0.11 in the control, 0.44 after the compound; 0.5 is no fear.
const recordedShare = (0.5 - 0.44) / (0.5 - 0.11);
const byEpsilon = `bound: ε = ${epsilon} of the RPE of an unpredicted reward`;

export default defineParadigm({
  id: 'takahashi-2009',
  version: 3,
  title: 'Takahashi et al. 2009: overexpectation',
  summary:
    'V, A1 and A2 are each followed by the same reward. Then A1 is presented together with V, followed by a single reward: the two cues predict two rewards, so the error is negative. Although A1 was always rewarded, responding to A1 alone falls, while responding to A2 does not. Recorded numbers are from Rescorla’s experiment of 1970 on fear in rats.',
  citation: { text: 'Takahashi et al. 2009, Neuron 62:269', doi: '10.1016/j.neuron.2009.03.005' },
  approximate: { unchecked: ['conditioningTrials', 'compoundTrials'], changed: shortenedShape },
  parameters,
  agent: 'td-csc',
  recording: { id: 'spikes', parameters: {} },
  design,
  conditions,
  shown: ['a1-alone', 'a2-alone', 'a3-alone', 'compound', 'compound-control'],
  heatMapTypes: ['a1-v', 'a2'],
  signatures: [
    {
      id: 'equal-before',
      role: 'control',
      claim: 'Before the compound, animals respond equally to A1 and A2.',
      source: `${paper}; bound: 10 % of responding to A2`,
      quantity:
        'contrast (a - b) / (|a| + |b|); a: responding to A1 at the end of conditioning, b: responding to A2 at the end of conditioning',
      expected: { about: 0, within: 0.05 },
      measure: (e) => respondingContrast(e, 'a1-before', 'a2-before'),
    },
    {
      id: 'unrewarded-silent',
      role: 'control',
      claim: 'Animals do not respond to A3, which is never rewarded.',
      source: `${paper}; bound: 10 % of responding to A2`,
      quantity: 'contrast (a - b) / (|a| + |b|); a: responding to A3 in the probe, b: responding to A2 in the probe',
      expected: { below: contrastOf(0.1) },
      measure: (e) => respondingContrast(e, 'a3-alone', 'a2-alone'),
    },
    {
      id: 'summation',
      role: 'control',
      claim: 'At first, animals respond more to the compound than to A2.',
      source: `${paper}; bound: 10 % more than to A2`,
      quantity: `contrast (a - b) / (|a| + |b|); a: responding to A1 with V in the first ${firstTrials} trials, b: responding to A2 in the first ${firstTrials} trials`,
      expected: { above: contrastOf(1.1) },
      measure: (e) => respondingContrast(e, 'compound', 'compound-control'),
    },
    {
      id: 'compound-disappoints',
      claim: 'At first, the single reward after the compound evokes a negative prediction error.',
      source: `${paper}; ${byEpsilon} (theory: -1)`,
      quantity: `RPE at reward in the first ${firstTrials} trials of A1 with V / reward size`,
      expected: { below: -epsilon },
      measure: (e) => atReward(e, 'compound'),
    },
    {
      id: 'overexpectation',
      claim: 'After compound training, animals respond less to A1 alone than to A2.',
      source: `${paper}; Rescorla 1970; recorded ${recordedShare.toFixed(2)} (suppression ratios 0.44 and 0.11); ${byRank}`,
      quantity: 'contrast (a - b) / (|a| + |b|); a: responding to A1 in the probe, b: responding to A2 in the probe',
      expected: { below: contrastOf(1 - margin) },
      measure: (e) => respondingContrast(e, 'a1-alone', 'a2-alone'),
    },
  ],
  noneFails:
    'Two cues that each predict a reward give a negative error in every agent that sums their predictions. In Mackintosh’s model each cue has its own error, so nothing is unlearned, although the summed error is negative.',
  notes: [
    {
      agents: ['td-microstimuli'],
      signatures: ['compound-disappoints'],
      why: 'Its error at the reward never vanishes and stays above zero for the compound, although the value falls as reported.',
    },
    {
      agents: ['td-belief', 'td-semi-markov'],
      why: 'The compound is a different state from its elements, with an initial value of 0, so its reward is unexpected.',
    },
    {
      agents: ['mackintosh'],
      signatures: ['compound-disappoints', 'overexpectation'],
      why: 'Each cue has its own error and predicts the reward correctly, so nothing is unlearned, although the summed prediction exceeds the reward.',
    },
  ],
  summaries: [
    {
      id: 'overexpectation',
      title: 'Responding after the compound',
      x: 'cue',
      categories: ['A2, control', 'A1, overexpected'],
      y: 'response (relative to A2)',
      series: [
        {
          id: 'responding',
          title: 'responding',
          measure: (e) => pointsOf(['a2-alone', 'a1-alone'], (condition) => respondingShare(e, condition, 'a2-alone')),
        },
      ],
      recorded: {
        citation: { text: 'Rescorla 1970, Learning and Motivation 1:372', doi: '10.1016/0023-9690(70)90101-3' },
        sources: [ccnlab],
        n: '2 groups of rats, suppression of bar pressing',
        series: [
          {
            id: 'responding',
            title: 'fear',
            points: [
              { x: 0, y: 1 },
              { x: 1, y: recordedShare },
            ],
          },
        ],
      },
    },
  ],
});
