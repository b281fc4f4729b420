import type { RandomStream } from '../core/random.ts';

/** A distribution of times in seconds. */
export type Interval =
  | { readonly kind: 'fixed'; readonly seconds: number }
  | { readonly kind: 'uniform'; readonly minSeconds: number; readonly maxSeconds: number }
  /** Memoryless: minSeconds and an exponential time of mean meanSeconds on top, given that it ends by maxSeconds. */
  | { readonly kind: 'exponential'; readonly meanSeconds: number; readonly minSeconds: number; readonly maxSeconds: number }
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
      return minSeconds - meanSeconds * Math.log1p(random.next() * Math.expm1(-(maxSeconds - minSeconds) / meanSeconds));
    }
    case 'grid':
      return interval.seconds[random.weighted(interval.weights)] as number;
  }
}

/** Expected value, seconds. */
export function meanInterval(interval: Interval): number {
  switch (interval.kind) {
    case 'fixed':
      return interval.seconds;
    case 'uniform':
      return (interval.minSeconds + interval.maxSeconds) / 2;
    case 'exponential':
      return truncatedExponentialMean(interval.meanSeconds, interval.minSeconds, interval.maxSeconds);
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

export interface CueEvent {
  readonly cue: string;
  /** Seconds from the trial's time zero. */
  readonly onsetSeconds: number;
  readonly durationSeconds: number;
}

export interface RewardEvent {
  /** Seconds from the trial's time zero. */
  readonly time: Interval;
  readonly magnitude: number;
  /** Chance that it is delivered; when not, its time is marked as an omission. */
  readonly probability: number;
}

/** Time zero is the onset of the first cue, or where it would have been. */
export interface TrialType {
  readonly title: string;
  readonly cues: readonly CueEvent[];
  readonly rewards: readonly RewardEvent[];
}

export interface Phase {
  readonly id: string;
  readonly trials: number;
  /** False: weights are held, as in a probe test that should not teach. */
  readonly plastic: boolean;
  /** Trial types and their relative frequencies. */
  readonly mixture: Readonly<Record<string, number>>;
  /**
   * random: each trial drawn independently; balanced: exact counts, shuffled; blocked: exact counts, in the order given.
   */
  readonly order: 'random' | 'balanced' | 'blocked';
}

/** An experiment as plain data: what is shown to the animal, and when. */
export interface Design {
  readonly cues: readonly { readonly id: string; readonly title: string }[];
  readonly trialTypes: Readonly<Record<string, TrialType>>;
  readonly phases: readonly Phase[];
  /** From the end of one trial's window to the next time zero. */
  readonly iti: Interval;
  /** Length of a trial's window after time zero, seconds. */
  readonly trialSeconds: number;
  /** Length of one step of the simulation, seconds. */
  readonly stepSeconds: number;
}
