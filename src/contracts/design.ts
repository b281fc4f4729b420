import { errorFunction } from 'simple-statistics';
import { squared } from '../core/power.ts';
import type { RandomStream } from '../core/random.ts';

/** A distribution of times in seconds. */
export type Interval =
  | { readonly kind: 'fixed'; readonly seconds: number }
  | { readonly kind: 'uniform'; readonly minSeconds: number; readonly maxSeconds: number }
  /** Memoryless: minSeconds plus an exponential time of mean meanSeconds, conditional on ending by maxSeconds. */
  | {
      readonly kind: 'exponential';
      readonly meanSeconds: number;
      readonly minSeconds: number;
      readonly maxSeconds: number;
    }
  /** Normal, conditional on lying between the bounds. */
  | {
      readonly kind: 'normal';
      readonly meanSeconds: number;
      readonly sdSeconds: number;
      readonly minSeconds: number;
      readonly maxSeconds: number;
    }
  /** One of `seconds`, in proportion to `weights`. */
  | { readonly kind: 'grid'; readonly seconds: readonly number[]; readonly weights: readonly number[] };

/** One random time, seconds. */
export function drawInterval(interval: Interval, random: RandomStream): number {
  switch (interval.kind) {
    case 'fixed':
      return interval.seconds;
    case 'uniform':
      return interval.minSeconds + (interval.maxSeconds - interval.minSeconds) * random.next();
    case 'exponential': {
      // By inversion, so that each time takes one draw whatever the bounds.
      const { meanSeconds, minSeconds, maxSeconds } = interval;
      return (
        minSeconds - meanSeconds * Math.log1p(random.next() * Math.expm1(-(maxSeconds - minSeconds) / meanSeconds))
      );
    }
    case 'normal':
      return drawNormal(interval, random);
    case 'grid':
      return interval.seconds[random.weighted(interval.weights)] as number;
  }
}

/** If more draws than this are needed, the bounds lie far out in the tail of the normal distribution. */
const maxNormalDraws = 1000;

function drawNormal({ meanSeconds, sdSeconds, minSeconds, maxSeconds }: NormalInterval, random: RandomStream): number {
  for (let draw = 0; draw < maxNormalDraws; draw++) {
    const seconds = random.normal(meanSeconds, sdSeconds);
    if (seconds >= minSeconds && seconds <= maxSeconds) return seconds;
  }
  return Math.min(Math.max(meanSeconds, minSeconds), maxSeconds);
}

/** P(time <= seconds) of a bounded interval. */
export function cumulativeInterval(interval: Extract<Interval, { minSeconds: number }>, seconds: number): number {
  const { minSeconds, maxSeconds } = interval;
  if (maxSeconds <= minSeconds) return seconds >= minSeconds ? 1 : 0;
  const at = Math.min(Math.max(seconds, minSeconds), maxSeconds);
  switch (interval.kind) {
    case 'uniform':
      return (at - minSeconds) / (maxSeconds - minSeconds);
    case 'exponential':
      return (
        Math.expm1(-(at - minSeconds) / interval.meanSeconds) /
        Math.expm1(-(maxSeconds - minSeconds) / interval.meanSeconds)
      );
    case 'normal': {
      const below = standardNormal(minSeconds, interval);
      return (standardNormal(at, interval) - below) / (standardNormal(maxSeconds, interval) - below);
    }
  }
}

type NormalInterval = Extract<Interval, { kind: 'normal' }>;

const standardNormal = (seconds: number, { meanSeconds, sdSeconds }: NormalInterval): number =>
  (1 + errorFunction((seconds - meanSeconds) / (sdSeconds * Math.SQRT2))) / 2;

/** Expected value, seconds. */
export function meanInterval(interval: Interval): number {
  switch (interval.kind) {
    case 'fixed':
      return interval.seconds;
    case 'uniform':
      return (interval.minSeconds + interval.maxSeconds) / 2;
    case 'exponential':
      return truncatedExponentialMean(interval.meanSeconds, interval.minSeconds, interval.maxSeconds);
    case 'normal':
      return truncatedNormalMean(interval);
    case 'grid': {
      const total = interval.weights.reduce((sum, weight) => sum + weight, 0);
      return interval.seconds.reduce((sum, seconds, i) => sum + seconds * (interval.weights[i] as number), 0) / total;
    }
  }
}

// E[X | a <= X <= b] for X ~ Exp(mean): mean + (a e^(-a/mean) - b e^(-b/mean)) / (e^(-a/mean) - e^(-b/mean)).
function truncatedExponentialMean(mean: number, min: number, max: number): number {
  const width = max - min;
  return mean + min - width / Math.expm1(width / mean);
}

// E[X | a <= X <= b] for X ~ N(m, s): m + s (φ(a') - φ(b')) / (Φ(b') - Φ(a')), a' = (a - m) / s.
function truncatedNormalMean(interval: NormalInterval): number {
  const { meanSeconds, sdSeconds, minSeconds, maxSeconds } = interval;
  const density = (seconds: number): number =>
    Math.exp(-squared((seconds - meanSeconds) / sdSeconds) / 2) / Math.sqrt(2 * Math.PI);
  const mass = standardNormal(maxSeconds, interval) - standardNormal(minSeconds, interval);
  return mass > 0
    ? meanSeconds + (sdSeconds * (density(minSeconds) - density(maxSeconds))) / mass
    : Math.min(Math.max(meanSeconds, minSeconds), maxSeconds);
}

export interface CueEvent {
  readonly cue: string;
  /** Seconds from the trial's time zero. */
  readonly onsetSeconds: number;
  readonly durationSeconds: number;
}

export interface RewardEvent {
  /** Seconds from the trial's time zero. */
  readonly time: Interval;
  /** Reward units; negative for aversive outcomes. */
  readonly magnitude: number;
  /** Probability of delivery; if not delivered, its time is marked as an omission. */
  readonly probability: number;
  /** Type and amount, in the paper's words: `air puff`, `0.1 µl`. If absent, a reward of this many units. */
  readonly name?: string;
  readonly amount?: string;
  /**
   * Factor on the learning rate in a trial in which it is the last delivered reward: its β relative to that of the
   * usual reward (Rescorla & Wagner 1972). Only for rules that learn once per trial, which alone have a β; 1 if absent.
   */
  readonly learningRateFactor?: number;
}

/** The reward of an option. */
export interface OptionReward extends RewardEvent {
  /**
   * Its probability drifts: a Gaussian step before each trial except a subject's first, reflected at the bounds. It
   * starts at `probability`.
   */
  readonly walk?: { readonly sd: number; readonly min: number; readonly max: number };
}

/**
 * An external intervention on the RPE for a limited time, as by optogenetics: δ <- gain δ + added, with separate gains
 * for positive and negative δ. Both gains 0 clamp it to `added`.
 */
export interface Stimulation {
  /** Reference time of its onset: time zero, or the first scheduled reward. */
  readonly align: 'cue' | 'reward';
  readonly onsetSeconds: number;
  readonly durationSeconds: number;
  readonly gainPositive: number;
  readonly gainNegative: number;
  /** Reward units over the whole window, spread evenly over its steps. A window of 0 s is one step. */
  readonly added: number;
}

/** An option at a stage: it gives an outcome, leads to another stage, or neither (then no error follows). */
export interface ChoiceOption {
  readonly action: string;
  /** Times are seconds from the trial's time zero, at least one step after the stage; none if a stage follows. */
  readonly rewards: readonly OptionReward[];
  /** Possible next stages, one of which is drawn; if none, the trial ends. */
  readonly next?: readonly { readonly stage: string; readonly probability: number }[];
}

/** A moment of a trial at which the subject sees a state and chooses. */
export interface Stage {
  readonly id: string;
  /** One of the design's states. */
  readonly state: string;
  /** Seconds from the trial's time zero at which the state is shown and the choice is made. */
  readonly onsetSeconds: number;
  readonly options: readonly ChoiceOption[];
}

/**
 * Time zero is the onset of the first cue (of the first stage), or where it would have been; if a reward precedes all
 * cues, the onset of that reward.
 */
export interface TrialType {
  readonly title: string;
  readonly cues: readonly CueEvent[];
  readonly rewards: readonly RewardEvent[];
  /** One of the design's contexts, present for the whole trial and the interval before it. */
  readonly context?: string;
  readonly stimulations?: readonly Stimulation[];
  /** If there are choices: the first is where the trial begins. */
  readonly stages?: readonly Stage[];
}

/**
 * One trial as it happened to an animal, with the times of its events to the microsecond. Where a trial begins and ends
 * is for figures and measures; a continuous agent sees the events alone.
 */
export interface RecordedTrial {
  /** One of the design's trial types, which says what usually happens in it. */
  readonly type: string;
  /** Time zero, seconds from the start of its phase, which is the session's start or the end of the trial before. */
  readonly zeroSeconds: number;
  /** Length of its window after time zero, seconds; the design's if absent. At least 1 s before the next time zero. */
  readonly windowSeconds?: number;
  /** Onset and duration, seconds from time zero; `cue` is an id. */
  readonly cues: readonly CueEvent[];
  /** In order of time; if there are choices, after the last. An omitted reward has the time at which it usually comes. */
  readonly rewards: readonly RecordedReward[];
  /**
   * If its type has stages: what was chosen at each stage that was reached, in order; empty if nothing was, as in a
   * missed or aborted trial. Agents take these choices instead of their own.
   */
  readonly choices?: readonly RecordedChoice[];
}

/** A choice of an animal or a person. */
export interface RecordedChoice {
  /** One of the trial type's stages, and the action of one of its options. */
  readonly stage: string;
  readonly action: string;
  /** When the state was shown, seconds from time zero; the stage's onset if absent. */
  readonly onsetSeconds?: number;
  /** When the choice was made, seconds from time zero. */
  readonly seconds: number;
}

export interface RecordedReward {
  /** Seconds from the trial's time zero. */
  readonly seconds: number;
  /** Delivered size in reward units; 0 if omitted. */
  readonly magnitude: number;
  /** The usual size where it was omitted; absent if it was delivered. */
  readonly omitted?: number;
}

export interface Phase {
  readonly id: string;
  /** Displayed name, if the id does not read well: see phaseTitle. */
  readonly title?: string;
  /** One of the design's groups. A phase whose group differs from the previous phase's starts with a naive subject. */
  readonly group?: string;
  readonly trials: number;
  /** False: weights are held, as in a probe test without learning. */
  readonly plastic: boolean;
  /** Trial types that are probes in a phase with learning: weights are held in their trials. */
  readonly probes?: readonly string[];
  /** Trial types and their relative frequencies. */
  readonly mixture: Readonly<Record<string, number>>;
  /**
   * random: each trial drawn independently; balanced: exact counts, shuffled; blocked: exact counts, in the order
   * given; cycle: the types in turn, each repeated per round according to its (integer) frequency; recorded: those of
   * `recorded`, with their own events and times, and nothing drawn.
   */
  readonly order: 'random' | 'balanced' | 'blocked' | 'cycle' | 'recorded';
  /** The trials of a recorded session, in order of time; `trials` is their number and `mixture` says how many of each type. */
  readonly recorded?: readonly RecordedTrial[];
  /** Overrides the design's. */
  readonly iti?: Interval;
  /**
   * If there are choices: the dopamine level at the moment of choice, ρ from -1 to 1, for agents that weigh benefits
   * against costs by it (OpAL: Collins & Frank 2014); 0 (no effect) if absent.
   */
  readonly choiceDopamine?: number;
}

/**
 * The displayed name of a phase: its title, or its id in words, `train 2 (control)`, with its group in brackets if
 * there are several. Phases of a custom design are numbered within their group: `Blocking 2`.
 */
export function phaseTitle({ groups = [] }: Pick<Design, 'groups'>, { id, title, group }: Phase): string {
  if (title !== undefined) return title;
  if (group === undefined) return inWords(id);
  if (id.startsWith(`${group}/`)) return id.replace(/\/(\d+(?:\.\d+)?)$/, ' $1');
  const own = slugOf(group);
  const words = inWords(
    id.startsWith(`${own}-`) ? id.slice(own.length + 1) : id.endsWith(`-${own}`) ? id.slice(0, -own.length - 1) : id,
  );
  return groups.length < 2 ? words : `${words} (${groups.find((one) => one.id === group)?.title ?? inWords(group)})`;
}

const inWords = (id: string): string => id.replaceAll('-', ' ');
const slugOf = (id: string): string =>
  id
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

export interface Named {
  readonly id: string;
  readonly title: string;
}

/** What can be observed at a stage. */
export interface StateName extends Named {
  /**
   * Position on the dimension along which states are confused with one another, such as signed contrast; never confused
   * if absent.
   */
  readonly level?: number;
}

/** An action available at a stage. */
export interface ActionName extends Named {
  /** Set if the action is to take a visible object, such as a symbol: it is then the same action in every state. */
  readonly isThing?: true;
}

/** An experiment as plain data: what is shown to the subject, and when. */
export interface Design {
  readonly cues: readonly Named[];
  /** Places that the subject can tell apart. */
  readonly contexts?: readonly Named[];
  /** Subjects that learn separately, each with its own phases; if absent, all phases belong to one subject. */
  readonly groups?: readonly Named[];
  /** If there are choices: the possible observations at a stage, and the actions. */
  readonly states?: readonly StateName[];
  readonly actions?: readonly ActionName[];
  readonly trialTypes: Readonly<Record<string, TrialType>>;
  readonly phases: readonly Phase[];
  /** From the end of one trial's window to the next time zero. */
  readonly iti: Interval;
  /** Length of a trial's window after time zero, seconds. */
  readonly trialSeconds: number;
}

/** A design on the time grid of the agent: each step is one update. */
export interface GridDesign extends Design {
  /** The agent's resolution, seconds. */
  readonly stepSeconds: number;
}

/** The id of the trial type for rest, in which nothing happens. */
export const restText = (seconds: number): string => `rest ${seconds} s`;
export const isRestText = (id: string): boolean => /^rest \d[\d.]* s$/.test(id);
