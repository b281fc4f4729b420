import type { Experience } from './experience.ts';
import type { Knowledge } from './knowledge.ts';

/** The observation at one step. */
export interface Sight {
  /** Cues that come on, in order. */
  readonly cues: readonly number[];
  /** Steps until all of them are off again. */
  readonly lasting: number;
  readonly reward: boolean;
}

/** The interval that the last cues opened: its set of cues, and the steps since its last onset. */
export interface Interval {
  readonly set: number;
  readonly elapsed: number;
}

/** Receives, step by step, the observations during an open interval; `none` is the inter-trial interval. */
export interface Inference {
  /** A step has passed without an observation. */
  wait(interval: Interval | undefined): void;
  /** The interval has no further expected events. */
  giveUp(interval: Interval): void;
  /** @returns the belief that this reward belonged to the interval, and was not one that no cue predicts */
  reward(interval: Interval | undefined): number;
  /**
   * Cues open their own interval: of a known set, otherwise `set` is -1.
   * @param before the interval that was open before
   * @param follows whether the cues continue its set
   */
  open(set: number, before: Interval | undefined, follows: boolean): void;
}

/** Tracks which interval is open, from observations only; counts how each ended. */
export interface Intervals {
  readonly open: Interval | undefined;
  /** @param learns false if nothing is counted */
  see(sight: Sight, place: number, learns: boolean): void;
  /** Steps without observations, while no interval is open. */
  pass(steps: number, learns: boolean): void;
  state(): readonly number[];
  restore(state: readonly number[], from: number): number;
}

interface Open extends Interval {
  elapsed: number;
  readonly key: readonly number[];
  /** Steps from its set's first onset to its last. */
  readonly span: number;
  /** Steps after the last onset within which further cues continue the set. */
  readonly until: number;
}

/**
 * An interval is opened by cues and ends with the first reward, with cues that do not belong to its set, or after the
 * last timed step. A reward is counted with the belief that it belongs to the interval.
 */
export function intervals(
  counts: Experience,
  { togetherSeconds, timingSeconds }: Knowledge,
  stepSeconds: number,
  inference: Inference,
): Intervals {
  const together = Math.round(togetherSeconds / stepSeconds);
  // Spacings that differ by less are treated as equal.
  const grain = Math.max(1, Math.round(timingSeconds / stepSeconds));
  let open: Open | undefined;

  /** It is believed to have ended unobserved: the time since its cues counts as inter-trial time. */
  function end(learns: boolean, ending: 'rewards' | 'followers' | 'nothing', share: number): void {
    if (open === undefined || !learns) return;
    counts.count(open.set, ending, open.elapsed, share);
    counts.countSteps((1 - share) * open.elapsed);
  }

  function reward(learns: boolean): void {
    const share = inference.reward(open);
    end(learns, 'rewards', share);
    if (learns && open === undefined) counts.countSteps(1);
    if (learns) counts.countUncued(1 - share);
    open = undefined;
  }

  function openWith({ cues, lasting, reward: rewarded }: Sight, place: number, learns: boolean): void {
    const before = open;
    const follows = before !== undefined && before.elapsed <= before.until;
    const span = follows ? before.span + before.elapsed : 0;
    const onset = grain * Math.round(span / grain);
    const key = [...(follows ? before.key : [place]), ...cues.flatMap((cue) => [cue, onset])];
    end(learns, follows ? 'followers' : 'nothing', follows ? 1 : 0);
    if (learns && !follows) {
      if (before === undefined && !rewarded) counts.countSteps(1);
      counts.countOpening();
    }
    const found = counts.find(key);
    const set = found < 0 && learns ? counts.add(key) : found;
    inference.open(set, before, follows);
    const on = follows ? Math.max(lasting, before.until - together - before.elapsed) : lasting;
    open = set < 0 ? undefined : { set, elapsed: 0, key, span, until: on + together };
  }

  function wait(learns: boolean): void {
    inference.wait(open);
    if (open === undefined) {
      if (learns) counts.countSteps(1);
    } else if (open.elapsed >= counts.steps) {
      inference.giveUp(open);
      end(learns, 'nothing', 0);
      open = undefined;
    }
  }

  return {
    get open() {
      return open;
    },
    see(sight, place, learns) {
      if (open !== undefined) open.elapsed += 1;
      if (sight.reward) reward(learns);
      if (sight.cues.length > 0) openWith(sight, place, learns);
      else if (!sight.reward) wait(learns);
    },
    pass(steps, learns) {
      for (let step = 0; step < steps; step++) wait(learns);
    },
    state: () =>
      open === undefined ? [0] : [1, open.set, open.elapsed, open.span, open.until, open.key.length, ...open.key],
    restore(state, from) {
      let next = from;
      const take = (): number => state[next++] as number;
      open =
        take() === 0
          ? undefined
          : { set: take(), elapsed: take(), span: take(), until: take(), key: Array.from({ length: take() }, take) };
      return next;
    },
  };
}
