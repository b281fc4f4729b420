import { squared } from '../core/power.ts';
import { choice, integer, real, type Values } from '../contracts/parameters.ts';
import { defineParadigm, type Condition, type Evidence, type SummaryPoint } from '../contracts/paradigm.ts';
import type { Design, Interval, Phase, TrialType } from '../contracts/design.ts';
import { phasesOf, training } from './conditioning/worlds.ts';

const parameters = {
  animals: choice({ options: ['one', 'one-per-task'], default: 'one', help: 'one: both tasks mixed in its session; one-per-task: each task has an animal that knows no other, as in the paper' }),
  trainingTrials: integer({ default: 2000, min: 0, max: 20_000, unit: 'trials per task', help: 'trials of each task before its recording' }),
  recordingTrials: integer({ default: 2000, min: 200, max: 20_000, unit: 'trials per task', help: 'recorded trials of each task; learning stays on' }),
  meanIsiSeconds: real({ default: 2, min: 1.6, max: 2.4, unit: 's', help: 'centre of the distribution of the interval from odour to reward' }),
  sdIsiSeconds: real({ default: 0.5, min: 0.3, max: 5, unit: 's', help: 'its standard deviation before it is cut to 1.2 to 2.8 s' }),
  rewardProbability: real({ default: 0.9, min: 0.1, max: 1, symbol: 'p', help: 'chance of reward in task 2; task 1 is always rewarded' }),
  itiSeconds: real({
    default: 13,
    min: 2,
    max: 60,
    unit: 's',
    help: 'mean interval between trials, memoryless (13 s is a hazard of 1/65 per step of 0.2 s)',
  }),
  magnitude: real({ default: 1, min: 0.05, max: 10, unit: 'reward units', symbol: 'r', help: 'size of the reward' }),
};
type P = Values<typeof parameters>;

const tasks = ['task-1', 'task-2'] as const;
type Task = (typeof tasks)[number];

const isis = [1.2, 1.4, 1.6, 1.8, 2, 2.2, 2.4, 2.6, 2.8] as const;
const trialSeconds = 4;
// Chance moves the slope of a flat relation by less than this in a session of default length.
const leastSlope = 0.03;

function isiDistribution({ meanIsiSeconds, sdIsiSeconds }: P): Interval {
  return { kind: 'grid', seconds: isis, weights: isis.map((isi) => Math.exp(-squared((isi - meanIsiSeconds) / sdIsiSeconds) / 2)) };
}

/**
 * The paper trained two groups of mice, one a task. Unless asked for, both tasks share one session, with an odour for each and their
 * trials mixed, so that one animal shows the difference that the paper is about. The belief state of the paper knows the task; here it has counted
 * odds and times by the end of training (an animal that knows them from the start: `knowledge=trained`). No serial compound carries anything from
 * one odour to another; a belief state shares the interval between trials, whose value is small and nearly the same in both tasks; so each task
 * is learned as if alone. A network shares all that it has.
 */
function design(parameters: P): Design {
  const { animals, rewardProbability, itiSeconds, magnitude } = parameters;
  const trialType = (task: Task, title: string, probability: number): TrialType => ({
    title,
    cues: [{ cue: task, onsetSeconds: 0, durationSeconds: 1 }],
    rewards: [{ time: isiDistribution(parameters), magnitude, probability }],
  });
  return {
    cues: [
      { id: 'task-1', title: 'odour, task 1' },
      { id: 'task-2', title: 'odour, task 2' },
    ],
    ...(animals === 'one' ? {} : { groups: tasks.map((id) => ({ id, title: id.replace('-', ' ') })) }),
    trialTypes: {
      'task-1': trialType('task-1', 'task 1, always rewarded', 1),
      'task-2': trialType('task-2', `task 2, rewarded with probability ${rewardProbability}`, rewardProbability),
    },
    phases: phases(parameters),
    iti: { kind: 'exponential', meanSeconds: itiSeconds, minSeconds: 0, maxSeconds: 10 * itiSeconds },
    trialSeconds,
  };
}

function phases({ animals, trainingTrials, recordingTrials }: P): readonly Phase[] {
  if (animals === 'one-per-task') return tasks.flatMap((task) => phasesOf(task, [training('training', trainingTrials, task), training('recording', recordingTrials, task)]));
  const mixture = { 'task-1': 1, 'task-2': 1 };
  return [training('training', 2 * trainingTrials, mixture), training('recording', 2 * recordingTrials, mixture)];
}

const conditionOf = (task: Task, isi: number): string => `${task}-${isi.toFixed(1)}s`;

function conditions({ animals }: P): Readonly<Record<string, Condition>> {
  const both = tasks.flatMap((task) =>
    isis.map((isi): [string, Condition] => [
      conditionOf(task, isi),
      {
        title: `${task === 'task-1' ? 'task 1' : 'task 2'}, ${isi} s`,
        types: [task],
        phase: animals === 'one' ? 'recording' : `${task}-recording`,
        outcome: 'delivered',
        rewardSeconds: isi,
        align: 'cue',
        window: [-1, trialSeconds],
      },
    ]),
  );
  return Object.fromEntries(both);
}

const rewardResponses = (e: Evidence<P>, task: Task): readonly SummaryPoint[] =>
  isis.map((isi) => ({ x: isi, y: e.at(conditionOf(task, isi), 'rpe', isi) / e.parameters.magnitude }));

const paper = 'Starkweather et al. 2017';
const bound = `bound: ${leastSlope} reward sizes per second, beyond chance in a session of this length`;

export default defineParadigm({
  id: 'starkweather-2017',
  version: 2,
  title: 'Starkweather et al. 2017: hidden states in time',
  summary:
    'An odour is followed by reward after 1.2 to 2.8 s. If reward is certain, the response to it falls the longer it was awaited; if one reward in ten is left out, it grows, for the animal comes to believe that nothing will come. Unless asked otherwise both tasks are mixed in one session, each with an odour of its own; in the paper they were two groups of mice. Where elapsed time since the odour says all, as in this task, a delay line that is reset by reward does as well as a belief state.',
  citation: { text: 'Starkweather, Babayan, Uchida & Gershman 2017, Nature Neuroscience 20:581', doi: '10.1038/nn.4520' },
  parameters,
  agent: 'td-belief',
  bench: { trainingTrials: 1000, recordingTrials: 1500 },
  recording: { id: 'spikes', parameters: {} },
  design,
  conditions,
  shown: tasks.flatMap((task) => [1.2, 2, 2.8].map((isi) => conditionOf(task, isi))),
  signatures: [
    {
      id: 'certain-falls',
      claim: 'When reward is certain, the response to it falls with the time waited.',
      source: `${paper}; ${bound}`,
      quantity: 'slope of RPE at reward on interval, task 1 (reward sizes per s)',
      expected: { below: -leastSlope },
      measure: (e) => e.fit(rewardResponses(e, 'task-1')).slope,
    },
    {
      id: 'uncertain-grows',
      claim: 'When reward may be left out, the response to it grows with the time waited.',
      source: `${paper}; ${bound}`,
      quantity: 'slope of RPE at reward on interval, task 2 (reward sizes per s)',
      expected: { above: leastSlope },
      measure: (e) => e.fit(rewardResponses(e, 'task-2')).slope,
    },
  ],
  notes: [
    {
      agents: ['td-csc-reset', 'td-multi-timescale', 'td-block-belief', 'td-state-uncertainty'],
      why: 'They pass without hidden states: the time since the odour says all there is to know in this task, and a delay line that reward resets knows it. The two slopes do not show that a state was inferred; Babayan et al. 2018 do.',
    },
    {
      agents: ['td-csc', 'td-lambda-csc', 'td-average-reward'],
      why: 'The delay line runs on after a reward, and takes the response to late rewards with it.',
    },
  ],
  summaries: [
    {
      id: 'interval',
      title: 'Response to reward against the time waited',
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
