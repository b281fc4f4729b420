import { power, squared } from '../../core/power.ts';
import { integer, real, type Values } from '../../contracts/parameters.ts';
import {
  defineParadigm,
  type Condition,
  type Evidence,
  type RecordedTrace,
  type SummaryPoint,
} from '../../contracts/paradigm.ts';
import type { Design, TrialType } from '../../contracts/design.ts';
import { contrast, contrastOf, fitOver, shareOfBoth } from '../measures/numbers.ts';
import recordings from '../recorded/eshel-2015.json' with { type: 'json' };
import { identifiedNeurons } from '../shared/data-sources.ts';
import { recordedTrials } from '../shared/parameters.ts';

const parameters = {
  trainingTrials: integer({ default: 800, min: 0, max: 20_000, unit: 'trials', help: 'trials before the recording' }),
  recordingTrials: recordedTrials(600, 'recorded trials (177 to 391 per neuron in the recordings)', { min: 200 }),
  odourRewardSeconds: real({ default: 1.5, min: 1, max: 5, unit: 's', help: 'from odour onset to expected reward' }),
  exponent: real({
    default: 1,
    min: 0.2,
    max: 3,
    symbol: 'n',
    help: 'exponent of the utility f(r) = rⁿ / (rⁿ + σⁿ); fitted to the recorded unexpected responses from 0.2 s on (the 0.5 of the paper fits responses that include the burst before 0.2 s)',
  }),
  halfSaturationMicrolitres: real({
    default: 15,
    min: 0.5,
    max: 1000,
    unit: 'µl',
    symbol: 'σ',
    help: 'volume with half the maximum utility; fitted together with the exponent',
  }),
  magnitude: real({
    default: 1,
    min: 0.05,
    max: 10,
    unit: 'reward units',
    help: 'maximum utility, that of an infinitely large reward',
  }),
  itiSeconds: real({
    default: 4.2,
    min: 2,
    max: 60,
    unit: 's',
    help: 'mean interval between trials: 1 s plus an exponential interval; with a trial of 3.5 s it gives the recorded median of 6.7 s from odour to odour',
  }),
};
type P = Values<typeof parameters>;
type Kind = 'unexpected' | 'expected';

const { microlitres } = recordings;
const sizeWeights = [0.066, 0.091, 0.148, 0.155, 0.312, 0.151, 0.077];
// Shares of trials over all 40 recordings: 4327, 4550 and 2259 of 11 136.
const kindWeights = { unexpected: 4327, expected: 4550, nothing: 2259 };
const afterRewardSeconds = 2;
const odourSeconds = 1;
const epsilon = 0.05;

/**
 * The utility of a volume. It must be compressed here, in the reward itself, and not in the recording: the prediction
 * that is subtracted is learned from compressed rewards.
 */
function utility(volume: number, { exponent, halfSaturationMicrolitres, magnitude }: P): number {
  return magnitude / (1 + power(halfSaturationMicrolitres / volume, exponent));
}

const typeOf = (kind: Kind, volume: number): string => `${kind}-${volume}ul`;

function design(parameters: P): Design {
  const { trainingTrials, recordingTrials, odourRewardSeconds, itiSeconds } = parameters;
  const odour = (id: string) => ({ cue: id, onsetSeconds: 0, durationSeconds: odourSeconds });
  const trialType = (kind: Kind, volume: number): TrialType => ({
    title: `${kind} ${volume} µl`,
    cues: kind === 'expected' ? [odour('reward-odour')] : [],
    rewards: [
      {
        time: { kind: 'fixed', seconds: odourRewardSeconds },
        magnitude: utility(volume, parameters),
        probability: 1,
        amount: `${volume} µl`,
      },
    ],
  });
  const kinds = ['unexpected', 'expected'] as const;
  const mixture = Object.fromEntries(
    kinds.flatMap((kind) =>
      microlitres.map((volume, i) => [typeOf(kind, volume), kindWeights[kind] * (sizeWeights[i] as number)]),
    ),
  );
  const phase = (id: string, trials: number) =>
    ({ id, trials, plastic: true, mixture: { ...mixture, nothing: kindWeights.nothing }, order: 'balanced' }) as const;
  return {
    cues: [
      { id: 'reward-odour', title: 'odour of reward' },
      { id: 'nothing-odour', title: 'odour of nothing' },
    ],
    trialTypes: {
      ...Object.fromEntries(
        kinds.flatMap((kind) => microlitres.map((volume) => [typeOf(kind, volume), trialType(kind, volume)])),
      ),
      nothing: { title: 'odour of nothing', cues: [odour('nothing-odour')], rewards: [] },
    },
    phases: [phase('training', trainingTrials), phase('recording', recordingTrials)],
    iti: { kind: 'exponential', meanSeconds: itiSeconds - 1, minSeconds: 1, maxSeconds: 6 * itiSeconds },
    trialSeconds: odourRewardSeconds + afterRewardSeconds,
  };
}

function conditions({ odourRewardSeconds }: P): Readonly<Record<string, Condition>> {
  const window = [-odourRewardSeconds - 1, afterRewardSeconds] as const;
  const rewarded = (['unexpected', 'expected'] as const).flatMap((kind) =>
    microlitres.map((volume): [string, Condition] => [
      typeOf(kind, volume),
      { title: `${volume} µl ${kind}`, types: [typeOf(kind, volume)], phase: 'recording', align: 'reward', window },
    ]),
  );
  const odours: readonly [string, Condition][] = [
    [
      'reward-odour',
      {
        title: 'odour of reward',
        types: microlitres.map((volume) => typeOf('expected', volume)),
        phase: 'recording',
        align: 'cue',
        window: [-1, odourRewardSeconds],
      },
    ],
    [
      'nothing-odour',
      {
        title: 'odour of nothing',
        types: ['nothing'],
        phase: 'recording',
        align: 'cue',
        window: [-1, odourRewardSeconds],
      },
    ],
  ];
  return Object.fromEntries([...rewarded, ...odours]);
}

/**
 * The recorded windows, 0.2 to 0.6 s after reward, exclude a burst at 0.075 s that follows the sound of any delivery. A
 * model responds in the step of the reward, without this burst and without a neuron's latency, so its window has the
 * same length and starts with the reward.
 */
const responseWindow = [0, 0.4] as const;

/** Mean response to an odour over half a second, the recorded window, above the second before it. */
function odourResponse(e: Evidence<P>, odour: 'reward-odour' | 'nothing-odour'): number {
  return average(e.units(odour, 0, 0.5)) - average(e.units(odour, -1, 0));
}

/** Each unit's response to a size, above the second before the odour or before where it would have been. */
function unitResponses(e: Evidence<P>, kind: Kind, volume: number): readonly number[] {
  const condition = typeOf(kind, volume);
  const before = -e.parameters.odourRewardSeconds;
  const baseline = e.units(condition, before - 1, before);
  return e.units(condition, ...responseWindow).map((response, unit) => response - (baseline[unit] as number));
}

/** Curves of response against size, one row per unit. */
function unitCurves(e: Evidence<P>, kind: Kind): readonly (readonly number[])[] {
  return transpose(microlitres.map((volume) => unitResponses(e, kind, volume)));
}

const transpose = (rows: readonly (readonly number[])[]): readonly (readonly number[])[] =>
  (rows[0] ?? []).map((_, column) => rows.map((row) => row[column] as number));

const average = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1
    ? (sorted[middle - 0.5] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

function standardError(values: readonly number[]): number {
  const mean = average(values);
  return Math.sqrt(values.reduce((sum, value) => sum + squared(value - mean), 0) / (values.length - 1) / values.length);
}

/** Mean response over units against size, ± standard error over units as in the recordings. */
function sizeCurve(e: Evidence<P>, kind: Kind): readonly SummaryPoint[] {
  return microlitres.map((volume) => {
    const responses = unitResponses(e, kind, volume);
    return { x: volume, y: average(responses), ...(responses.length > 1 ? { sem: standardError(responses) } : {}) };
  });
}

/** The scale of responses, spikes/s. */
const spikes = 1;

function expectedOnUnexpected(e: Evidence<P>): ReturnType<Evidence<P>['fit']> {
  const expected = sizeCurve(e, 'expected');
  return fitOver(
    e,
    sizeCurve(e, 'unexpected').map(({ y }, i) => ({ x: y, y: expected[i]?.y as number })),
    spikes,
  );
}

/** Rise of the response per µl up to 5 µl against that from 5 to 20 µl: above 0 for a concave curve. */
function concavity(e: Evidence<P>): number {
  const curve = sizeCurve(e, 'unexpected');
  const y = (volume: number): number => curve.find(({ x }) => x === volume)?.y as number;
  return contrast((y(5) - y(0.1)) / (5 - 0.1), (y(20) - y(5)) / (20 - 5), spikes / 20);
}

/** Median over units of the correlation of a unit's curve with the mean curve of all others. */
function curveAgreement(e: Evidence<P>): number {
  const curves = unitCurves(e, 'unexpected');
  const withOthers = curves.map((curve, unit) => {
    const others = transpose(curves.filter((_, other) => other !== unit)).map(average);
    return e.fit(curve.map((y, i) => ({ x: others[i] as number, y }))).r;
  });
  return median(withOthers);
}

/** Per unit: its mean response to unexpected reward, and the reduction for the same sizes when expected. */
function unitEffects(
  unexpected: readonly (readonly number[])[],
  expected: readonly (readonly number[])[],
): readonly SummaryPoint[] {
  return unexpected.map((curve, unit) => ({ x: average(curve), y: average(curve) - average(expected[unit] ?? []) }));
}
const modelEffects = (e: Evidence<P>): readonly SummaryPoint[] =>
  unitEffects(unitCurves(e, 'unexpected'), unitCurves(e, 'expected'));

const citation = { text: 'Eshel et al. 2015, Nature 525:243', doi: '10.1038/nature14855' };
const n = `${recordings.neuronsRecorded} neurons`;
const source = 'Eshel et al. 2015 and 2016 (doi:10.1038/nn.4239)';

const recordedCurve = (kind: Kind): readonly SummaryPoint[] =>
  microlitres.map((volume, i) => ({
    x: volume,
    y: recordings[kind].mean[i] as number,
    sem: recordings[kind].sem[i] as number,
  }));
const recordedCurves = {
  citation,
  sources: [identifiedNeurons],
  n,
  series: [
    { id: 'unexpected', title: 'unexpected', points: recordedCurve('unexpected') },
    { id: 'expected', title: 'expected', points: recordedCurve('expected') },
  ],
};
const modelCurves = [
  { id: 'unexpected', title: 'unexpected', measure: (e: Evidence<P>) => sizeCurve(e, 'unexpected') },
  { id: 'expected', title: 'expected', measure: (e: Evidence<P>) => sizeCurve(e, 'expected') },
];

/** Recorded time courses, on the time axis of the condition that they belong to. */
function recordedTraces(): readonly RecordedTrace[] {
  const { firstSeconds, stepSeconds, conditions } = recordings.psth;
  return conditions.map(({ kind, microlitres, hz }) => {
    // Recorded expected trials count from the odour, their condition from the reward.
    const shift = kind === 'expected' ? -parameters.odourRewardSeconds.default : 0;
    return {
      condition: kind === 'nothing-odour' ? kind : typeOf(kind as Kind, microlitres),
      title: kind === 'nothing-odour' ? 'odour of nothing' : `${microlitres} µl ${kind}`,
      t: hz.map((_, i) => Number((firstSeconds + i * stepSeconds + shift).toFixed(3))),
      mean: hz,
      unit: 'spikes/s',
      n,
      citation,
      sources: [identifiedNeurons],
    };
  });
}

export default defineParadigm({
  id: 'eshel-2015',
  version: 3,
  title: 'Eshel et al. 2015: subtraction of expected reward',
  summary:
    'Water of seven volumes is delivered either after an odour or unexpectedly. Expectation lowers the response to every volume by the same amount, so it is subtractive, not divisive; and all neurons share one response curve up to a scale factor. Recorded responses to the smallest unexpected volumes lie below baseline. A model in which unexpected rewards are fully unexpected cannot show this; perhaps the animal has some expectation even then.',
  citation,
  parameters,
  agent: 'td-csc',
  bench: { trainingTrials: 800, recordingTrials: 300 },
  recording: { id: 'spikes', parameters: { units: recordings.neuronsRecorded } },
  design,
  conditions,
  shown: [0.3, 5, 20].flatMap((volume) => [typeOf('unexpected', volume), typeOf('expected', volume)]),
  heatMapTypes: microlitres.map((volume) => typeOf('expected', volume)),
  signatures: [
    {
      id: 'subtraction',
      claim:
        'Expectation lowers the response to all reward sizes by the same amount: it subtracts and does not divide.',
      source: `${source}; recorded 1.011, from the included responses; bound: 1 ± 0.15`,
      quantity: 'slope of the mean responses to expected reward on those to unexpected reward, over seven sizes',
      expected: { above: 0.85, below: 1.15 },
      measure: (e) => expectedOnUnexpected(e).slope,
    },
    {
      id: 'expectation-lowers',
      claim: 'Expected reward evokes a smaller response than unexpected reward.',
      source: `${source}; recorded -0.14, from the included responses (-1.51 and 9.17 spikes/s); bound: ε = ${epsilon}`,
      quantity:
        'ratio a / (|a| + |b|); a: intercept of the mean responses to expected reward on those to unexpected reward, b: response to unexpected 20 µl',
      expected: { below: -epsilon },
      measure: (e) =>
        shareOfBoth(expectedOnUnexpected(e).intercept, average(unitResponses(e, 'unexpected', 20)), spikes),
    },
    {
      id: 'odour-burst',
      claim: 'The odour of reward evokes a burst and the odour of nothing does not.',
      source: `${source}; recorded 0.23 (2.38 and -0.39 spikes/s); bound: ε = ${epsilon}`,
      quantity:
        'ratio a / (|a| + |b|); a: response to the odour of reward - to the odour of nothing, b: response to unexpected 20 µl',
      expected: { above: epsilon },
      measure: (e) =>
        shareOfBoth(
          odourResponse(e, 'reward-odour') - odourResponse(e, 'nothing-odour'),
          average(unitResponses(e, 'unexpected', 20)),
          spikes,
        ),
    },
    {
      id: 'concave-in-size',
      claim: 'The response grows less than in proportion to reward size.',
      source: `${source}; recorded ${contrastOf(2.26).toFixed(2)}, from the included responses; bound: 1.2 times as steep; 0 for a straight line`,
      byConstruction:
        'The utility of a volume is concave in the task itself, so every agent whose response is linear in utility shows this.',
      quantity:
        'contrast (a - b) / (|a| + |b|); a: increase in response per µl from 0.1 to 5 µl of unexpected reward, b: from 5 to 20 µl',
      expected: { above: contrastOf(1.2) },
      measure: concavity,
    },
    {
      id: 'common-curve',
      claim: 'All neurons share one curve of response against reward size, up to a scale factor.',
      source: `${source}; recorded median 0.967; bound: 0.9`,
      quantity: 'median over units of the correlation r of a unit’s curve and the mean curve of the others',
      expected: { above: 0.9 },
      byConstruction: 'The recorded units share one error and differ only in gain, floor and noise.',
      measure: curveAgreement,
    },
    {
      id: 'effect-scales-with-gain',
      claim: 'Expectation reduces the response more in neurons that respond more to reward.',
      source: `${source}; recorded r = 0.77; bound: 0.6`,
      quantity: 'correlation r over units of the reduction by expectation and the response to unexpected reward',
      expected: { above: 0.6 },
      byConstruction:
        'The recorded units share one error and differ in gain, so expectation reduces each response in proportion to its gain.',
      measure: (e) => e.fit(modelEffects(e)).r,
    },
  ],
  noneFails:
    'Only the subtraction and two signs depend on the agent, and every agent that expects a reward after the odour shows one of them. Slope, curve and gain come from the recording and the experiment.',
  notes: [
    {
      agents: ['mackintosh', 'pearce-hall', 'pearce-hall-hybrid', 'rescorla-wagner', 'rescorla-wagner-configural'],
      signatures: ['odour-burst'],
      why: 'They learn once per trial and have no response at the odour. Otherwise they subtract, as every prediction error does.',
    },
    {
      agents: ['td-presence'],
      signatures: ['expectation-lowers'],
      why: 'The odour ends half a second before the reward, and then nothing in its representation predicts the reward.',
    },
  ],
  summaries: [
    {
      id: 'size',
      title: 'Response against reward size',
      x: 'reward (µl)',
      y: 'change from baseline, 0.4 s (spikes/s)',
      xScale: 'log',
      series: modelCurves,
      recorded: recordedCurves,
    },
    {
      id: 'subtraction',
      title: 'Response to expected against unexpected reward',
      x: 'unexpected reward (spikes/s)',
      y: 'expected reward (spikes/s)',
      series: modelCurves,
      recorded: recordedCurves,
      fit: 'second-on-first',
    },
    {
      id: 'gain',
      title: 'Effect of expectation for each unit',
      x: 'mean response to unexpected reward (spikes/s)',
      y: 'unexpected minus expected (spikes/s)',
      series: [{ id: 'units', title: 'units', measure: modelEffects }],
      recorded: {
        citation,
        sources: [identifiedNeurons],
        n,
        series: [
          {
            id: 'units',
            title: 'neurons',
            points: unitEffects(
              recordings.neurons.map(({ unexpected }) => unexpected),
              recordings.neurons.map(({ expected }) => expected),
            ),
          },
        ],
      },
      fit: 'each',
    },
  ],
  recorded: recordedTraces(),
});
