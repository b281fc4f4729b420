import { errorFunction } from 'simple-statistics';
import { squared } from '../core/power.ts';
import type { RandomStream } from '../core/random.ts';

/** A distribution of times in seconds. */
export type Interval =
  | { readonly kind: 'fixed'; readonly seconds: number }
  | { readonly kind: 'uniform'; readonly minSeconds: number; readonly maxSeconds: number }
  /** Memoryless: minSeconds and an exponential time of mean meanSeconds on top, given that it ends by maxSeconds. */
  | {
      readonly kind: 'exponential';
      readonly meanSeconds: number;
      readonly minSeconds: number;
      readonly maxSeconds: number;
    }
  /** Normal, given that it lies between the bounds. */
  | {
      readonly kind: 'normal';
      readonly meanSeconds: number;
      readonly sdSeconds: number;
      readonly minSeconds: number;
      readonly maxSeconds: number;
    }
  /** One of `seconds`, in proportion to `weights`. */
  | { readonly kind: 'grid'; readonly seconds: readonly number[]; readonly weights: readonly number[] };

/** One draw, seconds. */
export function drawInterval(interval: Interval, random: RandomStream): number {
  switch (interval.kind) {
    case 'fixed':
      return interval.seconds;
    case 'uniform':
      return interval.minSeconds + (interval.maxSeconds - interval.minSeconds) * random.next();
    case 'exponential': {
      // By inversion, so that a draw is one draw whatever the bounds.
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

/** More draws than this between the bounds of a normal time mean that they lie far out in its tail. */
const mostNormalDraws = 1000;

function drawNormal({ meanSeconds, sdSeconds, minSeconds, maxSeconds }: NormalInterval, random: RandomStream): number {
  for (let draw = 0; draw < mostNormalDraws; draw++) {
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
  /** Reward units; negative for what the animal would avoid. */
  readonly magnitude: number;
  /** Chance that it is delivered; when not, its time is marked as an omission. */
  readonly probability: number;
  /** What it is and how much of it, as the paper says: `air puff`, `0.1 µl`. A reward of so many units when absent. */
  readonly name?: string;
  readonly amount?: string;
  /**
   * What the rate of learning is multiplied by in a trial in which it is the last reward to be delivered: its β relative to that of
   * the usual reward (Rescorla & Wagner 1972). For rules that learn once a trial, which alone have a β; 1 when absent.
   */
  readonly learningRateFactor?: number;
}

/** A reward that an option brings. */
export interface OptionReward extends RewardEvent {
  /** Its probability drifts: a Gaussian step before each trial but an animal's first, reflected at the bounds. It starts at `probability`. */
  readonly walk?: { readonly sd: number; readonly min: number; readonly max: number };
}

/**
 * What is done to the RPE from outside for a while, as by optogenetics: δ <- gain δ + added, with a gain for each sign.
 * Both gains 0 clamp it to `added`.
 */
export interface Stimulation {
  /** What its onset is counted from: time zero, or the first scheduled reward. */
  readonly align: 'cue' | 'reward';
  readonly onsetSeconds: number;
  readonly durationSeconds: number;
  readonly gainPositive: number;
  readonly gainNegative: number;
  /** Reward units over the whole window, spread evenly over its steps. A window of 0 s is one step. */
  readonly added: number;
}

/** One thing that can be done at a stage: what it brings, or where it leads, or neither: then nothing more is heard of it. */
export interface ChoiceOption {
  readonly action: string;
  /** Times are counted from the trial's time zero, and come at least one step after the stage; none where a stage follows. */
  readonly rewards: readonly OptionReward[];
  /** Stages that may follow, one of which is drawn; none ends the trial. */
  readonly next?: readonly { readonly stage: string; readonly probability: number }[];
}

/** A moment of a trial at which the animal is shown a state and chooses. */
export interface Stage {
  readonly id: string;
  /** One of the design's states. */
  readonly state: string;
  /** Seconds from the trial's time zero at which the state is shown and the choice is made. */
  readonly onsetSeconds: number;
  readonly options: readonly ChoiceOption[];
}

/** Time zero is the onset of the first cue (of the first stage), or where it would have been; of a reward that comes before all cues. */
export interface TrialType {
  readonly title: string;
  readonly cues: readonly CueEvent[];
  readonly rewards: readonly RewardEvent[];
  /** Where it takes place: one of the design's contexts, there for the whole trial and the interval before it. */
  readonly context?: string;
  readonly stimulations?: readonly Stimulation[];
  /** In a world with choices: the first is where the trial begins. */
  readonly stages?: readonly Stage[];
}

export interface Phase {
  readonly id: string;
  /** As it is shown, where the id does not read well: see phaseTitle. */
  readonly title?: string;
  /** Whose it is, one of the design's groups. A phase of another group than the one before starts with a naive animal. */
  readonly group?: string;
  readonly trials: number;
  /** False: weights are held, as in a probe test that should not teach. */
  readonly plastic: boolean;
  /** Trial types that are probes in a phase that teaches: weights are held in their trials. */
  readonly probes?: readonly string[];
  /** Trial types and their relative frequencies. */
  readonly mixture: Readonly<Record<string, number>>;
  /**
   * random: each trial drawn independently; balanced: exact counts, shuffled; blocked: exact counts, in the order given;
   * cycle: the types in turn, each as often in a round as its (whole) frequency says.
   */
  readonly order: 'random' | 'balanced' | 'blocked' | 'cycle';
  /** Instead of the design's. */
  readonly iti?: Interval;
  /**
   * In a world with choices: the level of dopamine at the moment of choice, ρ from -1 to 1, for agents that weigh benefits against
   * costs by it (OpAL: Collins & Frank 2014); 0 and no effect when absent.
   */
  readonly choiceDopamine?: number;
}

/**
 * A phase as it is shown: by its title, or by its id in words, `train 2 (control)`, its group in brackets where there are several.
 * Phases of a design of one's own are numbered within their group: `Blocking 2`.
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

/** What can be seen at a stage. */
export interface StateName extends Named {
  /** Where it lies on the one dimension on which states are mistaken for one another, such as signed contrast; never mistaken when absent. */
  readonly level?: number;
}

/** What can be done at a stage. */
export interface ActionName extends Named {
  /** Set where the action is to take something that is seen itself, such as a symbol: it then is one action, whatever it is shown with. */
  readonly isThing?: true;
}

/** An experiment as plain data: what is shown to the animal, and when. */
export interface Design {
  readonly cues: readonly Named[];
  /** Places that the animal can tell apart. */
  readonly contexts?: readonly Named[];
  /** Animals that learn apart, each its own phases; all phases are one animal's when absent. */
  readonly groups?: readonly Named[];
  /** In a world with choices: what can be seen at a stage, and what can be done. */
  readonly states?: readonly StateName[];
  readonly actions?: readonly ActionName[];
  readonly trialTypes: Readonly<Record<string, TrialType>>;
  readonly phases: readonly Phase[];
  /** From the end of one trial's window to the next time zero. */
  readonly iti: Interval;
  /** Length of a trial's window after time zero, seconds. */
  readonly trialSeconds: number;
}

/** A design on the grid of the agent that lives in it: each step is one update of the agent. */
export interface GridDesign extends Design {
  /** The agent's resolution, seconds. */
  readonly stepSeconds: number;
}

/** The id of the kind of trial that stands for a rest, in which nothing happens. */
export const restText = (seconds: number): string => `rest ${seconds} s`;
export const isRestText = (id: string): boolean => /^rest \d[\d.]* s$/.test(id);
