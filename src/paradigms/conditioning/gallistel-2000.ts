import type { Design } from '../../contracts/design.ts';
import { integer, real, type Values } from '../../contracts/parameters.ts';
import { defineParadigm, type Condition, type Evidence, type SummaryPoint } from '../../contracts/paradigm.ts';
import { responseThreshold } from '../../contracts/response.ts';
import { average, contrast, contrastOf } from '../measures/numbers.ts';
import recordings from '../recorded/gallistel-2000.json' with { type: 'json' };
import { gibbonBalsam } from '../shared/data-sources.ts';
import { rewardSize } from '../shared/parameters.ts';

const parameters = {
  trainingTrials: integer({
    default: 150,
    min: 4,
    max: 5000,
    unit: 'trials of each group',
    help: 'trials with a cue that ends with reward',
  }),
  cueSeconds: real({
    default: 2,
    min: 1,
    max: 10,
    unit: 's',
    symbol: 'T',
    help: 'duration of the cue; doubled in the groups in which all times are doubled',
  }),
  criterion: real({
    default: 200,
    min: 1,
    max: 10_000,
    symbol: 'k',
    help: 'ratio of the expectation with the cue to that without it above which the animal responds; the slope does not depend on it, and with 200 rate estimation approximately reproduces the recorded numbers',
  }),
  magnitude: rewardSize('size of the reward', { min: 0.2 }),
};
type P = Values<typeof parameters>;

/** C/T: time from reward to reward divided by cue length, and the factor on all times. */
const groups = [
  { id: 'ratio-3', ratio: 3, scale: 1 },
  { id: 'ratio-6', ratio: 6, scale: 1 },
  { id: 'ratio-12', ratio: 12, scale: 1 },
  { id: 'ratio-24', ratio: 24, scale: 1 },
  { id: 'ratio-6-doubled', ratio: 6, scale: 2 },
  { id: 'ratio-12-doubled', ratio: 12, scale: 2 },
] as const;
type Group = (typeof groups)[number];
const single = groups.filter(({ scale }) => scale === 1);
const titleOf = ({ ratio, scale }: Group): string => `C/T = ${ratio}${scale === 1 ? '' : ', all times doubled'}`;
const cueOf = ({ scale }: Group, { cueSeconds }: P): number => scale * cueSeconds;
/** Trials of all groups are as long as the longest cue plus this. */
const afterRewardSeconds = 0.5;
const trialSecondsOf = ({ cueSeconds }: P): number => 2 * cueSeconds + afterRewardSeconds;

function design(parameters: P): Design {
  const { trainingTrials, magnitude } = parameters;
  const trialSeconds = trialSecondsOf(parameters);
  return {
    cues: [{ id: 'light', title: 'light' }],
    groups: groups.map((group) => ({ id: group.id, title: titleOf(group) })),
    trialTypes: Object.fromEntries(
      [1, 2].map((scale) => {
        const seconds = scale * parameters.cueSeconds;
        const time = { kind: 'fixed', seconds } as const;
        return [
          `cue-${scale}`,
          {
            title: `light of ${seconds} s, then reward`,
            cues: [{ cue: 'light', onsetSeconds: 0, durationSeconds: seconds }],
            rewards: [{ time, magnitude, probability: 1 }],
          },
        ];
      }),
    ),
    phases: groups.map((group) => ({
      id: group.id,
      group: group.id,
      trials: trainingTrials,
      plastic: true,
      mixture: { [`cue-${group.scale}`]: 1 },
      order: 'balanced',
      iti: { kind: 'fixed', seconds: group.ratio * cueOf(group, parameters) - trialSeconds },
    })),
    iti: { kind: 'fixed', seconds: parameters.cueSeconds },
    trialSeconds,
  };
}

const conditions = (parameters: P): Readonly<Record<string, Condition>> =>
  Object.fromEntries(
    groups.map((group) => [
      group.id,
      {
        title: titleOf(group),
        types: [`cue-${group.scale}`],
        phase: group.id,
        align: 'cue',
        window: [-1, cueOf(group, parameters)],
      } as const,
    ]),
  );

/**
 * Acquisition criterion: this many of this many consecutive trials with a response, as for Gibbon and Balsam's pigeons.
 */
const responses = 3;
const inTrials = 4;

/**
 * Reinforcements up to the first of three responses within four trials. In a trial the subject responds if its mean
 * value in the cue, above the threshold of all conditioned responding (contracts/response.ts), is k times that at the
 * end of the trial, when the cue is gone. NaN if it never does.
 */
function toCriterion(e: Evidence<P>, group: Group): number {
  const seconds = cueOf(group, e.parameters);
  const end = trialSecondsOf(e.parameters);
  const responded = e.trials(group.id).map((one) => {
    const expected = one.mean('value', 0, seconds) / e.parameters.magnitude - responseThreshold;
    return (
      expected > 0 &&
      expected >= (e.parameters.criterion * one.mean('value', end - afterRewardSeconds, end)) / e.parameters.magnitude
    );
  });
  const first = responded.findIndex(
    (one, i) => one && responded.slice(i, i + inTrials).filter(Boolean).length >= responses,
  );
  return first < 0 ? Number.NaN : Math.max(1, first);
}

const logPoint = (e: Evidence<P>, group: Group): SummaryPoint => ({
  x: Math.log10(group.ratio),
  y: Math.log10(toCriterion(e, group)),
});
const reached = (e: Evidence<P>, of: readonly Group[]): readonly SummaryPoint[] =>
  of.flatMap((group) => (Number.isNaN(toCriterion(e, group)) ? [] : [{ x: group.ratio, y: toCriterion(e, group) }]));

/** Natural logarithm of the factor between groups that differ in the scale of time alone; counts are 1 at the least. */
function scaling(e: Evidence<P>, ratio: number): number {
  const [once, doubled] = groups.filter((group) => group.ratio === ratio).map((group) => toCriterion(e, group));
  return Math.abs(Math.log((once as number) / (doubled as number)));
}

const recorded = recordings.groups.map(([ratio, reinforcements]) => ({
  x: ratio as number,
  y: reinforcements as number,
}));
/** Medians of the pigeons' groups within steps of C/T by a factor of about 1.5, for the plot. */
const bins = [2, 3, 4, 6, 9, 13, 20, 30, 60];
const binned = bins.slice(1).map((to, i): SummaryPoint => {
  const inside = recorded.filter(({ x }) => x >= (bins[i] as number) && x < to);
  return { x: Math.exp(average(inside.map(({ x }) => Math.log(x)))), y: Math.log10(median(inside.map(({ y }) => y))) };
});
const logged = (points: readonly SummaryPoint[]): readonly SummaryPoint[] =>
  points.map(({ x, y }) => ({ x, y: Math.log10(y) }));

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return average([
    sorted[Math.floor((sorted.length - 1) / 2)] as number,
    sorted[Math.ceil((sorted.length - 1) / 2)] as number,
  ]);
}

export default defineParadigm({
  id: 'gallistel-2000',
  version: 3,
  title: 'Gallistel & Gibbon 2000: speed of acquisition',
  summary:
    'The number of rewards until an animal responds to a cue depends only on C/T, the ratio of the interval between rewards to the duration of the cue. Doubling the ratio halves the number of rewards; doubling both times changes nothing. A comparison of the rates of reward with and without the cue predicts this. A rule that corrects a fixed fraction of an error per trial is insensitive to the time between trials. Responding begins when the ratio of the expectations with and without the cue exceeds a fixed criterion.',
  citation: { text: 'Gallistel & Gibbon 2000, Psychological Review 107:289', doi: '10.1037/0033-295X.107.2.289' },
  approximate: {
    changed: {
      cueSeconds: 'groups differ in C/T over the published range; the seconds are chosen',
      criterion: 'chosen so that rate estimation approximately reproduces the recorded numbers',
    },
  },
  parameters,
  agent: 'ret',
  recording: { id: 'identity', parameters: {} },
  design,
  conditions,
  shown: groups.map(({ id }) => id),
  signatures: [
    {
      id: 'acquired',
      role: 'control',
      claim: 'All groups acquire responding to the cue.',
      source: 'Gibbon & Balsam 1981, as in Gallistel & Gibbon 2000; bound: all groups',
      quantity: 'number of groups that reach the criterion',
      expected: { about: groups.length, within: 0 },
      measure: (e) => (groups.some(({ id }) => e.trials(id).length === 0) ? Number.NaN : reached(e, groups).length),
    },
    {
      id: 'inverse-of-ratio',
      claim: 'The number of reinforcements to criterion is inversely proportional to C/T.',
      source: `Gibbon & Balsam 1981, ${recorded.length} groups of pigeons, recorded -0.93; Balsam 2024 -1.18, Harris & Gallistel 2024 -0.72; bound: -1.3 to -0.6, which includes all three`,
      quantity: 'slope of log reinforcements to criterion on log C/T, over four groups',
      expected: { above: -1.3, below: -0.6 },
      measure: (e) => e.fit(single.map((group) => logPoint(e, group))).slope,
    },
    {
      id: 'time-scale-invariant',
      claim:
        'Doubling both cue and intervals does not change the number of reinforcements; doubling the interval alone does.',
      source: 'Gallistel & Gibbon 2000; bound: half of the change that doubling C/T causes',
      quantity:
        'contrast (a - b) / (|a| + |b|); a: |ln| of the ratio of reinforcements between groups that differ only in time scale, b: ln of the ratio between groups whose C/T differs by a factor of 2',
      expected: { below: contrastOf(0.5) },
      measure: (e) => contrast((scaling(e, 6) + scaling(e, 12)) / 2, changeWithRatio(e)),
    },
  ],
  notes: [
    {
      agents: ['td-csc', 'td-csc-reset', 'td-lambda-csc', 'rescorla-wagner'],
      signatures: ['inverse-of-ratio', 'time-scale-invariant'],
      why: 'They correct a fraction of the error at each reward, so the number of rewards does not depend on the interval; TD needs more rewards for a longer cue.',
    },
    {
      agents: ['anccr'],
      signatures: ['time-scale-invariant'],
      why: 'It shows the slope, because base rates enter its contingency, but not the invariance: it has one time constant for the session, and does not learn the shortest interval at all.',
    },
  ],
  summaries: [
    {
      id: 'ratio',
      title: 'Reinforcements to acquisition',
      x: 'C/T',
      y: 'log10 of reinforcements',
      xScale: 'log',
      series: [{ id: 'single', title: 'model', measure: (e) => logged(reached(e, single)) }],
      recorded: {
        citation: recordings.citation,
        sources: [gibbonBalsam],
        n: `${recorded.length} groups of pigeons, medians`,
        series: [{ id: 'single', title: 'pigeons', points: binned }],
      },
    },
    {
      id: 'scale',
      title: 'All times doubled',
      x: 'C/T',
      y: 'log10 of reinforcements',
      xScale: 'log',
      series: [
        {
          id: 'once',
          title: 'original times',
          measure: (e) =>
            logged(
              reached(
                e,
                single.filter(({ ratio }) => ratio === 6 || ratio === 12),
              ),
            ),
        },
        {
          id: 'doubled',
          title: 'doubled times',
          measure: (e) =>
            logged(
              reached(
                e,
                groups.filter(({ scale }) => scale === 2),
              ),
            ),
        },
      ],
    },
  ],
});

/** Log of the factor by which twice the ratio reduces the number of reinforcements; NaN if it does not. */
function changeWithRatio(e: Evidence<P>): number {
  const [few, many] = [groups[2], groups[1]].map((group) => toCriterion(e, group)) as [number, number];
  return many > few ? Math.log(many / few) : Number.NaN;
}
