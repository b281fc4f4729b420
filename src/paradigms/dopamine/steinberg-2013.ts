import type { Design, Phase, Stimulation, TrialType } from '../../contracts/design.ts';
import { integer, real, type Values } from '../../contracts/parameters.ts';
import { defineParadigm, type Condition, type Evidence, type SummaryPoint } from '../../contracts/paradigm.ts';
import {
  epsilon,
  itiOf,
  phasesOf,
  probing,
  responding,
  shapeParameters,
  shortenedShape,
  training,
  trialOf,
  trialSecondsOf,
  windowOf,
} from '../shared/worlds.ts';
import { contrast, contrastOf, ratio, shareOf, shareOfBoth } from '../measures/numbers.ts';
import { probes } from '../shared/parameters.ts';

const parameters = {
  conditioningTrials: integer({
    default: 100,
    min: 3,
    max: 5000,
    unit: 'trials of each group',
    help: 'trials of A with sucrose',
  }),
  compoundTrials: integer({
    default: 40,
    min: 2,
    max: 2000,
    unit: 'trials of each group',
    help: 'trials of A and X together with sucrose; stimulation in the trials or between them',
  }),
  extinctionTrials: integer({
    default: 20,
    min: 2,
    max: 2000,
    unit: 'trials of each group',
    help: 'trials of A alone without sucrose, with stimulation at the usual time of sucrose, or before the cue',
  }),
  probeTrials: probes(4, 'probe trials of X and A alone after compound training, and of A alone after extinction', {
    unit: 'trials of each kind',
  }),
  stimulation: real({
    default: 1,
    min: 0,
    max: 5,
    unit: 'reward units',
    symbol: 'δ+',
    help: 'total RPE that the stimulation adds (approximate: equal to an unpredicted drop of sucrose)',
  }),
  stimulationSeconds: real({
    default: 0,
    min: 0,
    max: 1,
    unit: 's',
    help: 'duration of the added RPE, from the time of reward; 0: all of it at that moment, which also affects models that learn once per trial (1 s at 20 Hz in the experiment, approximate)',
  }),
  ...shapeParameters(),
};
type P = Values<typeof parameters>;

/** Rats without the light-gated channel get the same light as the paired ones, and it does nothing. */
const blockingGroups = ['paired', 'unpaired', 'cre-negative'] as const;
const extinctionGroups = ['extinction-paired', 'extinction-unpaired'] as const;
const titles: Readonly<Record<Group, string>> = {
  paired: 'light at reward',
  unpaired: 'light between trials',
  'cre-negative': 'light at reward, no channel',
  'extinction-paired': 'extinction, light at the usual time of reward',
  'extinction-unpaired': 'extinction, light between trials',
};
type Group = (typeof blockingGroups)[number] | (typeof extinctionGroups)[number];
/** Unpaired light comes this long before the cue. */
const beforeCueSeconds = 1;

function stimulations(group: Group, { stimulation, stimulationSeconds }: P): readonly Stimulation[] {
  const added = group === 'cre-negative' ? 0 : stimulation;
  const light = { durationSeconds: stimulationSeconds, gainPositive: 1, gainNegative: 1, added };
  return group.endsWith('unpaired')
    ? [{ align: 'cue', onsetSeconds: -beforeCueSeconds, ...light }]
    : [{ align: 'reward', onsetSeconds: 0, ...light }];
}

function design(parameters: P): Design {
  const { conditioningTrials, compoundTrials, extinctionTrials, probeTrials } = parameters;
  const lit = (group: Group, type: TrialType): TrialType => ({
    ...type,
    stimulations: stimulations(group, parameters),
  });
  const conditioning = training('conditioning', conditioningTrials, 'a');
  const blocking = (group: Group): readonly Phase[] =>
    phasesOf(group, [
      conditioning,
      training('compound', compoundTrials, `ax-${group}`),
      probing('test', probeTrials, ['x-test', 'a-test']),
    ]);
  const extinction = (group: Group): readonly Phase[] =>
    phasesOf(group, [
      conditioning,
      training('extinction', extinctionTrials, `a-${group}`),
      probing('test', probeTrials, ['a-test']),
    ]);
  return {
    cues: ['A', 'X'].map((id) => ({ id, title: id })),
    groups: [...blockingGroups, ...extinctionGroups].map((id) => ({ id, title: titles[id] })),
    trialTypes: {
      a: trialOf('A, then sucrose', { cues: ['A'], probability: 1 }, parameters),
      ...Object.fromEntries(
        blockingGroups.map((group) => [
          `ax-${group}`,
          lit(
            group,
            trialOf(`A with X, then sucrose, ${titles[group]}`, { cues: ['A', 'X'], probability: 1 }, parameters),
          ),
        ]),
      ),
      ...Object.fromEntries(
        extinctionGroups.map((group) => [
          `a-${group}`,
          lit(group, trialOf(`A, no sucrose, ${titles[group]}`, { cues: ['A'], probability: 0 }, parameters)),
        ]),
      ),
      'x-test': trialOf('X alone', { cues: ['X'], probability: 0 }, parameters),
      'a-test': trialOf('A alone', { cues: ['A'], probability: 0 }, parameters),
    },
    phases: [...blockingGroups.flatMap(blocking), ...extinctionGroups.flatMap(extinction)],
    iti: itiOf(parameters),
    trialSeconds: trialSecondsOf(parameters),
  };
}

function conditions(parameters: P): Readonly<Record<string, Condition>> {
  const shared = { align: 'cue', window: windowOf(parameters) } as const;
  return {
    ...Object.fromEntries(
      blockingGroups.map((group) => [
        `x-${group}`,
        { title: `X, ${titles[group]}`, types: ['x-test'], phase: `${group}-test`, ...shared },
      ]),
    ),
    ...Object.fromEntries(
      blockingGroups.map((group) => [
        `ax-${group}`,
        { title: `A with X, ${titles[group]}`, types: [`ax-${group}`], phase: `${group}-compound`, ...shared },
      ]),
    ),
    a: { title: 'A, conditioned', types: ['a-test'], phase: 'cre-negative-test', ...shared },
    ...Object.fromEntries(
      extinctionGroups.map((group) => [
        `a-${group}`,
        { title: `A after ${titles[group]}`, types: ['a-test'], phase: `${group}-test`, ...shared },
      ]),
    ),
  };
}

const paper = 'Steinberg et al. 2013';
/** Responding relative to that to A before any extinction. */
const share = (e: Evidence<P>, condition: string): number => ratio(responding(e, condition), responding(e, 'a'));
/** Contrast of responding to two conditions, relative to it and to A before any extinction. */
const besideA = (e: Evidence<P>, responded: number): number => shareOfBoth(responded, responding(e, 'a'));
const points = (e: Evidence<P>, ids: readonly string[]): readonly SummaryPoint[] =>
  ids.map((id, x) => ({ x, y: share(e, id) }));

export default defineParadigm({
  id: 'steinberg-2013',
  version: 3,
  title: 'Steinberg et al. 2013: an optogenetic prediction error',
  summary:
    'A predicts sucrose; then X is added to A, and because sucrose is fully predicted, X is blocked. If dopamine neurons are stimulated with light at the time of sucrose, as if it were unpredicted, X is learned. The same light between trials, or in rats without the light-sensitive channel, has no effect. Light at the time of omitted sucrose slows down extinction. Times, sizes and numbers of trials are approximate.',
  citation: { text: 'Steinberg et al. 2013, Nature Neuroscience 16:966', doi: '10.1038/nn.3413' },
  approximate: { unchecked: ['stimulation', 'stimulationSeconds'], changed: shortenedShape },
  parameters,
  agent: 'td-csc',
  recording: { id: 'identity', parameters: {} },
  design,
  conditions,
  shown: ['x-paired', 'x-unpaired', 'x-cre-negative', 'a', 'a-extinction-paired', 'a-extinction-unpaired'],
  heatMapTypes: blockingGroups.map((group) => `ax-${group}`),
  signatures: [
    {
      id: 'conditioned',
      role: 'control',
      claim: 'Animals respond to A.',
      source: `${paper}; bound: ε = ${epsilon} of the reward`,
      quantity: 'responding to A / reward size',
      expected: { above: epsilon },
      measure: (e) => responding(e, 'a') / e.parameters.magnitude,
    },
    {
      id: 'blocked-without-channel',
      role: 'control',
      claim: 'X is blocked in rats without the light-sensitive channel.',
      source: `${paper}, figure 2; bound: ε = ${epsilon} of responding to A, which is ε / (1 + ε) in this ratio`,
      quantity: 'ratio a / (|a| + |b|); a: responding to X in rats without the channel, b: responding to A',
      expected: { about: 0, within: shareOf(epsilon) },
      measure: (e) => besideA(e, responding(e, 'x-cre-negative')),
    },
    {
      id: 'blocked-when-unpaired',
      role: 'control',
      claim: 'X is blocked if the light is delivered between trials.',
      source: `${paper}, figure 2; bound: ε = ${epsilon} of responding to A, which is ε / (1 + ε) in this ratio`,
      quantity: 'ratio a / (|a| + |b|); a: responding to X with light between trials, b: responding to A',
      expected: { about: 0, within: shareOf(epsilon) },
      measure: (e) => besideA(e, responding(e, 'x-unpaired')),
    },
    {
      id: 'unblocked-by-stimulation',
      claim: 'Light at the time of expected sucrose unblocks X.',
      source: `${paper}, figure 2; bound: 2ε with ε = ${epsilon}, to differ from both controls`,
      quantity:
        'ratio a / (|a| + |b|); a: responding to X with light at reward - higher responding of the two controls, b: responding to A',
      expected: { above: 2 * epsilon },
      measure: (e) =>
        besideA(e, responding(e, 'x-paired') - Math.max(responding(e, 'x-unpaired'), responding(e, 'x-cre-negative'))),
    },
    {
      id: 'extinguished',
      role: 'control',
      claim: 'Without sucrose, responding to A falls if light is delivered between trials.',
      source: `${paper}, figure 3; bound: ε = ${epsilon}`,
      quantity:
        'contrast (a - b) / (|a| + |b|); a: responding to A after extinction with light between trials, b: before extinction',
      expected: { below: contrastOf(1 - epsilon) },
      measure: (e) => contrast(responding(e, 'a-extinction-unpaired'), responding(e, 'a')),
    },
    {
      id: 'extinction-slowed',
      claim: 'Light at the time of omitted sucrose slows extinction.',
      source: `${paper}, figure 3; bound: 2ε with ε = ${epsilon}`,
      quantity:
        'ratio a / (|a| + |b|); a: responding to A after extinction with light at the usual time of reward - with light between trials, b: responding to A before extinction',
      expected: { above: 2 * epsilon },
      measure: (e) => besideA(e, responding(e, 'a-extinction-paired') - responding(e, 'a-extinction-unpaired')),
    },
  ],
  notes: [
    {
      agents: ['mackintosh'],
      why: 'Each cue has its own error, so there is no blocking that light could undo.',
    },
    {
      agents: ['td-belief', 'td-semi-markov'],
      signatures: ['unblocked-by-stimulation'],
      why: 'They treat A with X as a separate configuration and X alone as unknown, so X cannot show what was learned.',
    },
    {
      agents: ['ret'],
      signatures: ['unblocked-by-stimulation'],
      why: 'It counts reinforcements, and light at an expected reward is not an additional one.',
    },
    {
      agents: ['anccr'],
      why: 'Its learning rate is 0.02, which gives small and negative values in this number of trials.',
    },
  ],
  summaries: [
    {
      id: 'x',
      title: 'Responding to X',
      x: 'group',
      categories: blockingGroups.map((group) => titles[group]),
      y: 'response (relative to A)',
      series: [
        {
          id: 'x',
          title: 'X',
          measure: (e) =>
            points(
              e,
              blockingGroups.map((group) => `x-${group}`),
            ),
        },
      ],
    },
    {
      id: 'extinction',
      title: 'Responding to A after extinction',
      x: 'group',
      categories: extinctionGroups.map((group) => titles[group]),
      y: 'response (relative to before extinction)',
      series: [
        {
          id: 'a',
          title: 'A',
          measure: (e) =>
            points(
              e,
              extinctionGroups.map((group) => `a-${group}`),
            ),
        },
      ],
    },
  ],
});
