import type { Design } from '../../contracts/design.ts';
import { integer, type Values } from '../../contracts/parameters.ts';
import { defineParadigm, type Condition } from '../../contracts/paradigm.ts';
import {
  atCue,
  atReward,
  epsilon,
  expecting,
  itiOf,
  pointsOf,
  probing,
  respondingContrast,
  shapeParameters,
  training,
  trialOf,
  trialSecondsOf,
  windowOf,
} from '../shared/worlds.ts';
import { contrastOf } from '../measures/numbers.ts';
import { probes } from '../shared/parameters.ts';

const parameters = {
  trainingTrials: integer({
    default: 1200,
    min: 16,
    max: 20_000,
    unit: 'trials',
    help: 'trials in the ratio 4 A with reward : 4 AX without : 2 C with reward : 1 B without : 1 BY without (approximate)',
  }),
  probeTrials: probes(10, 'unrewarded, rewarded and summation probes', { unit: 'trials of each kind' }),
  retardationTrials: integer({
    default: 30,
    min: 4,
    max: 2000,
    unit: 'trials',
    help: 'trials at the end in which X and Y are each paired with reward, in equal shares',
  }),
  ...shapeParameters({ cueSeconds: 1.5, cueHelp: 'from cue onset to reward, while the cue stays on (approximate)' }),
};
type P = Values<typeof parameters>;

function design(parameters: P): Design {
  const { trainingTrials, probeTrials, retardationTrials } = parameters;
  const trial = (title: string, cues: readonly string[], probability?: number) =>
    trialOf(title, { cues, ...(probability === undefined ? {} : { probability }) }, parameters);
  return {
    cues: ['A', 'B', 'C', 'X', 'Y'].map((id) => ({ id, title: id })),
    trialTypes: {
      a: trial('A, then reward', ['A'], 1),
      ax: trial('A and X, no reward', ['A', 'X'], 0),
      b: trial('B, no reward', ['B']),
      by: trial('B and Y, no reward', ['B', 'Y']),
      c: trial('C, then reward', ['C'], 1),
      x: trial('X alone, no reward', ['X'], 0),
      y: trial('Y alone, no reward', ['Y'], 0),
      'x-reward': trial('X alone, reward', ['X'], 1),
      'y-reward': trial('Y alone, reward', ['Y'], 1),
      cx: trial('C and X, no reward', ['C', 'X'], 0),
      cy: trial('C and Y, no reward', ['C', 'Y'], 0),
    },
    phases: [
      training('training', trainingTrials, { a: 4, ax: 4, c: 2, b: 1, by: 1 }),
      probing('test', probeTrials, ['x', 'y', 'x-reward', 'y-reward', 'cx', 'cy']),
      training('retardation', retardationTrials, { 'x-reward': 1, 'y-reward': 1 }),
    ],
    iti: itiOf(parameters),
    trialSeconds: trialSecondsOf(parameters),
  };
}

function conditions(parameters: P): Readonly<Record<string, Condition>> {
  const shared = { align: 'cue', window: windowOf(parameters) } as const;
  const test = { phase: 'test', ...shared };
  const late = { phase: 'training', last: 20, ...shared };
  return {
    x: { title: 'X (inhibitor)', types: ['x'], ...test },
    y: { title: 'Y (neutral)', types: ['y'], ...test },
    'x-reward': { title: 'X, reward', types: ['x-reward'], ...test },
    'y-reward': { title: 'Y, reward', types: ['y-reward'], ...test },
    a: { title: 'A, trained', types: ['a'], ...late },
    ax: { title: 'AX, trained', types: ['ax'], ...late },
    cx: { title: 'C and X', types: ['cx'], ...test },
    cy: { title: 'C and Y', types: ['cy'], ...test },
    'x-acquisition': { title: 'X, paired with reward', types: ['x-reward'], phase: 'retardation', ...shared },
    'y-acquisition': { title: 'Y, paired with reward', types: ['y-reward'], phase: 'retardation', ...shared },
  };
}

const paper = 'Tobler, Dickinson & Schultz 2003';
const byEpsilon = `bound: ε = ${epsilon} of the RPE of an unpredicted reward`;
const byHalf = 'bound: half of the control response, between no and full inhibition';

export default defineParadigm({
  id: 'tobler-2003',
  version: 3,
  title: 'Tobler et al. 2003: conditioned inhibition',
  summary:
    'A alone is followed by reward and A with X is not, so X becomes a conditioned inhibitor. B and Y are never rewarded, and C always is. Tested alone, X depresses dopamine neurons, and a reward after X evokes a larger response than one after Y. X also passes the two behavioural tests of an inhibitor: it reduces responding to C (summation), and it is learned slowly when it is paired with reward (retardation).',
  citation: {
    text: 'Tobler, Dickinson & Schultz 2003, Journal of Neuroscience 23:10402',
    doi: '10.1523/JNEUROSCI.23-32-10402.2003',
  },
  approximate: {
    unchecked: ['trainingTrials', 'cueSeconds'],
    changed: { itiSeconds: 'shorter than in the experiment' },
  },
  parameters,
  agent: 'td-csc',
  recording: { id: 'spikes', parameters: {} },
  design,
  conditions,
  shown: ['x', 'y', 'x-reward', 'y-reward', 'a', 'ax'],
  heatMapTypes: ['a', 'ax'],
  signatures: [
    {
      id: 'discrimination',
      role: 'control',
      claim: 'At the end of training, animals respond less to AX than to A.',
      source: `${paper}; ${byHalf}`,
      quantity:
        'contrast (a - b) / (|a| + |b|); a: responding to AX in the last trials of training, b: responding to A in the last trials of training',
      expected: { below: contrastOf(0.5) },
      measure: (e) => respondingContrast(e, 'ax', 'a'),
    },
    {
      id: 'neutral-cue-silent',
      role: 'control',
      claim: 'Y, which was paired neither with reward nor with its omission, evokes no response.',
      source: `${paper}; ${byEpsilon}`,
      quantity: 'RPE at Y alone / reward size',
      expected: { about: 0, within: epsilon },
      measure: (e) => atCue(e, 'y'),
    },
    {
      id: 'inhibitor-depresses',
      claim: 'X alone depresses dopamine neurons.',
      source: `${paper}; ${byEpsilon}`,
      quantity: 'RPE at X alone / reward size',
      expected: { below: -epsilon },
      measure: (e) => atCue(e, 'x'),
    },
    {
      id: 'reward-after-inhibitor',
      claim: 'A reward after X evokes a larger response than a reward after Y.',
      source: `${paper}; ${byEpsilon} (theory: 1)`,
      quantity: '(RPE at reward after X - after Y) / reward size',
      expected: { above: epsilon },
      measure: (e) => atReward(e, 'x-reward') - atReward(e, 'y-reward'),
    },
    {
      id: 'no-dip-after-inhibitor',
      role: 'control',
      claim: 'If no reward follows X, there is no dip at the time of reward.',
      source: `${paper}; ${byEpsilon}`,
      quantity: 'RPE at the time of reward after X without reward / reward size',
      expected: { above: -epsilon },
      measure: (e) => atReward(e, 'x'),
    },
    {
      id: 'summation',
      claim: 'X reduces responding to C, with which it was never paired; Y does not.',
      source: `${paper}; ${byHalf}`,
      quantity: 'contrast (a - b) / (|a| + |b|); a: responding to C with X, b: responding to C with Y',
      expected: { below: contrastOf(0.5) },
      measure: (e) => respondingContrast(e, 'cx', 'cy'),
    },
    {
      id: 'retardation',
      claim: 'When paired with reward, X is learned more slowly than Y.',
      source: `${paper}; bound: ε = ${epsilon} of the reward`,
      quantity: '(value during Y - value during X, mean over the pairings with reward) / reward size',
      expected: { above: epsilon },
      measure: (e) => expecting(e, 'y-acquisition') - expecting(e, 'x-acquisition'),
    },
  ],
  notes: [
    {
      agents: ['mackintosh', 'pearce-hall', 'pearce-hall-hybrid', 'rescorla-wagner', 'rescorla-wagner-configural'],
      signatures: ['inhibitor-depresses'],
      why: 'They learn once per trial and have no response at the cue. Pearce-Hall and its hybrid have an inhibitory link, which is a negative value here.',
    },
    {
      agents: ['td-quantile'],
      signatures: ['inhibitor-depresses'],
      why: 'It learns the depression at X too slowly.',
    },
    {
      agents: ['mackintosh'],
      why: 'Each cue has its own error, so there is no inhibition.',
    },
    {
      agents: ['td-belief', 'td-semi-markov'],
      why: 'B, X and Y alone are unknown configurations and cost the time of a trial, so X and Y depress the response equally.',
    },
    {
      agents: ['td-average-reward'],
      signatures: ['neutral-cue-silent'],
      why: 'Y also depresses the response slightly, because of the time that it costs.',
    },
  ],
  summaries: [
    {
      id: 'inhibition',
      title: 'Inhibitor X and neutral Y',
      x: 'cue',
      categories: ['X, inhibitor', 'Y, neutral'],
      y: 'RPE (reward sizes)',
      series: [
        { id: 'cue', title: 'RPE at cue', measure: (e) => pointsOf(['x', 'y'], (condition) => atCue(e, condition)) },
        {
          id: 'reward',
          title: 'RPE at reward',
          measure: (e) => pointsOf(['x-reward', 'y-reward'], (condition) => atReward(e, condition)),
        },
      ],
    },
  ],
});
