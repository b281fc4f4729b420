import { integer, real, type Values } from '../../contracts/parameters.ts';
import { defineParadigm, type Condition, type Evidence, type SummaryPoint } from '../../contracts/paradigm.ts';
import type { Design, TrialType } from '../../contracts/design.ts';
import { contrast, contrastOf } from '../measures/numbers.ts';
import recordings from '../recorded/rothenhoefer-2021.json' with { type: 'json' };
import { rareRewards } from '../shared/data-sources.ts';
import { evenly, iti, recordedTrials } from '../shared/parameters.ts';

const parameters = {
  acquisitionTrials: integer({
    default: 300,
    min: 2,
    max: 20_000,
    unit: 'trials per cue',
    help: 'trials of each cue before the recording',
  }),
  recordingTrials: recordedTrials(300, 'trials of each cue during the recording', { min: 15, unit: 'trials per cue' }),
  cueSeconds: real({
    default: 1.5,
    min: 0.6,
    max: 10,
    unit: 's',
    help: 'from cue onset to the juice, at the end of the cue (approximate)',
  }),
  itiSeconds: iti(4, ' (approximate)', { min: 3, max: 120 }),
  unitsPerMillilitre: real({
    default: 2.5,
    min: 0.05,
    max: 20,
    unit: 'reward units per ml',
    help: 'value of juice per volume',
  }),
};
type P = Values<typeof parameters>;

const volumes = [0.2, 0.4, 0.6] as const;
/** Frequencies of the three volumes: the mean is the same, the extremes are rarer for `normal`. */
const distributions = { uniform: [5, 5, 5], normal: [2, 11, 2] } as const;
type Distribution = keyof typeof distributions;
const names: readonly Distribution[] = ['uniform', 'normal'];
const afterRewardSeconds = 1;

const typeOf = (distribution: Distribution, volume: number): string => `${distribution}-${volume}ml`;

function design({ acquisitionTrials, recordingTrials, cueSeconds, itiSeconds, unitsPerMillilitre }: P): Design {
  const types = names.flatMap((distribution) =>
    volumes.map((volume): [string, TrialType] => [
      typeOf(distribution, volume),
      {
        title: `${distribution}, ${volume} ml`,
        cues: [{ cue: distribution, onsetSeconds: 0, durationSeconds: cueSeconds }],
        rewards: [
          {
            time: { kind: 'fixed', seconds: cueSeconds },
            magnitude: unitsPerMillilitre * volume,
            probability: 1,
            amount: `${volume} ml`,
          },
        ],
      },
    ]),
  );
  const mixture = Object.fromEntries(
    names.flatMap((name) => volumes.map((volume, i) => [typeOf(name, volume), distributions[name][i] as number])),
  );
  const phase = (id: string, trials: number) =>
    ({ id, trials: 2 * trials, plastic: true, mixture, order: 'balanced' }) as const;
  return {
    cues: names.map((name) => ({ id: name, title: `cue of the ${name} distribution` })),
    trialTypes: Object.fromEntries(types),
    phases: [phase('acquisition', acquisitionTrials), phase('recording', recordingTrials)],
    iti: evenly(itiSeconds),
    trialSeconds: cueSeconds + afterRewardSeconds,
  };
}

function conditions({ cueSeconds }: P): Readonly<Record<string, Condition>> {
  const shared = { phase: 'recording', align: 'cue', window: [-1, cueSeconds + afterRewardSeconds] } as const;
  return Object.fromEntries(
    names.flatMap((distribution) =>
      volumes.map((volume) => [
        typeOf(distribution, volume),
        { title: `${volume} ml, ${distribution}`, types: [typeOf(distribution, volume)], ...shared },
      ]),
    ),
  );
}

const atReward = (e: Evidence<P>, distribution: Distribution, volume: number): number =>
  e.at(typeOf(distribution, volume), 'rpe', e.parameters.cueSeconds);

/** How much more a volume excites, or inhibits if `sign` is -1, when it is rare. */
const amplification = (e: Evidence<P>, volume: number, sign: 1 | -1): number =>
  contrast(
    sign * atReward(e, 'normal', volume),
    sign * atReward(e, 'uniform', volume),
    e.parameters.unitsPerMillilitre * volume,
  );

/** Difference between an outer volume and the middle one, reward units. */
const apart = (e: Evidence<P>): number => (e.parameters.unitsPerMillilitre * (volumes[2] - volumes[0])) / 2;
const epsilon = 0.05;

const curve = (e: Evidence<P>, distribution: Distribution): readonly SummaryPoint[] =>
  volumes.map((volume) => ({ x: volume, y: atReward(e, distribution, volume) }));

const paper = 'Rothenhoefer et al. 2021, figure 2';
const citation = {
  text: 'Rothenhoefer et al. 2021, Rare rewards amplify dopamine responses, Nature Neuroscience',
  doi: '10.1038/s41593-021-00807-7',
};

export default defineParadigm({
  id: 'rothenhoefer-2021',
  version: 3,
  title: 'Rothenhoefer et al. 2021: rare rewards amplified',
  summary:
    'Two cues predict 0.2, 0.4 or 0.6 ml of juice with the same mean. After one cue the three volumes are equally likely; after the other the smallest and the largest are rare. The same volume, and so the same conventional error, evokes a larger response if it is rare. The recorded points are digitised from the figure, and the assignment of its colours to the distributions has not been verified. Times are approximate.',
  citation,
  approximate: { unchecked: ['cueSeconds', 'itiSeconds'] },
  parameters,
  agent: 'td-range-normalised',
  recording: { id: 'spikes', parameters: {} },
  design,
  conditions,
  shown: names.flatMap((name) => volumes.map((volume) => typeOf(name, volume))),
  heatMapTypes: names.map((name) => typeOf(name, 0.6)),
  signatures: [
    {
      id: 'rare-amplified',
      claim: 'The smallest and the largest volume evoke larger responses if they are rare.',
      source: `${paper}; digitised ${contrastOf(1.69).toFixed(2)} (0.2 ml: -2.56 and -1.52) and ${contrastOf(2.26).toFixed(2)} (0.6 ml: 2.91 and 1.29; colours of the figure not verified); bound: 1.2 times as large; a response linear in value gives 0, one in standard deviations of the distribution ${contrastOf(1.58).toFixed(2)}`,
      quantity:
        'contrast (a - b) / (|a| + |b|); a: RPE at 0.6 ml, or -RPE at 0.2 ml, after the cue of the normal distribution, b: after that of the uniform distribution; smaller of the two volumes',
      expected: { above: contrastOf(1.2) },
      // Both together, because a biased prediction makes one of them larger and the other smaller.
      measure: (e) => Math.min(amplification(e, 0.2, -1), amplification(e, 0.6, 1)),
    },
    {
      id: 'large-excites',
      role: 'control',
      claim: 'The largest volume excites after both cues.',
      source: `${paper}; bound: ε = ${epsilon} of the value of 0.2 ml`,
      quantity: 'smaller RPE at 0.6 ml of the two distributions / value of 0.2 ml, its difference from the mean',
      expected: { above: epsilon },
      measure: (e) => Math.min(...names.map((name) => atReward(e, name, 0.6))) / apart(e),
    },
    {
      id: 'small-inhibits',
      role: 'control',
      claim: 'The smallest volume inhibits after both cues.',
      source: `${paper}; bound: ε = ${epsilon} of the value of 0.2 ml`,
      quantity: 'larger RPE at 0.2 ml of the two distributions / value of 0.2 ml, its difference from the mean',
      expected: { below: -epsilon },
      measure: (e) => Math.max(...names.map((name) => atReward(e, name, 0.2))) / apart(e),
    },
  ],
  notes: [
    {
      agents: ['td-csc', 'td-csc-reset', 'td-lambda-csc', 'td-multi-timescale', 'td-expectile', 'td-quantile'],
      signatures: ['rare-amplified'],
      why: 'An error that is linear in value is the same for rare and common rewards, also averaged over channels.',
    },
    {
      agents: ['td-range-normalised'],
      why: 'It passes: its spread is a mean absolute deviation, which differs by a factor of 2.5 between the two distributions.',
    },
  ],
  summaries: [
    {
      id: 'outcomes',
      title: 'Response against volume (recorded: distributions not verified)',
      x: 'volume (ml)',
      y: 'RPE (reward units; recorded: units of the figure)',
      series: names.map((name) => ({ id: name, title: name, measure: (e: Evidence<P>) => curve(e, name) })),
      recorded: {
        citation,
        sources: [rareRewards],
        n: '3 volumes x 2 distributions, digitised; colours not verified',
        series: names.map((name) => ({
          id: name,
          title: name,
          points: recordings[name].map(({ volume, response, error }) => ({ x: volume, y: response, sem: error })),
        })),
      },
    },
  ],
});
