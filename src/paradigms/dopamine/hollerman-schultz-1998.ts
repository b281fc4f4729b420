import { integer, real, type Values } from '../../contracts/parameters.ts';
import { defineParadigm, type Condition, type Evidence } from '../../contracts/paradigm.ts';
import type { Design, TrialType } from '../../contracts/design.ts';
import { shareOf, shareOfBoth } from '../measures/numbers.ts';
import { evenly, iti, probes, rewardSize } from '../shared/parameters.ts';

const parameters = {
  trainingTrials: integer({
    default: 400,
    min: 10,
    max: 20_000,
    unit: 'trials',
    help: 'training trials with reward at the usual time, before the probes',
  }),
  probeTrials: probes(20, 'probe trials of each of the three kinds'),
  usualSeconds: real({
    default: 1,
    min: 0.8,
    max: 5,
    unit: 's',
    help: 'from the correct touch to the usual time of reward (approximate)',
  }),
  shiftSeconds: real({
    default: 0.5,
    min: 0.2,
    max: 0.6,
    unit: 's',
    help: 'shift of the reward, earlier or later, in a probe trial (approximate)',
  }),
  itiSeconds: iti(5, ' (approximate)', { min: 3, max: 120 }),
  magnitude: rewardSize(),
};
type P = Values<typeof parameters>;

// The touch itself is the last event that predicts the reward; marking it by 0.2 s is a choice of the model.
const touch = { cue: 'touch', onsetSeconds: 0, durationSeconds: 0.2 };
const afterRewardSeconds = 1.5;
const epsilon = 0.05;

function design({ trainingTrials, probeTrials, usualSeconds, shiftSeconds, itiSeconds, magnitude }: P): Design {
  const rewardedAt = (title: string, seconds: number): TrialType => ({
    title,
    cues: [touch],
    rewards: [{ time: { kind: 'fixed', seconds }, magnitude, probability: 1 }],
  });
  return {
    cues: [{ id: 'touch', title: 'correct touch' }],
    trialTypes: {
      usual: rewardedAt('reward at its usual time', usualSeconds),
      early: rewardedAt('reward earlier than usual', usualSeconds - shiftSeconds),
      late: rewardedAt('reward later than usual', usualSeconds + shiftSeconds),
    },
    phases: [
      { id: 'training', trials: trainingTrials, plastic: true, mixture: { usual: 1 }, order: 'balanced' },
      {
        id: 'probe',
        trials: 3 * probeTrials,
        plastic: false,
        mixture: { usual: 1, early: 1, late: 1 },
        order: 'balanced',
      },
    ],
    iti: evenly(itiSeconds),
    trialSeconds: usualSeconds + shiftSeconds + afterRewardSeconds,
  };
}

function conditions({ usualSeconds, shiftSeconds }: P): Readonly<Record<string, Condition>> {
  const shared = { phase: 'probe', align: 'cue', window: [-1, usualSeconds + shiftSeconds + 1] } as const;
  return {
    usual: { title: 'usual time', types: ['usual'], ...shared },
    early: { title: 'early', types: ['early'], ...shared },
    late: { title: 'late', types: ['late'], ...shared },
  };
}

/** Mean RPE in a condition, `shifts` shifts after the usual time of reward. */
function around(e: Evidence<P>, condition: string, shifts: -1 | 0 | 1): number {
  const { usualSeconds, shiftSeconds } = e.parameters;
  return e.at(condition, 'rpe', usualSeconds + shifts * shiftSeconds);
}

const paper = 'Hollerman & Schultz 1998';
const bound = `bound: ε = ${epsilon} of the RPE of an unpredicted reward, which equals the reward size`;

export default defineParadigm({
  id: 'hollerman-schultz-1998',
  version: 3,
  title: 'Hollerman & Schultz 1998: early and late reward',
  summary:
    'Reward usually follows a correct touch after a fixed delay; in probe trials it is half a second early or late. A late reward evokes a pause at the usual time and then a burst. An early reward evokes a burst and then no response at the usual time. A delay line that continues after the reward fails the last finding.',
  citation: { text: 'Hollerman & Schultz 1998, Nature Neuroscience 1:304', doi: '10.1038/1124' },
  approximate: { unchecked: ['usualSeconds', 'shiftSeconds', 'itiSeconds'] },
  parameters,
  agent: 'td-csc-reset',
  recording: { id: 'spikes', parameters: {} },
  design,
  conditions,
  shown: ['usual', 'early', 'late'],
  heatMapTypes: ['usual'],
  signatures: [
    {
      id: 'late-dip',
      claim: 'If reward is late, firing falls at the usual time of reward.',
      source: `${paper}; ${bound}`,
      quantity: 'RPE at the usual time if reward is late / reward size',
      expected: { below: -epsilon },
      measure: (e) => around(e, 'late', 0) / e.parameters.magnitude,
    },
    {
      id: 'late-burst',
      role: 'control',
      claim: 'The late reward evokes a burst.',
      source: `${paper}; ${bound}`,
      quantity: 'RPE at the late reward / reward size',
      expected: { above: epsilon },
      measure: (e) => around(e, 'late', 1) / e.parameters.magnitude,
    },
    {
      id: 'early-burst',
      role: 'control',
      claim: 'The early reward evokes a burst.',
      source: `${paper}; ${bound}`,
      quantity: 'RPE at the early reward / reward size',
      expected: { above: epsilon },
      measure: (e) => around(e, 'early', -1) / e.parameters.magnitude,
    },
    {
      id: 'early-no-dip',
      claim: 'After an early reward, firing does not fall at the usual time.',
      source: `${paper}; TD with a plain delay line predicts a dip (Sutton & Barto 2018, chapter 15); bound: ε = ${epsilon} of the dip before a late reward, which is ε / (1 + ε) in this ratio`,
      quantity:
        'ratio a / (|a| + |b|); a: RPE at the usual time after an early reward, b: RPE at that time before a late reward',
      expected: { about: 0, within: shareOf(epsilon) },
      measure: (e) => shareOfBoth(around(e, 'early', 0), around(e, 'late', 0), e.parameters.magnitude),
    },
    {
      id: 'usual-silent',
      role: 'control',
      claim: 'Reward at its usual time evokes no response.',
      source: `${paper}; ${bound}`,
      quantity: 'RPE at reward at its usual time / reward size',
      expected: { about: 0, within: epsilon },
      measure: (e) => around(e, 'usual', 0) / e.parameters.magnitude,
    },
  ],
  noneFails:
    'Every agent that represents the time of the reward shows the dip and the burst of a late reward; an agent without timing fails a control. The early reward distinguishes the models.',
  notes: [
    {
      agents: ['td-csc', 'kalman-td', 'td-lambda-csc', 'td-average-reward', 'td-sr'],
      signatures: ['early-no-dip'],
      why: 'The delay line continues after an early reward, and the error dips at the usual time. With a reset at reward it does not.',
    },
    {
      agents: ['td-microstimuli'],
      why: 'The reward has its own trace, which predicts the absence of further reward: it responds even to reward at the usual time.',
    },
    {
      agents: ['rescorla-wagner'],
      why: 'It does not represent time.',
    },
  ],
});
