import { integer, real, type Values } from '../../contracts/parameters.ts';
import { defineParadigm, type Condition, type Evidence } from '../../contracts/paradigm.ts';
import type { ChoiceOption, Design, OptionReward, Stage } from '../../contracts/design.ts';
import { actionOf, stateOf, stayShare, successions, wasRewarded, type Succession } from '../measures/choices.ts';
import { average, aroundRecorded, timesWords } from '../measures/numbers.ts';
import { twoStepExample } from '../shared/data-sources.ts';
import { evenly, iti, rewardSize } from '../shared/parameters.ts';

const parameters = {
  trials: integer({
    default: 1000,
    min: 20,
    max: 20_000,
    unit: 'trials',
    help: 'number of trials; each participant had 201 (approximate), too few for a reliable result from one agent',
  }),
  commonShare: real({
    default: 0.7,
    min: 0.5,
    max: 1,
    symbol: 'p',
    help: 'probability of the common transition of each first choice',
  }),
  walkSd: real({
    default: 0.025,
    min: 0,
    max: 0.2,
    symbol: 'σ',
    help: 'standard deviation of the drift of the reward probabilities per trial',
  }),
  lowestChance: real({
    default: 0.25,
    min: 0,
    max: 0.5,
    symbol: 'min',
    help: 'lower bound at which the reward probabilities are reflected',
  }),
  highestChance: real({
    default: 0.75,
    min: 0.5,
    max: 1,
    symbol: 'max',
    help: 'upper bound at which the reward probabilities are reflected',
  }),
  itiSeconds: iti(2, ' (approximate)'),
  magnitude: rewardSize(),
};
type P = Values<typeof parameters>;

const secondStageSeconds = 1.4;
const outcomeSeconds = 2.4;
const afterOutcomeSeconds = 0.8;
/** The common second stage of each first choice. */
const leads = { 'first-a': 'pink', 'first-b': 'blue' } as const;
type First = keyof typeof leads;
const seconds = ['pink', 'blue'] as const;

function design({ trials, commonShare, walkSd, lowestChance, highestChance, itiSeconds, magnitude }: P): Design {
  // Evenly spread at the start, so that there is something to learn from the first trial on.
  const chance = (i: number): number => lowestChance + ((highestChance - lowestChance) * (2 * i + 1)) / 8;
  const reward = (i: number): OptionReward => ({
    time: { kind: 'fixed', seconds: outcomeSeconds },
    magnitude,
    probability: chance(i),
    walk: { sd: walkSd, min: lowestChance, max: highestChance },
  });
  const first = (action: First): ChoiceOption => ({
    action,
    rewards: [],
    next: seconds.map((stage) => ({ stage, probability: leads[action] === stage ? commonShare : 1 - commonShare })),
  });
  const second = (id: string, s: number): Stage => ({
    id,
    state: id,
    onsetSeconds: secondStageSeconds,
    options: ['left', 'right'].map((action, a) => ({ action, rewards: [reward((2 * s + 3 * a) % 4)] })),
  });
  return {
    cues: [],
    states: [
      { id: 'start', title: 'first stage' },
      { id: 'pink', title: 'pink stage' },
      { id: 'blue', title: 'blue stage' },
    ],
    actions: [
      { id: 'first-a', title: 'mostly to pink' },
      { id: 'first-b', title: 'mostly to blue' },
      { id: 'left', title: 'left' },
      { id: 'right', title: 'right' },
    ],
    trialTypes: {
      'two-step': {
        title: 'two choices',
        cues: [],
        rewards: [],
        stages: [
          {
            id: 'first',
            state: 'start',
            onsetSeconds: 0,
            options: (Object.keys(leads) as readonly First[]).map(first),
          },
          ...seconds.map(second),
        ],
      },
    },
    phases: [{ id: 'task', trials, plastic: true, mixture: { 'two-step': 1 }, order: 'random' }],
    iti: evenly(itiSeconds),
    trialSeconds: outcomeSeconds + afterOutcomeSeconds,
  };
}

function conditions(): Readonly<Record<string, Condition>> {
  const shared = { types: ['two-step'], align: 'cue', window: [-1, outcomeSeconds + afterOutcomeSeconds] } as const;
  return {
    rewarded: { title: 'rewarded', outcome: 'delivered', ...shared },
    unrewarded: { title: 'not rewarded', outcome: 'omitted', ...shared },
    all: { title: 'all trials', ...shared },
  };
}

const wasCommon = ({ design: of }: Evidence<P>, { before: { trial } }: Succession): boolean =>
  leads[actionOf(of, trial) as First] === stateOf(of, trial, 1);

/**
 * Probability of repeating the first choice after a trial with or without reward, and with a common or a rare
 * transition.
 */
function stay(e: Evidence<P>, rewarded: boolean, common: boolean): number {
  return stayShare(
    e.design,
    successions(e, 'all').filter(
      (pair) => wasRewarded(pair.before.trial) === rewarded && wasCommon(e, pair) === common,
    ),
  );
}

function rewardEffect(e: Evidence<P>): number {
  return average([true, false].map((common) => stay(e, true, common) - stay(e, false, common)));
}

function interaction(e: Evidence<P>): number {
  return stay(e, true, true) - stay(e, true, false) - (stay(e, false, true) - stay(e, false, false));
}

const atOutcome = (e: Evidence<P>, condition: string): number =>
  e.at(condition, 'rpe', outcomeSeconds) / e.parameters.magnitude;

/** RPE at the second stage, after common or rare transitions. */
function atSecondStage(e: Evidence<P>, common: boolean): number {
  const trials = e
    .trials('all')
    .filter(({ trial }) => (leads[actionOf(e.design, trial) as First] === stateOf(e.design, trial, 1)) === common);
  return average(trials.map(({ at }) => at('rpe', secondStageSeconds))) / e.parameters.magnitude;
}

const paper = 'Daw et al. 2011';
/** Over 11 people. */
const recorded = { reward: 0.101, interaction: 0.317 } as const;
const human = {
  text: 'Ahn, Haines & Zhang 2017, Computational Psychiatry 1:24 (two-step example data of hBayesDM)',
  doi: '10.1162/CPSY_a_00002',
};

export default defineParadigm({
  id: 'daw-2011',
  version: 2,
  title: 'Daw et al. 2011: the two-step task',
  summary:
    'The first choice usually leads to one of two second stages and sometimes to the other. The second choice is rewarded with a probability that drifts. A model-free learner repeats a first choice that was rewarded. A model-based learner switches after a reward that followed a rare transition. People show a mixture of both. Times are approximate.',
  citation: { text: 'Daw, Gershman, Seymour, Dayan & Dolan 2011, Neuron 69:1204', doi: '10.1016/j.neuron.2011.02.027' },
  approximate: {
    unchecked: ['itiSeconds', 'times from choice to choice and to outcome'],
    changed: {
      trials: 'more than the 201 of each participant, which are too few for a reliable result from one agent',
    },
  },
  parameters,
  agent: 'sarsa',
  recording: { id: 'identity', parameters: {} },
  design,
  conditions,
  shown: ['rewarded', 'unrewarded'],
  signatures: [
    {
      id: 'outcome-errors',
      role: 'control',
      claim: 'Reward evokes a larger response than its omission.',
      source: `${paper}; bound: half of the reward (theory: 1, because the preceding value is the same)`,
      quantity: '(RPE at reward - RPE at omission) / reward size',
      expected: { above: 0.5 },
      measure: (e) => atOutcome(e, 'rewarded') - atOutcome(e, 'unrewarded'),
    },
    {
      id: 'stay-after-reward',
      claim:
        'After reward, people repeat the first choice more often, whatever the transition: a sign of model-free learning.',
      source: `${paper}; recorded 0.101 in 11 people (data of hBayesDM); bound: ${timesWords}`,
      quantity: 'P(stay) after reward - after no reward, mean of common and rare transitions',
      expected: aroundRecorded(recorded.reward),
      measure: rewardEffect,
    },
    {
      id: 'stay-by-transition',
      claim: 'After a rare transition, reward makes people switch the first choice: a sign of model-based learning.',
      source: `${paper}; recorded 0.317 in 11 people (data of hBayesDM; 0.672 in 24 people with detailed instructions about the task, Feher da Silva & Hare 2020, doi:10.1038/s41562-020-0905-y); bound: ${timesWords}`,
      quantity: 'P(stay), common - rare transition: difference after reward - difference after no reward',
      expected: aroundRecorded(recorded.interaction),
      measure: interaction,
    },
  ],
  nonePasses:
    'People show both a model-free effect of reward and a model-based effect of transitions; each agent here shows one of them, or neither. Daw et al. fitted a mixture of model-free and model-based choice, and none of the agents is such a mixture.',
  notes: [
    {
      agents: ['q-learning', 'sarsa', 'expected-sarsa'],
      signatures: ['stay-by-transition'],
      why: 'They repeat a rewarded first choice after either transition and show no interaction.',
    },
    {
      agents: ['model-based'],
      signatures: ['stay-after-reward'],
      why: 'It shows the interaction but almost no effect of reward alone. People show both, but no single agent here does: Daw et al. fitted a mixture.',
    },
    {
      agents: ['belief-q', 'opal'],
      signatures: ['stay-after-reward', 'stay-by-transition'],
      why: 'Without traces, an outcome does not affect the first choice soon enough to be measured.',
    },
    {
      agents: ['actor-critic'],
      signatures: ['stay-after-reward', 'stay-by-transition'],
      why: 'Its action preferences have grown so large that a single outcome changes them too little.',
    },
  ],
  summaries: [
    {
      id: 'stay',
      title: 'Probability of staying with the first choice',
      x: 'previous transition',
      categories: ['common', 'rare'],
      y: 'P(stay)',
      series: [
        {
          id: 'rewarded',
          title: 'rewarded',
          measure: (e) => [true, false].map((common, x) => ({ x, y: stay(e, true, common) })),
        },
        {
          id: 'unrewarded',
          title: 'not rewarded',
          measure: (e) => [true, false].map((common, x) => ({ x, y: stay(e, false, common) })),
        },
      ],
      recorded: {
        citation: human,
        sources: [twoStepExample],
        n: '11 people',
        series: [
          {
            id: 'rewarded',
            title: 'rewarded',
            points: [
              { x: 0, y: 0.852 },
              { x: 1, y: 0.741 },
            ],
          },
          {
            id: 'unrewarded',
            title: 'not rewarded',
            points: [
              { x: 0, y: 0.593 },
              { x: 1, y: 0.799 },
            ],
          },
        ],
      },
    },
    {
      id: 'second-stage',
      title: 'RPE at the second stage and at the outcome',
      x: 'preceding event',
      categories: ['common, or rewarded', 'rare, or not rewarded'],
      y: 'RPE (reward sizes)',
      series: [
        {
          id: 'stage',
          title: 'second stage, by transition',
          measure: (e) => [true, false].map((common, x) => ({ x, y: atSecondStage(e, common) })),
        },
        {
          id: 'outcome',
          title: 'outcome, by reward',
          measure: (e) => ['rewarded', 'unrewarded'].map((id, x) => ({ x, y: atOutcome(e, id) })),
        },
      ],
    },
  ],
});
