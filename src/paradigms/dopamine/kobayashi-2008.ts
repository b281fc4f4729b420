import { integer, real, type Values } from '../../contracts/parameters.ts';
import { defineParadigm, type Condition, type Evidence, type SummaryPoint } from '../../contracts/paradigm.ts';
import type { Design, TrialType } from '../../contracts/design.ts';
import { betterByHalf, discountCurve, errorOfHyperbola, fitDiscount, type Shape } from '../measures/discounting.ts';
import { smallestRise } from '../measures/numbers.ts';
import { trainingShare } from '../measures/timescales.ts';
import { evenly, iti, recordedTrials, rewardSize } from '../shared/parameters.ts';

const parameters = {
  acquisitionTrials: integer({
    default: 1500,
    min: 2,
    max: 20_000,
    unit: 'trials of the longest delay',
    help: 'trials before the recording; shorter delays need and receive fewer',
  }),
  recordingTrials: recordedTrials(40, 'trials of each cue during the recording', { unit: 'trials per cue' }),
  cueSeconds: real({
    default: 1,
    min: 0.5,
    max: 2,
    unit: 's',
    help: 'duration of the cue (approximate); no stimulus in the rest of the delay',
  }),
  itiSeconds: iti(5, ' (approximate)', { min: 3, max: 120 }),
  magnitude: rewardSize(),
  largeRatio: real({
    default: 2,
    min: 1.1,
    max: 10,
    symbol: 'R',
    help: 'size of the large reward, relative to the standard reward (approximate)',
  }),
};
type P = Values<typeof parameters>;

/** Delays from cue to reward, seconds (approximate). */
const delays = [2, 4, 8, 16] as const;
const largeDelay = 8;
const afterRewardSeconds = 2;
const epsilon = 0.05;

const cueOf = (delay: number): string => `delay-${delay}s`;
const large = `large-${largeDelay}s`;
const atRewardOf = (delay: number): string => `${cueOf(delay)}-at-reward`;

function design({ acquisitionTrials, recordingTrials, cueSeconds, itiSeconds, magnitude, largeRatio }: P): Design {
  const trialType = (cue: string, title: string, delay: number, size: number): [string, TrialType] => [
    cue,
    {
      title,
      cues: [{ cue, onsetSeconds: 0, durationSeconds: cueSeconds }],
      rewards: [
        {
          time: { kind: 'fixed', seconds: delay },
          magnitude: size,
          probability: 1,
          amount: cue === large ? '(the large one)' : '(the usual one)',
        },
      ],
    },
  ];
  const trialTypes = Object.fromEntries([
    ...delays.map((delay) => trialType(cueOf(delay), `reward after ${delay} s`, delay, magnitude)),
    trialType(large, `large reward after ${largeDelay} s`, largeDelay, largeRatio * magnitude),
  ]);
  const delayOf = { ...Object.fromEntries(delays.map((delay) => [cueOf(delay), delay])), [large]: largeDelay };
  const ids = Object.keys(trialTypes);
  const phase = (id: string, trials: number, share: (delay: number) => number) => {
    const mixture = Object.fromEntries(Object.entries(delayOf).map(([cue, delay]) => [cue, share(delay)]));
    const total = Object.values(mixture).reduce((sum, weight) => sum + weight, 0);
    return { id, trials: Math.ceil(total * trials), plastic: true, mixture, order: 'balanced' } as const;
  };
  return {
    cues: ids.map((id) => ({ id, title: `cue ${trialTypes[id]?.title}` })),
    trialTypes,
    phases: [
      phase('acquisition', acquisitionTrials, (delay) => trainingShare(delay, Math.max(...delays))),
      phase('recording', recordingTrials, () => 1),
    ],
    iti: evenly(itiSeconds),
    trialSeconds: Math.max(...delays) + afterRewardSeconds,
  };
}

function conditions(): Readonly<Record<string, Condition>> {
  const fromCue = { phase: 'recording', align: 'cue', window: [-1, Math.max(...delays) + 1] } as const;
  const fromReward = { phase: 'recording', align: 'reward', window: [-1, 1] } as const;
  return {
    ...Object.fromEntries(
      delays.map((delay) => [cueOf(delay), { title: `${delay} s`, types: [cueOf(delay)], ...fromCue }]),
    ),
    [large]: { title: `large, ${largeDelay} s`, types: [large], ...fromCue },
    ...Object.fromEntries(
      delays.map((delay) => [
        atRewardOf(delay),
        { title: `${delay} s, from reward`, types: [cueOf(delay)], ...fromReward },
      ]),
    ),
  };
}

const atCue = (e: Evidence<P>, delay: number): number => e.at(cueOf(delay), 'rpe', 0) / e.parameters.magnitude;
const atReward = (e: Evidence<P>, delay: number): number => e.at(atRewardOf(delay), 'rpe', 0) / e.parameters.magnitude;
const cueCurve = (e: Evidence<P>): readonly SummaryPoint[] => delays.map((delay) => ({ x: delay, y: atCue(e, delay) }));
const rewardCurve = (e: Evidence<P>): readonly SummaryPoint[] =>
  delays.map((delay) => ({ x: delay, y: atReward(e, delay) }));

const drawnDelays = Array.from({ length: 29 }, (_, i) => 2 + i / 2);
const fitted =
  (shape: Shape) =>
  (e: Evidence<P>): readonly SummaryPoint[] =>
    discountCurve(
      shape,
      fitDiscount(shape, cueCurve(e), (points) => e.fit(points)),
      drawnDelays,
    );

// The curve requires complete learning: incompletely learned delays look steeper and mimic a hyperbola.
const paper = 'Kobayashi & Schultz 2008';

export default defineParadigm({
  id: 'kobayashi-2008',
  version: 3,
  title: 'Kobayashi & Schultz 2008: delayed reward',
  summary:
    'Cues predict the same reward after 2, 4, 8 or 16 s, and one cue a larger reward. The response to the cue falls with delay, hyperbolically rather than exponentially; the response to the reward grows with delay, as if its time were less certain. Delays and times are approximate.',
  citation: {
    text: 'Kobayashi & Schultz 2008, Journal of Neuroscience 28:7837',
    doi: '10.1523/JNEUROSCI.1600-08.2008',
  },
  approximate: { unchecked: ['delays of 2, 4, 8 and 16 s', 'cueSeconds', 'itiSeconds', 'largeRatio'] },
  parameters,
  agent: 'td-multi-timescale',
  recording: { id: 'spikes', parameters: {} },
  design,
  conditions,
  shown: delays.map(cueOf),
  heatMapTypes: [cueOf(16)],
  signatures: [
    {
      id: 'cue-falls-with-delay',
      role: 'control',
      claim: 'The cue response falls with the delay of reward.',
      source: `${paper}; bound: ε = ${epsilon} of the reward size for each decrease (theory with a discount factor of 0.9 per second: at least 0.15)`,
      quantity: 'smallest decrease in RPE at cue from one delay to the next / reward size',
      expected: { above: epsilon },
      measure: (e) => smallestRise(delays.map((delay) => -atCue(e, delay))),
    },
    {
      id: 'hyperbolic',
      claim: 'The cue response falls hyperbolically rather than exponentially with delay.',
      source: `${paper}; bound: ${betterByHalf}, half of the squared error (b + A / (1 + kd) against b + A exp(-kd) on four mean responses)`,
      quantity:
        'ln(squared error of a hyperbola / squared error of an exponential), fitted to RPE at cue against delay',
      expected: { below: betterByHalf },
      measure: (e) => errorOfHyperbola(cueCurve(e), (points) => e.fit(points)),
    },
    {
      id: 'reward-response-grows',
      claim: 'Reward evokes a response even after the shortest delay, and a larger one after the longest.',
      source: `${paper}; bound: ε = ${epsilon} of the reward size`,
      quantity: 'smaller of RPE at reward after 2 s and its increase from 2 to 16 s / reward size',
      expected: { above: epsilon },
      measure: (e) => Math.min(atReward(e, 2), atReward(e, 16) - atReward(e, 2)),
    },
    {
      id: 'larger-reward-larger',
      role: 'control',
      claim: 'The cue of a larger reward with the same delay evokes a larger response.',
      source: `${paper}; bound: ε = ${epsilon} of the reward size`,
      quantity:
        '(RPE at the cue of the large reward - of the standard reward, both after 8 s) / size of the standard reward',
      expected: { above: epsilon },
      measure: (e) => e.at(large, 'rpe', 0) / e.parameters.magnitude - atCue(e, largeDelay),
    },
  ],
  nonePasses:
    'Hyperbolic discounting requires many discounts, and the growing response to reward requires imprecise timing. Many discounts with microstimuli show both, but no agent combines them by default.',
  notes: [
    {
      agents: ['td-csc', 'td-csc-reset', 'td-lambda-csc', 'td-average-reward'],
      signatures: ['hyperbolic', 'reward-response-grows'],
      why: 'One discount and exact timing give an exponential, and no response to a predicted reward.',
    },
    {
      agents: ['td-multi-timescale'],
      signatures: ['reward-response-grows'],
      why: 'Many discounts show the hyperbola, which is an integral of exponentials; with exact timing there is no response to the reward. Many discounts with microstimuli show both.',
    },
    {
      agents: ['td-microstimuli'],
      signatures: ['hyperbolic'],
      why: 'Timing that becomes less precise with elapsed time shows the growing response to the reward, but with a single discount neither curve fits clearly better.',
    },
    {
      agents: ['td-belief', 'td-semi-markov'],
      signatures: ['reward-response-grows'],
      why: 'They are uncertain about the state, not about elapsed time: their response to the reward is smaller after a long delay.',
    },
    {
      agents: ['anccr'],
      signatures: ['reward-response-grows'],
      why: 'Its response to the reward is larger after a long delay, but its response at the cue does not fall with delay.',
    },
    {
      agents: ['rescorla-wagner'],
      why: 'It does not represent time, and so has neither cue responses nor delays.',
    },
  ],
  summaries: [
    {
      id: 'cue',
      title: 'Response to the cue against delay',
      x: 'delay (s)',
      y: 'RPE (reward sizes)',
      series: [
        { id: 'cue', title: 'cue', measure: cueCurve },
        { id: 'hyperbolic', title: 'hyperbola', measure: fitted('hyperbolic') },
        { id: 'exponential', title: 'exponential', measure: fitted('exponential') },
      ],
    },
    {
      id: 'reward',
      title: 'Response to the reward against delay',
      x: 'delay (s)',
      y: 'RPE (reward sizes)',
      series: [{ id: 'reward', title: 'reward', measure: rewardCurve }],
    },
  ],
});
