import type { CueEvent, Design, RewardEvent, TrialType } from '../../contracts/design.ts';
import { integer, real, type Values } from '../../contracts/parameters.ts';
import { defineParadigm, type Condition, type Evidence } from '../../contracts/paradigm.ts';
import { chamber, citation, code, contested, epsilon, relative, shortWindow } from '../shared/jeong-chamber.ts';
import { contrast, contrastOf, ratio } from '../measures/numbers.ts';
import { responseAt } from '../measures/recorded.ts';
import { recordedTrials, rewardSize } from '../shared/parameters.ts';
import { sensor } from '../shared/sensors.ts';

const parameters = {
  trainingTrials: integer({
    default: 594,
    min: 10,
    max: 5000,
    unit: 'trials',
    help: 'cues, or pairs of overlapping cues, before the recording (1000 in all, as the paper simulated)',
  }),
  recordingTrials: recordedTrials(396, 'recorded cues, or pairs of overlapping cues', { min: 22, max: 5000 }),
  traceSeconds: real({
    default: 3,
    min: 1,
    max: 10,
    unit: 's',
    help: 'from the end of the cue, which lasts 0.25 s, to the reward',
  }),
  intervalSeconds: real({
    default: 33,
    min: 20,
    max: 120,
    unit: 's',
    help: 'mean of the exponential time from one cue to the next, cut at three times the mean',
  }),
  magnitude: rewardSize('size of each reward'),
};
type P = Values<typeof parameters>;

const cueSeconds = 0.25;
/**
 * Delay of the second of two overlapping cues, as a share of the trace interval; its reward follows that of the first.
 */
const overlaps = [0.25, 0.5, 0.75] as const;
/** With a memoryless interval of 33 s one cue in about eleven comes before the reward of the one before it. */
const overlapShare = 1 / 11;

const typeOf = (overlap: number): string => `overlap-${overlap}`;
const offsetOf = (overlap: number, { traceSeconds }: P): number => overlap * traceSeconds;

function design(parameters: P): Design {
  const { trainingTrials, recordingTrials, traceSeconds, intervalSeconds, magnitude } = parameters;
  const cue = (onsetSeconds: number): CueEvent => ({ cue: 'tone', onsetSeconds, durationSeconds: cueSeconds });
  const reward = (cueAt: number): RewardEvent => ({
    time: { kind: 'fixed', seconds: cueAt + cueSeconds + traceSeconds },
    magnitude,
    probability: 1,
  });
  const pair = (overlap: number): TrialType => {
    const second = offsetOf(overlap, parameters);
    return {
      title: `a second cue ${Number(second.toFixed(3))} s after the first`,
      context: 'chamber',
      cues: [cue(0), cue(second)],
      rewards: [reward(0), reward(second)],
    };
  };
  const trialSeconds = cueSeconds + 1.75 * traceSeconds + 1;
  const mixture = {
    single: overlaps.length * (1 / overlapShare - 1),
    ...Object.fromEntries(overlaps.map((overlap) => [typeOf(overlap), 1])),
  };
  return {
    cues: [{ id: 'tone', title: 'tone' }],
    contexts: chamber,
    trialTypes: {
      single: { title: 'one cue', context: 'chamber', cues: [cue(0)], rewards: [reward(0)] },
      ...Object.fromEntries(overlaps.map((overlap) => [typeOf(overlap), pair(overlap)])),
    },
    phases: [
      { id: 'training', trials: trainingTrials, plastic: true, mixture, order: 'balanced' },
      { id: 'recording', trials: recordingTrials, plastic: true, mixture, order: 'balanced' },
    ],
    iti: {
      kind: 'exponential',
      meanSeconds: Math.max(1, intervalSeconds - trialSeconds),
      minSeconds: cueSeconds,
      maxSeconds: 3 * intervalSeconds,
    },
    trialSeconds,
  };
}

function conditions({ traceSeconds }: P): Readonly<Record<string, Condition>> {
  const shared = {
    phase: 'recording',
    align: 'cue',
    window: [-1, cueSeconds + 1.75 * traceSeconds + shortWindow.response[1]],
  } as const;
  return {
    single: { title: 'one cue', types: ['single'], ...shared },
    ...Object.fromEntries(
      overlaps.map((overlap) => [
        typeOf(overlap),
        { title: `second cue after ${overlap} of the trace interval`, types: [typeOf(overlap)], ...shared },
      ]),
    ),
  };
}

/** The response to an event, whose baseline is before the first tone. */
const response = (e: Evidence<P>, condition: string, seconds: number): number =>
  responseAt(e, condition, seconds, shortWindow, e.parameters.magnitude);
const atFirst = (e: Evidence<P>, condition: string): number => response(e, condition, 0);
const atSecond = (e: Evidence<P>, overlap: number): number =>
  response(e, typeOf(overlap), offsetOf(overlap, e.parameters));
const mean = (measure: (overlap: number) => number): number =>
  overlaps.reduce((sum, overlap) => sum + measure(overlap), 0) / overlaps.length;
const second = (e: Evidence<P>): number => mean((overlap) => atSecond(e, overlap));
/** At the reward of a tone of this onset. */
const rewardOf = (e: Evidence<P>, overlap: number, onset: number): number =>
  response(e, typeOf(overlap), onset + cueSeconds + e.parameters.traceSeconds);

const windows = `windows of its ${code} (fig5/intermediate_rsp_trialless.m)`;

const measured = (event: string): string =>
  `dLight in the half second after ${event} minus the half second before the first tone`;

export default defineParadigm({
  id: 'jeong-2022-trial-less',
  version: 5,
  title: 'Jeong et al. 2022: cues without trials',
  summary: `A short tone is followed by reward after three seconds. Tones occur at random times, so sometimes a second tone starts before the reward of the first. There are no separate trials and intervals. A model must still learn that the tone predicts reward, also for a tone within the delay of another. The recorded results are given only in words, and approximately. ${contested}`,
  citation,
  approximate: {
    changed: {
      trainingTrials: 'in the experiment the mice had been conditioned with longer cues before; here the tone is new',
    },
  },
  parameters,
  agent: 'anccr',
  recording: sensor('dlight'),
  design,
  conditions,
  shown: ['single', ...overlaps.map(typeOf)],
  signatures: [
    {
      id: 'cue-burst',
      role: 'control',
      claim: 'After training, the tone evokes a burst.',
      source: `Jeong et al. 2022, figure 6 (approximate), ${windows}; bound: ε = ${epsilon} of the response to the reward`,
      quantity: `${measured('a single tone')}, ${relative}`,
      expected: { above: epsilon },
      measure: (e) => atFirst(e, 'single'),
    },
    {
      id: 'second-cue-burst',
      claim: 'A second tone before the reward of the first also evokes a burst.',
      source: `Jeong et al. 2022, test 8 and figure 5D, ${windows}; recorded above 0, t(6) = 6.64, 7 mice; bound: ε = ${epsilon} of the response to the reward`,
      quantity: `${measured('the second of two overlapping tones')}, mean over three overlaps, ${relative}`,
      expected: { above: epsilon },
      measure: second,
    },
    {
      id: 'second-cue-weaker',
      claim: 'The second tone evokes a smaller response than the first.',
      source: `Jeong et al. 2022, test 8 and figure 5D ("positive but weaker"), ${windows}; bound: a tenth less`,
      quantity: `contrast (a - b) / (|a| + |b|); a: ${measured('the second of two overlapping tones')}, mean over three overlaps, b: the same after the first, mean over the same`,
      expected: { below: contrastOf(0.9) },
      measure: (e) =>
        contrast(
          second(e),
          mean((overlap) => atFirst(e, typeOf(overlap))),
        ),
    },
    {
      id: 'second-reward-more',
      claim: 'The reward of the second tone evokes a larger response than that of the first.',
      source: `Jeong et al. 2022, figure 5D; recorded ratio above 1, t(6) = 2.95, 7 mice, as in both models of the paper, ${windows}; bound: ε = ${epsilon} of the response to the reward`,
      quantity: `${measured('the reward of the second of two overlapping tones')} - the same of the first, mean over three overlaps, ${relative}`,
      expected: { above: epsilon },
      measure: (e) =>
        mean((overlap) => rewardOf(e, overlap, offsetOf(overlap, e.parameters)) - rewardOf(e, overlap, 0)),
    },
  ],
  noneFails:
    'Every representation of time shows one of the findings: that a second cue within a trial evokes a burst, that the burst is weaker, or that its reward is less predicted. Showing all three distinguishes the models.',
  notes: [
    {
      agents: ['td-presence'],
      signatures: ['cue-burst'],
      why: 'Its RPE bursts at the tone and dips at the end of the tone a quarter of a second later. Both are in the window of half a second, so that dLight shows only 0.03 of the response to a reward.',
      numbers: [{ text: '0.03', agent: 'td-presence', signature: 'cue-burst' }],
    },
    {
      agents: ['td-expectile', 'td-range-normalised'],
      signatures: ['second-cue-weaker'],
      why: 'At the step of the second tone its RPE is smaller than at the first, but in the half second after it not clearly by a tenth.',
    },
    {
      agents: ['td-state-uncertainty'],
      signatures: ['cue-burst'],
      why: 'Its RPE at the tone, blurred in time, is so small that in the window it is not distinguished from the bound.',
    },
    {
      agents: ['td-microstimuli', 'td-belief'],
      signatures: ['second-cue-burst'],
      why: 'The second tone restarts the only trace, or is not a recognised event before the reward of the first tone: there is no second burst.',
    },
    {
      agents: ['td-semi-markov'],
      signatures: ['second-cue-burst'],
      why: 'The tone is a transition out of the state between trials, and the agent has already left this state at the second tone.',
    },
    {
      agents: ['td-csc', 'td-csc-reset', 'td-lambda-csc', 'td-average-reward'],
      why: 'They pass: here each tone starts its own delay line, so the second tone predicts its reward before that of the first is delivered. In the paper’s simulation a tone restarts the delay line, which produces a dip.',
    },
  ],
  summaries: [
    {
      id: 'second',
      title: 'A second tone before the reward',
      x: 'onset of the second tone (fraction of the trace interval)',
      y: 'dLight at the second tone (relative to a single tone)',
      series: [
        {
          id: 'second',
          title: 'second tone',
          measure: (e) =>
            overlaps.map((overlap) => ({ x: overlap, y: ratio(atSecond(e, overlap), atFirst(e, 'single')) })),
        },
      ],
    },
  ],
});
