import { integer, real, type Values } from '../../contracts/parameters.ts';
import { defineParadigm, type Condition, type Evidence, type SummaryPoint } from '../../contracts/paradigm.ts';
import type { ChoiceOption, Design, Phase, Stage, Stimulation, TrialType } from '../../contracts/design.ts';
import { actionOf } from '../measures/choices.ts';
import { average } from '../measures/numbers.ts';
import { evenly, iti, rewardSize } from '../shared/parameters.ts';

const parameters = {
  trainingTrials: integer({
    default: 100,
    min: 4,
    max: 5000,
    unit: 'trials per pair',
    help: 'trials of each of the three pairs with feedback (approximate: participants continued until they had learned)',
  }),
  testTrials: integer({
    default: 12,
    min: 2,
    max: 500,
    unit: 'trials per pair',
    help: 'trials of each of the twelve novel pairs, without feedback',
  }),
  learningAsymmetry: real({
    default: 0.5,
    min: 0,
    max: 1,
    symbol: 'a',
    help: 'training: reduction of negative RPE on medication, and of positive RPE off medication (chosen; not known)',
  }),
  choiceDopamine: real({
    default: 0.9,
    min: 0,
    max: 1,
    symbol: 'ρ',
    help: 'test: increase in dopamine at choice on medication, and decrease off medication; affects only agents that weigh benefits against costs (chosen; not known)',
  }),
  itiSeconds: iti(2, ' (approximate)'),
  magnitude: rewardSize('value of the feedback that a choice was correct'),
};
type P = Values<typeof parameters>;

/** Probability of each symbol to be the correct one of its training pair. */
const symbols = { A: 0.8, B: 0.2, C: 0.7, D: 0.3, E: 0.6, F: 0.4 } as const;
type SymbolId = keyof typeof symbols;
const trained = ['AB', 'CD', 'EF'] as const;
const ids = Object.keys(symbols) as readonly SymbolId[];
const allPairs = ids.flatMap((a, i) => ids.slice(i + 1).map((b) => `${a}${b}`));
const novel = allPairs.filter((pair) => !(trained as readonly string[]).includes(pair));
/**
 * Novel pairs with A, and with B: choosing A means approaching the best symbol, not choosing B means avoiding the
 * worst.
 */
const withA = novel.filter((pair) => pair.includes('A'));
const withB = novel.filter((pair) => pair.includes('B'));

/** The difference between the groups: dopamine during learning, at choice, or both. */
const groups = [
  { id: 'on', title: 'on medication', learning: 1, choice: 1 },
  { id: 'off', title: 'off medication', learning: -1, choice: -1 },
  { id: 'learning-on', title: 'on, in training only', learning: 1, choice: 0 },
  { id: 'learning-off', title: 'off, in training only', learning: -1, choice: 0 },
  { id: 'choice-on', title: 'on, in the test only', learning: 0, choice: 1 },
  { id: 'choice-off', title: 'off, in the test only', learning: 0, choice: -1 },
] as const;
type GroupId = (typeof groups)[number]['id'];

const feedbackSeconds = 0.6;
const afterFeedbackSeconds = 0.8;

function design({ trainingTrials, testTrials, learningAsymmetry, choiceDopamine, itiSeconds, magnitude }: P): Design {
  const trialSeconds = feedbackSeconds + afterFeedbackSeconds;
  const gains = (learning: number): readonly Stimulation[] =>
    learning === 0
      ? []
      : [
          {
            align: 'cue',
            onsetSeconds: 0,
            durationSeconds: trialSeconds,
            gainPositive: learning < 0 ? 1 - learningAsymmetry : 1,
            gainNegative: learning > 0 ? 1 - learningAsymmetry : 1,
            added: 0,
          },
        ];
  // Symbols are objects: their learned values transfer to pairs never seen.
  const stages = (pair: string, option: (symbol: SymbolId) => ChoiceOption): readonly Stage[] => [
    { id: 'pair', state: pair, onsetSeconds: 0, options: pair.split('').map((symbol) => option(symbol as SymbolId)) },
  ];
  const withFeedback = (symbol: SymbolId): ChoiceOption => ({
    action: symbol,
    rewards: [{ time: { kind: 'fixed', seconds: feedbackSeconds }, magnitude, probability: symbols[symbol] }],
  });
  const arms = [-1, 0, 1] as const;
  const training = arms.flatMap((learning) =>
    trained.map((pair): readonly [string, TrialType] => [
      `${pair}${armName(learning)}`,
      {
        title: `${pair}, feedback${learning === 0 ? '' : learning > 0 ? ', on medication' : ', off medication'}`,
        cues: [],
        rewards: [],
        stimulations: gains(learning),
        stages: stages(pair, withFeedback),
      },
    ]),
  );
  const test = novel.map((pair): readonly [string, TrialType] => [
    pair,
    {
      title: `${pair}, no feedback`,
      cues: [],
      rewards: [],
      stages: stages(pair, (action) => ({ action, rewards: [] })),
    },
  ]);
  return {
    cues: [],
    groups: groups.map(({ id, title }) => ({ id, title })),
    states: [...trained, ...novel].map((id) => ({ id, title: id })),
    actions: ids.map((id) => ({ id, title: id, isThing: true })),
    trialTypes: Object.fromEntries([...training, ...test]),
    phases: groups.flatMap(({ id, learning, choice }): readonly Phase[] => [
      {
        id: `training-${id}`,
        group: id,
        trials: trained.length * trainingTrials,
        plastic: true,
        mixture: Object.fromEntries(trained.map((pair) => [`${pair}${armName(learning)}`, 1])),
        order: 'balanced',
      },
      {
        id: `test-${id}`,
        group: id,
        trials: novel.length * testTrials,
        plastic: false,
        mixture: Object.fromEntries(novel.map((pair) => [pair, 1])),
        order: 'balanced',
        choiceDopamine: choice * choiceDopamine,
      },
    ]),
    iti: evenly(itiSeconds),
    trialSeconds,
  };
}

const armName = (learning: number): string => (learning > 0 ? '-on' : learning < 0 ? '-off' : '');

function conditions({ trainingTrials }: P): Readonly<Record<string, Condition>> {
  const window = [-1, feedbackSeconds + afterFeedbackSeconds] as const;
  const shared = { align: 'cue', window } as const;
  return Object.fromEntries(
    groups.flatMap(({ id, title, learning }): readonly [string, Condition][] => {
      const types = trained.map((pair) => `${pair}${armName(learning)}`);
      return [
        [`${id}-correct`, { title: `${title}, correct`, types, group: id, outcome: 'delivered', ...shared }],
        [`${id}-incorrect`, { title: `${title}, incorrect`, types, group: id, outcome: 'omitted', ...shared }],
        [
          `${id}-AB`,
          {
            title: `${title}, A or B, late`,
            types: types.slice(0, 1),
            group: id,
            last: Math.max(2, Math.round(trainingTrials / 2)),
            ...shared,
          },
        ],
        [`${id}-A`, { title: `${title}, A in novel pairs`, types: withA, group: id, ...shared }],
        [`${id}-B`, { title: `${title}, B in novel pairs`, types: withB, group: id, ...shared }],
      ];
    }),
  );
}

const chooses = (e: Evidence<P>, condition: string, symbol: SymbolId): number =>
  average(e.trials(condition).map(({ trial }) => (actionOf(e.design, trial) === symbol ? 1 : 0)));
const choosesA = (e: Evidence<P>, group: GroupId): number => chooses(e, `${group}-A`, 'A');
const avoidsB = (e: Evidence<P>, group: GroupId): number => 1 - chooses(e, `${group}-B`, 'B');
/** Above 0: better at choosing the best than at avoiding the worst. */
const bias = (e: Evidence<P>, group: GroupId): number => choosesA(e, group) - avoidsB(e, group);

const atFeedback = (e: Evidence<P>, condition: string): number =>
  e.at(condition, 'rpe', feedbackSeconds) / e.parameters.magnitude;
const learns = (e: Evidence<P>, group: GroupId): number => chooses(e, `${group}-AB`, 'A');

const both =
  (on: GroupId, off: GroupId, read: (e: Evidence<P>, group: GroupId) => number) =>
  (e: Evidence<P>): readonly SummaryPoint[] => [
    { x: 0, y: read(e, on) },
    { x: 1, y: read(e, off) },
  ];

const paper = "Frank, Seeberger & O'Reilly 2004";

export default defineParadigm({
  id: 'frank-2004',
  version: 2,
  title: 'Frank et al. 2004: learning from positive and negative outcomes',
  summary:
    'Participants learn three pairs of symbols from feedback; one symbol of each pair is correct in 80, 70 or 60 % of trials. Then all other pairs are shown without feedback. Patients with Parkinson’s disease on medication are better at choosing the best symbol than at avoiding the worst; off medication it is the reverse. Here dopamine is manipulated in two separate ways: during learning, and at the moment of choice. The sizes of both are not known.',
  citation: { text: "Frank, Seeberger & O'Reilly 2004, Science 306:1940", doi: '10.1126/science.1102941' },
  approximate: {
    unchecked: ['itiSeconds', 'time from choice to feedback'],
    changed: {
      trainingTrials: 'fixed number; in the experiment, participants continued until they had learned',
      learningAsymmetry: 'chosen; not known',
      choiceDopamine: 'chosen; not known',
    },
  },
  parameters,
  agent: 'opal',
  recording: { id: 'identity', parameters: {} },
  design,
  conditions,
  shown: ['on-correct', 'on-incorrect', 'off-correct', 'off-incorrect'],
  heatMapTypes: ['AB-on', 'CD-on', 'EF-on', 'AB-off', 'CD-off', 'EF-off'],
  signatures: [
    {
      id: 'best-pair-is-learned',
      role: 'control',
      claim: 'On and off medication, people choose the better symbol of the first pair.',
      source: `${paper}; bound: 0.55, a little above chance`,
      quantity: 'fraction of choices of A over B in the second half of training, smaller of on and off medication',
      expected: { above: 0.55 },
      measure: (e) => Math.min(learns(e, 'on'), learns(e, 'off')),
    },
    {
      id: 'feedback-errors',
      role: 'control',
      claim: 'On and off medication, correct feedback raises dopamine and incorrect feedback lowers it.',
      source: `${paper}, assumed in its explanation of the effect of medication; bound: 0.05 of the value of correct feedback`,
      quantity:
        'smallest of RPE at correct and -RPE at incorrect feedback, on and off medication / value of correct feedback',
      expected: { above: 0.05 },
      measure: (e) =>
        Math.min(
          ...(['on', 'off'] as const).flatMap((group) => [
            atFeedback(e, `${group}-correct`),
            -atFeedback(e, `${group}-incorrect`),
          ]),
        ),
    },
    {
      id: 'on-chooses-best',
      claim: 'On medication, people are better at choosing the best symbol than at avoiding the worst.',
      source: `${paper}, figure 2; bound: 0, no difference: the size in people is not known here`,
      quantity: 'fraction of choices of A - fraction of choices against B, in novel pairs, on medication',
      expected: { above: 0 },
      measure: (e) => bias(e, 'on'),
    },
    {
      id: 'off-avoids-worst',
      claim: 'Off medication, people are better at avoiding the worst symbol than at choosing the best.',
      source: `${paper}, figure 2; bound: 0, no difference: the size in people is not known here`,
      quantity: 'fraction of choices of A - fraction of choices against B, in novel pairs, off medication',
      expected: { below: 0 },
      measure: (e) => bias(e, 'off'),
    },
    {
      id: 'crossover',
      claim: 'Medication shifts people from avoiding the worst to choosing the best symbol.',
      source: `${paper}, figure 2; bound: 0.1, a tenth of all choices, chosen: the size in people is not known here`,
      quantity: 'fraction of choices of A - fraction of choices against B, in novel pairs: on - off medication',
      expected: { above: 0.1 },
      measure: (e) => bias(e, 'on') - bias(e, 'off'),
    },
  ],
  notes: [
    {
      agents: ['opal'],
      why: 'It shows the crossover. The cause is dopamine at the moment of choice: during learning the critic adapts to the weakened errors, so positive and negative errors soon balance again.',
    },
    {
      agents: ['q-learning', 'sarsa', 'expected-sarsa', 'belief-q', 'model-based'],
      signatures: ['on-chooses-best', 'off-avoids-worst', 'crossover'],
      why: 'Without dips all good symbols gain nearly the same value and the worst one stands out, contrary to the finding. Dopamine at choice does not affect action values.',
    },
    {
      agents: ['actor-critic'],
      signatures: ['off-avoids-worst', 'crossover'],
      why: 'It is better at choosing A in every group, which is one of the findings but not a crossover.',
    },
  ],
  summaries: [
    {
      id: 'test',
      title: 'Novel pairs',
      x: 'medication',
      categories: ['on', 'off'],
      y: 'fraction of choices',
      series: [
        { id: 'choose-a', title: 'choose A', measure: both('on', 'off', choosesA) },
        { id: 'avoid-b', title: 'avoid B', measure: both('on', 'off', avoidsB) },
      ],
    },
    {
      id: 'which-knob',
      title: 'Choosing A minus avoiding B, by time of the dopamine manipulation',
      x: 'medication',
      categories: ['on', 'off'],
      y: 'difference in fraction of choices',
      series: [
        { id: 'both', title: 'in training and at choice', measure: both('on', 'off', bias) },
        { id: 'learning', title: 'in training only', measure: both('learning-on', 'learning-off', bias) },
        { id: 'choice', title: 'at choice only', measure: both('choice-on', 'choice-off', bias) },
      ],
    },
    {
      id: 'feedback',
      title: 'RPE at feedback',
      x: 'medication',
      categories: ['on', 'off'],
      y: 'RPE / value of correct feedback',
      series: [
        {
          id: 'correct',
          title: 'correct',
          measure: both('on', 'off', (e, group) => atFeedback(e, `${group}-correct`)),
        },
        {
          id: 'incorrect',
          title: 'incorrect',
          measure: both('on', 'off', (e, group) => atFeedback(e, `${group}-incorrect`)),
        },
      ],
    },
  ],
});
