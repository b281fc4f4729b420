import type { Design } from '../../contracts/design.ts';
import { integer, type Values } from '../../contracts/parameters.ts';
import { defineParadigm, type Condition } from '../../contracts/paradigm.ts';
import {
  atCue,
  atReward,
  epsilon,
  expectedAtLast,
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
import { contrastOf, shareOf, shareOfBoth } from '../measures/numbers.ts';
import { probes } from '../shared/parameters.ts';

const parameters = {
  pretrainingTrials: integer({
    default: 450,
    min: 6,
    max: 20_000,
    unit: 'trials',
    help: 'trials in the ratio 2 A with reward : 1 B without (approximate)',
  }),
  compoundTrials: integer({
    default: 300,
    min: 6,
    max: 20_000,
    unit: 'trials',
    help: 'trials of AX and BY in equal shares, both with reward (approximate)',
  }),
  probeTrials: probes(15, 'probe trials of X and Y alone, each without and with reward', {
    unit: 'trials of each kind',
  }),
  ...shapeParameters({ cueSeconds: 1.5, cueHelp: 'from cue onset to reward, while the cue stays on (approximate)' }),
};
type P = Values<typeof parameters>;

const firstTrials = 5;

function design(parameters: P): Design {
  const { pretrainingTrials, compoundTrials, probeTrials } = parameters;
  const trial = (title: string, cues: readonly string[], probability?: number) =>
    trialOf(title, { cues, ...(probability === undefined ? {} : { probability }) }, parameters);
  return {
    cues: ['A', 'B', 'X', 'Y'].map((id) => ({ id, title: id })),
    trialTypes: {
      a: trial('A, then reward', ['A'], 1),
      b: trial('B, no reward', ['B']),
      ax: trial('A and X, then reward', ['A', 'X'], 1),
      by: trial('B and Y, then reward', ['B', 'Y'], 1),
      x: trial('X alone, no reward', ['X'], 0),
      y: trial('Y alone, no reward', ['Y'], 0),
      'x-reward': trial('X alone, unexpected reward', ['X'], 1),
      'y-reward': trial('Y alone, reward', ['Y'], 1),
    },
    phases: [
      training('pretraining', pretrainingTrials, { a: 2, b: 1 }),
      training('compound', compoundTrials, { ax: 1, by: 1 }),
      probing('test', probeTrials, ['x', 'y', 'x-reward', 'y-reward']),
    ],
    iti: itiOf(parameters),
    trialSeconds: trialSecondsOf(parameters),
  };
}

function conditions(parameters: P): Readonly<Record<string, Condition>> {
  const shared = { align: 'cue', window: windowOf(parameters) } as const;
  const test = { phase: 'test', ...shared };
  const early = { phase: 'compound', first: firstTrials, ...shared };
  return {
    x: { title: 'X (blocked)', types: ['x'], ...test },
    y: { title: 'Y (control)', types: ['y'], ...test },
    'x-reward': { title: 'X, reward', types: ['x-reward'], ...test },
    'y-reward': { title: 'Y, reward', types: ['y-reward'], ...test },
    ax: { title: 'first AX, reward', types: ['ax'], ...early },
    by: { title: 'first BY, reward', types: ['by'], ...early },
    a: { title: 'A, trained', types: ['a'], phase: 'pretraining', last: 20, ...shared },
    b: { title: 'B, trained', types: ['b'], phase: 'pretraining', last: 20, ...shared },
  };
}

const paper = 'Waelti, Dickinson & Schultz 2001';
const byEpsilon = `bound: ε = ${epsilon} of the RPE of an unpredicted reward`;
// Y ends up with half of the reward's value, B with the other half.
const blockedShare = shareOf(0.1);
const byShare = `bound: 1/11 in this ratio, a tenth of the response for Y, which in theory is ε = ${epsilon} of the RPE of an unpredicted reward, because Y shares the prediction with B`;

export default defineParadigm({
  id: 'waelti-2001',
  version: 3,
  title: 'Waelti et al. 2001: blocking',
  summary:
    'A is followed by reward and B is not; then AX and BY are followed by reward equally often. X adds no information to A and is blocked: tested alone it evokes no dopamine response and no licking, while Y evokes both. X and Y were paired with reward equally often; they differ in whether the reward evoked a prediction error.',
  citation: { text: 'Waelti, Dickinson & Schultz 2001, Nature 412:43', doi: '10.1038/35083500' },
  approximate: {
    unchecked: ['pretrainingTrials', 'compoundTrials', 'cueSeconds'],
    changed: { itiSeconds: 'shorter than in the experiment' },
  },
  parameters,
  agent: 'td-csc',
  recording: { id: 'spikes', parameters: {} },
  design,
  conditions,
  shown: ['x', 'y', 'x-reward', 'y-reward', 'ax', 'by'],
  heatMapTypes: ['ax', 'by'],
  signatures: [
    {
      id: 'discrimination',
      role: 'control',
      claim: 'Before compound training, A predicts reward and B does not.',
      source: `${paper}; bound: half of the reward, between no and full expectation`,
      quantity: '(value just before the time of reward after A - after B) / reward size',
      expected: { above: 0.5 },
      measure: (e) => expectedAtLast(e, 'a') - expectedAtLast(e, 'b'),
    },
    {
      id: 'compound-surprise',
      role: 'control',
      claim: 'The first rewards after BY evoke a burst.',
      source: `${paper}; ${byEpsilon}`,
      quantity: `RPE at reward in the first ${firstTrials} BY trials / reward size`,
      expected: { above: epsilon },
      measure: (e) => atReward(e, 'by'),
    },
    {
      id: 'compound-predicted',
      claim: 'The first rewards after AX, which A predicts, evoke no response.',
      source: `${paper}; bound: ε = ${epsilon} of the response after BY, which is ε / (1 + ε) in this ratio`,
      quantity: `ratio a / (|a| + |b|); a: RPE at reward in the first ${firstTrials} AX trials, b: RPE at reward in the first ${firstTrials} BY trials`,
      expected: { about: 0, within: shareOf(epsilon) },
      // A silent reward indicates a prediction by A only if the same reward after B is not silent; X and Y are learned
      // later.
      controls: ['discrimination', 'compound-surprise'],
      measure: (e) => shareOfBoth(atReward(e, 'ax'), atReward(e, 'by')),
    },
    {
      id: 'control-cue-burst',
      role: 'control',
      claim: 'Y, which was paired with unpredicted reward, evokes a burst.',
      source: `${paper}; ${byEpsilon}`,
      quantity: 'RPE at Y alone / reward size',
      expected: { above: epsilon },
      measure: (e) => atCue(e, 'y'),
    },
    {
      id: 'blocked-cue-silent',
      claim: 'X, which was paired with predicted reward equally often, evokes almost no response.',
      source: `${paper}; ${byShare}`,
      quantity: 'ratio a / (|a| + |b|); a: RPE at X alone, b: RPE at Y alone',
      expected: { about: 0, within: blockedShare },
      // The absence of a response to a cue indicates blocking only if the control cue has a burst.
      controls: ['discrimination', 'control-cue-burst'],
      measure: (e) => shareOfBoth(atCue(e, 'x'), atCue(e, 'y')),
    },
    {
      id: 'control-omission-dip',
      role: 'control',
      claim: 'If no reward follows Y, firing falls at the usual time of reward.',
      source: `${paper}; ${byEpsilon}`,
      quantity: 'RPE at the time of reward after Y without reward / reward size',
      expected: { below: -epsilon },
      measure: (e) => atReward(e, 'y'),
    },
    {
      id: 'blocked-omission-silent',
      claim: 'If no reward follows X, firing does not fall.',
      source: `${paper}; ${byShare}`,
      quantity:
        'ratio a / (|a| + |b|); a: -RPE at the time of reward after X without reward, b: -RPE at that time after Y without reward',
      expected: { about: 0, within: blockedShare },
      // As at the cue: where the control has its dip.
      controls: ['discrimination', 'control-omission-dip'],
      measure: (e) => shareOfBoth(-atReward(e, 'x'), -atReward(e, 'y')),
    },
    {
      id: 'blocked-reward-burst',
      claim: 'A reward after X is unpredicted and evokes a larger response than a reward after Y.',
      source: `${paper}; ${byEpsilon}`,
      quantity: '(RPE at reward after X - after Y) / reward size',
      expected: { above: epsilon },
      // It is measured against Y itself, and requires only that A predicts the reward.
      controls: ['discrimination'],
      measure: (e) => atReward(e, 'x-reward') - atReward(e, 'y-reward'),
    },
    {
      id: 'blocked-behaviour',
      claim: 'Animals lick to Y and hardly to X.',
      source: `${paper}; bound: half of the response to Y, between no and complete blocking (in rats 12 and 40, Holland & Fox 2003)`,
      quantity: 'contrast (a - b) / (|a| + |b|); a: responding to X, b: responding to Y',
      expected: { below: contrastOf(0.5) },
      // As the reward.
      controls: ['discrimination'],
      measure: (e) => respondingContrast(e, 'x', 'y'),
    },
  ],
  notes: [
    {
      agents: ['rescorla-wagner', 'rescorla-wagner-configural', 'pearce-hall', 'pearce-hall-hybrid'],
      why: 'They show blocking in value and at the reward, but have no response at the cue.',
    },
    {
      agents: ['td-microstimuli', 'td-presence'],
      why: 'Without precise timing the response to a predicted reward never vanishes completely.',
    },
    {
      agents: ['td-expectile', 'td-quantile'],
      signatures: ['blocked-cue-silent'],
      why: 'The response to the cue lags behind that to the reward, because each channel learns at its own, often slow, rate.',
    },
    {
      agents: ['td-average-reward'],
      signatures: ['blocked-cue-silent'],
      why: 'Cue X costs the time of a trial, and depresses the response slightly.',
    },
    {
      agents: ['td-belief', 'td-semi-markov'],
      why: 'Their states are configurations: AX is a different state from A, and X alone is unknown. Nothing is blocked, and Y evokes no response either.',
    },
    {
      agents: ['mackintosh'],
      why: 'Each cue has its own error and reaches asymptote in this number of trials before its associability falls.',
    },
    {
      agents: ['anccr'],
      why: 'It does not distinguish X from Y in closely spaced trials; the reason is not known.',
    },
  ],
  summaries: [
    {
      id: 'blocking',
      title: 'Blocked X and control Y',
      x: 'cue',
      categories: ['X, blocked', 'Y, control'],
      y: 'RPE (reward sizes)',
      series: [
        { id: 'cue', title: 'RPE at cue', measure: (e) => pointsOf(['x', 'y'], (condition) => atCue(e, condition)) },
        {
          id: 'reward',
          title: 'RPE at reward',
          measure: (e) => pointsOf(['x-reward', 'y-reward'], (condition) => atReward(e, condition)),
        },
        {
          id: 'omission',
          title: 'RPE at omission',
          measure: (e) => pointsOf(['x', 'y'], (condition) => atReward(e, condition)),
        },
      ],
    },
  ],
});
