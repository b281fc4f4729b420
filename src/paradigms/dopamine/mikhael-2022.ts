import type { Design } from '../../contracts/design.ts';
import { integer, real, type Values } from '../../contracts/parameters.ts';
import {
  defineParadigm,
  type Condition,
  type Evidence,
  type RecordedTrace,
  type SummaryPoint,
} from '../../contracts/paradigm.ts';
import {
  aroundRecorded,
  average,
  contrast,
  contrastOf,
  shareOf,
  shareOfBoth,
  timesWords,
} from '../measures/numbers.ts';
import { burst } from '../measures/recorded.ts';
import recordings from '../recorded/mikhael-2022.json' with { type: 'json' };
import { ramps } from '../shared/data-sources.ts';
import { placesOf, ramp, runAlong, runSeconds, type Visit } from '../shared/track.ts';
import { evenly, iti, recordedTrials, rewardSize } from '../shared/parameters.ts';
import { sensor } from '../shared/sensors.ts';

const parameters = {
  trainingTrials: integer({
    default: 240,
    min: 8,
    max: 10_000,
    unit: 'trials',
    help: 'training runs, in equal numbers of the four kinds',
  }),
  recordingTrials: recordedTrials(40, 'recorded runs', { min: 8, max: 1000 }),
  placeSeconds: real({
    default: 1,
    min: 1,
    max: 2,
    unit: 's',
    help: 'time from one place of the corridor to the next at standard speed; 0.6 times as long at the fast one (speeds 1 to 1.7 in the experiment)',
  }),
  itiSeconds: iti(3, ' (shortened)', { min: 2.5 }, 'runs'),
  magnitude: rewardSize(),
};
type P = Values<typeof parameters>;

const places = 7;
const afterRewardSeconds = 1;
/**
 * The scene darkens on the way, which removes visual information about position: here, later places pass unseen. (In
 * the experiment brightness fell gradually.)
 */
const lastSeen = 2;
const fastShare = 0.6;

const kinds = recordings.conditions.map(({ id }) => id);
const isFast = (kind: string): boolean => kind.startsWith('fast');
const isDarkening = (kind: string): boolean => kind.endsWith('darkening');
const titleOf = (kind: string): string =>
  `${isFast(kind) ? 'fast' : 'standard'}, ${isDarkening(kind) ? 'darkening' : 'constant'}`;

const visits = (kind: string, { placeSeconds }: P): readonly Visit[] =>
  Array.from({ length: places }, (_, i) => ({
    place: `${isFast(kind) ? 'f' : 's'}${i + 1}`,
    seconds: (isFast(kind) ? fastShare : 1) * placeSeconds,
    dark: isDarkening(kind) && i >= lastSeen,
  }));
const secondsOf = (kind: string, parameters: P): number => runSeconds(visits(kind, parameters));

function design(parameters: P): Design {
  const { trainingTrials, recordingTrials, itiSeconds, magnitude } = parameters;
  const mixture = Object.fromEntries(kinds.map((kind) => [kind, 1]));
  return {
    // At the other speed the same places look different, because they move faster or slower; and their time to reward
    // differs.
    cues: [...placesOf('s', places), ...placesOf('f', places)],
    trialTypes: Object.fromEntries(
      kinds.map((kind) => [kind, runAlong(titleOf(kind), visits(kind, parameters), magnitude)]),
    ),
    phases: [
      { id: 'training', trials: trainingTrials, plastic: true, mixture, order: 'balanced' },
      { id: 'recording', trials: recordingTrials, plastic: true, mixture, order: 'balanced' },
    ],
    iti: evenly(itiSeconds),
    trialSeconds: secondsOf('standard-constant', parameters) + afterRewardSeconds,
  };
}

const conditions = (parameters: P): Readonly<Record<string, Condition>> =>
  Object.fromEntries(
    kinds.map((kind) => [
      kind,
      {
        title: titleOf(kind),
        types: [kind],
        phase: 'recording',
        align: 'cue',
        window: [-1, secondsOf(kind, parameters) + 0.5],
      } as const,
    ]),
  );

/** Start and goal have their own responses: this fraction of a run is left out at either end. */
const edgeShare = 0.2;
const timeOf = ({ parameters }: Evidence<P>, kind: string, share: number): number =>
  share * secondsOf(kind, parameters);
/** When the sensor shows what happens at a share of the run: later by the time to the peak of a burst. */
const shownAt = (e: Evidence<P>, kind: string, share: number): number =>
  timeOf(e, kind, share) + burst(e, e.parameters.magnitude).seconds;
/** Mean GCaMP6m, relative to the peak of its response to an unpredicted reward. */
const shown = (e: Evidence<P>, kind: string, from: number, to: number): number =>
  e.mean(kind, 'rate', from, to) / burst(e, e.parameters.magnitude).size;

/** Mean of parts of a run, as shares of the analysed part. */
function part(e: Evidence<P>, kind: string, from: number, to: number): number {
  const inRun = (share: number): number => shownAt(e, kind, edgeShare + share * (1 - 2 * edgeShare));
  return shown(e, kind, inRun(from), inRun(to));
}
const thirds = (e: Evidence<P>, kind: string): readonly [number, number, number] => [
  part(e, kind, 0, 1 / 3),
  part(e, kind, 1 / 3, 2 / 3),
  part(e, kind, 2 / 3, 1),
];
const slope = (e: Evidence<P>, kind: string): number =>
  ramp(e, kind, 'rate', [shownAt(e, kind, edgeShare), shownAt(e, kind, 1 - edgeShare)]).slope /
  burst(e, e.parameters.magnitude).size;

/** Model and recording at the same moments of the four kinds of run, as shares of the way, without the ends. */
function beside(e: Evidence<P>): readonly SummaryPoint[] {
  return recordings.conditions.flatMap(({ id, t, mean }) => {
    const recordedSeconds = t.at(-1) ?? Number.NaN;
    return t.flatMap((at, i) => {
      const share = at / recordedSeconds;
      return share < edgeShare || share > 1 - edgeShare
        ? []
        : [{ x: e.at(id, 'rate', timeOf(e, id, share)), y: mean[i] as number }];
    });
  });
}

/** Mean between two moments, as shares of the run. */
type MeanBetween = (from: number, to: number) => number;

const modelMean =
  (e: Evidence<P>, kind: string): MeanBetween =>
  (from, to) =>
    shown(e, kind, shownAt(e, kind, from), shownAt(e, kind, to));

const smoothShare = 0.1;
/**
 * How far the maximum of a smoothed curve exceeds both ends of the analysed part; 0 if it is at an end. Steps and times
 * are fractions of the run.
 */
function bump(meanBetween: MeanBetween, step: number): number {
  const last = 1 - edgeShare - smoothShare;
  const smooth = Array.from({ length: Math.round((last - edgeShare) / step) + 1 }, (_, i) =>
    meanBetween(edgeShare + i * step, edgeShare + i * step + smoothShare),
  );
  return Math.max(...smooth) - Math.max(smooth[0] ?? Number.NaN, smooth.at(-1) ?? Number.NaN);
}

/** The same of the recordings. */
function recordedMean(id: string): MeanBetween {
  const { t = [], mean = [] } = recordings.conditions.find((one) => one.id === id) ?? {};
  const seconds = t.at(-1) ?? Number.NaN;
  return (from, to) =>
    average(mean.filter((_, i) => (t[i] as number) >= from * seconds && (t[i] as number) < to * seconds));
}
const third = (1 - 2 * edgeShare) / 3;
const recordedLight = recordedMean('standard-constant');
const recordedRise = recordedLight(1 - edgeShare - third, 1 - edgeShare) - recordedLight(edgeShare, edgeShare + third);
/** Every 0.2 of 4.8 s. */
const recordedBump = bump(recordedMean('standard-darkening'), 0.2 / 4.8);
const bumpAround = aroundRecorded(recordedBump / recordedRise);

/** A ramp is small compared with a burst: a hundredth of the reward counts as one. */
const rise = 0.01;
const lightRise = (e: Evidence<P>): number => thirds(e, 'standard-constant')[2] - thirds(e, 'standard-constant')[0];
/** Steepness and curvature are meaningful only if there is a ramp. */
const ifRamp = (e: Evidence<P>, value: number): number => (lightRise(e) > rise ? value : Number.NaN);
const recordedThird = (id: string, third: number): number => {
  const { mean = [] } = recordings.conditions.find((one) => one.id === id) ?? {};
  return average(mean.slice(Math.floor((third * mean.length) / 3), Math.floor(((third + 1) * mean.length) / 3)));
};
const traces = recordings.conditions.map(({ id, title, t, mean }): RecordedTrace => ({
  condition: id,
  title: `${title} (time stretched to the length of the run here)`,
  t: t.map((at) =>
    Number(
      ((at * places * parameters.placeSeconds.default * (isFast(id) ? fastShare : 1)) / (t.at(-1) as number)).toFixed(
        3,
      ),
    ),
  ),
  mean,
  unit: 'z-score',
  n: `${recordings.mice} mice`,
  citation: { text: 'Mikhael et al. 2022, Current Biology 32:1077', doi: '10.1016/j.cub.2022.01.025' },
  sources: [ramps],
}));

const ofReward = 'a hundredth of the response to the reward';
const relative =
  'relative to the peak of the response to an unpredicted reward; a run as the sensor shows it, later by the time to that peak';

const paper = 'Mikhael et al. 2022';
export default defineParadigm({
  id: 'mikhael-2022',
  version: 5,
  title: 'Mikhael et al. 2022: dopamine ramps and state uncertainty',
  summary:
    'Mice are moved along a corridor to a reward, at one of two speeds, and in some runs the scene darkens on the way. In constant light, dopamine ramps up to the reward, more steeply at the higher speed. In the darkening runs dopamine first rises and then falls before the reward: a bump. If ramps arise because sensory feedback makes the current position more certain than the anticipated one, they must end where feedback ends. Here darkness is represented by omitting places on the way.',
  citation: { text: 'Mikhael, Kim, Uchida & Gershman 2022, Current Biology 32:1077', doi: '10.1016/j.cub.2022.01.025' },
  approximate: {
    changed: {
      itiSeconds: 'shorter than in the experiment',
      placeSeconds:
        'a run is a sequence of seven cues, one second each, and 0.6 times as long at the higher speed (speeds 1 to 1.7 in the experiment)',
    },
  },
  parameters,
  agent: 'td-state-uncertainty',
  recording: sensor('gcamp6m'),
  design,
  conditions,
  shown: kinds,
  signatures: [
    {
      id: 'ramp-in-light',
      claim: 'In constant light, dopamine ramps up towards the reward.',
      source: `${paper}, figure 6; recorded ${(recordedThird('standard-constant', 2) - recordedThird('standard-constant', 0)).toFixed(2)} z from first to last third; bound: ${rise}, ${ofReward}`,
      quantity: `mean GCaMP6m in the last third of the run - in the first third, without 20 % at either end, standard speed, constant light, ${relative}`,
      expected: { above: rise },
      measure: lightRise,
    },
    {
      id: 'faster-steeper',
      claim: 'At the higher speed, the ramp is steeper.',
      source: `${paper}, figure 6; bound: 1.2 times as steep for speeds that differ by a factor of 1.7`,
      quantity:
        'contrast (a - b) / (|a| + |b|); a: slope of GCaMP6m over time at the fast speed, b: at the standard speed; undefined without a ramp',
      expected: { above: contrastOf(1.2) },
      measure: (e) => ifRamp(e, contrast(slope(e, 'fast-constant'), slope(e, 'standard-constant'), rise)),
    },
    {
      id: 'bump-when-darkening',
      claim: 'In darkening scenes, dopamine rises and then falls before the reward.',
      source: `${paper}, figure 6; recorded ${recordedBump.toFixed(2)} z, and a ramp of ${recordedRise.toFixed(2)} z in constant light; bound: ${timesWords}, converted to this ratio`,
      quantity:
        'ratio a / (|a| + |b|); a: maximum of GCaMP6m, smoothed over a tenth of the run - higher of its two ends, darkening, standard speed, b: rise of GCaMP6m in constant light; undefined without a ramp',
      expected: { above: shareOf(bumpAround.above), below: shareOf(bumpAround.below) },
      measure: (e) =>
        ifRamp(
          e,
          shareOfBoth(
            bump(
              modelMean(e, 'standard-darkening'),
              e.design.stepSeconds / secondsOf('standard-darkening', e.parameters),
            ),
            lightRise(e),
            rise,
          ),
        ),
    },
    {
      id: 'darkening-lowers-end',
      claim: 'Near the reward, dopamine is lower in darkening scenes than in constant light.',
      source: `${paper}, figure 6; recorded ${(recordedThird('standard-darkening', 2) - recordedThird('standard-constant', 2)).toFixed(2)} z; bound: ${rise}, ${ofReward}`,
      quantity: `mean GCaMP6m in the last third of the run, darkening - constant light, standard speed, ${relative}`,
      expected: { below: -rise },
      measure: (e) => thirds(e, 'standard-darkening')[2] - thirds(e, 'standard-constant')[2],
    },
    {
      id: 'as-recorded',
      claim: 'The traces of the four kinds of run match the recordings.',
      source: `${paper}, ${recordings.mice} mice, github.com/jgmikhael/ramping; bound: 0.5, a quarter of the variance`,
      quantity: 'correlation r of GCaMP6m and recorded dopamine over time points of four kinds of run',
      expected: { above: 0.5 },
      measure: (e) => e.fit(beside(e)).r,
    },
  ],
  nonePasses:
    'The bound on the correlation is not met by the agent of the paper, whose sensor-shown traces have the ramps and the bump: it has no higher start in fast and in darkening runs, and the sensor shows everything late, in runs that last longer here than in the experiment. Agents that meet it have no ramp, or no bump.',
  notes: [
    {
      agents: ['td-csc', 'td-csc-reset', 'td-block-belief', 'td-average-reward'],
      signatures: ['ramp-in-light', 'bump-when-darkening', 'faster-steeper'],
      why: 'They have no error on the way after learning. In these runs a bump of error, in the light as in the dark, is still on its way back from the reward. GCaMP6m shows it late and for seconds: as a ramp at the standard speed, and as a fall at the fast one.',
    },
    {
      agents: ['td-lambda-csc'],
      signatures: ['ramp-in-light'],
      why: 'It has no error on the way after learning. What GCaMP6m shows there is the decay of its response to the start.',
    },
    {
      agents: ['td-belief'],
      signatures: ['ramp-in-light'],
      why: 'The rise of its RPE comes within the last second of the run, so that GCaMP6m shows it after the run.',
    },
    {
      agents: ['mackintosh'],
      signatures: ['ramp-in-light'],
      why: 'It has no RPE on the way. It has dips at rewards, and GCaMP6m takes longer to recover from them than the interval between runs lasts, which is shorter here than in the experiment: a recovery looks like a ramp.',
    },
    {
      agents: ['td-presence'],
      signatures: ['darkening-lowers-end'],
      why: 'It has a dip where the first place passes unseen, which GCaMP6m shows until the end.',
    },
    {
      agents: ['kalman-td', 'td-semi-markov'],
      signatures: ['as-recorded'],
      why: 'They have no ramp: their largest error is at the start, and differs in height and duration between the kinds of run. Its slow decay through GCaMP6m makes the correlation.',
    },
    {
      agents: ['anccr', 'anccr-slow-base-rates'],
      signatures: ['bump-when-darkening'],
      why: 'It responds to landmarks, and so rises in the light and less in the dark, without a bump.',
    },
    {
      agents: ['td-state-uncertainty'],
      signatures: ['as-recorded'],
      why: 'It shows the ramps and the bump. The recorded dopamine also starts higher in fast and in darkening runs, which the agent does not show. Its RPE correlates by more than what GCaMP6m shows of it, which is late in a run that lasts seven seconds here and about five in the recordings.',
    },
  ],
  summaries: [
    {
      id: 'beside',
      title: 'Recorded dopamine against what the sensor shows of the RPE',
      x: 'GCaMP6m (% ΔF/F, or the unit of another recording)',
      y: 'dopamine (z-score)',
      series: [{ id: 'beside', title: 'time points of four kinds of run', measure: beside }],
      fit: 'each',
    },
  ],
  recorded: traces,
});
