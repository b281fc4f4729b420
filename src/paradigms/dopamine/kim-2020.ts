import type { Design } from '../../contracts/design.ts';
import { integer, real, type Values } from '../../contracts/parameters.ts';
import { defineParadigm, type Condition, type Evidence, type SummaryPoint } from '../../contracts/paradigm.ts';
import { contrast, contrastOf, shareOfBoth } from '../measures/numbers.ts';
import { edgeSeconds, placesOf, ramp, rise, runAlong, runSeconds, type Visit } from '../shared/track.ts';
import { evenly, iti, probes, rewardSize } from '../shared/parameters.ts';

const parameters = {
  trainingTrials: integer({
    default: 250,
    min: 6,
    max: 10_000,
    unit: 'trials',
    help: 'training runs along the corridor, before the probes',
  }),
  probeTrials: probes(2, 'probe runs: standard, with a jump, at twice the speed, and with a pause', {
    max: 100,
    unit: 'trials of each kind',
  }),
  placeSeconds: real({
    default: 1,
    min: 0.8,
    max: 2,
    unit: 's',
    help: 'time from one place of the corridor to the next',
  }),
  pauseSeconds: real({
    default: 1.4,
    min: 1,
    max: 5,
    unit: 's',
    help: 'duration of the pause',
  }),
  itiSeconds: iti(3, ' (shortened)', { min: 2.5 }, 'runs'),
  magnitude: rewardSize(),
};
type P = Values<typeof parameters>;

const places = 6;
const afterRewardSeconds = 1;

const along = (numbers: readonly number[], seconds: number): readonly Visit[] =>
  numbers.map((number) => ({ place: `p${number}`, seconds }));
const whole = Array.from({ length: places }, (_, i) => i + 1);

/** Jumps: after which place, and over how many. Both long ones cover the same way, one early and one late; the short one starts where the late one does. */
const jumps = {
  'jump-early': { after: 1, over: 2 },
  'jump-late': { after: 3, over: 2 },
  'jump-short': { after: 3, over: 1 },
} as const;
type Jump = keyof typeof jumps;
const jumpTitles: Readonly<Record<Jump, string>> = {
  'jump-early': 'early jump',
  'jump-late': 'late jump',
  'jump-short': 'short late jump',
};
const jumpIds = Object.keys(jumps) as readonly Jump[];
/** The pause comes at this place. */
const pauseAt = 4;

function visits(type: string, { placeSeconds, pauseSeconds }: P): readonly Visit[] {
  if (type in jumps) {
    const { after, over } = jumps[type as Jump];
    return along(
      whole.filter((number) => number <= after || number > after + over),
      placeSeconds,
    );
  }
  if (type === 'fast') return along(whole, placeSeconds / 2);
  if (type === 'pause')
    return whole.map((number) => ({
      place: `p${number}`,
      seconds: placeSeconds + (number === pauseAt ? pauseSeconds : 0),
    }));
  return along(whole, placeSeconds);
}

const titles: Readonly<Record<string, string>> = {
  standard: 'standard',
  fast: 'twice the speed',
  pause: 'pause',
  ...jumpTitles,
};
const probeKinds = ['standard', ...jumpIds, 'fast', 'pause'] as const;

function design(parameters: P): Design {
  const { trainingTrials, probeTrials, itiSeconds, magnitude } = parameters;
  return {
    cues: placesOf('p', places),
    trialTypes: Object.fromEntries(
      probeKinds.map((type) => [type, runAlong(titles[type] as string, visits(type, parameters), magnitude)]),
    ),
    phases: [
      { id: 'training', trials: trainingTrials, plastic: true, mixture: { standard: 1 }, order: 'balanced' },
      {
        id: 'probe',
        trials: probeKinds.length * probeTrials,
        plastic: false,
        mixture: Object.fromEntries(probeKinds.map((type) => [type, 1])),
        order: 'balanced',
      },
    ],
    iti: evenly(itiSeconds),
    trialSeconds: runSeconds(visits('pause', parameters)) + afterRewardSeconds,
  };
}

const conditions = (parameters: P): Readonly<Record<string, Condition>> =>
  Object.fromEntries(
    probeKinds.map((type) => [
      type,
      {
        title: titles[type] as string,
        types: [type],
        phase: 'probe',
        align: 'cue',
        window: [-1, runSeconds(visits(type, parameters)) + 0.5],
      } as const,
    ]),
  );

/** Time of a jump, and the time at which a standard run reaches its target. */
const jumpSeconds = (e: Evidence<P>, type: Jump): number => jumps[type].after * e.parameters.placeSeconds;
const landedSeconds = (e: Evidence<P>, type: Jump): number =>
  (jumps[type].after + jumps[type].over) * e.parameters.placeSeconds;

/** RPE at a jump minus that of the standard run on arriving at the same place, reward sizes. */
const burst = (e: Evidence<P>, type: Jump): number =>
  (e.at(type, 'rpe', jumpSeconds(e, type)) - e.at('standard', 'rpe', landedSeconds(e, type))) / e.parameters.magnitude;

/** Mean RPE in the rest of the place after the jump minus that of the standard run there, a, relative to the burst, b: a / (|a| + |b|). */
function afterwards(e: Evidence<P>, type: Jump): number {
  const { placeSeconds, magnitude } = e.parameters;
  const { stepSeconds } = e.design;
  const rest = (condition: string, from: number): number =>
    e.mean(condition, 'rpe', from + 2 * stepSeconds, from + placeSeconds) / magnitude;
  return shareOfBoth(rest(type, jumpSeconds(e, type)) - rest('standard', landedSeconds(e, type)), burst(e, type));
}

/** The same for value: 1 if it stays elevated. */
function valueJump(e: Evidence<P>, type: Jump): number {
  return (
    (e.at(type, 'value', jumpSeconds(e, type)) - e.at(type, 'value', jumpSeconds(e, type) - e.design.stepSeconds)) /
    e.parameters.magnitude
  );
}

/** Over the same part of the corridor at both speeds. */
function slope(e: Evidence<P>, type: 'standard' | 'fast'): number {
  const edge = type === 'fast' ? edgeSeconds / 2 : edgeSeconds;
  const to = runSeconds(visits(type, e.parameters)) - edge;
  return ramp(e, type, 'rpe', [edge, to]).slope / e.parameters.magnitude;
}

/** A ramp is small compared with a burst: a hundredth of the reward counts as one. */
const minRamp = 0.01;
const epsilon = 0.05;
const standardRise = (e: Evidence<P>): number =>
  rise(e, 'standard', runSeconds(visits('standard', e.parameters))) / e.parameters.magnitude;

/** Mean RPE during the pause, and at the same place of a standard run. */
function pauseDrop(e: Evidence<P>): number {
  const { placeSeconds, pauseSeconds, magnitude } = e.parameters;
  const { stepSeconds } = e.design;
  const stands = pauseAt * placeSeconds;
  return (
    (e.mean('pause', 'rpe', stands + stepSeconds, stands + pauseSeconds) -
      e.mean('standard', 'rpe', stands - placeSeconds + stepSeconds, stands)) /
    magnitude
  );
}

const bursts = (e: Evidence<P>): readonly SummaryPoint[] =>
  jumpIds.map((type) => ({ x: valueJump(e, type), y: burst(e, type) }));

const paper = 'Kim et al. 2020';
export default defineParadigm({
  id: 'kim-2020',
  version: 3,
  title: 'Kim et al. 2020: jumps, speed and pauses on a ramp',
  summary:
    'A mouse is moved along a corridor in virtual reality to a reward. Dopamine ramps up on the way. A jump forward evokes a short burst, after which the ramp continues; the burst is larger nearer the goal and for a longer jump. At twice the speed the ramp is steeper, and during a pause dopamine falls. The rate of change of value behaves like this; value itself would step up and stay. Lengths are approximate.',
  citation: { text: 'Kim et al. 2020, Cell 183:1600', doi: '10.1016/j.cell.2020.11.013' },
  approximate: {
    unchecked: ['placeSeconds', 'pauseSeconds'],
    changed: {
      itiSeconds: 'shorter than in the experiment',
      places: 'a corridor is a sequence of six cues, not a continuous view',
    },
  },
  parameters,
  agent: 'td-state-uncertainty',
  recording: { id: 'identity', parameters: {} },
  design,
  conditions,
  shown: probeKinds,
  heatMapTypes: ['standard'],
  signatures: [
    {
      id: 'ramp',
      claim: 'Dopamine ramps up along the corridor.',
      source: `${paper}, figure 1; bound: ${minRamp}, a hundredth of the reward size`,
      quantity:
        '(mean RPE in the last third of the run - in the first third, without the first and the last second) / reward size',
      expected: { above: minRamp },
      measure: standardRise,
    },
    {
      id: 'jump-burst',
      claim: 'A forward jump evokes a burst.',
      source: `${paper}, figure 2; bound: ε = ${epsilon} of the reward size`,
      quantity: '(RPE at the late jump - RPE on reaching the same place in a standard run) / reward size',
      expected: { above: epsilon },
      measure: (e) => burst(e, 'jump-late'),
    },
    {
      id: 'jump-returns-to-ramp',
      claim: 'After the burst, dopamine returns to the ramp and does not stay elevated like value.',
      source: `${paper}, figure 2; bound: 0.2, which is a quarter of the burst (0.5 for value)`,
      quantity:
        'ratio a / (|a| + |b|); a: mean RPE in the rest of the place after the late jump - at the same place in a standard run, b: burst at the jump; undefined without a burst',
      expected: { about: 0, within: 0.2 },
      measure: (e) => (burst(e, 'jump-late') > epsilon ? afterwards(e, 'jump-late') : Number.NaN),
    },
    {
      id: 'jump-larger-near-goal',
      claim: 'The same jump evokes a larger burst near the goal.',
      source: `${paper}, figure 3; bound: ε = ${epsilon} of the reward size`,
      quantity: '(burst at the late jump - at the early jump) / reward size',
      expected: { above: epsilon },
      measure: (e) => burst(e, 'jump-late') - burst(e, 'jump-early'),
    },
    {
      id: 'jump-grows-with-length',
      claim: 'A longer jump evokes a larger burst.',
      source: `${paper}, figure 3 (approximate); bound: ε = ${epsilon} of the reward size`,
      quantity: '(burst at the late jump - at the short late jump) / reward size',
      expected: { above: epsilon },
      measure: (e) => burst(e, 'jump-late') - burst(e, 'jump-short'),
    },
    {
      id: 'faster-steeper',
      claim: 'At twice the speed, the ramp is steeper.',
      source: `${paper}, figure 4; bound: 1.2 times as steep`,
      quantity:
        'contrast (a - b) / (|a| + |b|); a: slope of the RPE over time at twice the speed, b: at standard speed; undefined without a ramp',
      expected: { above: contrastOf(1.2) },
      measure: (e) =>
        standardRise(e) > minRamp ? contrast(slope(e, 'fast'), slope(e, 'standard'), minRamp) : Number.NaN,
    },
    {
      id: 'pause-drops',
      claim: 'During a pause, dopamine falls.',
      source: `${paper}, figure 5; bound: ${minRamp}, a hundredth of the reward size`,
      quantity: '(mean RPE during the pause - at the same place in a standard run) / reward size',
      expected: { below: -minRamp },
      measure: pauseDrop,
    },
  ],
  notes: [
    {
      agents: ['td-presence'],
      signatures: ['ramp', 'faster-steeper', 'pause-drops'],
      why: 'A table over places shows the bursts, but no ramp, no steeper ramp at higher speed, and no fall during a pause.',
    },
    {
      agents: ['td-csc', 'td-csc-reset', 'td-lambda-csc'],
      signatures: ['jump-burst'],
      why: 'Serial compounds keep counting from places already passed, and so miss the jump.',
    },
    {
      agents: ['td-expectile'],
      why: 'With a total learning rate of up to 1 it diverges with this number of simultaneous serial compounds.',
    },
  ],
  summaries: [
    {
      id: 'jumps',
      title: 'Burst at a jump against the change in value',
      x: 'change in value (reward sizes)',
      y: 'burst (reward sizes)',
      series: [{ id: 'jumps', title: 'jumps', measure: bursts }],
    },
  ],
});
