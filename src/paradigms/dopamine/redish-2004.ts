import type { Design, Phase } from '../../contracts/design.ts';
import { integer, real, type Values } from '../../contracts/parameters.ts';
import { defineParadigm, type Condition, type Evidence, type SummaryPoint } from '../../contracts/paradigm.ts';
import {
  epsilon,
  itiOf,
  pointsOf,
  probing,
  shapeParameters,
  training,
  trialOf,
  trialSecondsOf,
  windowOf,
} from '../shared/worlds.ts';
import { contrast, contrastOf } from '../measures/numbers.ts';
import { probes } from '../shared/parameters.ts';

const parameters = {
  trainingTrials: integer({
    default: 400,
    min: 8,
    max: 20_000,
    unit: 'trials',
    help: 'trials of each of the two cues, in two halves with a probe after each',
  }),
  compoundTrials: integer({
    default: 60,
    min: 2,
    max: 5000,
    unit: 'trials of each kind',
    help: 'trials of X added to the drug cue, and of Z with a new cue, both followed by the drug; and of X′ added to the reward cue, and Z′ with a new cue, both followed by the reward',
  }),
  probeTrials: probes(4, 'probe trials of each cue alone', { unit: 'trials of each kind' }),
  drug: real({
    default: 0.5,
    min: 0,
    max: 5,
    unit: 'reward units',
    symbol: 'D',
    help: 'minimum RPE that the drug produces, whatever was expected',
  }),
  ...shapeParameters(),
};
type P = Values<typeof parameters>;

const cues = ['drug', 'natural', 'X', 'Y', 'Z', 'Xn', 'Yn', 'Zn'] as const;
const cueTitles: Readonly<Record<(typeof cues)[number], string>> = {
  drug: 'drug cue',
  natural: 'reward cue',
  X: 'X',
  Y: 'Y',
  Z: 'Z',
  Xn: 'X′',
  Yn: 'Y′',
  Zn: 'Z′',
};

/**
 * δ = max(δ + D, D), because predictions cannot cancel the drug's dopamine: negative errors are lost (gain 0), positive
 * ones stay, and D is added, only at the delivery (Redish 2004).
 */
function design(parameters: P): Design {
  const { trainingTrials, compoundTrials, probeTrials, drug } = parameters;
  const rewarded = (title: string, shown: readonly string[]) =>
    trialOf(title, { cues: shown, probability: 1 }, parameters);
  const drugged = (title: string, shown: readonly string[]) => ({
    ...rewarded(title, shown),
    stimulations: [
      { align: 'reward', onsetSeconds: 0, durationSeconds: 0, gainPositive: 1, gainNegative: 0, added: drug } as const,
    ],
  });
  const alone = (cue: string) => trialOf(`${cue} alone`, { cues: [cue], probability: 0 }, parameters);
  const half = (id: string): Omit<Phase, 'group'> =>
    training(id, trainingTrials, { 'drug-trial': 1, 'natural-trial': 1 });
  return {
    cues: cues.map((id) => ({ id, title: cueTitles[id] })),
    trialTypes: {
      'drug-trial': drugged('cue, then drug', ['drug']),
      'natural-trial': rewarded('cue, then reward', ['natural']),
      'drug-x': drugged('drug cue with X, then drug', ['drug', 'X']),
      'drug-z': drugged('Y with Z, then drug', ['Y', 'Z']),
      'natural-x': rewarded('reward cue with X′, then reward', ['natural', 'Xn']),
      'natural-z': rewarded('Y′ with Z′, then reward', ['Yn', 'Zn']),
      ...Object.fromEntries(['drug', 'natural', 'X', 'Z', 'Xn', 'Zn'].map((cue) => [`${cue}-alone`, alone(cue)])),
    },
    phases: [
      half('first-half'),
      probing('middle', probeTrials, ['drug-alone', 'natural-alone']),
      half('second-half'),
      probing('end', probeTrials, ['drug-alone', 'natural-alone']),
      training('compound', 4 * compoundTrials, { 'drug-x': 1, 'drug-z': 1, 'natural-x': 1, 'natural-z': 1 }),
      probing('test', probeTrials, ['X-alone', 'Z-alone', 'Xn-alone', 'Zn-alone']),
    ],
    iti: itiOf(parameters),
    trialSeconds: trialSecondsOf(parameters),
  };
}

function conditions(parameters: P): Readonly<Record<string, Condition>> {
  const shared = { align: 'cue', window: windowOf(parameters) } as const;
  const alone = (cue: string, title: string, phase: string): Condition => ({
    title,
    types: [`${cue}-alone`],
    phase,
    ...shared,
  });
  return {
    drug: alone('drug', 'drug cue, end', 'end'),
    natural: alone('natural', 'reward cue, end', 'end'),
    'drug-middle': alone('drug', 'drug cue, halfway', 'middle'),
    'natural-middle': alone('natural', 'reward cue, halfway', 'middle'),
    'drug-delivered': { title: 'drug, last trials', types: ['drug-trial'], phase: 'second-half', last: 20, ...shared },
    'natural-delivered': {
      title: 'reward, last trials',
      types: ['natural-trial'],
      phase: 'second-half',
      last: 20,
      ...shared,
    },
    'drug-x': alone('X', 'X, added to the drug cue', 'test'),
    'drug-z': alone('Z', 'Z, with a new cue', 'test'),
    'natural-x': alone('Xn', 'X′, added to the reward cue', 'test'),
    'natural-z': alone('Zn', 'Z′, with a new cue', 'test'),
  };
}

/** Value in the last step before the delivery, reward sizes. */
const worth = (e: Evidence<P>, condition: string): number =>
  e.at(condition, 'value', e.parameters.cueSeconds - e.design.stepSeconds) / e.parameters.magnitude;
const points = (e: Evidence<P>, kind: 'drug' | 'natural'): readonly SummaryPoint[] =>
  pointsOf([`${kind}-middle`, kind], (condition) => worth(e, condition));

const paper = 'Redish 2004';
export default defineParadigm({
  id: 'redish-2004',
  version: 3,
  title: 'Redish 2004: a drug that cannot be predicted away',
  summary:
    'A drug that releases dopamine directly adds an error that no expectation can cancel, δ = max(δ + D, D). The value of its cue then grows without bound, while that of a natural reward converges to the size of the reward. The theory also predicts no blocking: a cue added to one that already predicts the drug is learned. Rats, however, show blocking, which is included here as a finding that the theory is known to fail. Choices between drug and reward are not part of this experiment.',
  citation: { text: 'Redish 2004, Science 306:1944', doi: '10.1126/science.1102384' },
  approximate: {
    changed: { cueSeconds: 'chosen: the paper is theoretical', itiSeconds: 'chosen: the paper is theoretical' },
  },
  parameters,
  agent: 'td-csc',
  recording: { id: 'identity', parameters: {} },
  design,
  conditions,
  shown: ['drug', 'natural', 'drug-middle', 'natural-middle', 'drug-delivered', 'natural-delivered'],
  heatMapTypes: ['drug-trial', 'natural-trial'],
  signatures: [
    {
      id: 'natural-settles',
      role: 'control',
      claim: 'The value of the cue of a natural reward converges to the reward size.',
      source: `${paper}, figure 1; bound: ε = ${epsilon} of the reward (theory: 1)`,
      quantity: 'value before the natural reward / reward size',
      expected: { about: 1, within: epsilon },
      measure: (e) => worth(e, 'natural'),
    },
    {
      id: 'drug-not-predicted-away',
      claim: 'The drug evokes a response however well it is predicted.',
      source: `${paper}; bound: half of D (theory: D)`,
      quantity: 'RPE at the drug in the last trials / D',
      expected: { above: 0.5 },
      byConstruction:
        'The manipulation itself adds D to the error at the drug, whatever was expected, so every agent shows this.',
      measure: ({ parameters, at }) =>
        parameters.drug > 0 ? at('drug-delivered', 'rpe', parameters.cueSeconds) / parameters.drug : Number.NaN,
    },
    {
      id: 'drug-grows-without-bound',
      claim: 'The value of the drug cue grows without bound.',
      source: `${paper}, figure 1; bound: ${contrastOf(1.5).toFixed(2)}, 1.5 times the value; 0 for a value that has converged (theory: ${contrastOf(2).toFixed(2)}, twice the value)`,
      quantity:
        'contrast (a - b) / (|a| + |b|); a: value before the drug at the end of training, b: halfway through it',
      expected: { above: contrastOf(1.5) },
      measure: (e) => contrast(worth(e, 'drug'), worth(e, 'drug-middle')),
    },
    {
      id: 'drug-above-natural',
      claim: 'The drug cue acquires a higher value than the cue of a natural reward of the same size.',
      source: `${paper}, figure 1; bound: one reward size (theory: 20.5 against 1.0 with α = 0.1 and D = 0.5)`,
      quantity: '(value before the drug - value before the natural reward) / reward size',
      expected: { above: 1 },
      measure: (e) => worth(e, 'drug') - worth(e, 'natural'),
    },
    {
      id: 'natural-blocks',
      role: 'control',
      claim: 'A cue added to the cue of a natural reward is blocked.',
      source: 'Kamin 1969, as in any blocking experiment; bound: value of X′ half that of Z′, halfway to no blocking',
      quantity:
        'contrast (a - b) / (|a| + |b|); a: value of X′, added to the reward cue, b: value of Z′, trained with a new cue',
      expected: { below: contrastOf(0.5) },
      measure: (e) => contrast(worth(e, 'natural-x'), worth(e, 'natural-z')),
    },
    {
      id: 'drug-blocks',
      claim: 'A cue added to the drug cue is also blocked.',
      source:
        'Panlilio, Thorndike & Schindler 2007 (doi:10.1016/j.pbb.2007.03.005), rats with cocaine, approximate; bound: value of X half that of Z, halfway to no blocking; the theory is known to fail this',
      quantity:
        'contrast (a - b) / (|a| + |b|); a: value of X, added to the drug cue, b: value of Z, trained with a new cue',
      expected: { below: contrastOf(0.5) },
      measure: (e) => contrast(worth(e, 'drug-x'), worth(e, 'drug-z')),
    },
  ],
  nonePasses:
    'D is also added to the error from which a new cue learns, so a drug blocks nothing: the known failure of the theory. Rate estimation has no errors: it shows blocking but no growth.',
  noneFails:
    'In every agent that learns from an error, the value to which D is added grows without bound. Agents in which the value of the natural reward does not converge are not judged.',
  notes: [
    {
      agents: [
        'pearce-hall',
        'pearce-hall-hybrid',
        'rescorla-wagner',
        'rescorla-wagner-configural',
        'kalman-td',
        'td-block-belief',
        'td-csc',
        'td-csc-reset',
        'td-expectile',
        'td-multi-timescale',
        'td-quantile',
        'td-range-normalised',
        'td-sr',
      ],
      signatures: ['drug-blocks'],
      why: 'D is added to the error from which a new cue learns, so the drug blocks nothing: the known failure of the theory. With TD(0), the value of its cue ends 19.5 rewards above that of the natural reward.',
      numbers: [{ text: '19.5', agent: 'td-csc', signature: 'drug-above-natural', seeds: 1 }],
    },
    {
      agents: ['td-microstimuli', 'td-presence', 'td-state-uncertainty'],
      why: 'A few features also represent the time before the drug, where D is not added: with them the value of the natural reward does not converge.',
    },
    {
      agents: ['td-belief', 'td-lambda-csc'],
      why: 'The growing value of the drug spreads into the interval between trials, and from there to the cue of the natural reward.',
    },
    {
      agents: ['mackintosh'],
      signatures: ['natural-blocks'],
      why: 'Each cue has its own error, so a natural reward shows no more blocking than the drug.',
    },
    {
      agents: ['ret'],
      signatures: ['drug-grows-without-bound', 'drug-above-natural'],
      why: 'It counts rewards and has no errors, so D only changes the value of an outcome and nothing grows.',
    },
    {
      agents: ['anccr', 'anccr-slow-base-rates', 'td-semi-markov'],
      why: 'The meaning of an event is learned too slowly, or too rarely, for the value of the natural reward to converge.',
    },
  ],
  summaries: [
    {
      id: 'growth',
      title: 'Value of the cue',
      x: 'time of the test',
      categories: ['halfway', 'end'],
      y: 'value before the outcome (reward sizes)',
      series: [
        { id: 'drug', title: 'drug', measure: (e) => points(e, 'drug') },
        { id: 'natural', title: 'natural reward', measure: (e) => points(e, 'natural') },
      ],
    },
  ],
});
