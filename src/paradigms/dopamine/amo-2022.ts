import type { Design } from '../../contracts/design.ts';
import { integer, real, type Values } from '../../contracts/parameters.ts';
import { defineParadigm, type Condition, type Evidence, type SummaryPoint } from '../../contracts/paradigm.ts';
import { average } from '../measures/numbers.ts';
import { evenly, iti, rewardSize } from '../shared/parameters.ts';

const parameters = {
  trainingTrials: integer({
    default: 350,
    min: 12,
    max: 20_000,
    unit: 'trials',
    help: 'trials of naive animals: half odour A, then water; half odour B, then nothing',
  }),
  reversalTrials: integer({
    default: 350,
    min: 12,
    max: 20_000,
    unit: 'trials',
    help: 'trials after the reversal: odour B is followed by water and odour A by nothing',
  }),
  delaySeconds: real({
    default: 3,
    min: 1.6,
    max: 10,
    unit: 's',
    help: 'from odour onset to water (3 s is approximate)',
  }),
  odourSeconds: real({ default: 1, min: 0.2, max: 1.6, unit: 's', help: 'duration of the odour (approximate)' }),
  itiSeconds: iti(5, ' (approximate, shortened)', { min: 3 }),
  magnitude: rewardSize('size of the water drop'),
};
type P = Values<typeof parameters>;

const afterRewardSeconds = 1;
const epsilon = 0.05;
/** Number of parts of equal length into which training is divided. */
const parts = 12;

function design({ trainingTrials, reversalTrials, delaySeconds, odourSeconds, itiSeconds, magnitude }: P): Design {
  const odour = (cue: string) => ({ cue, onsetSeconds: 0, durationSeconds: odourSeconds });
  const water = { time: { kind: 'fixed', seconds: delaySeconds }, magnitude, probability: 1 } as const;
  const phase = (id: string, trials: number, plus: string, minus: string) =>
    ({
      id,
      trials,
      plastic: true,
      mixture: { [`${plus}-water`]: 1, [`${minus}-nothing`]: 1 },
      order: 'balanced',
    }) as const;
  return {
    cues: ['A', 'B'].map((id) => ({ id, title: `odour ${id}` })),
    trialTypes: {
      'A-water': { title: 'odour A, then water', cues: [odour('A')], rewards: [water] },
      'B-nothing': { title: 'odour B, nothing', cues: [odour('B')], rewards: [] },
      'B-water': { title: 'odour B, then water', cues: [odour('B')], rewards: [water] },
      'A-nothing': { title: 'odour A, nothing', cues: [odour('A')], rewards: [] },
    },
    phases: [phase('training', trainingTrials, 'A', 'B'), phase('reversal', reversalTrials, 'B', 'A')],
    iti: evenly(itiSeconds),
    trialSeconds: delaySeconds + afterRewardSeconds,
  };
}

/** Maximum number of trials of the conditions at the ends of each phase. */
const fewTrials = 5;

function conditions({ delaySeconds }: P): Readonly<Record<string, Condition>> {
  const shared = { align: 'cue', window: [-1, delaySeconds + 0.8] } as const;
  const course = (id: string, type: string, title: string): readonly [string, Condition][] => [
    [`${id}-first`, { title: `${title}, first trials`, types: [type], phase: id, first: fewTrials, ...shared }],
    [id, { title: `${title}, all trials`, types: [type], phase: id, ...shared }],
    [`${id}-last`, { title: `${title}, last trials`, types: [type], phase: id, last: fewTrials, ...shared }],
  ];
  return Object.fromEntries([
    ...course('training', 'A-water', 'training'),
    ...course('reversal', 'B-water', 'reversal'),
  ]);
}

type Stage = 'training' | 'reversal';

/** RPE of each step from the odour to just before the water, trial by trial, reward sizes. */
function intervals(e: Evidence<P>, stage: Stage): readonly (readonly number[])[] {
  const { delaySeconds, magnitude } = e.parameters;
  const { stepSeconds } = e.design;
  const steps = Math.round(delaySeconds / stepSeconds);
  return e
    .trials(stage)
    .map((one) => Array.from({ length: steps }, (_, step) => one.at('rpe', step * stepSeconds) / magnitude));
}

/** Trial and time of the largest RPE between odour and water, in trials with any response. */
function peaks(e: Evidence<P>, stage: Stage): readonly SummaryPoint[] {
  return intervals(e, stage).flatMap((rpe, trial) => {
    const largest = Math.max(...rpe);
    return largest > epsilon ? [{ x: trial + 1, y: rpe.indexOf(largest) * e.design.stepSeconds }] : [];
  });
}

/** Largest RPE in the middle third of the interval, mean of each part of training. */
function middle(e: Evidence<P>): readonly number[] {
  const trials = intervals(e, 'training').map((rpe) =>
    Math.max(...rpe.slice(Math.round(rpe.length / 3), Math.round((2 * rpe.length) / 3))),
  );
  return Array.from({ length: parts }, (_, part) =>
    average(trials.slice(Math.floor((part * trials.length) / parts), Math.floor(((part + 1) * trials.length) / parts))),
  );
}

const paper = 'Amo et al. 2022';
const shiftQuantity = `correlation r of trial number and time of the largest RPE between odour and water, over trials in which this RPE exceeds ${epsilon} of the reward size`;
const atWater = (e: Evidence<P>, condition: string): number =>
  e.at(condition, 'rpe', e.parameters.delaySeconds) / e.parameters.magnitude;
const atOdour = (e: Evidence<P>, condition: string): number => e.at(condition, 'rpe', 0) / e.parameters.magnitude;

export default defineParadigm({
  id: 'amo-2022',
  version: 2,
  title: 'Amo et al. 2022: a gradual shift of the response',
  summary:
    'Naive mice learn that an odour is followed by water about three seconds later. The response does not jump from the water to the odour: over trials its peak shifts gradually back through the interval, and does so again after the odours are reversed. A model whose long eligibility trace transfers the response at once does not show this.',
  citation: { text: 'Amo et al. 2022, Nature Neuroscience 25:1082', doi: '10.1038/s41593-022-01109-2' },
  approximate: {
    unchecked: ['delaySeconds', 'odourSeconds'],
    changed: { itiSeconds: 'probably shorter than in the experiment' },
  },
  parameters,
  agent: 'td-csc',
  recording: { id: 'identity', parameters: {} },
  design,
  conditions,
  shown: ['training-first', 'training', 'training-last', 'reversal-first', 'reversal', 'reversal-last'],
  heatMapTypes: ['A-water', 'B-water'],
  signatures: [
    {
      id: 'naive-water-burst',
      role: 'control',
      claim: 'In naive mice, water evokes a burst.',
      source: `${paper}, figure 2; bound: 0.5, half of the reward size`,
      quantity: `RPE at water in the first ${fewTrials} trials / reward size`,
      expected: { above: 0.5 },
      measure: (e) => atWater(e, 'training-first'),
    },
    {
      id: 'trained-odour-burst',
      role: 'control',
      claim: 'After training, the odour evokes a burst.',
      source: `${paper}, figure 2; bound: ε = ${epsilon} of the reward size`,
      quantity: `RPE at odour in the last ${fewTrials} trials / reward size`,
      expected: { above: epsilon },
      measure: (e) => atOdour(e, 'training-last'),
    },
    {
      id: 'peak-moves-earlier',
      claim: 'Over training, the peak of the response shifts from the water towards the odour.',
      source: `${paper}, figure 3; bound: -0.3, chosen: only the sign of the shift is known here, and r cannot be below -1`,
      quantity: `${shiftQuantity}, training`,
      expected: { below: -0.3 },
      measure: (e) => e.fit(peaks(e, 'training')).r,
    },
    {
      id: 'peak-moves-earlier-in-reversal',
      claim: 'After the odours are reversed, the peak shifts again.',
      source: `${paper}, figure 4; bound: -0.3, chosen: only the sign of the shift is known here, and r cannot be below -1`,
      quantity: `${shiftQuantity}, reversal`,
      expected: { below: -0.3 },
      measure: (e) => e.fit(peaks(e, 'reversal')).r,
    },
    {
      id: 'passes-through-the-middle',
      claim: 'During training, the response passes through the middle of the interval.',
      source: `${paper}, figure 3; bound: ε = ${epsilon} of the reward size; its size relative to the response to water is not known here`,
      quantity: `(largest RPE in the middle third of the interval, mean over trials: highest of the ${parts} parts of training - higher of the first and the last part) / reward size`,
      expected: { above: epsilon },
      measure: (e) => Math.max(...middle(e)) - Math.max(middle(e)[0] as number, middle(e).at(-1) as number),
    },
  ],
  notes: [
    {
      agents: ['td-lambda-csc', 'td-microstimuli', 'td-presence', 'td-semi-markov', 'anccr'],
      signatures: ['peak-moves-earlier', 'peak-moves-earlier-in-reversal', 'passes-through-the-middle'],
      why: 'They transfer the response at once: whenever they respond between odour and water, the largest response is at the odour.',
    },
    {
      agents: ['kalman-td'],
      signatures: ['peak-moves-earlier-in-reversal'],
      why: 'It learns so fast that the peak moves within a few trials, and moves less in the reversal.',
    },
  ],
  summaries: [
    {
      id: 'peak',
      title: 'Time of the peak between odour and water',
      x: 'rewarded trial',
      y: 'time from odour (s)',
      series: [
        { id: 'training', title: 'training', measure: (e) => peaks(e, 'training') },
        { id: 'reversal', title: 'reversal', measure: (e) => peaks(e, 'reversal') },
      ],
    },
    {
      id: 'middle',
      title: 'Activity in the middle of the interval',
      x: 'part of training',
      y: 'largest RPE (reward sizes)',
      series: [{ id: 'middle', title: 'middle third', measure: (e) => middle(e).map((y, i) => ({ x: i + 1, y })) }],
    },
  ],
});
