import type { Design, TrialType } from '../contracts/design.ts';
import { integer, real, type Values } from '../contracts/parameters.ts';
import { defineParadigm, type Condition, type Evidence, type SummaryPoint } from '../contracts/paradigm.ts';
import { blocksOf, chamber, citation, contested, courseAsRecorded, epsilon, memoryless, numbered, reanalysis } from './jeong/chamber.ts';
import { contrast, contrastOf, ratio } from './measures/numbers.ts';
import recordings from './recorded/jeong-2022-background.json' with { type: 'json' };

const parameters = {
  acquisitionTrials: integer({ default: 240, min: 8, max: 5000, unit: 'trials', help: 'half CS+, half CS-, before the background rewards' }),
  sessionTrials: integer({ default: 200, min: 20, max: 5000, unit: 'trials', help: 'trials of each of six sessions with background rewards, of which four in five are such rewards' }),
  backgroundSeconds: real({ default: 6, min: 5.5, max: 30, unit: 's', help: 'mean time from one background reward, or cue, to the next' }),
  itiSeconds: real({ default: 30, min: 5, max: 60, unit: 's', help: 'interval between trials in acquisition before it is cut at three times it, memoryless' }),
  magnitude: real({ default: 1, min: 0.05, max: 10, unit: 'reward units', symbol: 'r', help: 'size of every reward' }),
};
type P = Values<typeof parameters>;

const sessions = numbered(recordings.sessions.length);
const cueSeconds = 2;
const rewardSeconds = 3;
const trialSeconds = 4;
/** Background rewards are trials of their own, with nothing but a reward, between those with a cue. */
const backgroundRewardSeconds = 2;
const backgroundPerCue = 4;
/** CS+ trials at the end of the acquisition that are judged. */
const lastTrials = 30;

function design({ acquisitionTrials, sessionTrials, backgroundSeconds, itiSeconds, magnitude }: P): Design {
  const cued = (cue: string, rewards: TrialType['rewards'], title: string): TrialType => ({
    title,
    context: 'chamber',
    cues: [{ cue, onsetSeconds: 0, durationSeconds: cueSeconds }],
    rewards,
  });
  const reward = (seconds: number) => ({ time: { kind: 'fixed', seconds }, magnitude, probability: 1 }) as const;
  const mixture = { plus: 1, minus: 1, background: 2 * backgroundPerCue };
  const iti = memoryless(backgroundSeconds - trialSeconds);
  return {
    cues: [
      { id: 'plus', title: 'CS+' },
      { id: 'minus', title: 'CS-' },
    ],
    contexts: chamber,
    trialTypes: {
      plus: cued('plus', [reward(rewardSeconds)], 'CS+, then reward'),
      minus: cued('minus', [], 'CS-'),
      background: { title: 'background reward', context: 'chamber', cues: [], rewards: [reward(backgroundRewardSeconds)] },
    },
    phases: [
      { id: 'acquisition', trials: acquisitionTrials, plastic: true, mixture: { plus: 1, minus: 1 }, order: 'balanced' },
      ...blocksOf('background', sessions.length, sessionTrials, mixture, iti),
    ],
    iti: memoryless(itiSeconds),
    trialSeconds,
  };
}

function conditions(): Readonly<Record<string, Condition>> {
  const shared = { align: 'cue', window: [-1, 3.4] } as const;
  return {
    before: { title: 'CS+, before', types: ['plus'], phase: 'acquisition', last: lastTrials, ...shared },
    'minus-before': { title: 'CS-, before', types: ['minus'], phase: 'acquisition', last: lastTrials, ...shared },
    ...Object.fromEntries(sessions.map((session) => [`session-${session}`, { title: `CS+, session ${session}`, types: ['plus'], phase: `background-${session}`, ...shared }])),
    background: { title: 'background reward', types: ['background'], phase: `background-${sessions.length}`, ...shared },
  };
}

const lastSession = `session-${sessions.length}`;
const atCue = (e: Evidence<P>, condition: string): number => (e.at(condition, 'rpe', 0) - e.mean(condition, 'rpe', -1, 0)) / e.parameters.magnitude;
const licking = (e: Evidence<P>, condition: string): number => e.response(condition, 0, rewardSeconds) - e.response(condition, -1, 0);
const course = (e: Evidence<P>): readonly SummaryPoint[] => sessions.map((session) => ({ x: session, y: ratio(atCue(e, `session-${session}`), atCue(e, 'session-1')) }));

const recordedCourse = recordings.sessions.map(({ session, mean, sem }) => ({ x: session, y: mean, sem }));
const recordedLast = recordedCourse.at(-1)?.y ?? Number.NaN;

export default defineParadigm({
  id: 'jeong-2022-background',
  version: 3,
  title: 'Jeong et al. 2022: background rewards',
  summary: `CS+ is followed by reward as before, but now rewards also come out of the blue between the cues, every six seconds or so. CS+ still tells when a reward will come, yet it tells little that the place does not: dopamine at CS+ fell from session to session in all ${recordings.falling} mice, and so did licking. A model shows it if it can expect the background rewards from the place. ${contested}`,
  citation,
  parameters,
  agent: 'td-microstimuli',
  recording: { id: 'identity', parameters: {} },
  design,
  conditions,
  shown: ['before', 'minus-before', 'session-1', 'session-3', 'session-6', 'background'],
  heatMapTypes: ['plus', 'background'],
  signatures: [
    {
      id: 'cue-burst-before',
      role: 'control',
      claim: 'Before the background rewards CS+ evokes a burst and CS- does not.',
      source: `Jeong et al. 2022, figure 5; bound: ε = ${epsilon} of the reward size`,
      quantity: '(RPE at CS+ - at CS-, end of acquisition) / reward size',
      expected: { above: epsilon },
      measure: (e) => atCue(e, 'before') - atCue(e, 'minus-before'),
    },
    {
      id: 'cue-burst-falls',
      claim: 'With background rewards the response to CS+ falls.',
      source: `Jeong et al. 2022, figure 5; recorded ${recordedLast} of that in the first such session (${reanalysis}); bound: halfway between that and no fall`,
      quantity: 'contrast of the RPE at CS+, last session with background rewards - end of acquisition',
      expected: { below: contrastOf((1 + recordedLast) / 2) },
      measure: (e) => contrast(atCue(e, lastSession), atCue(e, 'before')),
    },
    {
      id: 'sessions-as-recorded',
      claim: 'The response falls over the sessions as in the recordings.',
      source: `${reanalysis}, ${recordings.mice} mice; bound: 0.5, a quarter of the variance`,
      quantity: 'r over sessions between RPE at CS+ and the recorded responses, where it changes by ε of the reward size at all',
      expected: { above: 0.5 },
      measure: (e) => courseAsRecorded(e, sessions.map((session) => atCue(e, `session-${session}`)), recordedCourse.map(({ y }) => y)),
    },
    {
      id: 'licking-falls',
      claim: 'With background rewards the animal no longer licks more during CS+ than before it.',
      source: 'Jeong et al. 2022, event logs (recorded below 0 in most sessions); bound: half of it',
      quantity: 'contrast of the licking during CS+ above that before it, last session - end of acquisition',
      expected: { below: contrastOf(0.5) },
      measure: (e) => contrast(licking(e, lastSession), licking(e, 'before'), e.parameters.magnitude),
    },
  ],
  notes: [
    {
      agents: ['td-csc', 'td-microstimuli', 'td-lambda-csc'],
      signatures: ['cue-burst-falls', 'licking-falls'],
      why: 'The place comes to be worth p r / (1 - γ) and the cue only adds to it; how far the cue falls depends on how much of the time after it value is discounted.',
    },
    {
      agents: ['anccr'],
      signatures: ['cue-burst-falls', 'licking-falls'],
      why: 'Its contingency with CS+ is weighed by SRC = PRC M_reward / M_cue, which grows with the rate of rewards. That it has to pass is the claim of Jeong et al.; Qian et al. 2025 report what is found here.',
    },
    {
      agents: ['td-semi-markov', 'td-presence'],
      signatures: ['sessions-as-recorded'],
      why: 'They fall at once and not over sessions.',
    },
  ],
  summaries: [
    {
      id: 'sessions',
      title: 'Response to CS+ with background rewards',
      x: 'session',
      y: 'share of the first session',
      series: [{ id: 'plus', title: 'RPE at CS+', measure: course }],
      recorded: { citation, n: `${recordings.mice} mice`, series: [{ id: 'plus', title: 'dopamine (dLight)', points: recordedCourse }] },
    },
  ],
});
