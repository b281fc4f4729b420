import * as v from 'valibot';
import type { Drawing, Shape } from '../src/contracts/drawing.ts';
import { flag, integer, real, type Values } from '../src/contracts/parameters.ts';
import {
  defineControlEnv,
  controlParameters,
  type ActionSpace,
  type Draws,
  type World,
} from '../src/contracts/control-env.ts';
import { outcomeEvents, omitted, rewarded } from './bandit/arms.ts';
import { bitsOf, whole } from './state/read-state.ts';
import { worldOf } from './state/world.ts';

const id = 'two-step';
const common = 4;
const rare = 8;
const reversed = 16;
const events = [
  ...outcomeEvents,
  { id: 'common', title: 'Common transition' },
  { id: 'rare', title: 'Rare transition' },
  { id: 'reversal', title: 'States changed places' },
] as const;

const parameters = {
  commonProbability: real({
    default: 0.8,
    min: 0.5,
    max: 1,
    symbol: 'p',
    help: 'Probability of the common transition of each first choice',
  }),
  high: real({ default: 0.9, min: 0, max: 1, symbol: 'p', help: 'Probability of reward in the better second state' }),
  low: real({ default: 0.1, min: 0, max: 1, symbol: 'p', help: 'Probability of reward in the other second state' }),
  hazard: real({
    default: 0.025,
    min: 0,
    max: 1,
    symbol: 'h',
    help: 'Probability per trial that the second states swap their reward probabilities',
  }),
  fixation: flag({
    default: false,
    help: 'Whether a trial begins with a fixation step, in which all actions have the same effect',
  }),
  trials: integer({
    default: 100,
    min: 1,
    max: 100_000,
    unit: 'trials',
    help: 'Trials per episode; which second state is better at first is random',
  }),
  ...controlParameters({ timeLimit: 0 }),
};

/** The observations: the first stage, one of the second states (1 and 2), or fixation. */
const firstStage = 0;
const fixating = 3;

const actions: ActionSpace = {
  kind: 'discrete',
  actions: [
    { id: 'left', title: 'Left', keys: ['ArrowLeft'] },
    { id: 'right', title: 'Right', keys: ['ArrowRight'] },
  ],
};

export default defineControlEnv({
  id,
  version: 1,
  title: 'Two-step task',
  summary:
    'A first choice leads to one of two states, usually its own; there a reward may come. After a rewarded rare transition a model-based agent values the other choice more, and a model-free agent the same one. The version in which Wang et al. trained recurrent networks.',
  citation: {
    text: 'Daw, Gershman, Seymour, Dayan & Dolan 2011, Neuron 69:1204; Wang et al. 2018, Nature Neuroscience 21:860',
    doi: '10.1016/j.neuron.2011.02.027',
  },
  genre: 'bandit',
  stepSeconds: 1,
  events,
  agent: 'recurrent-a2c',
  parameters,
  manual: {
    observation: 'The stage of the trial. With fixation there is another, 3, with which each trial begins.',
    seen: {
      '0': 'The first choice',
      '1': 'The second state to which left usually leads',
      '2': 'The second state to which right usually leads',
    },
    actions:
      'The first choice leads to its own second state with probability commonProbability, otherwise to the other one. In a second state, and during fixation, both actions do the same.',
    rewards: [
      {
        size: 1,
        on: ['reward'],
        when: 'the second state pays, with probability high in the better one and low in the other',
      },
    ],
    start: 'Which second state is better is drawn.',
    ends: [{ on: ['reward', 'omission'], times: 'trials', when: 'all trials are done' }],
  },
  create,
});

interface Task {
  better: number;
  stage: number;
  trial: number;
  chosen: number;
  reward: number;
  happened: number;
}

/**
 * A trial is two steps, after one of fixation if enabled: the choice, and then any action in the second state, which
 * gives the reward.
 */
function create({ commonProbability, high, low, hazard, fixation, trials }: Values<typeof parameters>): World {
  const trialStart = fixation ? fixating : firstStage;

  function choose(task: Task, action: number, draws: Draws): number {
    const isCommon = draws.unit() < commonProbability;
    task.chosen = action;
    task.stage = 1 + (isCommon ? action : 1 - action);
    task.happened = isCommon ? common : rare;
    task.reward = 0;
    return 0;
  }

  function end(task: Task, draws: Draws): number {
    task.reward = draws.unit() < (task.stage - 1 === task.better ? high : low) ? 1 : 0;
    task.happened = task.reward === 1 ? rewarded : omitted;
    task.stage = trialStart;
    task.trial += 1;
    if (draws.unit() < hazard) {
      task.better = 1 - task.better;
      task.happened |= reversed;
    }
    return task.reward;
  }

  return worldOf({
    id,
    observation: { kind: 'discrete', count: fixation ? 4 : 3 },
    actions,
    schema: v.object({
      better: whole(0, 1),
      stage: whole(0, fixation ? fixating : 2),
      trial: whole(0, trials),
      chosen: whole(-1, 1),
      reward: whole(0, 1),
      happened: bitsOf(events),
    }),
    begin: (draws): Task => ({
      better: draws.integer(0, 2),
      stage: trialStart,
      trial: 0,
      chosen: -1,
      reward: 0,
      happened: 0,
    }),
    isOver: ({ trial }) => trial >= trials,
    step: (task, action, draws) =>
      task.stage === fixating
        ? fixate(task)
        : task.stage === firstStage
          ? choose(task, action, draws)
          : end(task, draws),
    observe({ stage }, into, offset) {
      into[offset] = stage;
    },
    draw,
    describe: ({ stage, trial }) => describe(stage, trial, trials),
  });
}

function fixate(task: Task): number {
  task.stage = firstStage;
  task.chosen = -1;
  task.reward = 0;
  return 0;
}

function describe(stage: number, trial: number, trials: number): string {
  if (trial >= trials) return `All ${trials} trials are over.`;
  if (stage === fixating) return `Trial ${trial + 1} of ${trials} begins.`;
  return stage === firstStage
    ? `Trial ${trial + 1} of ${trials}: choose left or right.`
    : `The choice led to state ${stage}.`;
}

function draw({ stage, chosen, better, reward }: Task): Drawing {
  const box = (x: number, y: number, isHere: boolean, isBetter: boolean): Shape => ({
    kind: 'rectangle',
    x,
    y,
    width: 1.2,
    height: 0.9,
    paint: isHere ? 'player' : isBetter ? 'goal' : 'faint',
  });
  const mark: readonly Shape[] = reward === 1 ? [{ kind: 'circle', x: 3, y: 3.4, radius: 0.25, paint: 'food' }] : [];
  return {
    width: 6,
    height: 4,
    shapes: [
      { kind: 'rectangle', x: 0, y: 0, width: 6, height: 4, paint: 'floor' },
      { kind: 'line', points: [2.6, 1.1, 1.3, 2], width: chosen === 0 ? 0.1 : 0.04, paint: 'ink' },
      { kind: 'line', points: [3.4, 1.1, 4.7, 2], width: chosen === 1 ? 0.1 : 0.04, paint: 'ink' },
      box(2.4, 0.3, stage === firstStage, false),
      box(0.6, 2, stage === 1, better === 0),
      box(4.2, 2, stage === 2, better === 1),
      { kind: 'text', x: 3, y: 0.75, text: 'choose', size: 0.22, paint: stage === firstStage ? 'floor' : 'ink' },
      { kind: 'text', x: 1.2, y: 2.45, text: '1', size: 0.3, paint: stage === 1 ? 'floor' : 'ink' },
      { kind: 'text', x: 4.8, y: 2.45, text: '2', size: 0.3, paint: stage === 2 ? 'floor' : 'ink' },
      ...mark,
    ],
  };
}
