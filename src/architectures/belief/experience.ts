import { squared } from '../../core/power.ts';
import type { Knowledge } from './knowledge.ts';

/** Outcomes of one set of cues, in each step k = 1 .. steps after the last of its onsets. */
interface CueSet {
  /** The place, then each cue and its onset in steps after the first. */
  readonly key: readonly number[];
  occurrences: number;
  /** Occurrences with an observed end: Σ rewards + Σ followers. */
  ended: number;
  readonly rewards: Float64Array;
  /** Further cues that belong to the same set. */
  readonly followers: Float64Array;
}

type Ending = 'rewards' | 'followers' | 'nothing';

/** Counts of what has been observed, with priors. Time is in steps. */
export interface Experience {
  /** Number of steps after a set's last onset that are timed. */
  readonly steps: number;
  /** Index of a set of cues; -1 if it is unknown. */
  find(key: readonly number[]): number;
  /** Adds it; -1 if there is no room. */
  add(key: readonly number[]): number;
  keyOf(set: number): readonly number[] | undefined;
  /** Number of known sets. */
  sets(): number;
  /** Probability that the set's interval has an observed end: (n_ended + n0/2) / (n + n0). */
  chanceOfEnd(set: number): number;
  /** Weight of an end k steps after the last onset, prior included; over all k it adds up to weightOfEnds. */
  weightAt(set: number, step: number): number;
  /** The part of it that is reward. */
  rewardWeightAt(set: number, step: number): number;
  weightOfEnds(set: number): number;
  /**
   * Cues, and rewards that no cue predicts, per step of the inter-trial interval (gamma prior: (n + n0) / (steps + n0
   * τ0)).
   */
  cueRate(): number;
  rewardRate(): number;
  /**
   * A set's interval has ended: observed with the given belief, at this many steps after its last onset, otherwise
   * unobserved.
   */
  count(set: number, ending: Ending, step: number, share: number): void;
  /** Cues, or rewards weighted by belief, that ended the inter-trial interval; steps spent in it. */
  countOpening(): void;
  countUncued(share: number): void;
  countSteps(steps: number): void;
  state(): readonly number[];
  /** @returns where the next state begins */
  restore(state: readonly number[], from: number): number;
}

export function experience(
  {
    priorStrength,
    priorIntervalSeconds,
    timingStrength,
    longestSeconds,
    timingSeconds,
    sets: room,
    forgetting,
  }: Knowledge,
  stepSeconds: number,
): Experience {
  const steps = Math.max(1, Math.round(longestSeconds / stepSeconds));
  const spread = timingSeconds / stepSeconds;
  const priorAt = timingStrength / steps;
  const sets: CueSet[] = [];
  const known = new Map<string, number>();
  const kept = 1 - forgetting;
  let openings = 0;
  let uncued = 0;
  let waited = 0;

  function put(set: CueSet): number {
    known.set(set.key.join(), sets.length);
    return sets.push(set) - 1;
  }

  function count(index: number, ending: Ending, step: number, share: number): void {
    const set = sets[index] as CueSet;
    set.occurrences = kept * set.occurrences + 1;
    set.ended = kept * set.ended + (ending === 'nothing' ? 0 : share);
    if (kept < 1)
      for (const counts of [set.rewards, set.followers]) counts.forEach((one, k) => (counts[k] = kept * one));
    if (ending !== 'nothing') addSmoothed(set[ending], step, share, spread);
  }

  const at = (set: number): CueSet => sets[set] as CueSet;
  return {
    steps,
    find: (key) => known.get(key.join()) ?? -1,
    add: (key) =>
      sets.length < room
        ? put({
            key,
            occurrences: 0,
            ended: 0,
            rewards: new Float64Array(steps + 1),
            followers: new Float64Array(steps + 1),
          })
        : -1,
    keyOf: (set) => sets[set]?.key,
    sets: () => sets.length,
    chanceOfEnd: (set) => (at(set).ended + priorStrength / 2) / (at(set).occurrences + priorStrength),
    weightAt: (set, step) => (at(set).rewards[step] as number) + (at(set).followers[step] as number) + priorAt,
    rewardWeightAt: (set, step) => (at(set).rewards[step] as number) + priorAt,
    weightOfEnds: (set) => at(set).ended + timingStrength,
    cueRate: () => (openings + priorStrength) / (waited + (priorStrength * priorIntervalSeconds) / stepSeconds),
    rewardRate: () => (uncued + priorStrength) / (waited + (priorStrength * priorIntervalSeconds) / stepSeconds),
    count,
    countOpening() {
      openings = kept * openings + 1;
      uncued *= kept;
      waited *= kept;
    },
    countUncued: (share) => void (uncued += share),
    countSteps: (more) => void (waited += more),
    state: () => [
      openings,
      uncued,
      waited,
      sets.length,
      ...sets.flatMap(({ key, occurrences, ended, rewards, followers }) => [
        key.length,
        ...key,
        occurrences,
        ended,
        ...rewards,
        ...followers,
      ]),
    ],
    restore(state, from) {
      let next = from;
      const take = (): number => state[next++] as number;
      [openings, uncued, waited] = [take(), take(), take()];
      sets.length = 0;
      known.clear();
      for (let left = take(); left > 0; left--) {
        const key = Array.from({ length: take() }, take);
        put({
          key,
          occurrences: take(),
          ended: take(),
          rewards: Float64Array.from({ length: steps + 1 }, take),
          followers: Float64Array.from({ length: steps + 1 }, take),
        });
      }
      return next;
    },
  };
}

/** Adds a count around a step, in proportion to a normal density truncated to the range. */
function addSmoothed(counts: Float64Array, step: number, share: number, spread: number): void {
  const reach = Math.floor(4 * spread);
  const [first, last] = [Math.max(1, step - reach), Math.min(counts.length - 1, step + reach)];
  const height = (k: number): number => (k === step ? 1 : Math.exp(-squared((k - step) / spread) / 2));
  let total = 0;
  for (let k = first; k <= last; k++) total += height(k);
  for (let k = first; k <= last; k++) counts[k] = (counts[k] as number) + (share * height(k)) / total;
}
