import { integer, real, type Values } from '../../contracts/parameters.ts';
import { defineParadigm, type Condition, type Evidence, type SummaryPoint } from '../../contracts/paradigm.ts';
import type { Design, TrialType } from '../../contracts/design.ts';
import { contrastOf, pairs, sharedSpread, smallestRise } from '../measures/numbers.ts';
import { decodingError, learningAsymmetry, optimists, reversalPoint, type Optimist } from '../measures/population.ts';
import { decodedDelay, discountPerSecond, trainingShare } from '../measures/timescales.ts';
import { evenly, iti, recordedTrials } from '../shared/parameters.ts';

const parameters = {
  acquisitionTrials: integer({
    default: 450,
    min: 2,
    max: 20_000,
    unit: 'trials of the longest delay',
    help: 'trials before the recording; shorter delays need and receive fewer',
  }),
  recordingTrials: recordedTrials(
    50,
    'trials of each cue of a certain reward in each half of the recording, and twice this number of the variable cue',
    { min: 10, unit: 'trials per cue' },
  ),
  itiSeconds: iti(3, ' (shortened: nothing is learned in it here)', { min: 3, max: 120 }),
  unitsPerMicrolitre: real({
    default: 0.2,
    min: 0.005,
    max: 2,
    unit: 'reward units per µl',
    help: 'value of water per volume',
  }),
};
type P = Values<typeof parameters>;

/** From the end of the cue to a certain reward, seconds (approximate). */
const delays = [0, 1.5, 3, 6] as const;
const certainMicrolitres = 4.5;
/** The cue of a variable reward: volumes with the mean of the certain one, the outer two more frequent (approximate). */
const variable = { delay: 3, microlitres: [1, 2.75, 4.5, 6.25, 8], weights: [3, 2, 2, 2, 3] } as const;
const cueSeconds = 0.5;
const afterRewardSeconds = 1;
const halves = ['first', 'second'] as const;
type Half = (typeof halves)[number];

const cueOf = (delay: number): string => `delay-${delay}s`;
const typeOf = (volume: number): string => `variable-${volume}ul`;
const within = (type: string, half: Half): string => `${type}-${half}`;
const rewardAt = (delay: number): number => cueSeconds + delay;
const longest = rewardAt(Math.max(...delays));

function design({ acquisitionTrials, recordingTrials, itiSeconds, unitsPerMicrolitre }: P): Design {
  const trialType = (cue: string, title: string, delay: number, volume: number): TrialType => ({
    title,
    cues: [{ cue, onsetSeconds: 0, durationSeconds: cueSeconds }],
    rewards: [
      {
        time: { kind: 'fixed', seconds: rewardAt(delay) },
        magnitude: unitsPerMicrolitre * volume,
        probability: 1,
        amount: `${volume} µl`,
      },
    ],
  });
  const total = variable.weights.reduce<number>((sum, weight) => sum + weight, 0);
  const phase = (id: string, trials: number, share: (delay: number) => number, variableShare: number) => {
    const certain = Object.fromEntries(delays.map((delay) => [cueOf(delay), share(delay)]));
    const sizes = Object.fromEntries(
      variable.microlitres.map((volume, i) => [
        typeOf(volume),
        (variableShare * (variable.weights[i] as number)) / total,
      ]),
    );
    const weight = delays.reduce<number>((sum, delay) => sum + share(delay), variableShare);
    return {
      id,
      trials: Math.ceil(weight * trials),
      plastic: true,
      mixture: { ...certain, ...sizes },
      order: 'balanced',
    } as const;
  };
  return {
    cues: [
      ...delays.map((delay) => ({ id: cueOf(delay), title: `cue, reward in ${delay} s` })),
      { id: 'variable', title: 'cue of a variable reward' },
    ],
    trialTypes: {
      ...Object.fromEntries(
        delays.map((delay) => [
          cueOf(delay),
          trialType(cueOf(delay), `${certainMicrolitres} µl after ${delay} s`, delay, certainMicrolitres),
        ]),
      ),
      ...Object.fromEntries(
        variable.microlitres.map((volume) => [
          typeOf(volume),
          trialType('variable', `variable, ${volume} µl`, variable.delay, volume),
        ]),
      ),
    },
    phases: [
      phase(
        'acquisition',
        acquisitionTrials,
        (delay) => trainingShare(rewardAt(delay), longest),
        trainingShare(rewardAt(variable.delay), longest),
      ),
      ...halves.map((half) => phase(half, recordingTrials, () => 1, 2)),
    ],
    iti: evenly(itiSeconds),
    trialSeconds: longest + afterRewardSeconds,
  };
}

/** Says so if a half is not drawn. */
const other = (half: Half): string => (half === 'second' ? '' : ', first half');

function conditions(): Readonly<Record<string, Condition>> {
  const fromCue = { align: 'cue', window: [-1, longest + afterRewardSeconds] } as const;
  const fromReward = { align: 'reward', window: [-1, afterRewardSeconds] } as const;
  return Object.fromEntries(
    halves.flatMap((half) => [
      ...delays.map((delay): [string, Condition] => [
        within(cueOf(delay), half),
        { title: `${delay} s${other(half)}`, types: [cueOf(delay)], phase: half, ...fromCue },
      ]),
      [
        within('variable', half),
        { title: `variable${other(half)}`, types: variable.microlitres.map(typeOf), phase: half, ...fromCue },
      ] as [string, Condition],
      ...variable.microlitres.map((volume): [string, Condition] => [
        within(typeOf(volume), half),
        {
          title: `variable, ${volume} µl, from reward${other(half)}`,
          types: [typeOf(volume)],
          phase: half,
          ...fromReward,
        },
      ]),
    ]),
  );
}

/** RPE of each channel over the step of a condition's event. */
const atEvent = (e: Evidence<P>, condition: string): readonly number[] =>
  e.channels(condition, 0, e.design.stepSeconds).map(({ rpe }) => rpe);

/** One curve per channel, over the conditions given with their x. */
function curves(
  e: Evidence<P>,
  conditionsAt: readonly (readonly [string, number])[],
): readonly (readonly SummaryPoint[])[] {
  const byCondition = conditionsAt.map(([condition]) => atEvent(e, condition));
  return (byCondition[0] ?? []).map((_, channel) =>
    conditionsAt.map(([, x], i) => ({ x, y: byCondition[i]?.[channel] ?? Number.NaN })),
  );
}

/** Each channel's discount per second, from its response to the cues of certain reward. */
function discounts(e: Evidence<P>, half: Half): readonly number[] {
  return curves(
    e,
    delays.map((delay) => [within(cueOf(delay), half), rewardAt(delay)]),
  ).map((curve) => discountPerSecond(curve, (points) => e.fit(points)));
}

/** The volume at which each channel's response to the variable reward reverses, µl. */
const reversals = (e: Evidence<P>, half: Half): readonly number[] =>
  curves(
    e,
    variable.microlitres.map((volume) => [within(typeOf(volume), half), volume]),
  ).map(reversalPoint);

/** Each channel's asymmetry, off what each variable reward did to the value just before it. */
function asymmetries(e: Evidence<P>, half: Half): readonly number[] {
  const at = rewardAt(variable.delay);
  const trials = e
    .trials(within('variable', half))
    .map((trial) => ({ before: trial.channels(at - e.design.stepSeconds), now: trial.channels(at) }));
  return (trials[0]?.now ?? []).map((_, channel) =>
    learningAsymmetry(
      trials.map(({ before, now }) => ({
        before: before[channel]?.value ?? Number.NaN,
        rpe: now[channel]?.rpe ?? Number.NaN,
      })),
    ),
  );
}

/** Each channel by its asymmetry in one half and its reversal point in the other. */
const population = (e: Evidence<P>): readonly Optimist[] => optimists(asymmetries(e, 'first'), reversals(e, 'second'));
const decode =
  (e: Evidence<P>) =>
  (channels: readonly Optimist[]): readonly number[] =>
    e.decodeDistribution(channels, [0, 2 * certainMicrolitres]);

/**
 * The time to reward decoded from the responses to each cue in one half, given the discounts of the other, against the
 * true time.
 */
function decodedDelays(e: Evidence<P>): readonly SummaryPoint[] {
  const known = discounts(e, 'first');
  const worth = certainMicrolitres * e.parameters.unitsPerMicrolitre;
  return delays.map((delay) => {
    const responses = atEvent(e, within(cueOf(delay), 'second')).map((rpe) => rpe / worth);
    return {
      x: rewardAt(delay),
      y: decodedDelay(known, responses, (channels, seconds) => e.decodeTimes(channels, seconds)),
    };
  });
}

const meanCurve = (e: Evidence<P>): readonly SummaryPoint[] =>
  delays.map((delay) => ({
    x: delay,
    y: e.at(within(cueOf(delay), 'second'), 'rpe', 0) / (certainMicrolitres * e.parameters.unitsPerMicrolitre),
  }));

const paper = 'Sousa et al. 2025';
const epsilon = 0.05;

export default defineParadigm({
  id: 'sousa-2025',
  version: 3,
  title: 'Sousa et al. 2025: a map of reward time and size',
  summary:
    'Cues predict a certain drop of water after 0 to 6 s, and one cue a drop of variable size. Dopamine neurons differ in how steeply their response to the cue falls with delay, and in the volume of the variable reward at which their response changes from depression to excitation. Together they encode when reward will occur and how large it will be. Delays and volumes are approximate.',
  citation: { text: 'Sousa et al. 2025, Nature 642:691', doi: '10.1038/s41586-025-09089-6' },
  approximate: {
    unchecked: ['delays of 0 to 6 s', 'length of the cue', 'volumes of the variable reward'],
    changed: { itiSeconds: 'shorter than in the experiment: nothing is learned in it here' },
  },
  parameters,
  agent: 'td-multi-timescale',
  recording: { id: 'spikes', parameters: { units: 40 } },
  design,
  conditions,
  shown: [...delays.map((delay) => within(cueOf(delay), 'second')), within('variable', 'second')],
  heatMapTypes: [cueOf(3)],
  signatures: [
    {
      id: 'discounts-spread',
      claim: 'Neurons differ in their discount factors.',
      source: `${paper}; bound: 0.05 per second; only spread shared by both halves of the trials counts, because the rest is noise`,
      quantity: 'standard deviation over channels, shared by both halves, of the discount factor per second',
      expected: { above: 0.05 },
      measure: (e) => sharedSpread(discounts(e, 'first'), discounts(e, 'second')),
    },
    {
      id: 'reversals-spread',
      claim: 'Neurons reverse at different volumes of the variable reward.',
      source: `${paper}; bound: 0.45 µl, a tenth of the mean reward; only spread shared by both halves of the trials counts, because the rest is noise`,
      quantity: 'standard deviation over channels, shared by both halves, of the reversal point (µl)',
      expected: { above: certainMicrolitres / 10 },
      measure: (e) => sharedSpread(reversals(e, 'first'), reversals(e, 'second')),
    },
    {
      id: 'delay-decoded',
      claim: 'The time of reward can be decoded from the responses to its cue.',
      source: `${paper}; bound: a quarter of the time from cue to reward; discount factors are taken from the other half`,
      quantity: 'largest |mean decoded time - time from cue to reward| / that time, over four delays',
      expected: { below: 0.25 },
      measure: (e) => Math.max(...decodedDelays(e).map(({ x, y }) => Math.abs(y - x) / x)),
    },
    {
      id: 'volumes-decoded',
      claim: 'The responses to the variable reward encode its distribution, not just its mean.',
      source: `${paper}; bound: 0.8 times the distance; 0 for a model with a single value`,
      quantity:
        'contrast (a - b) / (|a| + |b|); a: Wasserstein distance of the decoded from the true distribution of volumes, b: the same with all reversal points set to their mean',
      expected: { below: contrastOf(0.8) },
      measure: (e) => decodingError(population(e), variable.microlitres, variable.weights, decode(e)),
    },
    {
      id: 'cue-falls-with-delay',
      role: 'control',
      claim: 'The mean cue response falls with the delay of reward.',
      source: `${paper}; bound: ε = ${epsilon} of the value of the reward for each decrease (theory with a discount factor of 0.9 per second: at least 0.12)`,
      quantity: 'smallest decrease in mean RPE at cue from one delay to the next / value of the reward',
      expected: { above: epsilon },
      measure: (e) => smallestRise(meanCurve(e).map(({ y }) => -y)),
    },
  ],
  nonePasses:
    'Neurons differ in both discount and asymmetry; agents here have channels that differ in only one of them.',
  notes: [
    {
      agents: ['td-multi-timescale'],
      signatures: ['reversals-spread', 'volumes-decoded'],
      why: 'Its channels differ in discount but not in asymmetry. The finding is that the same neurons differ in both, which no agent here shows.',
    },
    {
      agents: ['td-expectile', 'td-quantile'],
      signatures: ['discounts-spread', 'delay-decoded'],
      why: 'Their channels differ in asymmetry but not in discount.',
    },
  ],
  summaries: [
    {
      id: 'mean',
      title: 'Mean response to the cue against delay',
      x: 'delay (s)',
      y: 'RPE / value of the reward',
      series: [{ id: 'mean', title: 'mean over channels', measure: meanCurve }],
    },
    {
      id: 'map',
      title: 'Discount factor and reversal point',
      x: 'discount factor per second',
      y: 'reversal point (µl)',
      series: [
        { id: 'channels', title: 'channels', measure: (e) => pairs(discounts(e, 'second'), reversals(e, 'second')) },
      ],
    },
  ],
});
