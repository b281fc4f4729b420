import { integer, real, type Values } from '../../contracts/parameters.ts';
import { defineParadigm, type Condition, type Evidence, type SummaryPoint } from '../../contracts/paradigm.ts';
import type { Design, TrialType } from '../../contracts/design.ts';
import { average, contrast, contrastOf, pairs, sharedSpread, spread } from '../measures/numbers.ts';
import {
  decodedSamples,
  decodingError,
  equallyLikely,
  learningAsymmetry,
  optimists,
  reversalPoint,
  type Optimist,
} from '../measures/population.ts';
import recordings from '../recorded/dabney-2020.json' with { type: 'json' };
import { identifiedNeurons, reversalPoints } from '../shared/data-sources.ts';
import { evenly, iti, recordedTrials } from '../shared/parameters.ts';

const parameters = {
  acquisitionTrials: integer({
    default: 400,
    min: 2,
    max: 20_000,
    unit: 'trials',
    help: 'trials before the recording',
  }),
  recordingTrials: recordedTrials(500, 'trials of each half of the recording', { min: 60 }),
  odourRewardSeconds: real({ default: 1.5, min: 1, max: 5, unit: 's', help: 'from odour onset to reward' }),
  itiSeconds: iti(3, ' (shortened: nothing is learned in it here)'),
  unitsPerMicrolitre: real({
    default: 0.1,
    min: 0.005,
    max: 2,
    unit: 'reward units per µl',
    help: 'value of water per volume',
  }),
};
type P = Values<typeof parameters>;

const { microlitres } = recordings;
/** Shares of trials of each size over all 40 recordings. */
const sizeWeights = [0.066, 0.091, 0.148, 0.155, 0.312, 0.151, 0.077];
const meanMicrolitres = microlitres.reduce((sum, volume, i) => sum + volume * (sizeWeights[i] as number), 0);
/** The second task: odours for the same drop with these probabilities, percent (approximate). */
const percents = [10, 50, 90] as const;
const chanceMicrolitres = 5;
const halves = ['first', 'second'] as const;
type Half = (typeof halves)[number];
const odourSeconds = 1;
const afterRewardSeconds = 1;

const typeOf = (volume: number): string => `${volume}ul`;
const chanceOf = (percent: number): string => `chance-${percent}`;
const chanceIn = (percent: number, half: Half): string => `${chanceOf(percent)}-${half}`;
const conditionOf = (volume: number, half: Half): string => `${typeOf(volume)}-${half}`;

function design({ acquisitionTrials, recordingTrials, odourRewardSeconds, itiSeconds, unitsPerMicrolitre }: P): Design {
  const trialType = (cue: string, title: string, volume: number, probability: number): TrialType => ({
    title,
    cues: [{ cue, onsetSeconds: 0, durationSeconds: odourSeconds }],
    rewards: [
      {
        time: { kind: 'fixed', seconds: odourRewardSeconds },
        magnitude: unitsPerMicrolitre * volume,
        probability,
        amount: `${volume} µl`,
      },
    ],
  });
  const sizes = Object.fromEntries(microlitres.map((volume, i) => [typeOf(volume), 0.7 * (sizeWeights[i] as number)]));
  const mixture = { ...sizes, ...Object.fromEntries(percents.map((percent) => [chanceOf(percent), 0.1])) };
  const phase = (id: string, trials: number) => ({ id, trials, plastic: true, mixture, order: 'balanced' }) as const;
  return {
    cues: [
      { id: 'odour', title: 'odour of variable reward' },
      ...percents.map((percent) => ({ id: chanceOf(percent), title: `odour of reward at ${percent} %` })),
    ],
    trialTypes: {
      ...Object.fromEntries(
        microlitres.map((volume) => [typeOf(volume), trialType('odour', `${volume} µl`, volume, 1)]),
      ),
      ...Object.fromEntries(
        percents.map((percent) => [
          chanceOf(percent),
          trialType(chanceOf(percent), `${percent} %`, chanceMicrolitres, percent / 100),
        ]),
      ),
    },
    phases: [phase('acquisition', acquisitionTrials), ...halves.map((half) => phase(half, recordingTrials))],
    iti: evenly(itiSeconds),
    trialSeconds: odourRewardSeconds + afterRewardSeconds,
  };
}

function conditions({ odourRewardSeconds }: P): Readonly<Record<string, Condition>> {
  const window = [-1, afterRewardSeconds] as const;
  const types = microlitres.map(typeOf);
  const ofHalf = halves.flatMap((half) => [
    ...microlitres.map((volume): [string, Condition] => [
      conditionOf(volume, half),
      { title: `${volume} µl, ${half} half`, types: [typeOf(volume)], phase: half, align: 'reward', window },
    ]),
    [half, { title: `all sizes, ${half} half`, types, phase: half, align: 'reward', window }] as [string, Condition],
  ]);
  const chances = halves.flatMap((half) =>
    percents.map((percent): [string, Condition] => [
      chanceIn(percent, half),
      {
        title: `${percent} %, ${half} half`,
        types: [chanceOf(percent)],
        phase: half,
        align: 'cue',
        window: [-1, odourRewardSeconds],
      },
    ]),
  );
  return Object.fromEntries([...ofHalf, ...chances]);
}

/** Mean RPE at each size, one curve per channel, as a function of microlitres. */
function curves(e: Evidence<P>, half: Half): readonly (readonly SummaryPoint[])[] {
  const bySize = microlitres.map((volume) => e.channels(conditionOf(volume, half), 0, e.design.stepSeconds));
  return (bySize[0] ?? []).map((_, channel) =>
    microlitres.map((volume, i) => ({ x: volume, y: bySize[i]?.[channel]?.rpe ?? Number.NaN })),
  );
}

/** Each channel's reversal point, µl. */
const reversals = (e: Evidence<P>, half: Half): readonly number[] => curves(e, half).map(reversalPoint);

/**
 * Each channel's asymmetry. The paper estimates it from the slopes of firing above and below the reversal point, which
 * in its model are the learning rates for positive and negative errors; here these rates are measured directly, from
 * the change in value after each outcome.
 */
function asymmetries(e: Evidence<P>, half: Half): readonly number[] {
  const { stepSeconds } = e.design;
  const trials = e.trials(half).map((trial) => ({ before: trial.channels(-stepSeconds), at: trial.channels(0) }));
  return (trials[0]?.at ?? []).map((_, channel) =>
    learningAsymmetry(
      trials.map(({ before, at }) => ({
        before: before[channel]?.value ?? Number.NaN,
        rpe: at[channel]?.rpe ?? Number.NaN,
      })),
    ),
  );
}

/** A pessimistic channel distinguishes probabilities by little: the difference must only exceed rounding. */
const rounding = 1e-9;

/** Where each channel's response to the odour of an even chance lies between those to a small and a large chance: -1 as the small one, 1 as the large one. */
function optimism(e: Evidence<P>, half: Half): readonly number[] {
  const [low, middle, high] = percents.map((percent) =>
    e.channels(chanceIn(percent, half), 0, e.design.stepSeconds).map(({ rpe }) => rpe),
  ) as [number[], number[], number[]];
  return middle.map((rpe, channel) =>
    contrast(rpe - (low[channel] as number), (high[channel] as number) - rpe, rounding),
  );
}

/** The common part of the spread in both halves, over the channels that distinguish the probabilities at all. */
function optimismSpread(e: Evidence<P>): number {
  const known = pairs(optimism(e, 'first'), optimism(e, 'second')).filter(
    ({ x, y }) => Number.isFinite(x) && Number.isFinite(y),
  );
  return known.length < 2
    ? Number.NaN
    : sharedSpread(
        known.map(({ x }) => x),
        known.map(({ y }) => y),
      );
}

/** Fraction of channels with a positive response to 5 µl. */
function positiveAt5(e: Evidence<P>): number {
  const at5 = halves.map((half) => e.channels(conditionOf(5, half), 0, e.design.stepSeconds).map(({ rpe }) => rpe));
  const both = (at5[0] ?? []).map((rpe, channel) => rpe + (at5[1]?.[channel] ?? Number.NaN));
  return both.some(Number.isNaN) ? Number.NaN : average(both.map((rpe) => (rpe > 0 ? 1 : 0)));
}

/** Each channel by its asymmetry in one half and its reversal point in the other. */
const population = (e: Evidence<P>): readonly Optimist[] => optimists(asymmetries(e, 'first'), reversals(e, 'second'));
const decode =
  (e: Evidence<P>) =>
  (channels: readonly Optimist[]): readonly number[] =>
    e.decodeDistribution(channels, [0, Math.max(...microlitres)]);

const reversalOnAsymmetry = (e: Evidence<P>): readonly SummaryPoint[] =>
  pairs(asymmetries(e, 'first'), reversals(e, 'second'));

const decoded = (e: Evidence<P>): readonly number[] => decodedSamples(population(e), decode(e));
const cumulative = (samples: readonly number[]): readonly SummaryPoint[] =>
  samples.map((y, i) => ({ x: (i + 0.5) / samples.length, y }));

const citation = { text: 'Dabney et al. 2020, Nature 577:671', doi: '10.1038/s41586-019-1924-6' };
const paper = 'Dabney et al. 2020';
const n = `${recordings.neurons.length} neurons`;

export default defineParadigm({
  id: 'dabney-2020',
  version: 3,
  title: 'Dabney et al. 2020: a distributional code for value',
  summary:
    'An odour predicts water of one of seven volumes. Each dopamine neuron has its own reversal point, the volume at which its response changes from depression to excitation. Neurons with a high reversal point have responses that are steeper above than below it: they are optimistic and learn more from positive errors. Together they encode the distribution of reward, not just its mean. A second set of odours predicts one drop with different probabilities.',
  citation,
  approximate: {
    unchecked: ['probabilities of the second task'],
    changed: { itiSeconds: 'shorter than in the experiment: nothing is learned in it here' },
  },
  parameters,
  agent: 'td-expectile',
  recording: { id: 'spikes', parameters: { units: recordings.neurons.length } },
  design,
  conditions,
  shown: [0.3, 5, 20].map((volume) => conditionOf(volume, 'second')),
  heatMapTypes: microlitres.map(typeOf),
  signatures: [
    {
      id: 'reversal-spread',
      claim: 'Neurons reverse at different reward sizes.',
      source: `${paper}; recorded 3.4 µl (2.36 spikes/s on the utility axis); bound: 0.52 µl, a tenth of the mean reward`,
      quantity: 'standard deviation of the reversal point over channels (µl)',
      controls: [],
      expected: { above: meanMicrolitres / 10 },
      measure: (e) => spread(reversals(e, 'second')),
    },
    {
      id: 'reversal-consistent',
      claim: 'The reversal points of neurons agree between both halves of the trials.',
      source: `${paper}; recorded r = 0.58 between random halves of the trials of the included neurons; bound: 0.5`,
      quantity: 'correlation r over channels of the reversal points in the two halves of the recording',
      controls: [],
      expected: { above: 0.5 },
      measure: (e) => e.fit(pairs(reversals(e, 'first'), reversals(e, 'second'))).r,
    },
    {
      id: 'asymmetry-predicts-reversal',
      claim: 'Neurons that learn more from positive than from negative errors reverse at larger rewards.',
      source: `${paper}; recorded r = 0.85 from the same trials, 0.75 if the asymmetry of one half is computed about the reversal point of the other, 0.28 if the two halves share nothing; bound: 0.5`,
      quantity: 'correlation r over channels of asymmetry in the first half and reversal point in the second',
      controls: [],
      expected: { above: 0.5 },
      measure: (e) => e.fit(reversalOnAsymmetry(e)).r,
    },
    {
      id: 'both-signs-at-5ul',
      claim: 'A reward of 5 µl excites some neurons and inhibits others.',
      source: `${paper}; recorded 0.40 of the 40 neurons are excited; bound: between 0.1 and 0.9`,
      quantity: 'fraction of channels with a positive RPE at 5 µl',
      controls: [],
      expected: { above: 0.1, below: 0.9 },
      measure: positiveAt5,
    },
    {
      id: 'distribution-decoded',
      claim: 'Reversal points and asymmetries together encode the distribution of reward, not just its mean.',
      source: `${paper}; bound: 0.8 times the distance; 0 for a model with a single value`,
      quantity:
        'contrast (a - b) / (|a| + |b|); a: Wasserstein distance of the decoded from the true distribution of volumes, b: the same with all reversal points set to their mean',
      controls: [],
      expected: { below: contrastOf(0.8) },
      measure: (e) => decodingError(population(e), microlitres, sizeWeights, decode(e)),
    },
    {
      id: 'optimism-at-even-chance',
      claim: 'Some neurons respond to the 50 % odour almost as to the 90 % odour, others almost as to the 10 % odour.',
      source: `${paper}, second task (approximate); bound: 0.2, halfway between 0 for a single error and the spread of channels that each learn from their own value; only spread shared by both halves of the trials counts, because the rest is noise`,
      quantity:
        'standard deviation over channels, shared by both halves, of the position of the RPE at the 50 % odour between those at the 10 % odour (-1) and the 90 % odour (1)',
      expected: { above: 0.2 },
      measure: optimismSpread,
    },
    {
      // Belongs to the second task: the findings of the first do not depend on it.
      id: 'odour-grows-with-chance',
      role: 'control',
      claim: 'The mean response to the odour grows with reward probability.',
      source: `${paper}, second task; bound: 0.01 for each increase (the odour precedes the drop by six steps, and pessimistic channels learn slowly)`,
      quantity: 'smaller increase in RPE at odour, from 10 to 50 % and from 50 to 90 % (reward units)',
      expected: { above: 0.01 },
      measure: (e) => {
        const [low, middle, high] = percents.map((percent) => e.at(chanceIn(percent, 'second'), 'rpe', 0)) as [
          number,
          number,
          number,
        ];
        return Math.min(middle - low, high - middle);
      },
    },
  ],
  notes: [
    {
      agents: ['td-expectile', 'td-quantile'],
      signatures: ['optimism-at-even-chance'],
      why: 'Each channel bootstraps on a channel drawn at random, as published: the spread exists just before the outcome but shrinks with every step back in time, to 0.01 at the odour (Rowland et al. 2019, ICML). If each channel learns from its own value (bootstrap = own), it is 0.37, so the cause is this parameter.',
      numbers: [
        { text: '0.01', agent: 'td-expectile', signature: 'optimism-at-even-chance' },
        { text: '0.37', agent: 'td-expectile', signature: 'optimism-at-even-chance', set: { bootstrap: 'own' } },
      ],
    },
    {
      agents: ['td-csc', 'td-csc-reset', 'td-lambda-csc', 'td-average-reward', 'td-multi-timescale'],
      signatures: [
        'reversal-spread',
        'reversal-consistent',
        'asymmetry-predicts-reversal',
        'both-signs-at-5ul',
        'distribution-decoded',
        'optimism-at-even-chance',
      ],
      why: 'All channels have the same reversal point, or there is only one channel.',
    },
  ],
  nonePasses:
    'The distributional agents show all findings except the spread at the odour with probability 50 %, which almost vanishes with their published bootstrap on channels drawn at random. If each channel bootstraps on itself, the expectile agent passes.',
  summaries: [
    {
      id: 'asymmetry',
      title: 'Reversal point against asymmetry',
      x: 'asymmetry α⁺ / (α⁺ + α⁻), first half',
      y: 'reversal point (µl), second half',
      series: [{ id: 'channels', title: 'channels', measure: reversalOnAsymmetry }],
      recorded: {
        citation,
        sources: [reversalPoints, identifiedNeurons],
        n,
        series: [
          {
            id: 'channels',
            title: 'neurons',
            points: recordings.neurons.map(({ asymmetry, reversalMicrolitres }) => ({
              x: asymmetry,
              y: reversalMicrolitres,
            })),
          },
        ],
      },
      fit: 'each',
    },
    {
      id: 'halves',
      title: 'Reversal points in both halves',
      x: 'first half (µl)',
      y: 'second half (µl)',
      series: [
        { id: 'channels', title: 'channels', measure: (e) => pairs(reversals(e, 'first'), reversals(e, 'second')) },
      ],
      fit: 'each',
    },
    {
      id: 'distribution',
      title: 'Decoded distribution of reward',
      x: 'cumulative probability',
      y: 'volume (µl)',
      series: [
        { id: 'decoded', title: 'decoded', measure: (e) => cumulative(decoded(e)) },
        {
          id: 'true',
          title: 'in the task',
          measure: (e) => cumulative(equallyLikely(microlitres, sizeWeights, decoded(e).length)),
        },
      ],
    },
  ],
});
