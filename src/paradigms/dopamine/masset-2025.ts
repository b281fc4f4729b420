import { integer, type Values } from '../../contracts/parameters.ts';
import { defineParadigm, type Condition, type Evidence, type SummaryPoint } from '../../contracts/paradigm.ts';
import type { CueEvent, Design, TrialType } from '../../contracts/design.ts';
import { errorOfHyperbola, betterByHalf, throughZero } from '../measures/discounting.ts';
import { pairs, sharedSpread, smallestRise, spread } from '../measures/numbers.ts';
import { decodedDelay, discountPerSecond, trainingShare } from '../measures/timescales.ts';
import { evenly, iti, recordedTrials, rewardSize } from '../shared/parameters.ts';

const parameters = {
  acquisitionTrials: integer({
    default: 900,
    min: 2,
    max: 20_000,
    unit: 'trials of the longest delay',
    help: 'trials before the recording; shorter delays need and receive fewer',
  }),
  recordingTrials: recordedTrials(
    20,
    'trials of each cue, and of each entry to the corridor, in each half of the recording',
    { unit: 'trials per cue' },
  ),
  itiSeconds: iti(3, ' (shortened: nothing is learned in it here)', { min: 3, max: 120 }),
  magnitude: rewardSize(),
};
type P = Values<typeof parameters>;

/** Delays from cue to reward, seconds (approximate). */
const delays = [0.6, 1.5, 3.75, 9.375] as const;
/** Seconds of corridor left to run to the reward at each place of entry. */
const entries = [0.9, 2.4, 6] as const;
const halves = ['first', 'second'] as const;
type Half = (typeof halves)[number];
/** Approximate. */
const cueSeconds = 0.5;
/** Discounts that differ by less, per second, differ only by rounding. */
const noSpread = 1e-6;
const afterRewardSeconds = 1;

const cueOf = (delay: number): string => `cue-${delay}s`;
const entryOf = (seconds: number): string => `entry-${seconds}s`;
const placeOf = (seconds: number): string => `place-${seconds}s`;
/** Trial types of each task, with the seconds to reward predicted by their first cue. */
const cueTask = delays.map((delay) => [cueOf(delay), delay] as const);
const corridorTask = entries.map((seconds) => [entryOf(seconds), seconds] as const);
const longest = Math.max(...delays);
const within = (type: string, half: Half): string => `${type}-${half}`;

/** The places from an entry to the end, each with its own stimulus. */
function corridor(seconds: number): readonly CueEvent[] {
  const ahead = entries.filter((left) => left <= seconds);
  return ahead.toReversed().map((left) => ({
    cue: placeOf(left),
    onsetSeconds: Number((seconds - left).toFixed(6)),
    durationSeconds: cueSeconds,
  }));
}

function design({ acquisitionTrials, recordingTrials, itiSeconds, magnitude }: P): Design {
  const trialType = (title: string, cues: readonly CueEvent[], seconds: number): TrialType => ({
    title,
    cues,
    rewards: [{ time: { kind: 'fixed', seconds }, magnitude, probability: 1 }],
  });
  const tasks = [...cueTask, ...corridorTask];
  const phase = (id: string, trials: number, share: (seconds: number) => number) => {
    const mixture = Object.fromEntries(tasks.map(([type, seconds]) => [type, share(seconds)]));
    const total = Object.values(mixture).reduce((sum, weight) => sum + weight, 0);
    return { id, trials: Math.ceil(total * trials), plastic: true, mixture, order: 'balanced' } as const;
  };
  return {
    cues: [
      ...delays.map((delay) => ({ id: cueOf(delay), title: `cue, reward in ${delay} s` })),
      ...entries.map((seconds) => ({ id: placeOf(seconds), title: `place ${seconds} s before reward` })),
    ],
    trialTypes: {
      ...Object.fromEntries(
        delays.map((delay) => [
          cueOf(delay),
          trialType(
            `reward after ${delay} s`,
            [{ cue: cueOf(delay), onsetSeconds: 0, durationSeconds: cueSeconds }],
            delay,
          ),
        ]),
      ),
      ...Object.fromEntries(
        entries.map((seconds) => [
          entryOf(seconds),
          trialType(`corridor entered ${seconds} s before reward`, corridor(seconds), seconds),
        ]),
      ),
    },
    phases: [
      phase('acquisition', acquisitionTrials, (seconds) => trainingShare(seconds, longest)),
      ...halves.map((half) => phase(half, recordingTrials, () => 1)),
    ],
    iti: evenly(itiSeconds),
    trialSeconds: longest + afterRewardSeconds,
  };
}

/** Suffix of a title in the second half; the first half is the one drawn. */
const other = (half: Half): string => (half === 'first' ? '' : ', second half');

function conditions(): Readonly<Record<string, Condition>> {
  const window = [-1, longest + afterRewardSeconds] as const;
  const ofHalf = (half: Half): readonly [string, Condition][] => [
    ...delays.map((delay): [string, Condition] => [
      within(cueOf(delay), half),
      { title: `${delay} s${other(half)}`, types: [cueOf(delay)], phase: half, align: 'cue', window },
    ]),
    ...entries.map((seconds): [string, Condition] => [
      within(entryOf(seconds), half),
      {
        title: `entered ${seconds} s before reward${other(half)}`,
        types: [entryOf(seconds)],
        phase: half,
        align: 'cue',
        window,
      },
    ]),
  ];
  return Object.fromEntries(halves.flatMap(ofHalf));
}

/** Each channel's RPE at the first cue of each type against the seconds to reward that it predicts. */
function curves(
  e: Evidence<P>,
  types: readonly (readonly [string, number])[],
  half: Half,
): readonly (readonly SummaryPoint[])[] {
  const byType = types.map(([type]) => e.channels(within(type, half), 0, e.design.stepSeconds).map(({ rpe }) => rpe));
  return (byType[0] ?? []).map((_, channel) =>
    types.map(([, seconds], i) => ({ x: seconds, y: byType[i]?.[channel] ?? Number.NaN })),
  );
}

const discounts = (e: Evidence<P>, task: typeof cueTask | typeof corridorTask, half: Half): readonly number[] =>
  curves(e, task, half).map((curve) => discountPerSecond(curve, (points) => e.fit(points)));

const meanCurve = (e: Evidence<P>): readonly SummaryPoint[] =>
  delays.map((delay) => ({ x: delay, y: e.at(within(cueOf(delay), 'first'), 'rpe', 0) / e.parameters.magnitude }));
const acrossTasks = (e: Evidence<P>): readonly SummaryPoint[] =>
  pairs(discounts(e, cueTask, 'first'), discounts(e, corridorTask, 'second'));

/**
 * The delay decoded from the responses to each cue, given the channels' discounts in the corridor, against the true
 * delay.
 */
function decodedDelays(e: Evidence<P>): readonly SummaryPoint[] {
  const known = discounts(e, corridorTask, 'first');
  return delays.map((delay) => {
    const responses = e
      .channels(within(cueOf(delay), 'second'), 0, e.design.stepSeconds)
      .map(({ rpe }) => rpe / e.parameters.magnitude);
    return { x: delay, y: decodedDelay(known, responses, (channels, seconds) => e.decodeTimes(channels, seconds)) };
  });
}

const paper = 'Masset et al. 2025';
// With a free baseline these four delays hardly distinguish a mean over discounts from an exponential (those of
// Kobayashi & Schultz, up to 16 s, do), so this fit has no baseline: an RPE is measured from no response.
const epsilon = 0.05;

export default defineParadigm({
  id: 'masset-2025',
  version: 3,
  title: 'Masset et al. 2025: many time scales',
  summary:
    'Cues predict the same reward after 0.6 to 9.4 s. The response to the cue falls with delay in every dopamine neuron, but each neuron has its own discount, which is the same in a second task. In that task the animal runs along a corridor to reward. Here it enters the corridor at one of three places, because a fully predicted reward evokes no error on the way. The responses together encode when the reward will occur, and their mean falls hyperbolically with delay. Delays are approximate.',
  citation: { text: 'Masset et al. 2025, Nature 642:682', doi: '10.1038/s41586-025-08929-9' },
  approximate: {
    unchecked: ['delays of 0.6 to 9.4 s', 'length of the cue', 'places of entry to the corridor'],
    changed: { itiSeconds: 'shorter than in the experiment: nothing is learned in it here' },
  },
  parameters,
  agent: 'td-multi-timescale',
  recording: { id: 'spikes', parameters: { units: 40 } },
  design,
  conditions,
  shown: delays.map((delay) => within(cueOf(delay), 'first')),
  heatMapTypes: [cueOf(3.75)],
  signatures: [
    {
      id: 'discounts-spread',
      claim: 'Neurons differ in their discount factors.',
      source: `${paper}; bound: 0.05 per second; only spread shared by both halves of the trials counts, because the rest is noise`,
      quantity:
        'standard deviation over channels, shared by both halves, of the discount factor per second in the cue task',
      expected: { above: 0.05 },
      measure: (e) => sharedSpread(discounts(e, cueTask, 'first'), discounts(e, cueTask, 'second')),
    },
    {
      id: 'discounts-kept',
      claim: 'Each neuron keeps its discount factor in another task.',
      source: `${paper}; bound: 0.5`,
      quantity:
        'correlation r over channels of the discount factors in the cue task and in the corridor; undefined if they are all equal',
      expected: { above: 0.5 },
      measure: (e) => (spread(discounts(e, cueTask, 'first')) > noSpread ? e.fit(acrossTasks(e)).r : Number.NaN),
    },
    {
      id: 'delay-decoded',
      claim: 'The delay of reward can be decoded from the responses to the cue.',
      source: `${paper}; bound: a quarter of the delay; discount factors are taken from the other task`,
      quantity: 'largest |mean decoded time - delay| / delay over four delays',
      expected: { below: 0.25 },
      measure: (e) => Math.max(...decodedDelays(e).map(({ x, y }) => Math.abs(y - x) / x)),
    },
    {
      id: 'mean-hyperbolic',
      claim: 'Averaged over neurons, the cue response falls hyperbolically rather than exponentially with delay.',
      source: `${paper}; bound: ${betterByHalf}, half of the squared error (A / (1 + kd) against A exp(-kd) on four mean responses)`,
      quantity:
        'ln(squared error of a hyperbola / squared error of an exponential), fitted to mean RPE at cue against delay',
      expected: { below: betterByHalf },
      measure: (e) => errorOfHyperbola(meanCurve(e), throughZero),
    },
    {
      id: 'cue-falls-with-delay',
      role: 'control',
      claim: 'The mean cue response falls with the delay of reward.',
      source: `${paper}; bound: ε = ${epsilon} of the reward size for each decrease (theory with a discount factor of 0.9 per second: at least 0.09)`,
      quantity: 'smallest decrease in mean RPE at cue from one delay to the next / reward size',
      expected: { above: epsilon },
      measure: (e) => smallestRise(meanCurve(e).map(({ y }) => -y)),
    },
  ],
  notes: [
    {
      agents: ['td-csc', 'td-csc-reset', 'td-lambda-csc', 'td-sr', 'td-average-reward', 'td-expectile'],
      signatures: ['discounts-spread', 'discounts-kept', 'delay-decoded'],
      why: 'A model with one discount has no spread of discounts and no correlation between tasks, and can decode a delay only if the scale is guessed.',
    },
    {
      agents: ['rescorla-wagner'],
      why: 'It does not represent time, and has no response at the cues.',
    },
  ],
  summaries: [
    {
      id: 'mean',
      title: 'Mean response to the cue against delay',
      x: 'delay (s)',
      y: 'RPE (reward sizes)',
      series: [{ id: 'mean', title: 'mean over channels', measure: meanCurve }],
    },
    {
      id: 'tasks',
      title: 'Discount factors in both tasks',
      x: 'cue task (per second)',
      y: 'corridor (per second)',
      series: [{ id: 'channels', title: 'channels', measure: acrossTasks }],
      fit: 'each',
    },
    {
      id: 'decoded',
      title: 'Delay decoded from the responses',
      x: 'delay (s)',
      y: 'mean decoded time (s)',
      series: [{ id: 'decoded', title: 'decoded', measure: decodedDelays }],
    },
  ],
});
