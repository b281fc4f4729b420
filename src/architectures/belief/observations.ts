import { power } from '../../core/power.ts';
import type { Trial } from '../../contracts/trial.ts';
import type { Observation, Transition } from './hidden-states.ts';

export const nothing: Observation = { cues: [], reward: false };

/** All observations of a trial, by step. */
export function observationsOf(trial: Trial): ReadonlyMap<number, Observation> {
  const seen = new Map<number, Observation>();
  const at = (step: number): Observation => seen.get(trial.zeroStep + step) ?? nothing;
  for (const { cue, onset } of trial.cues) {
    const { cues, reward } = at(onset);
    seen.set(trial.zeroStep + onset, { cues: [...cues, cue].sort((a, b) => a - b), reward });
  }
  for (const { step, delivered } of trial.outcomes) {
    if (delivered) seen.set(trial.zeroStep + step, { cues: at(step).cues, reward: true });
  }
  return seen;
}

/**
 * T_ij O_ij(seen) of every transition, up to a factor that is common to all. Each cue is observed as the transition
 * says, or fails to be with the odds of a lapse; a reward is never misperceived.
 */
export function observationWeights(
  transitions: readonly Transition[],
  lapse: number,
): (seen: Observation) => Float64Array {
  const known = new Map<string, Float64Array>();
  const odds = lapse / (1 - lapse);
  return (seen) => {
    const key = `${seen.cues.join()} ${seen.reward}`;
    const old = known.get(key);
    if (old !== undefined) return old;
    const weights = Float64Array.from(transitions, ({ probability, cues, reward }) =>
      reward === seen.reward ? probability * power(odds, differing(cues, seen.cues)) : 0,
    );
    known.set(key, weights);
    return weights;
  };
}

/** Number of cues in one list but not in the other. */
const differing = (a: readonly number[], b: readonly number[]): number =>
  new Set([...a, ...b]).size * 2 - new Set(a).size - new Set(b).size;
