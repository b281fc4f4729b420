import type { Design } from '../../contracts/design.ts';
import { integer, real, type Values } from '../../contracts/parameters.ts';
import { defineParadigm, type Condition, type Evidence, type SummaryPoint } from '../../contracts/paradigm.ts';
import { contrast, contrastOf } from '../measures/numbers.ts';
import { edgeSeconds, late, placesOf, ramp, rise, runAlong, runSeconds, type Visit } from '../shared/track.ts';
import { evenly, iti, recordedTrials, rewardSize } from '../shared/parameters.ts';

const parameters = {
  trainingTrials: integer({
    default: 600,
    min: 6,
    max: 10_000,
    unit: 'trials',
    help: 'training runs, in equal numbers along the three tracks',
  }),
  recordingTrials: recordedTrials(30, 'recorded runs', { min: 6, max: 1000 }),
  placeSeconds: real({
    default: 1.2,
    min: 1,
    max: 2,
    unit: 's',
    help: 'time from one place of a track to the next; 1.5 times as long on the long path',
  }),
  itiSeconds: iti(3, ' (shortened)', { min: 2.5 }, 'runs'),
  smallShare: real({
    default: 0.5,
    min: 0.1,
    max: 0.9,
    symbol: 'q',
    help: 'size of the small reward, relative to the large one (approximate)',
  }),
  magnitude: rewardSize('the large reward'),
};
type P = Values<typeof parameters>;

/** Number of places on every track, and the factor between long and short tracks. */
const places = 4;
const tracks = {
  large: { stretch: 1, title: 'large reward' },
  small: { stretch: 1, title: 'small reward' },
  long: { stretch: 1.5, title: 'large reward, long path' },
} as const;
type Track = keyof typeof tracks;
const ids = Object.keys(tracks) as readonly Track[];
const letters: Readonly<Record<Track, string>> = { large: 'a', small: 'b', long: 'c' };
const afterRewardSeconds = 1;

const visits = (track: Track, { placeSeconds }: P): readonly Visit[] =>
  Array.from({ length: places }, (_, i) => ({
    place: `${letters[track]}${i + 1}`,
    seconds: tracks[track].stretch * placeSeconds,
  }));
const secondsOf = (track: Track, parameters: P): number => runSeconds(visits(track, parameters));

function design(parameters: P): Design {
  const { trainingTrials, recordingTrials, itiSeconds, smallShare, magnitude } = parameters;
  const mixture = { large: 1, small: 1, long: 1 };
  return {
    cues: ids.flatMap((track) => placesOf(letters[track], places)),
    trialTypes: Object.fromEntries(
      ids.map((track) => [
        track,
        runAlong(
          tracks[track].title,
          visits(track, parameters),
          track === 'small' ? smallShare * magnitude : magnitude,
        ),
      ]),
    ),
    phases: [
      { id: 'training', trials: trainingTrials, plastic: true, mixture, order: 'balanced' },
      { id: 'recording', trials: recordingTrials, plastic: true, mixture, order: 'balanced' },
    ],
    iti: evenly(itiSeconds),
    trialSeconds: secondsOf('long', parameters) + afterRewardSeconds,
  };
}

const conditions = (parameters: P): Readonly<Record<string, Condition>> =>
  Object.fromEntries(
    ids.map((track) => [
      track,
      {
        title: tracks[track].title,
        types: [track],
        phase: 'recording',
        align: 'cue',
        window: [-1, secondsOf(track, parameters) + 0.5],
      } as const,
    ]),
  );

const riseOf = (e: Evidence<P>, track: Track): number =>
  rise(e, track, secondsOf(track, e.parameters)) / e.parameters.magnitude;
const lateOf = (e: Evidence<P>, track: Track): number =>
  late(e, track, secondsOf(track, e.parameters)) / e.parameters.magnitude;
const slopeOf = (e: Evidence<P>, track: Track): number =>
  ramp(e, track, 'rpe', [edgeSeconds, secondsOf(track, e.parameters) - edgeSeconds]).slope / e.parameters.magnitude;
/** A ramp is small compared with a burst: a hundredth of the reward counts as one. */
const minRise = 0.01;
/** Comparisons of ramps are meaningful only if there is one. */
const ifRamp = (e: Evidence<P>, value: number): number => (riseOf(e, 'large') > minRise ? value : Number.NaN);

function byPath(e: Evidence<P>, track: Track): readonly SummaryPoint[] {
  const { t = [], rpe } = e.averages[track] ?? {};
  const seconds = secondsOf(track, e.parameters);
  return t.flatMap((x, i) =>
    x >= 0.5 && x < seconds ? [{ x: x / seconds, y: (rpe?.mean[i] as number) / e.parameters.magnitude }] : [],
  );
}

const paper = 'Howe et al. 2013';
export default defineParadigm({
  id: 'howe-2013',
  version: 3,
  title: 'Howe et al. 2013: a ramp towards the goal',
  summary:
    'Rats run along a track to a known reward. Dopamine in the striatum does not burst at the start and then return to baseline, as a prediction error would: it ramps up all the way to the goal. The ramp is higher for a larger reward, and on a longer path it is stretched and reaches about the same height. Lengths and sizes are approximate.',
  citation: { text: 'Howe, Tierney, Sandberg, Phillips & Graybiel 2013, Nature 500:575', doi: '10.1038/nature12475' },
  approximate: {
    unchecked: ['placeSeconds', 'smallShare'],
    changed: {
      itiSeconds: 'shorter than in the experiment',
      places: 'a track is a sequence of four cues, not a continuous view',
    },
  },
  parameters,
  agent: 'td-state-uncertainty',
  recording: { id: 'identity', parameters: {} },
  design,
  conditions,
  shown: ids,
  signatures: [
    {
      id: 'ramp',
      claim: 'Dopamine ramps up from the start of the run to the goal.',
      source: `${paper}, figure 1; bound: ${minRise}, a hundredth of the reward size`,
      quantity:
        '(mean RPE in the last third of the run - in the first third, without the first and the last second) / reward size',
      expected: { above: minRise },
      measure: (e) => riseOf(e, 'large'),
    },
    {
      id: 'ramp-scales-with-reward',
      claim: 'The ramp is higher for a larger reward.',
      source: `${paper}, figure 3; bound: 1.2 times as high for rewards that differ by a factor of 2`,
      quantity:
        'contrast (a - b) / (|a| + |b|); a: rise of the RPE along the run to the large reward, b: to the small reward; undefined without a ramp',
      expected: { above: contrastOf(1.2) },
      measure: (e) => ifRamp(e, contrast(riseOf(e, 'large'), riseOf(e, 'small'), minRise)),
    },
    {
      id: 'longer-path-shallower',
      claim: 'On a longer path, the ramp is shallower.',
      source: `${paper}, figure 2; bound: 0.8 times as steep for paths that differ by a factor of 1.5`,
      quantity:
        'contrast (a - b) / (|a| + |b|); a: slope of the RPE over time on the long path, b: on the short path; undefined without a ramp',
      expected: { below: contrastOf(0.8) },
      measure: (e) => ifRamp(e, contrast(slopeOf(e, 'long'), slopeOf(e, 'large'), minRise)),
    },
    {
      id: 'longer-path-same-height',
      claim: 'On a longer path, the ramp reaches about the same height.',
      source: `${paper}, figure 2; bound: within a third`,
      quantity:
        'contrast (a - b) / (|a| + |b|); a: mean RPE in the last third of the run on the long path, b: on the short path; undefined without a ramp',
      expected: { about: 0, within: contrastOf(1.34) },
      measure: (e) => ifRamp(e, contrast(lateOf(e, 'long'), lateOf(e, 'large'), minRise)),
    },
  ],
  notes: [
    {
      agents: ['td-csc', 'td-csc-reset', 'td-lambda-csc', 'td-presence', 'td-average-reward', 'td-range-normalised'],
      signatures: ['ramp'],
      why: 'After learning, TD has no error along the path, whatever its features. With a third of the trials some agents show a ramp, which only reflects incomplete learning.',
    },
    {
      agents: ['td-expectile', 'td-quantile'],
      why: 'They diverge, or nearly diverge, with this number of simultaneous serial compounds.',
    },
  ],
  summaries: [
    {
      id: 'path',
      title: 'Ramp along the path',
      x: 'fraction of the run',
      y: 'RPE (reward sizes)',
      series: ids.map((track) => ({
        id: track,
        title: tracks[track].title,
        measure: (e: Evidence<P>) => byPath(e, track),
      })),
    },
  ],
});
