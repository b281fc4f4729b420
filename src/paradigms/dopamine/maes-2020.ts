import type { Design, Phase, Stimulation, TrialType } from '../../contracts/design.ts';
import { integer, type Values } from '../../contracts/parameters.ts';
import { defineParadigm, type Condition, type Evidence, type SummaryPoint } from '../../contracts/paradigm.ts';
import {
  epsilon,
  expecting,
  itiOf,
  phasesOf,
  probing,
  responding,
  seriesOf,
  shapeParameters,
  shortenedShape,
  training,
  trialOf,
  trialSecondsOf,
  windowOf,
} from '../shared/worlds.ts';
import { shareOfLargest } from '../measures/numbers.ts';
import { probes } from '../shared/parameters.ts';

const parameters = {
  conditioningTrials: integer({
    default: 100,
    min: 3,
    max: 5000,
    unit: 'trials of each group',
    help: 'trials of the second cue with reward',
  }),
  secondOrderTrials: integer({
    default: 12,
    min: 2,
    max: 500,
    unit: 'trials of each group',
    help: 'trials of the new cue followed by the conditioned one, without reward; dopamine is clamped at the onset of the conditioned cue, or between trials',
  }),
  preconditioningTrials: integer({
    default: 12,
    min: 2,
    max: 500,
    unit: 'trials of each group',
    help: 'trials of the first cue followed by the second, before any reward; dopamine is clamped at the onset of the second cue, or between trials',
  }),
  probeTrials: probes(4, 'probe trials of each cue alone', { unit: 'trials of each kind' }),
  ...shapeParameters({
    cueHelp: 'duration of each cue; shortened (approximate), because TD propagates value back by one step per trial',
  }),
};
type P = Values<typeof parameters>;

const groups = ['second-order', 'second-order-clamped', 'preconditioning', 'preconditioning-clamped'] as const;
type Group = (typeof groups)[number];
const titles = [
  'second order, light between trials',
  'second order, dopamine clamped at cue',
  'preconditioning, light between trials',
  'preconditioning, dopamine clamped at cue',
];
const clampedOf = (group: Group): boolean => group.endsWith('clamped');
/** In the control condition the light is on this long before the trial. */
const beforeCueSeconds = 1;

/** Inhibition clamps the error to 0 at the onset of the second cue. */
const clamp = (onsetSeconds: number): Stimulation => ({
  align: 'cue',
  onsetSeconds,
  durationSeconds: 0,
  gainPositive: 0,
  gainNegative: 0,
  added: 0,
});

function design(parameters: P): Design {
  const { conditioningTrials, secondOrderTrials, preconditioningTrials, probeTrials, cueSeconds } = parameters;
  const series = (title: string, clamped: boolean): TrialType => ({
    ...seriesOf(title, { cues: ['A', 'X'] }, parameters),
    stimulations: [clamp(clamped ? cueSeconds : -beforeCueSeconds)],
  });
  const phases = (group: Group): readonly Phase[] => {
    const pairing = clampedOf(group) ? 'ax-clamped' : 'ax';
    const conditioning = training('conditioning', conditioningTrials, 'x');
    const order = group.startsWith('second')
      ? [conditioning, training('pairing', secondOrderTrials, pairing)]
      : [training('pairing', preconditioningTrials, pairing), conditioning];
    return phasesOf(group, [...order, probing('test', probeTrials, ['a', 'x-test'])]);
  };
  return {
    cues: ['A', 'X'].map((id) => ({ id, title: id })),
    groups: groups.map((id, i) => ({ id, title: titles[i] as string })),
    trialTypes: {
      x: trialOf('X, then reward', { cues: ['X'], probability: 1 }, parameters),
      ax: series('A, then X; dopamine clamped between trials', false),
      'ax-clamped': series('A, then X; dopamine clamped at X', true),
      a: seriesOf('A alone', { cues: ['A'] }, parameters),
      'x-test': trialOf('X alone', { cues: ['X'], probability: 0 }, parameters),
    },
    phases: groups.flatMap(phases),
    iti: itiOf(parameters),
    trialSeconds: trialSecondsOf(parameters, 2),
  };
}

function conditions(parameters: P): Readonly<Record<string, Condition>> {
  const shared = { align: 'cue', window: windowOf(parameters, 2) } as const;
  return Object.fromEntries(
    groups.flatMap((group, i) => [
      [`${group}-a`, { title: `A, ${titles[i]}`, types: ['a'], phase: `${group}-test`, ...shared }],
      [`${group}-x`, { title: `X, ${titles[i]}`, types: ['x-test'], phase: `${group}-test`, ...shared }],
    ]),
  );
}

const paper = 'Maes et al. 2020';
/** Value during A, relative to that during the conditioned cue of a rat without pairings in extinction. */
const learned = (e: Evidence<P>, group: Group): number =>
  shareOfLargest(expecting(e, `${group}-a`), [expecting(e, 'preconditioning-x')]);
const points = (e: Evidence<P>): readonly SummaryPoint[] => groups.map((group, x) => ({ x, y: learned(e, group) }));

export default defineParadigm({
  id: 'maes-2020',
  version: 3,
  title: 'Maes et al. 2020: silencing the error at a cue',
  summary:
    'X is paired with reward. Then A is followed by X without reward, and animals come to respond to A as well: second-order conditioning. If dopamine neurons are inhibited at the onset of X, A is not learned, which suggests that the error at X teaches A. In sensory preconditioning, where A and X are paired before any reward, the same inhibition has no effect. Times and numbers of trials are approximate.',
  citation: { text: 'Maes et al. 2020, Nature Neuroscience 23:176', doi: '10.1038/s41593-019-0574-1' },
  approximate: { changed: shortenedShape },
  parameters,
  agent: 'td-csc',
  recording: { id: 'identity', parameters: {} },
  design,
  conditions,
  shown: groups.map((group) => `${group}-a`),
  heatMapTypes: ['ax', 'ax-clamped'],
  signatures: [
    {
      id: 'conditioned',
      role: 'control',
      claim: 'Animals respond to X.',
      source: `${paper}; bound: ε = ${epsilon} of the reward`,
      quantity: 'responding to X / reward size',
      expected: { above: epsilon },
      measure: (e) => responding(e, 'preconditioning-x'),
    },
    {
      id: 'second-order',
      role: 'control',
      claim: 'With light between trials, A acquires value from X.',
      source: `${paper}, figure 1; bound: ε = ${epsilon} of the value during X`,
      quantity:
        'ratio a / max(|a|, |b|); a: value during A after second-order conditioning with light between trials, b: value during X',
      expected: { above: epsilon },
      measure: (e) => learned(e, 'second-order'),
    },
    {
      id: 'clamp-blocks-second-order',
      claim: 'If dopamine is silenced at X, A does not acquire value.',
      source: `${paper}, figure 1; bound: 0.5, half of the value with light between trials`,
      byConstruction:
        'The light clamps the error from which A learns, so every agent that learns from an error shows this.',
      quantity:
        'ratio a / max(|a|, |b|); a: value during A with dopamine clamped at X, b: with light between trials; undefined if A does not acquire value without the clamp',
      expected: { below: 0.5 },
      measure: clampedShare,
    },
    {
      id: 'clamp-spares-preconditioning',
      claim: 'In sensory preconditioning, A acquires value although dopamine is silenced at X.',
      source: `${paper}, figure 3; bound: ε = ${epsilon} of the value during X`,
      quantity:
        'ratio a / max(|a|, |b|); a: value during A after preconditioning with dopamine clamped at X, b: value during X',
      expected: { above: epsilon },
      measure: (e) => learned(e, 'preconditioning-clamped'),
    },
  ],
  notes: [
    {
      agents: ['kalman-td', 'td-sr'],
      why: 'They show all findings: in second-order conditioning A learns from X through the error, and in preconditioning through the learned transition from A to X, which needs no reward prediction error.',
    },
    {
      agents: [
        'td-csc',
        'td-csc-reset',
        'td-average-reward',
        'td-block-belief',
        'td-expectile',
        'td-multi-timescale',
        'td-quantile',
        'td-range-normalised',
        'td-lambda-csc',
      ],
      signatures: ['clamp-spares-preconditioning'],
      why: 'Before any reward there is no error, so A learns nothing about X.',
    },
    {
      agents: ['ret'],
      why: 'It has no error that could be clamped at 0: the clamp changes neither second-order conditioning nor preconditioning.',
    },
    {
      agents: ['td-microstimuli', 'td-presence', 'td-state-uncertainty'],
      signatures: ['second-order'],
      why: 'With this number of trials they show almost no second-order conditioning.',
    },
    {
      agents: ['td-belief', 'td-semi-markov'],
      signatures: ['second-order'],
      why: 'They treat A followed by X as one configuration, which is never rewarded.',
    },
    {
      agents: ['rescorla-wagner', 'rescorla-wagner-configural', 'mackintosh', 'pearce-hall', 'pearce-hall-hybrid'],
      signatures: ['second-order'],
      why: 'They treat A and X as one compound without reward, in which A becomes an inhibitor or gains no value.',
    },
  ],
  summaries: [
    {
      id: 'a',
      title: 'Value during A',
      x: 'group',
      categories: titles,
      y: 'value (relative to X)',
      series: [{ id: 'a', title: 'A', measure: points }],
    },
  ],
});

/** Without learning there is nothing to block. */
function clampedShare(e: Evidence<P>): number {
  const free = learned(e, 'second-order');
  return free > epsilon ? shareOfLargest(learned(e, 'second-order-clamped'), [free]) : Number.NaN;
}
