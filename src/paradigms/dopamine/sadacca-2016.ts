import type { Design } from '../../contracts/design.ts';
import { integer, type Values } from '../../contracts/parameters.ts';
import { defineParadigm, type Condition } from '../../contracts/paradigm.ts';
import {
  atCue,
  epsilon,
  expecting,
  itiOf,
  pointsOf,
  probing,
  seriesOf,
  shapeParameters,
  shortenedShape,
  training,
  trialSecondsOf,
  windowOf,
} from '../shared/worlds.ts';
import { probes } from '../shared/parameters.ts';

const parameters = {
  preconditioningTrials: integer({
    default: 24,
    min: 2,
    max: 2000,
    unit: 'trials',
    help: 'trials of A followed by B, and C by D, in equal shares, without reward (12 each, approximate)',
  }),
  conditioningTrials: integer({
    default: 72,
    min: 2,
    max: 20_000,
    unit: 'trials',
    help: 'trials of B with reward and D without, in equal shares (36 each, approximate)',
  }),
  probeTrials: probes(6, 'probe trials of B and D after conditioning', { max: 200, unit: 'trials of each kind' }),
  testTrials: integer({
    default: 12,
    min: 2,
    max: 200,
    unit: 'trials',
    help: 'trials of A and C alone, in equal shares, without reward; only the first trial of each is judged',
  }),
  ...shapeParameters({
    cueHelp:
      'duration of each cue; the second follows the first, and reward follows the second; shortened from about 10 s (approximate), because TD propagates value back by one step per trial',
  }),
};
type P = Values<typeof parameters>;

function design(parameters: P): Design {
  const { preconditioningTrials, conditioningTrials, probeTrials, testTrials } = parameters;
  const series = (title: string, cues: readonly string[], probability?: number) =>
    seriesOf(title, { cues, ...(probability === undefined ? {} : { probability }) }, parameters);
  return {
    cues: ['A', 'B', 'C', 'D'].map((id) => ({ id, title: id })),
    trialTypes: {
      ab: series('A, then B', ['A', 'B']),
      cd: series('C, then D', ['C', 'D']),
      b: series('B, then reward', ['B'], 1),
      d: series('D, no reward', ['D']),
      'b-alone': series('B alone', ['B'], 0),
      a: series('A alone', ['A']),
      c: series('C alone', ['C']),
    },
    phases: [
      training('preconditioning', preconditioningTrials, { ab: 1, cd: 1 }),
      training('conditioning', conditioningTrials, { b: 1, d: 1 }),
      probing('probe', probeTrials, ['b-alone', 'd']),
      training('test', testTrials, { a: 1, c: 1 }),
    ],
    iti: itiOf(parameters),
    trialSeconds: trialSecondsOf(parameters, 2),
  };
}

function conditions(parameters: P): Readonly<Record<string, Condition>> {
  const shared = { align: 'cue', window: windowOf(parameters, 2) } as const;
  return {
    a: { title: 'A, first test', types: ['a'], phase: 'test', first: 1, ...shared },
    c: { title: 'C, first test', types: ['c'], phase: 'test', first: 1, ...shared },
    b: { title: 'B, conditioned', types: ['b-alone'], phase: 'probe', ...shared },
    d: { title: 'D, unrewarded', types: ['d'], phase: 'probe', ...shared },
    'a-before': { title: 'A, first presentation', types: ['ab'], phase: 'preconditioning', first: 1, ...shared },
  };
}

const paper = 'Sadacca, Jones & Schoenbaum 2016';
const byEpsilon = `bound: ε = ${epsilon} of the RPE of an unpredicted reward`;

export default defineParadigm({
  id: 'sadacca-2016',
  version: 2,
  title: 'Sadacca et al. 2016: sensory preconditioning',
  summary:
    'First A is followed by B and C by D, without reward. Then B is followed by reward and D is not. A was never paired with reward, yet dopamine neurons respond to A, and not to C, at its first presentation afterwards. Cached values from past rewards cannot explain this: the value must be inferred from the learned transitions between cues.',
  citation: { text: 'Sadacca, Jones & Schoenbaum 2016, eLife 5:e13665', doi: '10.7554/eLife.13665' },
  approximate: { unchecked: ['preconditioningTrials', 'conditioningTrials'], changed: shortenedShape },
  parameters,
  agent: 'td-csc',
  recording: { id: 'spikes', parameters: {} },
  design,
  conditions,
  shown: ['a', 'c', 'b', 'd'],
  signatures: [
    {
      id: 'conditioned-cue-burst',
      role: 'control',
      claim: 'After conditioning, B evokes a burst and D does not.',
      source: `${paper}; ${byEpsilon}`,
      quantity: '(RPE at B - RPE at D) / reward size',
      expected: { above: epsilon },
      measure: (e) => atCue(e, 'b') - atCue(e, 'd'),
    },
    {
      id: 'control-cue-silent',
      role: 'control',
      claim: 'C, whose partner D was not rewarded, evokes no response in its first test.',
      source: `${paper}; ${byEpsilon}`,
      quantity: 'RPE at C in its first test / reward size',
      expected: { about: 0, within: epsilon },
      measure: (e) => atCue(e, 'c'),
    },
    {
      id: 'preconditioned-cue-burst',
      claim: 'A, whose partner B was rewarded, evokes a larger response than C in its first test.',
      source: `${paper}; ${byEpsilon}`,
      quantity: '(RPE at A - RPE at C, in the first test of each) / reward size',
      expected: { above: epsilon },
      measure: (e) => atCue(e, 'a') - atCue(e, 'c'),
    },
    {
      id: 'preconditioned-expectation',
      claim: 'Animals expect reward during A and not during C.',
      source: `${paper}; Brogden 1939 (doi:10.1037/h0058944), 9.5 responses against 0.5; bound: ε = ${epsilon} of the reward`,
      quantity: '(value during A - value during C, in the first test of each) / reward size',
      expected: { above: epsilon },
      measure: (e) => expecting(e, 'a') - expecting(e, 'c'),
    },
  ],
  notes: [
    {
      agents: [
        'td-csc',
        'td-csc-reset',
        'td-lambda-csc',
        'td-microstimuli',
        'td-presence',
        'td-multi-timescale',
        'td-belief',
      ],
      signatures: ['preconditioned-cue-burst', 'preconditioned-expectation'],
      why: 'Without reward there is no error from which A could have learned.',
    },
    {
      agents: ['anccr'],
      signatures: ['preconditioned-cue-burst', 'preconditioned-expectation'],
      why: 'It learns only about causes of meaningful events, and B is not yet meaningful when it follows A.',
    },
    {
      agents: ['mackintosh', 'pearce-hall', 'pearce-hall-hybrid', 'rescorla-wagner', 'rescorla-wagner-configural'],
      why: 'They have no response at cues.',
    },
  ],
  summaries: [
    {
      id: 'cues',
      title: 'Response to each cue',
      x: 'cue',
      categories: ['B', 'D', 'A, first test', 'C, first test'],
      y: 'RPE at cue (reward sizes)',
      series: [
        {
          id: 'cue',
          title: 'RPE at cue',
          measure: (e) => pointsOf(['b', 'd', 'a', 'c'], (condition) => atCue(e, condition)),
        },
      ],
    },
  ],
});
