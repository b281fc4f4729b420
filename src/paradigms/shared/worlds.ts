import type { Citation } from '../../contracts/citation.ts';
import type { CueEvent, Interval, Phase, TrialType } from '../../contracts/design.ts';
import { real } from '../../contracts/parameters.ts';
import type { Condition, Evidence, SummaryPoint } from '../../contracts/paradigm.ts';
import { contrast, ratio, shareOfLargest } from '../measures/numbers.ts';
import { evenly, iti, rewardSize } from './parameters.ts';

/** The share of the RPE of an unpredicted reward that counts as no response. */
export const epsilon = 0.05;
/** Time within a trial after the time of reward, seconds. */
const afterRewardSeconds = 1;

/** Citation for numbers digitised from a paper's figure: it names the collection, since the authors did not publish them. */
export const digitised = (paper: string): Citation => ({
  text: `${paper}; digitised in CCNLab, https://github.com/nikhilxb/ccnlab`,
});

/** Common properties of the trials of these experiments. */
export interface TrialShape {
  readonly cueSeconds: number;
  readonly itiSeconds: number;
  readonly magnitude: number;
}

const shortened =
  'from cue onset to reward, while the cue stays on; shorter than the tens of seconds of the experiment, because TD propagates value back by one step per trial';

/** Declares a trial's shape: a cue that stays on until the reward is due. */
export const shapeParameters = (
  given: { readonly cueSeconds?: number; readonly cueHelp?: string; readonly itiSeconds?: number } = {},
) => ({
  cueSeconds: real({ default: given.cueSeconds ?? 1, min: 0.4, max: 10, unit: 's', help: given.cueHelp ?? shortened }),
  itiSeconds: iti(given.itiSeconds ?? 3, '; shorter than in the experiment', { min: 2.5, max: 120 }),
  magnitude: rewardSize('size of the reward', { min: 0.2, symbol: 'λ' }),
});

/** Differences from the experiments, whose cues and intervals last tens of seconds and minutes. */
export const shortenedShape = {
  cueSeconds: 'shorter than in the experiment, because TD propagates value back by one step per trial',
  itiSeconds: 'shorter than in the experiment, like its cues',
} as const;

export const itiOf = ({ itiSeconds }: TrialShape): Interval => evenly(itiSeconds);
/** Length of a trial's window with N consecutive cues. */
export const trialSecondsOf = ({ cueSeconds }: TrialShape, cues = 1): number => cues * cueSeconds + afterRewardSeconds;

interface Given {
  readonly cues: readonly string[];
  /** Probability of reward at the end of the cues; absent if none was ever scheduled. */
  readonly probability?: number;
  readonly context?: string | undefined;
}

/** A trial whose cues come on together and stay on until the reward is due. */
export function trialOf(
  title: string,
  { cues, probability, context }: Given,
  { cueSeconds, magnitude }: TrialShape,
): TrialType {
  const events = cues.map((cue): CueEvent => ({ cue, onsetSeconds: 0, durationSeconds: cueSeconds }));
  const rewards =
    probability === undefined
      ? []
      : [{ time: { kind: 'fixed', seconds: cueSeconds } as const, magnitude, probability }];
  return { title, cues: events, rewards, ...(context === undefined ? {} : { context }) };
}

/** A trial whose cues follow one another, each as long as a cue is; reward, if any, is due at the end of the last. */
export function seriesOf(title: string, { cues, probability, context }: Given, shape: TrialShape): TrialType {
  const { cueSeconds, magnitude } = shape;
  const events = cues.map((cue, i): CueEvent => ({ cue, onsetSeconds: i * cueSeconds, durationSeconds: cueSeconds }));
  const time = { kind: 'fixed', seconds: cues.length * cueSeconds } as const;
  return {
    ...trialOf(title, { cues, context }, shape),
    cues: events,
    rewards: probability === undefined ? [] : [{ time, magnitude, probability }],
  };
}

/** A group's phases, named after it. */
export const phasesOf = (group: string, phases: readonly Omit<Phase, 'group'>[]): readonly Phase[] =>
  phases.map((phase) => ({ ...phase, id: `${group}-${phase.id}`, group }));

/** A phase of trials with learning, of one type or of several in exact shares. */
export const training = (
  id: string,
  trials: number,
  types: string | Phase['mixture'],
  order: Phase['order'] = 'balanced',
): Omit<Phase, 'group'> => ({
  id,
  trials,
  plastic: true,
  mixture: typeof types === 'string' ? { [types]: 1 } : types,
  order,
});

/** A phase without learning, with the same number of trials of each type. */
export const probing = (id: string, trials: number, types: readonly string[]): Omit<Phase, 'group'> => ({
  id,
  trials: trials * types.length,
  plastic: false,
  mixture: Object.fromEntries(types.map((type) => [type, 1])),
  order: 'balanced',
});

/** The window of a whole trial, from a second before the cue. */
export const windowOf = (shape: TrialShape, cues = 1): Condition['window'] => [-1, trialSecondsOf(shape, cues)];

/** Conditions side by side as points of a summary over categories, in their order. */
export const pointsOf = (
  conditions: readonly string[],
  measure: (condition: string) => number,
): readonly SummaryPoint[] => conditions.map((condition, x) => ({ x, y: measure(condition) }));

/** Conditioned responding during the cue minus that in the second before it: an elevation score, in reward sizes. */
export function responding<V extends TrialShape>(e: Evidence<V>, condition: string): number {
  return (e.response(condition, 0, e.parameters.cueSeconds) - e.response(condition, -1, 0)) / e.parameters.magnitude;
}

/** Value during the cue minus that in the second before it, in reward sizes. */
export function expecting<V extends TrialShape>(e: Evidence<V>, condition: string): number {
  return (
    (e.mean(condition, 'value', 0, e.parameters.cueSeconds) - e.mean(condition, 'value', -1, 0)) /
    e.parameters.magnitude
  );
}

/** Value in the last step before the reward is due, in reward sizes. */
export function expectedAtLast<V extends TrialShape>(e: Evidence<V>, condition: string): number {
  const { cueSeconds, magnitude } = e.parameters;
  return e.at(condition, 'value', cueSeconds - e.design.stepSeconds) / magnitude;
}

/** RPE at a moment above that in the second before the cue, as responses are counted from baseline; reward sizes. */
function rpeAt<V extends TrialShape>(e: Evidence<V>, condition: string, seconds: number): number {
  return (e.at(condition, 'rpe', seconds) - e.mean(condition, 'rpe', -1, 0)) / e.parameters.magnitude;
}

export const atCue = <V extends TrialShape>(e: Evidence<V>, condition: string): number => rpeAt(e, condition, 0);
export const atReward = <V extends TrialShape>(e: Evidence<V>, condition: string): number =>
  rpeAt(e, condition, e.parameters.cueSeconds);

/** Part / whole, both in reward sizes; NaN if the whole is close to 0 or negative, where the ratio is meaningless. */
export const share = (part: number, whole: number): number => (whole > 0 ? ratio(part, whole) : Number.NaN);

/**
 * Responding to one condition relative to that to another: for plots, because it is unbounded if the other is small.
 */
export const respondingShare = <V extends TrialShape>(e: Evidence<V>, part: string, whole: string): number =>
  share(responding(e, part), responding(e, whole));

/** Contrast of responding to two conditions, (a - b) / (|a| + |b|). */
export const respondingContrast = <V extends TrialShape>(e: Evidence<V>, a: string, b: string): number =>
  contrast(responding(e, a), responding(e, b));

/** Responding that is left in one condition of that in another, as a share of the larger. */
export const respondingLeft = <V extends TrialShape>(e: Evidence<V>, left: string, before: string): number =>
  shareOfLargest(responding(e, left), [responding(e, before)]);

/**
 * Digitised responses per minute, latencies and suppression ratios do not measure value, and designs are simplified:
 * recorded numbers are compared by rank, with a margin of a tenth.
 */
export const margin = 0.1;
export const byRank = 'bound: a difference of a tenth, because digitised responses can only be compared by rank';

/** The same of a contrast, which is half of a difference over the mean. */
export const contrastMargin = margin / 2;
export const contrastByRank = `bound: ${contrastMargin}, a difference of a tenth of the mean of both, because digitised responses can only be compared by rank`;
