import { power, squared } from '../../core/power.ts';
import { integer, real, type Values } from '../../contracts/parameters.ts';
import {
  defineParadigm,
  type Condition,
  type Evidence,
  type SummaryPoint,
  type TrialEvidence,
} from '../../contracts/paradigm.ts';
import type { Design, Interval, TrialType } from '../../contracts/design.ts';
import { phasesOf, probing, training } from '../shared/worlds.ts';
import { aroundRecorded, average, timesWords } from '../measures/numbers.ts';
import { rewardSize } from '../shared/parameters.ts';
import { believed, inSteps, stateProbabilities, type WaitingTask } from '../measures/waiting.ts';

const parameters = {
  trainingTrials: integer({
    default: 2500,
    min: 2,
    max: 20_000,
    unit: 'trials per task',
    help: 'trials with learning, enough for a network',
  }),
  recordingTrials: integer({
    default: 1000,
    min: 200,
    max: 5000,
    unit: 'trials per task',
    help: 'recorded trials before learning, and again after it; learning is off',
  }),
  rewardProbability: real({
    default: 0.9,
    min: 0.1,
    max: 1,
    symbol: 'p',
    help: 'probability of reward in task 2; task 1 is always rewarded',
  }),
  magnitude: rewardSize(),
};
type P = Values<typeof parameters>;

const tasks = ['task-1', 'task-2'] as const;
type Task = (typeof tasks)[number];

/** The simulations are in steps of this many seconds. */
const stepSeconds = 0.2;
const discountPerStep = 0.93;
const isis = [1.2, 1.4, 1.6, 1.8, 2, 2.2, 2.4, 2.6, 2.8] as const;
const isi = {
  kind: 'grid',
  seconds: isis,
  weights: isis.map((seconds) => Math.exp(-squared((seconds - 2) / 0.5) / 2)),
} as const satisfies Interval;
/** To the step after the last reward, from where the interval to the next odour is counted. */
const trialSeconds = 3;
/** Eleven steps, and as many more as pass while the odour comes in each with a probability of 1/8. */
const hazard = 1 / 8;
const longestWait = 80;
const iti = {
  kind: 'grid',
  seconds: Array.from({ length: longestWait }, (_, i) => Number(((11 + i) * stepSeconds).toFixed(6))),
  weights: Array.from({ length: longestWait }, (_, i) => hazard * power(1 - hazard, i)),
} as const satisfies Interval;
/** Rest before and after each lone odour and reward: 200 steps. */
const restSeconds = 40;
const restTrials = 12;

const chanceOf = (task: Task, { rewardProbability }: P): number => (task === 'task-1' ? 1 : rewardProbability);

function design(parameters: P): Design {
  const odour = [{ cue: 'odour', onsetSeconds: 0, durationSeconds: 1 }];
  const { magnitude, trainingTrials, recordingTrials } = parameters;
  const typeOf = (title: string, task: Task): TrialType => ({
    title,
    cues: odour,
    rewards: [{ time: isi, magnitude, probability: chanceOf(task, parameters) }],
  });
  return {
    cues: [{ id: 'odour', title: 'odour' }],
    groups: tasks.map((id) => ({ id, title: id.replace('-', ' ') })),
    trialTypes: {
      'task-1': typeOf('task 1, always rewarded', 'task-1'),
      'task-2': typeOf(`task 2, rewarded with probability ${parameters.rewardProbability}`, 'task-2'),
      odour: { title: 'odour alone', cues: odour, rewards: [] },
      reward: {
        title: 'reward alone',
        cues: [],
        rewards: [{ time: { kind: 'fixed', seconds: 0 }, magnitude, probability: 1 }],
      },
    },
    phases: tasks.flatMap((task) =>
      phasesOf(task, [
        probing('naive', recordingTrials, [task]),
        training('training', trainingTrials, task),
        probing('recording', recordingTrials, [task]),
        { ...probing('rest', restTrials, ['odour', 'reward']), iti: { kind: 'fixed', seconds: restSeconds } },
      ]),
    ),
    iti,
    trialSeconds,
  };
}

const conditionOf = (task: Task, seconds: number): string => `${task}-${seconds.toFixed(1)}s`;

function conditions(): Readonly<Record<string, Condition>> {
  const all = tasks.flatMap((task): readonly (readonly [string, Condition])[] => {
    const words = task.replace('-', ' ');
    const whole = { align: 'cue', window: [-1, trialSeconds] } as const;
    return [
      ...isis.map((seconds): [string, Condition] => [
        conditionOf(task, seconds),
        {
          title: `${words}, ${seconds} s`,
          types: [task],
          phase: `${task}-recording`,
          outcome: 'delivered',
          rewardSeconds: seconds,
          ...whole,
        },
      ]),
      [`${task}-naive`, { title: `${words}, before learning`, types: [task], phase: `${task}-naive`, ...whole }],
      [`${task}-all`, { title: `${words}, after learning`, types: [task], phase: `${task}-recording`, ...whole }],
      [
        `${task}-rest`,
        { title: `${words}, odour or reward alone`, types: ['odour', 'reward'], phase: `${task}-rest`, ...whole },
      ],
    ];
  });
  return Object.fromEntries(all);
}

const rewardResponses = (e: Evidence<P>, task: Task): readonly SummaryPoint[] =>
  isis.map((seconds) => ({ x: seconds, y: e.at(conditionOf(task, seconds), 'rpe', seconds) / e.parameters.magnitude }));

function waitingTask(e: Evidence<P>, task: Task): WaitingTask {
  const { design: grid, parameters: given } = e;
  return {
    probability: chanceOf(task, given),
    magnitude: given.magnitude,
    rewards: inSteps(isi, grid.stepSeconds),
    cues: inSteps(iti, grid.stepSeconds, trialSeconds),
    discount: power(discountPerStep, grid.stepSeconds / stepSeconds),
  };
}

/**
 * Mean square of the difference from the belief model's RPE over the recorded trials, per step of the paper's length
 * whatever the grid; reward sizes squared.
 */
function awayFromBelief(e: Evidence<P>, task: Task): number {
  const { design: grid, parameters: given } = e;
  const steps = believed(e.trials(`${task}-all`), waitingTask(e, task), grid.stepSeconds);
  const squares = steps.map(({ trial, seconds, rpe }) => squared((trial.at('rpe', seconds) - rpe) / given.magnitude));
  return (average(squares) * stepSeconds) / grid.stepSeconds;
}

/** Noise on each hidden unit before beliefs are read off, in its standard deviations. */
const noise = 0.05;

/** Variance of the beliefs of task 2 that is explained in the second half of a phase by a readout fitted in its first. */
function decoded(e: Evidence<P>, condition: string): number {
  const trials = e.trials(condition);
  const task = waitingTask(e, 'task-2');
  const half = Math.floor(trials.length / 2);
  const samplesOf = (some: readonly TrialEvidence[]) => {
    const steps = believed(some, task, e.design.stepSeconds);
    return {
      inputs: steps.map(({ trial, seconds }) => trial.state(seconds)),
      outputs: steps.map((step) => stateProbabilities(step, task)),
    };
  };
  if (trials[0]?.state(0).length === 0) return Number.NaN;
  return e.explained(samplesOf(trials.slice(0, half)), samplesOf(trials.slice(half)), noise);
}

/** Distance of the state from where it was before a lone event, step by step of the rest after it. */
function displacement(e: Evidence<P>, { state }: TrialEvidence): readonly number[] {
  const { stepSeconds: step } = e.design;
  const before = state(-step);
  return Array.from({ length: Math.round(restSeconds / step) }, (_, i) =>
    Math.sqrt(state(i * step).reduce((sum, unit, at) => sum + squared(unit - (before[at] as number)), 0)),
  );
}

/** Those after all lone events of a kind in task 2 but the last event, of which the rest is not recorded. */
const displacements = (e: Evidence<P>, type: 'odour' | 'reward'): readonly (readonly number[])[] =>
  e
    .trials('task-2-rest')
    .slice(0, -1)
    .filter(({ trial, state }) => trial.type === type && state(0).length > 0)
    .map((one) => displacement(e, one));

/** A state that is no further from its rest is at rest, as in the paper's analysis; units are between -1 and 1. */
const atRest = 1e-3;

/** What is left of the largest displacement after a rest. */
const leftAfterRest = (e: Evidence<P>): number =>
  average(
    [...displacements(e, 'odour'), ...displacements(e, 'reward')].map((one) => {
      const largest = Math.max(...one);
      return largest > atRest ? (one.at(-1) as number) / largest : Number.NaN;
    }),
  );

/** Seconds until the state is at rest for good. */
const memorySeconds = (e: Evidence<P>, type: 'odour' | 'reward'): number =>
  average(
    displacements(e, type).map(
      (one) => (one.findLastIndex((distance) => distance >= atRest) + 1) * e.design.stepSeconds,
    ),
  );

/** Less than a twentieth of a response counts as none. */
const epsilon = 0.05;

const paper = 'Hennig et al. 2023';
/**
 * Medians of the 12 networks with 50 units in the paper's figures 3D, 4B and 5E, as drawn in the authors' files, for task
 * 2; mean square differences of RPEs are .0001 in task 1, and .013 and .009 before learning.
 */
const recordedMedian = { rpeMse: 0.0006, decoded: 0.665, decodedNaive: 0.41, memorySeconds: 13 * stepSeconds } as const;
const minSlope = 0.03;
const slopeBound = `bound: ${minSlope} reward sizes per second, as for Starkweather et al. 2017`;

export default defineParadigm({
  id: 'hennig-2023',
  version: 1,
  title: 'Hennig et al. 2023: belief-like representations',
  summary:
    'A recurrent network is trained with reward prediction errors in the two tasks of Starkweather et al. 2017: an odour is followed by reward after 1.2 to 2.8 s, in all or in 90 % of trials. It receives no information about hidden states. After learning, its errors match those of a model that knows the tasks and infers the probability that reward is still to come. This belief can be decoded linearly from its units, better than before learning. Between trials, its state returns to a fixed point.',
  citation: {
    text: 'Hennig, Romero Pinto, Yamaguchi, Linderman, Uchida & Gershman 2023, PLoS Computational Biology 19:e1011067',
    doi: '10.1371/journal.pcbi.1011067',
  },
  approximate: {
    changed: {
      trainingTrials:
        '10,000 in the authors’ program, for 150 epochs of about 6,250 batches in all, each of 12 episodes of 20 trials; here each trial occurs once, and after every 20 trials the network is trained on 40 batches of 4 of its latest 50 episodes, 5,000 batches in all',
      'interval to the next odour':
        'at least 2.4 s from the latest possible time of reward, instead of 2.2 s from the reward itself, so the time since the odour matters for longer here',
      'learning rate':
        '0.002, halved every 1500 updates, instead of 0.003: if updates stay large, what was learned is lost again',
      'lone odours and rewards': 'presented outside the session in the paper',
    },
  },
  parameters,
  agent: 'value-rnn',
  settings: {
    'value-rnn': {
      architecture: { resolutionSeconds: stepSeconds },
      learningRule: {
        episodesPerBatch: 4,
        updatesPerEpisode: 40,
        learningRate: 0.002,
        learningRateHalfLife: 1500,
        memorySeconds: 0.4,
      },
    },
  },
  readUnits: 'hidden-unit',
  recording: { id: 'identity', parameters: {} },
  design,
  conditions,
  shown: tasks.flatMap((task) => [1.2, 2, 2.8].map((seconds) => conditionOf(task, seconds))),
  heatMapTypes: [...tasks],
  signatures: [
    {
      id: 'odour-burst',
      role: 'control',
      claim: 'After learning, the odour evokes a burst.',
      source: `${paper}, figure 3; bound: ε = ${epsilon} of the reward size`,
      quantity: 'RPE at odour after learning, mean of both tasks / reward size',
      expected: { above: epsilon },
      measure: (e) => average(tasks.map((task) => e.at(`${task}-all`, 'rpe', 0))) / e.parameters.magnitude,
    },
    {
      id: 'certain-falls',
      claim: 'If reward is certain, the response to it falls with elapsed time.',
      source: `${paper}, figure 3; ${slopeBound}`,
      quantity: 'slope of RPE at reward on interval, task 1 (reward sizes per s)',
      expected: { below: -minSlope },
      measure: (e) => e.fit(rewardResponses(e, 'task-1')).slope,
    },
    {
      id: 'uncertain-grows',
      claim: 'If reward may be omitted, the response to it grows with elapsed time.',
      source: `${paper}, figure 3; ${slopeBound}`,
      quantity: 'slope of RPE at reward on interval, task 2 (reward sizes per s)',
      expected: { above: minSlope },
      measure: (e) => e.fit(rewardResponses(e, 'task-2')).slope,
    },
    {
      id: 'errors-of-beliefs',
      claim: 'The prediction errors match those of a belief-state model that knows the task.',
      source: `${paper}, figure 3D: ${recordedMedian.rpeMse} in task 2, 0.009 before learning; bound: three times the value in task 2`,
      quantity:
        'mean squared difference from the RPE of the belief model, per 0.2 s, larger of both tasks (squared reward sizes)',
      expected: { below: 3 * recordedMedian.rpeMse },
      measure: (e) => Math.max(...tasks.map((task) => awayFromBelief(e, task))),
    },
    {
      id: 'beliefs-decoded',
      claim: 'The belief can be decoded linearly from the hidden units.',
      source: `${paper}, figure 4B: ${recordedMedian.decoded}; bound: a third of this value`,
      quantity: 'fraction of the variance of beliefs that is explained in held-out trials of task 2',
      expected: { above: aroundRecorded(recordedMedian.decoded).above },
      measure: (e) => decoded(e, 'task-2-all'),
    },
    {
      id: 'decoding-learned',
      claim: 'Learning improves the decoding of the belief, although the network is not trained to represent it.',
      source: `${paper}, figure 4B: ${recordedMedian.decoded} and ${recordedMedian.decodedNaive}; bound: ${timesWords}`,
      quantity:
        'fraction of the variance of beliefs that is explained in held-out trials of task 2, after - before learning',
      expected: aroundRecorded(recordedMedian.decoded - recordedMedian.decodedNaive),
      measure: (e) => decoded(e, 'task-2-all') - decoded(e, 'task-2-naive'),
    },
    {
      id: 'comes-to-rest',
      claim: 'Without further input, the state returns to the same fixed point after odours and after rewards.',
      source: `${paper}, figure 5: one fixed point in 11 of 12 networks; bound: ${epsilon} of the largest distance`,
      quantity:
        'distance of the state from its value before the event: after 40 s without input / largest after the event, task 2',
      expected: { below: epsilon },
      measure: leftAfterRest,
    },
    {
      id: 'odour-outlasts-reward',
      claim: 'After an odour, when a reward is expected, the state takes longer to return than after a reward.',
      source: `${paper}, figure 5E: 13 steps of 0.2 s; bound: ${timesWords}`,
      quantity: 'time until the state has returned, after an odour alone - after a reward alone, task 2 (s)',
      expected: aroundRecorded(recordedMedian.memorySeconds),
      measure: (e) => memorySeconds(e, 'odour') - memorySeconds(e, 'reward'),
    },
  ],
  notes: [
    {
      agents: ['td-belief'],
      signatures: ['beliefs-decoded', 'decoding-learned', 'comes-to-rest', 'odour-outlasts-reward'],
      why: 'Its belief is given, not learned, and it has no hidden units to decode it from. Its errors differ from those of the paper’s belief model only because it represents the interval between trials as one state, and so does not know that no odour follows soon after a reward.',
    },
    {
      agents: ['td-csc-reset', 'td-block-belief', 'td-expectile', 'td-multi-timescale', 'td-quantile'],
      signatures: ['errors-of-beliefs'],
      why: 'A delay line that is reset by reward shows the slopes, because the time since the odour predicts when reward is due. But it ends with the trial and predicts nothing between trials, so every odour is a surprise: the response of the serial compound to it is 0.77 rewards, four times that of the belief model.',
      numbers: [{ text: '0.77', agent: 'td-csc-reset', signature: 'odour-burst' }],
    },
    {
      agents: ['td-csc', 'td-lambda-csc', 'td-average-reward', 'kalman-td', 'td-sr'],
      why: 'The delay line continues after a reward and predicts the average outcome at each time, whether or not the reward has been delivered.',
    },
    {
      agents: ['td-presence', 'anccr', 'anccr-slow-base-rates'],
      signatures: ['certain-falls', 'uncertain-grows'],
      why: 'They do not represent the time since the odour, so the response to reward is the same after all intervals.',
    },
    {
      agents: ['rescorla-wagner', 'rescorla-wagner-configural', 'mackintosh', 'pearce-hall', 'pearce-hall-hybrid'],
      why: 'They learn once per trial, from its outcome, and have no error at the odour.',
    },
  ],
  summaries: [
    {
      id: 'interval',
      title: 'Response to reward against elapsed time',
      x: 'interval from odour to reward (s)',
      y: 'RPE at reward (reward sizes)',
      series: [
        { id: 'task-1', title: 'task 1, certain', measure: (e) => rewardResponses(e, 'task-1') },
        { id: 'task-2', title: 'task 2, uncertain', measure: (e) => rewardResponses(e, 'task-2') },
      ],
      fit: 'each',
    },
  ],
});
