import type { Design, Phase, TrialType } from '../../contracts/design.ts';
import { integer, real, type Values } from '../../contracts/parameters.ts';
import { defineParadigm, type Condition, type Evidence, type SummaryPoint } from '../../contracts/paradigm.ts';
import { jeongSessions } from '../shared/data-sources.ts';
import {
  blocksOf,
  chamber,
  citation,
  code,
  contested,
  courseAsRecorded,
  cueWindow,
  epsilon,
  memoryless,
  numbered,
  outOfTheBlue,
  randomRewards,
  reanalysis,
  relative,
  secondWindow,
} from '../shared/jeong-chamber.ts';
import { contrast, contrastOf, ratio } from '../measures/numbers.ts';
import { responseAt, type Window } from '../measures/recorded.ts';
import recordings from '../recorded/jeong-2022-background.json' with { type: 'json' };
import { rewardSize } from '../shared/parameters.ts';
import { sensor } from '../shared/sensors.ts';

const parameters = {
  randomRewards: integer({
    default: 300,
    min: 0,
    max: 5000,
    unit: 'rewards',
    help: 'unpredicted rewards before conditioning, 12 s apart, as all mice received',
  }),
  acquisitionTrials: integer({
    default: 1300,
    min: 8,
    max: 20_000,
    unit: 'trials',
    help: 'trials with the short cues, half CS+ and half CS- (11 to 19 sessions of 100)',
  }),
  longTrials: integer({
    default: 400,
    min: 8,
    max: 20_000,
    unit: 'trials',
    help: 'trials with the long cues, half CS+ and half CS- (about four sessions of 100)',
  }),
  sessionTrials: integer({
    default: 100,
    min: 10,
    max: 5000,
    unit: 'trials',
    help: 'trials in each of six sessions with background rewards, half CS+ and half CS-',
  }),
  backgroundSeconds: real({
    default: 6,
    min: 2,
    max: 60,
    unit: 's',
    help: 'mean interval of the background rewards (exponential)',
  }),
  cueSeconds: real({ default: 2, min: 1, max: 6, unit: 's', help: 'duration of the cues in acquisition' }),
  longCueSeconds: real({ default: 8, min: 2, max: 20, unit: 's', help: 'duration of the cues afterwards' }),
  traceSeconds: real({ default: 1, min: 0.5, max: 5, unit: 's', help: 'from the end of the cue to the reward' }),
  itiSeconds: real({
    default: 30,
    min: 5,
    max: 120,
    unit: 's',
    help: 'mean of the exponential interval between trials, before it is cut at three times the mean',
  }),
  magnitude: rewardSize('size of every reward'),
};
type P = Values<typeof parameters>;

const sessions = numbered(recordings.sessions.length);
const afterRewardSeconds = 3;
/** Before each cue there is a second without background rewards to compare with. */
const quiet = { kind: 'fixed', seconds: 1 } as const;
/** CS+ trials with the long cue before the background rewards that are judged: the last two sessions. */
const lastTrials = 100;

const trialSecondsOf = ({ longCueSeconds, traceSeconds }: P): number =>
  longCueSeconds + traceSeconds + afterRewardSeconds;

function design(parameters: P): Design {
  const {
    randomRewards: before,
    acquisitionTrials,
    longTrials,
    sessionTrials,
    backgroundSeconds,
    cueSeconds,
    longCueSeconds,
    traceSeconds,
    itiSeconds,
    magnitude,
  } = parameters;
  const trialSeconds = trialSecondsOf(parameters);
  const cued = (cue: string, durationSeconds: number, rewarded: boolean, title: string): TrialType => ({
    title,
    context: 'chamber',
    cues: [{ cue, onsetSeconds: 0, durationSeconds }],
    rewards: rewarded
      ? [{ time: { kind: 'fixed', seconds: durationSeconds + traceSeconds }, magnitude, probability: 1 }]
      : [],
  });
  const random = randomRewards(before, trialSeconds, magnitude);
  const background = outOfTheBlue('background', 'background rewards', {
    seconds: trialSeconds,
    everySeconds: backgroundSeconds,
    magnitude,
  });
  // Inter-trial intervals consist of stretches with such rewards.
  const stretches = itiSeconds / (trialSeconds + quiet.seconds);
  const mixture = {
    plus: 1,
    minus: 1,
    ...Object.fromEntries(Object.entries(background.mixture).map(([type, share]) => [type, 2 * stretches * share])),
  };
  const cues = (id: string, trials: number, types: readonly [string, string]): Phase => ({
    id,
    trials,
    plastic: true,
    mixture: { [types[0]]: 1, [types[1]]: 1 },
    order: 'balanced',
  });
  return {
    cues: [
      { id: 'plus', title: 'CS+' },
      { id: 'minus', title: 'CS-' },
    ],
    contexts: chamber,
    trialTypes: {
      'short-plus': cued('plus', cueSeconds, true, 'short CS+, then reward'),
      'short-minus': cued('minus', cueSeconds, false, 'short CS-'),
      plus: cued('plus', longCueSeconds, true, 'CS+, then reward'),
      minus: cued('minus', longCueSeconds, false, 'CS-'),
      ...random.trialTypes,
      ...background.trialTypes,
    },
    phases: [
      ...random.phases,
      cues('acquisition', acquisitionTrials, ['short-plus', 'short-minus']),
      cues('before', longTrials, ['plus', 'minus']),
      ...blocksOf('background', sessions.length, Math.round(sessionTrials * (1 + stretches)), mixture, quiet),
    ],
    iti: memoryless(itiSeconds),
    trialSeconds,
  };
}

function conditions(parameters: P): Readonly<Record<string, Condition>> {
  const shared = { align: 'cue', window: [-1, trialSecondsOf(parameters) - 1] } as const;
  return {
    before: { title: 'CS+, before background rewards', types: ['plus'], phase: 'before', last: lastTrials, ...shared },
    'minus-before': {
      title: 'CS-, before background rewards',
      types: ['minus'],
      phase: 'before',
      last: lastTrials,
      ...shared,
    },
    ...Object.fromEntries(
      sessions.map((session) => [
        `session-${session}`,
        { title: `CS+, session ${session}`, types: ['plus'], phase: `background-${session}`, ...shared },
      ]),
    ),
  };
}

const lastSession = `session-${sessions.length}`;
const atCue = (e: Evidence<P>, condition: string, window: Window = cueWindow): number =>
  responseAt(e, condition, 0, window, e.parameters.magnitude);
/** In the window of the recorded course. */
const bySession = (e: Evidence<P>): readonly number[] =>
  sessions.map((session) => atCue(e, `session-${session}`, secondWindow));
// Within the quiet second on any grid: trials do not begin on a step, so the first step of that second may contain an
// earlier event.
const beforeSeconds = 0.8;
const licking = (e: Evidence<P>, condition: string): number =>
  e.response(condition, 0, e.parameters.longCueSeconds + e.parameters.traceSeconds) -
  e.response(condition, -beforeSeconds, 0);
const course = (e: Evidence<P>): readonly SummaryPoint[] =>
  bySession(e).map((y, i, [first]) => ({ x: sessions[i] as number, y: ratio(y, first as number) }));

const recordedCourse = recordings.sessions.map(({ session, mean, sem }) => ({ x: session, y: mean, sem }));
const recordedLast = recordedCourse.at(-1)?.y ?? Number.NaN;

export default defineParadigm({
  id: 'jeong-2022-background',
  version: 6,
  title: 'Jeong et al. 2022: background rewards',
  summary: `After acquisition with longer cues, unpredicted rewards are added between the cues, about every six seconds. CS+ still predicts when a reward will occur, but hardly more than the context does: dopamine at CS+ fell over sessions in all ${recordings.falling} mice, and so did licking. A model shows this if it can predict the background rewards from the context. ${contested}`,
  citation,
  parameters,
  agent: 'td-microstimuli',
  bench: { randomRewards: 100, acquisitionTrials: 200, longTrials: 400, sessionTrials: 40 },
  recording: sensor('dlight'),
  design,
  conditions,
  shown: ['before', 'minus-before', 'session-1', 'session-3', 'session-6'],
  heatMapTypes: ['plus'],
  signatures: [
    {
      id: 'cue-burst-before',
      role: 'control',
      claim: 'Before background rewards are added, CS+ evokes a burst and CS- does not.',
      source: `Jeong et al. 2022, figure 5, windows of its ${code}; bound: ε = ${epsilon} of the response to the reward`,
      quantity: `dLight 0 to 2 s after CS+ minus the second before - the same of CS-, last ${lastTrials} trials of each before the background rewards, ${relative}`,
      expected: { above: epsilon },
      measure: (e) => atCue(e, 'before') - atCue(e, 'minus-before'),
    },
    {
      id: 'cue-burst-falls',
      claim: 'Background rewards reduce the response to CS+.',
      source: `Jeong et al. 2022, figure 5, windows of its ${code}; recorded ${recordedLast} of the response in the first session with them (${reanalysis}); bound: halfway between this and no change`,
      quantity: `contrast (a - b) / (|a| + |b|); a: dLight 0 to 2 s after CS+ minus the second before, in the last session with background rewards, b: in the last ${lastTrials} trials before them`,
      expected: { below: contrastOf((1 + recordedLast) / 2) },
      measure: (e) => contrast(atCue(e, lastSession), atCue(e, 'before')),
    },
    {
      id: 'sessions-as-recorded',
      claim: 'The response falls over sessions as recorded.',
      source: `${reanalysis}, ${recordings.mice} mice; bound: 0.5, a quarter of the variance`,
      quantity: `correlation r over sessions of dLight 0 to 1 s after CS+ minus the second before, the window of the recorded means, and recorded response; undefined if it changes by less than ${epsilon} of the response to the reward`,
      expected: { above: 0.5 },
      measure: (e) =>
        courseAsRecorded(
          e,
          bySession(e),
          recordedCourse.map(({ y }) => y),
        ),
    },
    {
      id: 'licking-falls',
      claim: 'Background rewards abolish licking to CS+.',
      source:
        'Jeong et al. 2022, event logs (recorded below baseline in most sessions); bound: half of the licking before them',
      quantity: `contrast (a - b) / (|a| + |b|); a: licking during CS+ above baseline in the last session with background rewards, b: in the last ${lastTrials} trials before them`,
      expected: { below: contrastOf(0.5) },
      measure: (e) => contrast(licking(e, lastSession), licking(e, 'before'), e.parameters.magnitude),
    },
  ],
  notes: [
    {
      agents: ['td-belief', 'td-expectile', 'td-multi-timescale'],
      signatures: ['cue-burst-before'],
      why: 'Their RPE bursts at CS+, but is negative for the rest of the window of two seconds, because value learned with the short cue falls where its reward is late. dLight adds both up and shows hardly any response.',
    },
    {
      agents: ['kalman-td', 'td-state-uncertainty'],
      signatures: ['cue-burst-before'],
      why: 'At the onset of CS+ their RPE is below the bound, but it is positive for most of the two seconds in which the paper measures dLight.',
    },
    {
      agents: ['anccr'],
      signatures: ['licking-falls'],
      why: 'The response to CS+ falls, as the paper reports and its model predicts: with a reward every few seconds memory traces are equally short, and the trace of a cue of eight seconds has decayed before its reward. Licking depends on the same contingency if it exceeds the threshold; in some subjects it is below the threshold even before the background rewards, and in some it is above it after them.',
    },
    {
      agents: ['td-csc', 'td-csc-reset', 'td-average-reward', 'td-block-belief'],
      signatures: ['licking-falls'],
      why: 'The value of the context approaches p r / (1 - γ) and the cue only adds to it, so the response falls over sessions with background rewards. But value propagates back by one step per trial and has not reached the onset of the eight-second cue when these sessions begin, so the expectation during the cue, which drives licking, grows. In the two seconds in which dLight is measured the response falls below the baseline.',
    },
    {
      agents: ['td-quantile'],
      signatures: ['cue-burst-before'],
      why: 'At the onset of CS+ it has no response; the positive errors in the two seconds in which the paper measures dLight depend on the subject.',
    },
    {
      agents: ['td-semi-markov', 'anccr-slow-base-rates'],
      signatures: ['sessions-as-recorded'],
      why: 'Their response falls at once, not over sessions.',
    },
  ],
  summaries: [
    {
      id: 'sessions',
      title: 'Response to CS+ with background rewards',
      x: 'session',
      y: 'response (relative to the first session)',
      series: [{ id: 'plus', title: 'dLight at CS+', measure: course }],
      recorded: {
        citation,
        sources: [jeongSessions],
        n: `${recordings.mice} mice`,
        series: [{ id: 'plus', title: 'dopamine (dLight)', points: recordedCourse }],
      },
    },
  ],
});
