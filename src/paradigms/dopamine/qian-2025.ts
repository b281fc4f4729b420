import type { Design, Phase, TrialType } from '../../contracts/design.ts';
import { integer, real, type Values } from '../../contracts/parameters.ts';
import { defineParadigm, type Condition, type Evidence, type SummaryPoint } from '../../contracts/paradigm.ts';
import { phasesOf, training } from '../shared/worlds.ts';
import { contrast, contrastOf } from '../measures/numbers.ts';
import { rewardSize } from '../shared/parameters.ts';

const parameters = {
  conditioningTrials: integer({
    default: 500,
    min: 10,
    max: 10_000,
    unit: 'trials of each group',
    help: 'trials of odour A, odour B and blanks before the groups differ',
  }),
  testTrials: integer({
    default: 400,
    min: 10,
    max: 10_000,
    unit: 'trials of each group',
    help: 'trials of further conditioning, of degradation, or with odour C instead of the blanks',
  }),
  rewardProbability: real({
    default: 0.75,
    min: 0.1,
    max: 1,
    symbol: 'p',
    help: 'probability of reward after odour A, in blank trials of the degradation, and after odour C',
  }),
  delaySeconds: real({
    default: 3.5,
    min: 1.5,
    max: 10,
    unit: 's',
    help: 'from odour onset, or its usual time, to the reward (approximate)',
  }),
  itiSeconds: real({
    default: 11.5,
    min: 4,
    max: 60,
    unit: 's',
    help: 'mean interval from a reward, or its usual time, to the next odour: a minimum plus an exponential interval with a mean of 1.5 s (11.5 s: at least 10 s, as in the task code of the paper’s networks, github.com/mobeets/valuernn, tasks/contingency.py: 20 steps of half a second plus a geometric number of steps, p = 1/4)',
  }),
  magnitude: rewardSize('size of every reward'),
};
type P = Values<typeof parameters>;

const groups = ['conditioning', 'degradation', 'cue-c'] as const;
type Group = (typeof groups)[number];
const titles: Readonly<Record<Group, string>> = {
  conditioning: 'continued conditioning',
  degradation: 'degradation',
  'cue-c': 'rewards cued by odour C',
};
const odourSeconds = 1;
const afterRewardSeconds = 1;
/** Mean excess of an interval over its minimum: three steps of half a second. */
const beyondLeastSeconds = 1.5;
const epsilon = 0.05;
/** Shares of odour A, odour B and blank trials. */
const shares = { a: 0.4, b: 0.2 };
const blankShare = 0.4;
/** Trials with odour A that are judged, at the end of a phase. */
const lastTrials = 60;

/** The chamber is always present: uncued rewards can be predicted from it alone. */
function design(parameters: P): Design {
  const { conditioningTrials, testTrials, rewardProbability, delaySeconds, itiSeconds, magnitude } = parameters;
  const trial = (title: string, odour: string | undefined, probability: number): TrialType => ({
    title,
    context: 'chamber',
    cues: odour === undefined ? [] : [{ cue: odour, onsetSeconds: 0, durationSeconds: odourSeconds }],
    rewards: probability === 0 ? [] : [{ time: { kind: 'fixed', seconds: delaySeconds }, magnitude, probability }],
  });
  const blankOf: Readonly<Record<Group, string>> = { conditioning: 'blank', degradation: 'uncued', 'cue-c': 'c' };
  const phases = (group: Group): readonly Phase[] =>
    phasesOf(group, [
      training('before', conditioningTrials, { ...shares, blank: blankShare }),
      training('test', testTrials, { ...shares, [blankOf[group]]: blankShare }),
    ]);
  return {
    cues: ['A', 'B', 'C'].map((id) => ({ id, title: `odour ${id}` })),
    contexts: [{ id: 'chamber', title: 'chamber' }],
    groups: groups.map((id) => ({ id, title: titles[id] })),
    trialTypes: {
      a: trial('odour A, then probable reward', 'A', rewardProbability),
      b: trial('odour B, nothing', 'B', 0),
      blank: trial('nothing', undefined, 0),
      uncued: trial('probable reward, no odour', undefined, rewardProbability),
      c: trial('odour C, then probable reward', 'C', rewardProbability),
    },
    phases: groups.flatMap(phases),
    iti: {
      kind: 'exponential',
      meanSeconds: beyondLeastSeconds,
      minSeconds: itiSeconds - beyondLeastSeconds - afterRewardSeconds,
      maxSeconds: 3 * itiSeconds,
    },
    trialSeconds: delaySeconds + afterRewardSeconds,
  };
}

function conditions({ delaySeconds }: P): Readonly<Record<string, Condition>> {
  const shared = { align: 'cue', window: [-1, delaySeconds + 0.4], last: lastTrials } as const;
  return Object.fromEntries(
    groups.flatMap((group) => [
      [
        `${group}-before`,
        { title: `odour A, before (${titles[group]})`, types: ['a'], phase: `${group}-before`, ...shared },
      ],
      [`${group}-test`, { title: `odour A, ${titles[group]}`, types: ['a'], phase: `${group}-test`, ...shared }],
    ]),
  );
}

const atCue = (e: Evidence<P>, condition: string): number =>
  (e.at(condition, 'rpe', 0) - e.mean(condition, 'rpe', -1, 0)) / e.parameters.magnitude;
/** Change of the response to odour A. */
const change = (e: Evidence<P>, group: Group): number =>
  contrast(atCue(e, `${group}-test`), atCue(e, `${group}-before`));
const licking = (e: Evidence<P>, condition: string): number =>
  e.response(condition, 0, e.parameters.delaySeconds) - e.response(condition, -1, 0);
const lickingChange = (e: Evidence<P>, group: Group): number =>
  contrast(licking(e, `${group}-test`), licking(e, `${group}-before`), e.parameters.magnitude);
const points = (e: Evidence<P>, of: (e: Evidence<P>, group: Group) => number): readonly SummaryPoint[] =>
  groups.map((group, x) => ({ x, y: of(e, group) }));

const paper = 'Qian et al. 2025';
export default defineParadigm({
  id: 'qian-2025',
  version: 4,
  title: 'Qian et al. 2025: contingency degradation',
  summary:
    'Odour A is followed by reward in three of four trials, odour B by nothing, and two of five trials are blank. Then reward is also given in the blank trials: odour A predicts reward as before, but no better than its absence. Dopamine and licking at odour A fall. They do not fall if the same extra rewards are signalled by odour C. To show this, models need a state for the time between cues whose value can rise. Times are approximate.',
  citation: {
    text: 'Qian, Burrell, Hennig et al. 2025, Nature Neuroscience 28:1280, Prospective contingency explains behavior and dopamine signals during associative learning',
    doi: '10.1038/s41593-025-01915-4',
  },
  approximate: { unchecked: ['delaySeconds'] },
  parameters,
  agent: 'td-lambda-csc',
  recording: { id: 'identity', parameters: {} },
  design,
  conditions,
  shown: groups.flatMap((group) => [`${group}-before`, `${group}-test`]),
  heatMapTypes: ['a'],
  signatures: [
    {
      id: 'cue-burst',
      role: 'control',
      claim: 'After conditioning, odour A evokes a burst.',
      source: `${paper}, figure 2; bound: ε = ${epsilon} of the reward size`,
      quantity: 'RPE at odour A before the groups differ / reward size',
      expected: { above: epsilon },
      measure: (e) => atCue(e, 'degradation-before'),
    },
    {
      id: 'conditioning-keeps',
      role: 'control',
      claim: 'With continued conditioning, the response to odour A does not change.',
      source: `${paper}, figure 2; bound: within a fifth`,
      quantity:
        'contrast (a - b) / (|a| + |b|) with continued conditioning; a: RPE at odour A at the end, b: before the groups differ',
      expected: { about: 0, within: 0.1 },
      measure: (e) => change(e, 'conditioning'),
    },
    {
      id: 'degradation-lowers',
      claim: 'Uncued rewards reduce the response to odour A.',
      source: `${paper}, figure 2; bound: a fifth less`,
      quantity:
        'contrast (a - b) / (|a| + |b|) with degradation; a: RPE at odour A at the end, b: before the groups differ',
      expected: { below: contrastOf(0.8) },
      measure: (e) => change(e, 'degradation'),
    },
    {
      id: 'cue-c-spares',
      claim: 'Rewards cued by odour C reduce the response to odour A less than uncued rewards do.',
      source: `${paper}, figure 2; bound: ε = ${epsilon}`,
      quantity:
        'contrast (a - b) / (|a| + |b|) with odour C minus that with degradation; a: RPE at odour A at the end, b: before the groups differ',
      expected: { above: epsilon },
      measure: (e) => change(e, 'cue-c') - change(e, 'degradation'),
    },
    {
      id: 'cue-c-keeps',
      claim: 'Rewards cued by odour C do not change the response to odour A.',
      source: `${paper}, figure 2; bound: within a fifth`,
      quantity:
        'contrast (a - b) / (|a| + |b|) with odour C; a: RPE at odour A at the end, b: before the groups differ',
      expected: { about: 0, within: 0.1 },
      measure: (e) => change(e, 'cue-c'),
    },
    {
      id: 'licking-falls',
      claim: 'Uncued rewards reduce licking to odour A more than rewards cued by odour C do.',
      source: `${paper}, figure 1; bound: ε = ${epsilon}`,
      quantity:
        'contrast (a - b) / (|a| + |b|) with odour C minus that with degradation; a: licking during odour A above baseline at the end, b: before the groups differ',
      expected: { above: epsilon },
      measure: (e) => lickingChange(e, 'cue-c') - lickingChange(e, 'degradation'),
    },
  ],
  nonePasses:
    'Agents that respond to odours represent all the time between odours as one state, and with the published intervals extra rewards hardly raise its value. The networks of the paper, which represent time between odours, are not in the matrix because they take long to train.',
  notes: [
    {
      agents: ['td-lambda-csc', 'td-presence', 'td-sr'],
      signatures: ['degradation-lowers', 'cue-c-spares'],
      why: 'They represent all the time between odours as one state, the context. With the long published intervals extra rewards hardly raise its value: the response to odour A changes by a contrast of only -0.04, and by -0.31 with intervals of 4 s.',
      numbers: [
        { text: '-0.04', agent: 'td-lambda-csc', signature: 'degradation-lowers' },
        { text: '-0.31', agent: 'td-lambda-csc', signature: 'degradation-lowers', set: { itiSeconds: 4 } },
      ],
    },
    {
      agents: ['td-csc', 'td-csc-reset', 'td-average-reward'],
      signatures: ['degradation-lowers', 'cue-c-spares', 'cue-c-keeps'],
      why: 'They propagate value back by one step, a tenth of a second, per trial, and in this number of trials it has not reached the odour.',
    },
    {
      agents: ['td-belief'],
      signatures: ['degradation-lowers', 'cue-c-spares', 'cue-c-keeps'],
      why: 'Its response to odour A falls with uncued rewards, and less with odour C; but it learns slowly and still has a negative response to odour A, so there is no burst that could fall.',
    },
    {
      agents: ['anccr'],
      signatures: ['degradation-lowers', 'cue-c-spares'],
      why: 'It shows no lasting difference between the groups, as reported by Qian et al.',
    },
    {
      agents: ['mackintosh', 'pearce-hall', 'pearce-hall-hybrid', 'rescorla-wagner', 'rescorla-wagner-configural'],
      why: 'They show it in behaviour, but have no response at the cue.',
    },
  ],
  summaries: [
    {
      id: 'groups',
      title: 'Change of the response to odour A',
      x: 'group',
      categories: groups.map((group) => titles[group]),
      y: 'contrast of end and before',
      series: [
        { id: 'rpe', title: 'RPE at odour A', measure: (e) => points(e, change) },
        { id: 'licking', title: 'licking', measure: (e) => points(e, lickingChange) },
      ],
    },
  ],
});
