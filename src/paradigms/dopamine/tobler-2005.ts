import { integer, real, type Values } from '../../contracts/parameters.ts';
import { defineParadigm, type Condition, type Evidence, type SummaryPoint } from '../../contracts/paradigm.ts';
import type { Design, TrialType } from '../../contracts/design.ts';
import { average, contrast, contrastOf, smallestRise } from '../measures/numbers.ts';
import { evenly, iti, recordedTrials } from '../shared/parameters.ts';

const parameters = {
  acquisitionTrials: integer({
    default: 110,
    min: 2,
    max: 20_000,
    unit: 'trials per cue',
    help: 'trials of each cue before the recording',
  }),
  recordingTrials: recordedTrials(60, 'trials of each cue, and of unpredicted reward, during the recording', {
    min: 6,
    unit: 'trials per cue',
  }),
  cueSeconds: real({
    default: 1.5,
    min: 0.6,
    max: 10,
    unit: 's',
    help: 'duration of the cue; the liquid is delivered at its end (1.5 to 2 s, approximate)',
  }),
  itiSeconds: iti(4, ' (approximate)', { min: 3, max: 120 }),
  halfSaturationMillilitres: real({
    default: 1,
    min: 0.05,
    max: 1000,
    unit: 'ml',
    symbol: 'σ',
    help: 'half-saturation constant: the value of a volume v is proportional to v / (v + σ); with 1 ml the curve is visibly concave and the ranges of the three uncertain cues have a ratio of 3.4 (chosen, not fitted)',
  }),
  magnitude: real({
    default: 3,
    min: 0.05,
    max: 10,
    unit: 'reward units',
    help: 'maximum utility, the value of an infinitely large volume; at σ = 1 ml the value of 0.5 ml is a third of it',
  }),
};
type P = Values<typeof parameters>;

const volumes = [0.05, 0.15, 0.5] as const;
/** Cues of a certain volume, and cues of one of two that are equally likely; volumes in ml (approximate). */
const certain = [[0], [0.05], [0.15], [0.5]] as const;
const uncertain = [
  [0.05, 0.15],
  [0.05, 0.5],
  [0.15, 0.5],
] as const;
type Outcomes = readonly number[];
const cues: readonly Outcomes[] = [...certain, ...uncertain];
const afterRewardSeconds = 1;

const cueOf = (outcomes: Outcomes): string => outcomes.map((volume) => `${volume}ml`).join('-or-');
const typeOf = (outcomes: Outcomes, volume: number): string =>
  outcomes.length === 1 ? cueOf(outcomes) : `${cueOf(outcomes)}, ${volume}ml`;
const freeOf = (volume: number): string => `free-${volume}ml`;

/** The utility of a volume: it is concave in the reward itself, so predictions learn the concave values too. */
const utility = (volume: number, { halfSaturationMillilitres, magnitude }: P): number =>
  (magnitude * volume) / (volume + halfSaturationMillilitres);

function design(parameters: P): Design {
  const { acquisitionTrials, recordingTrials, cueSeconds, itiSeconds } = parameters;
  const reward = (volume: number) =>
    ({
      time: { kind: 'fixed', seconds: cueSeconds },
      magnitude: utility(volume, parameters),
      probability: 1,
      amount: `${volume} ml`,
    }) as const;
  const predicted = cues.flatMap((outcomes) =>
    outcomes.map((volume): [string, TrialType] => [
      typeOf(outcomes, volume),
      {
        title: `cue of ${outcomes.join(' or ')} ml, ${volume} ml`,
        cues: [{ cue: cueOf(outcomes), onsetSeconds: 0, durationSeconds: cueSeconds }],
        rewards: volume > 0 ? [reward(volume)] : [],
      },
    ]),
  );
  const free = volumes.map((volume): [string, TrialType] => [
    freeOf(volume),
    { title: `${volume} ml without cue`, cues: [], rewards: [reward(volume)] },
  ]);
  const cued = Object.fromEntries(
    cues.flatMap((outcomes) => outcomes.map((volume) => [typeOf(outcomes, volume), 1 / outcomes.length])),
  );
  return {
    cues: cues.map((outcomes) => ({ id: cueOf(outcomes), title: `cue ${outcomes.join(' or ')} ml` })),
    trialTypes: Object.fromEntries([...predicted, ...free]),
    phases: [
      { id: 'acquisition', trials: cues.length * acquisitionTrials, plastic: true, mixture: cued, order: 'balanced' },
      {
        id: 'recording',
        trials: (cues.length + volumes.length) * recordingTrials,
        plastic: true,
        mixture: { ...cued, ...Object.fromEntries(volumes.map((volume) => [freeOf(volume), 1])) },
        order: 'balanced',
      },
    ],
    iti: evenly(itiSeconds),
    trialSeconds: cueSeconds + afterRewardSeconds,
  };
}

function conditions({ cueSeconds }: P): Readonly<Record<string, Condition>> {
  const shared = { phase: 'recording', align: 'cue', window: [-1, cueSeconds + afterRewardSeconds] } as const;
  const byCue = cues.map((outcomes): [string, Condition] => [
    cueOf(outcomes),
    { title: `${outcomes.join(' or ')} ml`, types: outcomes.map((volume) => typeOf(outcomes, volume)), ...shared },
  ]);
  const byOutcome = uncertain.flatMap((outcomes) =>
    outcomes.map((volume): [string, Condition] => [
      typeOf(outcomes, volume),
      { title: `${volume} ml after ${outcomes.join(' or ')} ml`, types: [typeOf(outcomes, volume)], ...shared },
    ]),
  );
  const free = volumes.map((volume): [string, Condition] => [
    freeOf(volume),
    { title: `${volume} ml unpredicted`, types: [freeOf(volume)], ...shared },
  ]);
  return Object.fromEntries([...byCue, ...byOutcome, ...free]);
}

const atCue = (e: Evidence<P>, outcomes: Outcomes): number => e.at(cueOf(outcomes), 'rpe', 0);
const atReward = (e: Evidence<P>, type: string): number => e.at(type, 'rpe', e.parameters.cueSeconds);

/** Difference between the responses to the two volumes of an uncertain cue. */
const rangeOf = (e: Evidence<P>, [low, high]: readonly [number, number]): number =>
  atReward(e, typeOf([low, high], high)) - atReward(e, typeOf([low, high], low));
const ranges = (e: Evidence<P>): readonly number[] => uncertain.map((outcomes) => rangeOf(e, outcomes));

const meanVolume = (outcomes: Outcomes): number => average(outcomes);
const byMean = [...cues].sort((a, b) => meanVolume(a) - meanVolume(b));

/** Rise of the response per ml from 0.05 to 0.15 ml against that from 0.15 to 0.5 ml: above 0 for a concave curve. */
function concavity(e: Evidence<P>): number {
  const [first, second, third] = volumes.map((volume) => atReward(e, freeOf(volume))) as [number, number, number];
  return contrast((second - first) / (0.15 - 0.05), (third - second) / (0.5 - 0.15), e.parameters.magnitude);
}

const points = (e: Evidence<P>, outcomes: readonly [number, number]): readonly SummaryPoint[] =>
  outcomes.map((volume) => ({ x: volume, y: atReward(e, typeOf(outcomes, volume)) }));

const paper = 'Tobler, Fiorillo & Schultz 2005';
/** Fraction of a step between volumes predicted by theory that counts as a step. */
const quarter = 0.25;
/**
 * Smallest steps predicted by theory, relative to the largest possible value: from 0.05 to 0.15 ml, and between means
 * of neighbouring cues at a discount of 0.9 per second.
 */
const volumeStep = 0.08;
const cueStep = 0.035;

export default defineParadigm({
  id: 'tobler-2005',
  version: 3,
  title: 'Tobler, Fiorillo & Schultz 2005: adaptive gain',
  summary:
    'Cues predict a certain volume of liquid, or one of two volumes that are equally likely. Dopamine neurons discriminate the two volumes about equally well after each of these cues, whether the volumes differ by little or by much: their gain adapts to the expected range. The response to a cue grows with the mean volume that it predicts. Volumes and times are approximate.',
  citation: { text: 'Tobler, Fiorillo & Schultz 2005, Science 307:1642', doi: '10.1126/science.1105370' },
  approximate: {
    unchecked: ['cueSeconds', 'itiSeconds', 'volumes of 0.05 to 0.5 ml'],
    changed: { halfSaturationMillilitres: 'chosen, not fitted' },
  },
  parameters,
  agent: 'td-range-normalised',
  recording: { id: 'spikes', parameters: {} },
  design,
  conditions,
  shown: uncertain.flatMap((outcomes) => outcomes.map((volume) => typeOf(outcomes, volume))),
  heatMapTypes: uncertain.map((outcomes) => typeOf(outcomes, outcomes[1])),
  signatures: [
    {
      id: 'gain-adapts',
      claim: 'Neurons discriminate the two possible volumes equally well, whatever their range.',
      source: `${paper}; bound: 1.5 times as large, well below the ${contrastOf(3.4).toFixed(2)} of a response linear in utility (0 if the gain adapts fully)`,
      quantity:
        'contrast (a - b) / (|a| + |b|); a: largest difference in RPE between the two volumes of a cue, b: smallest difference, over three cues',
      expected: { below: contrastOf(1.5) },
      // The finding is about responses to the liquid, which discriminate volumes after a cue and grow with volume
      // without one; responses to cues are not part of it.
      controls: ['larger-volume-larger', 'unpredicted-grows'],
      measure: (e) => contrast(Math.max(...ranges(e)), Math.min(...ranges(e)), e.parameters.magnitude),
    },
    {
      id: 'larger-volume-larger',
      role: 'control',
      claim: 'After every uncertain cue, the larger volume evokes a larger response.',
      source: `${paper}; bound: ${quarter * volumeStep}, a quarter of the theoretical ${volumeStep}`,
      quantity: 'smallest difference in RPE between the two volumes of a cue, over three cues / maximum utility',
      expected: { above: quarter * volumeStep },
      measure: (e) => Math.min(...ranges(e)) / e.parameters.magnitude,
    },
    {
      id: 'cue-grows',
      claim: 'The response to a cue grows with the mean volume that it predicts.',
      source: `${paper}; bound: ${quarter * cueStep}, a quarter of the theoretical ${cueStep}`,
      quantity: 'smallest increase in RPE at cue from one mean volume to the next, over seven cues / maximum utility',
      expected: { above: quarter * cueStep },
      measure: (e) => smallestRise(byMean.map((outcomes) => atCue(e, outcomes))) / e.parameters.magnitude,
    },
    {
      id: 'unpredicted-grows',
      role: 'control',
      claim: 'The response to unpredicted liquid grows with its volume.',
      source: `${paper}; bound: ${quarter * volumeStep}, a quarter of the theoretical ${volumeStep}`,
      quantity: 'smallest increase in RPE at unpredicted liquid from one volume to the next / maximum utility',
      expected: { above: quarter * volumeStep },
      measure: (e) => smallestRise(volumes.map((volume) => atReward(e, freeOf(volume)))) / e.parameters.magnitude,
    },
    {
      id: 'unpredicted-concave',
      byConstruction:
        'The utility of a volume is concave in the task itself, so every agent that responds to reward shows this.',
      claim: 'The response to unpredicted liquid grows less than in proportion to its volume.',
      source: `${paper}; bound: 1.2 times as steep; 0 for a straight line`,
      quantity:
        'contrast (a - b) / (|a| + |b|); a: increase in RPE per ml from 0.05 to 0.15 ml of unpredicted liquid, b: from 0.15 to 0.5 ml',
      expected: { above: contrastOf(1.2) },
      measure: concavity,
    },
  ],
  notes: [
    {
      agents: ['td-csc', 'td-csc-reset', 'td-lambda-csc', 'td-average-reward', 'td-microstimuli', 'td-multi-timescale'],
      signatures: ['gain-adapts'],
      why: 'An error that is linear in value discriminates the volumes in proportion to their range, a contrast of 0.5.',
      numbers: [{ text: '0.5', agent: 'td-csc', signature: 'gain-adapts', seeds: 2 }],
    },
    {
      agents: ['td-expectile', 'td-quantile'],
      signatures: ['gain-adapts'],
      why: 'Population codes were expected to adapt partially, but averaged over channels their error is linear.',
    },
  ],
  summaries: [
    {
      id: 'outcomes',
      title: 'Response to the liquid after uncertain cues',
      x: 'volume (ml)',
      y: 'RPE (reward units)',
      xScale: 'log',
      series: uncertain.map((outcomes) => ({
        id: cueOf(outcomes),
        title: `${outcomes.join(' or ')} ml`,
        measure: (e: Evidence<P>) => points(e, outcomes),
      })),
    },
    {
      id: 'cues',
      title: 'Response to the cue',
      x: 'mean volume (ml)',
      y: 'RPE (reward units)',
      series: [
        {
          id: 'cue',
          title: 'cue',
          measure: (e) => byMean.map((outcomes) => ({ x: meanVolume(outcomes), y: atCue(e, outcomes) })),
        },
      ],
    },
    {
      id: 'unpredicted',
      title: 'Response to unpredicted liquid',
      x: 'volume (ml)',
      y: 'RPE (reward units)',
      series: [
        {
          id: 'unpredicted',
          title: 'unpredicted',
          measure: (e) => volumes.map((volume) => ({ x: volume, y: atReward(e, freeOf(volume)) })),
        },
      ],
    },
  ],
});
