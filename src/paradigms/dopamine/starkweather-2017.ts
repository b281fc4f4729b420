import { squared } from '../../core/power.ts';
import { choice, integer, real, type Values } from '../../contracts/parameters.ts';
import { defineParadigm, type Condition, type Evidence, type SummaryPoint } from '../../contracts/paradigm.ts';
import type { Design, Interval, Phase, TrialType } from '../../contracts/design.ts';
import { phasesOf, training } from '../shared/worlds.ts';
import { average } from '../measures/numbers.ts';
import { recordedTrials, rewardSize } from '../shared/parameters.ts';

const parameters = {
  animals: choice({
    options: ['one', 'one-per-task'],
    default: 'one-per-task',
    help: 'one-per-task: a separate animal for each task, as in the paper; one: both tasks mixed in one session, each with its own odours',
  }),
  trainingTrials: integer({
    default: 2000,
    min: 0,
    max: 20_000,
    unit: 'trials per task',
    help: 'trials of each task before its recording, over all odours: two thirds with the variable interval, a ninth of each other odour (approximate)',
  }),
  recordingTrials: recordedTrials(2000, 'recorded trials of each task, in the same shares', {
    min: 200,
    unit: 'trials per task',
  }),
  meanIsiSeconds: real({
    default: 2,
    min: 1.6,
    max: 2.4,
    unit: 's',
    help: 'centre of the distribution of the interval from odour to reward',
  }),
  sdIsiSeconds: real({
    default: 0.5,
    min: 0.3,
    max: 5,
    unit: 's',
    help: 'standard deviation of the interval, before it is truncated to 1.2 to 2.8 s',
  }),
  rewardProbability: real({
    default: 0.9,
    min: 0.1,
    max: 1,
    symbol: 'p',
    help: 'probability of reward in task 2; task 1 is always rewarded',
  }),
  itiSeconds: real({
    default: 13,
    min: 2,
    max: 60,
    unit: 's',
    help: 'mean of the exponential interval between trials (13 s is a hazard of 1/65 per step of 0.2 s)',
  }),
  magnitude: rewardSize(),
};
type P = Values<typeof parameters>;

const tasks = ['task-1', 'task-2'] as const;
type Task = (typeof tasks)[number];

const isis = [1.2, 1.4, 1.6, 1.8, 2, 2.2, 2.4, 2.6, 2.8] as const;
const trialSeconds = 4;
// Noise changes the slope of a flat relation by less than this in a session of default length.
const minSlope = 0.03;
const epsilon = 0.05;

function isiDistribution({ meanIsiSeconds, sdIsiSeconds }: P): Interval {
  return {
    kind: 'grid',
    seconds: isis,
    weights: isis.map((isi) => Math.exp(-squared((isi - meanIsiSeconds) / sdIsiSeconds) / 2)),
  };
}

/**
 * Odours B to D in addition to that of the variable interval, A: two of a constant interval, its shortest and its
 * longest, and one without reward.
 */
const others = ['short', 'long', 'none'] as const;
const constantIsis = { short: isis[0], long: isis[8] } as const;
const otherOf = (task: Task, odour: (typeof others)[number]): string => `${task}-${odour}`;

/**
 * Two groups of mice, one per task, as in the paper. The belief state of the paper knows the task; here it has learned
 * probabilities and times by the end of training (for a subject that knows them from the start: `knowledge=trained`).
 */
function design(parameters: P): Design {
  const { animals, rewardProbability, itiSeconds, magnitude } = parameters;
  const trialType = (cue: string, title: string, time: Interval | undefined, probability: number): TrialType => ({
    title,
    cues: [{ cue, onsetSeconds: 0, durationSeconds: 1 }],
    rewards: time === undefined ? [] : [{ time, magnitude, probability }],
  });
  const constant = (seconds: number): Interval => ({ kind: 'fixed', seconds });
  const typesOf = (task: Task, title: string, probability: number): Design['trialTypes'] => ({
    [task]: trialType(task, title, isiDistribution(parameters), probability),
    [otherOf(task, 'short')]: trialType(
      otherOf(task, 'short'),
      `${title}, always after ${constantIsis.short} s`,
      constant(constantIsis.short),
      probability,
    ),
    [otherOf(task, 'long')]: trialType(
      otherOf(task, 'long'),
      `${title}, always after ${constantIsis.long} s`,
      constant(constantIsis.long),
      probability,
    ),
    [otherOf(task, 'none')]: trialType(
      otherOf(task, 'none'),
      `${task.replace('-', ' ')}, never rewarded`,
      undefined,
      0,
    ),
  });
  const titles = { short: 'B', long: 'C', none: 'D' } as const;
  return {
    cues: tasks.flatMap((task) => {
      const name = task.replace('-', ' ');
      return [
        { id: task, title: `odour, ${name}` },
        ...others.map((odour) => ({ id: otherOf(task, odour), title: `odour ${titles[odour]}, ${name}` })),
      ];
    }),
    ...(animals === 'one' ? {} : { groups: tasks.map((id) => ({ id, title: id.replace('-', ' ') })) }),
    trialTypes: {
      ...typesOf('task-1', 'task 1, always rewarded', 1),
      ...typesOf('task-2', `task 2, rewarded with probability ${rewardProbability}`, rewardProbability),
    },
    phases: phases(parameters),
    iti: { kind: 'exponential', meanSeconds: itiSeconds, minSeconds: 0, maxSeconds: 10 * itiSeconds },
    trialSeconds,
  };
}

function phases({ animals, trainingTrials, recordingTrials }: P): readonly Phase[] {
  const mixtureOf = (task: Task): Phase['mixture'] => ({
    [task]: 6,
    ...Object.fromEntries(others.map((odour) => [otherOf(task, odour), 1])),
  });
  if (animals === 'one-per-task') {
    return tasks.flatMap((task) =>
      phasesOf(task, [
        training('training', trainingTrials, mixtureOf(task)),
        training('recording', recordingTrials, mixtureOf(task)),
      ]),
    );
  }
  const mixture = { ...mixtureOf('task-1'), ...mixtureOf('task-2') };
  return [training('training', 2 * trainingTrials, mixture), training('recording', 2 * recordingTrials, mixture)];
}

const conditionOf = (task: Task, isi: number): string => `${task}-${isi.toFixed(1)}s`;

function conditions({ animals }: P): Readonly<Record<string, Condition>> {
  const phase = (task: Task): string => (animals === 'one' ? 'recording' : `${task}-recording`);
  const shared = { align: 'cue', window: [-1, trialSeconds] } as const;
  const constants = tasks.flatMap((task) =>
    others.map((odour): [string, Condition] => {
      const type = otherOf(task, odour);
      return [
        type,
        {
          title: `${task.replace('-', ' ')}, ${odour === 'none' ? 'no reward' : `always ${constantIsis[odour]} s`}`,
          types: [type],
          phase: phase(task),
          ...(odour === 'none' ? {} : { outcome: 'delivered' }),
          ...shared,
        },
      ];
    }),
  );
  const both = tasks.flatMap((task) =>
    isis.map((isi): [string, Condition] => [
      conditionOf(task, isi),
      {
        title: `${task === 'task-1' ? 'task 1' : 'task 2'}, ${isi} s`,
        types: [task],
        phase: phase(task),
        outcome: 'delivered',
        rewardSeconds: isi,
        ...shared,
      },
    ]),
  );
  return Object.fromEntries([...both, ...constants]);
}

const rewardResponses = (e: Evidence<P>, task: Task): readonly SummaryPoint[] =>
  isis.map((isi) => ({ x: isi, y: e.at(conditionOf(task, isi), 'rpe', isi) / e.parameters.magnitude }));

/** RPE at the reward of an odour with a constant interval, reward sizes. */
const constantResponse = (e: Evidence<P>, task: Task, odour: keyof typeof constantIsis): number =>
  e.at(otherOf(task, odour), 'rpe', constantIsis[odour]) / e.parameters.magnitude;

const paper = 'Starkweather et al. 2017';
const bound = `bound: ${minSlope} reward sizes per second, more than noise produces in a session of this length`;

export default defineParadigm({
  id: 'starkweather-2017',
  version: 3,
  title: 'Starkweather et al. 2017: hidden states in time',
  summary:
    'An odour is followed by reward after 1.2 to 2.8 s. If reward is certain, the response to it falls with the interval; if one reward in ten is omitted, it grows, because the animal increasingly believes that the reward is omitted. Different animals learn the two tasks. Each task has two more odours, whose reward is always delivered after the shortest or the longest interval, and one odour without reward. Elapsed time since the odour is sufficient in this task, so a delay line that is reset by reward does as well as a belief state.',
  citation: {
    text: 'Starkweather, Babayan, Uchida & Gershman 2017, Nature Neuroscience 20:581',
    doi: '10.1038/nn.4520',
  },
  approximate: { unchecked: ['trainingTrials', 'shares of the four odours'] },
  parameters,
  agent: 'td-belief',
  bench: { trainingTrials: 1000, recordingTrials: 1500 },
  recording: { id: 'spikes', parameters: {} },
  design,
  conditions,
  shown: tasks.flatMap((task) => [1.2, 2, 2.8].map((isi) => conditionOf(task, isi))),
  signatures: [
    {
      id: 'odours-told-apart',
      role: 'control',
      claim: 'The odour of a variable interval evokes a burst and the odour of no reward does not.',
      source: `${paper}, methods: mice were recorded once trained; bound: ε = ${epsilon} of the reward size`,
      quantity: '(RPE at the odour of the variable interval - of no reward) / reward size, mean of both tasks',
      expected: { above: epsilon },
      measure: (e) =>
        average(tasks.map((task) => e.at(conditionOf(task, 2), 'rpe', 0) - e.at(otherOf(task, 'none'), 'rpe', 0))) /
        e.parameters.magnitude,
    },
    {
      id: 'constant-not-falling',
      role: 'control',
      claim:
        'If the interval is constant and reward is certain, a longer interval does not reduce the response to reward.',
      source: `${paper}, odours B and C (approximate); ${bound}`,
      quantity: 'slope of RPE at reward on interval, over the two constant intervals of task 1 (reward sizes per s)',
      expected: { above: -minSlope },
      measure: (e) =>
        (constantResponse(e, 'task-1', 'long') - constantResponse(e, 'task-1', 'short')) /
        (constantIsis.long - constantIsis.short),
    },
    {
      id: 'certain-falls',
      claim: 'If reward is certain, the response to it falls with elapsed time.',
      source: `${paper}; ${bound}`,
      quantity: 'slope of RPE at reward on interval, task 1 (reward sizes per s)',
      expected: { below: -minSlope },
      measure: (e) => e.fit(rewardResponses(e, 'task-1')).slope,
    },
    {
      id: 'uncertain-grows',
      claim: 'If reward may be omitted, the response to it grows with elapsed time.',
      source: `${paper}; ${bound}`,
      quantity: 'slope of RPE at reward on interval, task 2 (reward sizes per s)',
      expected: { above: minSlope },
      measure: (e) => e.fit(rewardResponses(e, 'task-2')).slope,
    },
  ],
  notes: [
    {
      agents: ['td-csc-reset', 'td-multi-timescale', 'td-block-belief', 'td-state-uncertainty'],
      why: 'They pass without hidden states: the time since the odour is sufficient in this task, and a delay line that is reset by reward represents it. The two slopes are not evidence of an inferred state; Babayan et al. 2018 provide such evidence.',
    },
    {
      agents: ['td-csc', 'td-lambda-csc', 'td-average-reward'],
      why: 'The delay line continues after an early reward, which distorts the response to late rewards.',
    },
  ],
  summaries: [
    {
      id: 'interval',
      title: 'Response to reward against interval',
      x: 'interval from odour to reward (s)',
      y: 'RPE at reward (reward sizes)',
      series: [
        { id: 'task-1', title: 'task 1, certain', measure: (e) => rewardResponses(e, 'task-1') },
        { id: 'task-2', title: 'task 2, uncertain', measure: (e) => rewardResponses(e, 'task-2') },
      ],
      fit: 'each',
    },
    {
      id: 'constant',
      title: 'Response to reward after a constant interval',
      x: 'interval from odour to reward (s)',
      y: 'RPE at reward (reward sizes)',
      series: tasks.map((task) => ({
        id: task,
        title: task.replace('-', ' '),
        measure: (e) =>
          (['short', 'long'] as const).map((odour) => ({
            x: constantIsis[odour],
            y: constantResponse(e, task, odour),
          })),
      })),
    },
  ],
});
