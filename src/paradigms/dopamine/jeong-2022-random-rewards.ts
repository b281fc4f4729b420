import type { Design } from '../../contracts/design.ts';
import { integer, real, type Values } from '../../contracts/parameters.ts';
import {
  defineParadigm,
  type Condition,
  type Evidence,
  type SummaryPoint,
  type TrialEvidence,
} from '../../contracts/paradigm.ts';
import { jeongSessions, jeongTrials } from '../shared/data-sources.ts';
import {
  blocksOf,
  chamber,
  citation,
  code,
  contested,
  courseAsRecorded,
  epsilon,
  lickWindow,
  numbered,
  reanalysis,
  relative,
  secondWindow,
} from '../shared/jeong-chamber.ts';
import { average, pairs } from '../measures/numbers.ts';
import { unpredicted, windowed, type Window } from '../measures/recorded.ts';
import recordings from '../recorded/jeong-2022-random-rewards.json' with { type: 'json' };
import { rewardSize } from '../shared/parameters.ts';
import { sensor } from '../shared/sensors.ts';

const parameters = {
  sessionTrials: integer({ default: 100, min: 20, max: 2000, unit: 'trials', help: 'rewards in each of six sessions' }),
  intervalSeconds: real({
    default: 12,
    min: 4,
    max: 120,
    unit: 's',
    help: 'mean time from one reward to the next: 2.2 s plus an exponential time',
  }),
  magnitude: rewardSize('size of each reward'),
};
type P = Values<typeof parameters>;

const sessions = numbered(recordings.sessionResponses.sessions.length);
/** A trial is one reward: it comes after a second of the window, and the next interval starts a second after it. */
const rewardSeconds = 1;
const trialSeconds = 2;
const minItiSeconds = 0.2;

function design({ sessionTrials, intervalSeconds, magnitude }: P): Design {
  const mean = intervalSeconds - trialSeconds - minItiSeconds;
  return {
    cues: [],
    contexts: chamber,
    trialTypes: {
      reward: {
        title: 'reward',
        cues: [],
        context: 'chamber',
        rewards: [{ time: { kind: 'fixed', seconds: rewardSeconds }, magnitude, probability: 1 }],
      },
    },
    phases: blocksOf('session', sessions.length, sessionTrials, { reward: 1 }),
    iti: { kind: 'exponential', meanSeconds: mean, minSeconds: minItiSeconds, maxSeconds: 10 * intervalSeconds },
    trialSeconds,
  };
}

function conditions(): Readonly<Record<string, Condition>> {
  const shared = { types: ['reward'], align: 'reward', window: [-2, 0.9] } as const;
  return {
    ...Object.fromEntries(
      sessions.map((session) => [
        `session-${session}`,
        { title: `session ${session}`, phase: `session-${session}`, ...shared },
      ]),
    ),
    all: { title: 'all sessions', ...shared },
  };
}

/** A response that follows another one sooner is left out, as in the paper. */
const minIntervalSeconds = 3;
const apart = (e: Evidence<P>, session: number): readonly TrialEvidence[] =>
  e.trials(`session-${session}`).filter((one) => intervalOf(e, one) >= minIntervalSeconds);
const responseOf = (e: Evidence<P>, trials: readonly TrialEvidence[], window: Window): readonly number[] => {
  const reward = unpredicted(e, window.response, e.parameters.magnitude);
  return trials.map(({ mean }) => windowed(mean, 0, window) / reward);
};
const response = (e: Evidence<P>, session: number, window: Window = lickWindow): number =>
  average(responseOf(e, apart(e, session), window));
/** In the window of the recorded course. */
const course = (e: Evidence<P>): readonly number[] => sessions.map((session) => response(e, session, secondWindow));

const intervalOf = (e: Evidence<P>, { trial }: TrialEvidence): number =>
  trial.zeroSeconds - trial.startSeconds + trialSeconds;

/** Log time since the last reward and response to this one, in the second half of the sessions. */
function byInterval(e: Evidence<P>): readonly SummaryPoint[] {
  const late = sessions.slice(sessions.length / 2).flatMap((session) => apart(e, session));
  return pairs(
    late.map((one) => Math.log(intervalOf(e, one))),
    responseOf(e, late, lickWindow),
  );
}

/** Mean response to rewards after short, middling and long waits: thirds of the trials. */
function thirds(e: Evidence<P>): readonly SummaryPoint[] {
  const ordered = [...byInterval(e)].sort((a, b) => a.x - b.x);
  const size = Math.floor(ordered.length / 3);
  return size === 0
    ? []
    : [0, 1, 2].map((third) => {
        const these = ordered.slice(third * size, (third + 1) * size);
        return { x: Math.exp(average(these.map(({ x }) => x))), y: average(these.map(({ y }) => y)) };
      });
}

const recordedCurve = recordings.sessionResponses.sessions.map(({ session, mean, sem }) => ({
  x: session,
  y: mean,
  sem,
}));
const { mice } = recordings.intervalCorrelation;
const recordedR = mice.reduce((sum, { r }) => sum + r, 0) / mice.length;
const risen = recordings.sessionResponses.firstAndLast.filter(({ first, last }) => last > first).length;
const [firstSession, lastSession] = [recordedCurve[0]?.y ?? Number.NaN, recordedCurve.at(-1)?.y ?? Number.NaN];

const measured = `dLight 0.5 s before to 1 s after the reward minus the 1.5 s before, rewards at least ${minIntervalSeconds} s after the last one, ${relative}`;

export default defineParadigm({
  id: 'jeong-2022-random-rewards',
  version: 4,
  title: 'Jeong et al. 2022: random rewards',
  summary: `Unpredicted rewards occur at random, twelve seconds apart on average. A prediction error is largest at the first reward, or falls as reward is expected in the context, and does not depend on the time since the last reward. Recorded dopamine grew over sessions in ${risen} of ${recordings.sessionResponses.mice} mice and was larger after longer intervals. ${contested}`,
  citation,
  parameters,
  agent: 'anccr',
  recording: sensor('dlight'),
  design,
  conditions,
  shown: sessions.map((session) => `session-${session}`),
  signatures: [
    {
      id: 'reward-burst',
      role: 'control',
      claim: 'Unpredicted reward evokes a burst.',
      source: `Jeong et al. 2022, figure 3, windows and choice of rewards of its ${code}; bound: ε = ${epsilon} of the response to an unpredicted reward`,
      quantity: `${measured} in the last session`,
      expected: { above: epsilon },
      measure: (e) => response(e, sessions.length),
    },
    {
      id: 'grows-with-experience',
      claim: 'The response to random rewards grows over sessions.',
      source: `Jeong et al. 2022, figure 3, windows of its ${code}; recorded ${(lastSession / firstSession).toFixed(1)} times, ${risen} of ${recordings.sessionResponses.mice} mice (${reanalysis}); bound: ε = ${epsilon} of the response to an unpredicted reward`,
      quantity: `last session - first session of ${measured}`,
      expected: { above: epsilon },
      measure: (e) => response(e, sessions.length) - response(e, 1),
    },
    {
      id: 'grows-with-interval',
      claim: 'The response grows with the time since the last reward.',
      source: `Jeong et al. 2022, figure 3; recorded mean r ${recordedR.toFixed(2)} over ${mice.length} mice, ${mice.filter(({ r }) => r > 0).length} above 0 (CC0 data, github.com/gloewing/photometry_FLMM); bound: ε = ${epsilon} of the response to an unpredicted reward (r has no size, so it could not distinguish an effect from rounding errors)`,
      quantity: `slope on the natural logarithm of the time since the last reward of ${measured}; second half of the sessions`,
      expected: { above: epsilon },
      measure: (e) => e.fit(byInterval(e)).slope,
    },
    {
      id: 'sessions-as-recorded',
      claim: 'The response changes over sessions as recorded.',
      source: `${reanalysis}; bound: 0.5, a quarter of the variance`,
      quantity: `correlation r over sessions of dLight 0 to 1 s after the reward minus the second before, the window of the recorded means, and recorded response; undefined if it changes by less than ${epsilon} of the response to an unpredicted reward`,
      expected: { above: 0.5 },
      measure: (e) =>
        courseAsRecorded(
          e,
          course(e),
          recordedCurve.map(({ y }) => y),
        ),
    },
  ],
  nonePasses:
    'Only ANCCR has a response that grows with the number of rewards and with the time since the last one, but its change over sessions is not the recorded one.',
  notes: [
    {
      agents: ['td-csc', 'td-csc-reset', 'td-belief'],
      signatures: ['grows-with-experience', 'grows-with-interval', 'sessions-as-recorded'],
      why: 'The value of the context is the same just before and just after a reward, so the response cannot be predicted away: it stays at 1 - p, where p is the number of rewards per step, and does not change over sessions.',
    },
    {
      agents: ['td-microstimuli'],
      signatures: ['grows-with-experience', 'grows-with-interval'],
      why: 'The reward has its own microstimuli, which extend to the next reward: the response falls, and is smaller after longer intervals.',
    },
    {
      agents: ['td-lambda-csc', 'td-sr', 'td-presence'],
      signatures: ['grows-with-interval'],
      why: 'The response grows with the interval, because the context loses value without reward, but only by a hundredth of the reward for each e-fold.',
    },
    {
      agents: ['anccr'],
      signatures: ['sessions-as-recorded'],
      why: 'It grows within the first session, because the learning rate of a naive animal starts at 0.25, and by 0.18 of a reward from that session to the last; the recorded response keeps growing over all six. With the final learning rate from the first reward on, it would grow by 0.79.',
      numbers: [
        { text: '0.18', agent: 'anccr', signature: 'grows-with-experience' },
        { text: '0.79', agent: 'anccr', signature: 'grows-with-experience', set: { initialLearningRate: 0.02 } },
      ],
    },
    {
      agents: ['pearce-hall'],
      signatures: ['sessions-as-recorded'],
      why: 'It does not respond to rewards after the first ones, so there is no change over sessions to compare.',
    },
  ],
  summaries: [
    {
      id: 'sessions',
      title: 'Response to random reward',
      x: 'session',
      y: 'response (1: unpredicted reward; recorded: relative to the mean of each mouse)',
      series: [{ id: 'reward', title: 'dLight at reward', measure: (e) => pairs(sessions, course(e)) }],
      recorded: {
        citation,
        sources: [jeongSessions],
        n: `${recordings.sessionResponses.mice} mice`,
        series: [{ id: 'reward', title: 'dopamine (dLight)', points: recordedCurve }],
      },
    },
    {
      id: 'interval',
      title: 'Response against time since the last reward',
      x: 'time since the last reward (s)',
      y: 'dLight at reward (1: unpredicted reward)',
      xScale: 'log',
      series: [{ id: 'interval', title: 'thirds of the trials', measure: thirds }],
    },
  ],
  // From the first lick after the reward, which is when the animal has it.
  recorded: [
    {
      condition: `session-${sessions.length}`,
      title: 'all sessions, from the first lick',
      t: recordings.trace.t,
      mean: recordings.trace.mean,
      unit: 'dLight, source units',
      n: `1 mouse, ${recordings.trace.rewards} rewards`,
      citation,
      sources: [jeongTrials],
    },
  ],
});
