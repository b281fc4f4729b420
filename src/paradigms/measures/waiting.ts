import type { Interval } from '../../contracts/design.ts';
import { power } from '../../core/power.ts';
import type { TrialEvidence } from '../../contracts/paradigm.ts';

/**
 * One cue, after which a reward comes or does not, and then the next cue. All times are in steps from a cue's onset.
 * Every reward comes before the earliest next cue, and does not change when that comes.
 */
export interface WaitingTask {
  /** Probability that a reward comes at all. */
  readonly probability: number;
  readonly magnitude: number;
  /** When it comes, in order of time. */
  readonly rewards: readonly TimeOfSteps[];
  /** When the next cue comes, in order of time. */
  readonly cues: readonly TimeOfSteps[];
  /** Per step. */
  readonly discount: number;
}

interface TimeOfSteps {
  readonly step: number;
  readonly weight: number;
}

/** The times of a grid interval as steps after `from`, in seconds. */
export const inSteps = (
  { seconds, weights }: Extract<Interval, { kind: 'grid' }>,
  stepSeconds: number,
  from = 0,
): readonly TimeOfSteps[] =>
  seconds.map((time, i) => ({ step: Math.round((from + time) / stepSeconds), weight: weights[i] as number }));

/** What one who knows the task knows at a step. */
export interface Belief {
  /** Steps since the last cue. */
  readonly elapsed: number;
  /** Probability that the reward is still to come. */
  readonly awaited: number;
}

/** The RPE of one who knows the task, and the belief, at a step of a trial. */
export interface BelievedStep extends Belief {
  readonly trial: TrialEvidence;
  /** Seconds from the trial's time zero. */
  readonly seconds: number;
  readonly rpe: number;
}

/**
 * The belief over hidden states, step by step of consecutive trials from the first cue on, and the RPE with the values
 * that TD learning over this belief converges to (Starkweather et al. 2017; Hennig et al. 2023). At the cue the reward
 * is awaited with its probability p; without it b <- b (1-h) / (b (1-h) + 1 - b), h being the hazard of its time; after
 * it b <- 0. The hidden states form a Markov chain without choices, so the value of a belief is the mean of theirs:
 * V = b R(e) + C(e), with the discounted expectation R of a reward that is awaited and C of all that the next cue
 * brings. δ = r + γ V' - V; none at the first cue.
 */
export function believed(
  trials: readonly TrialEvidence[],
  task: WaitingTask,
  stepSeconds: number,
): readonly BelievedStep[] {
  const { rewardValue, cueValue } = valuesOf(task);
  const hazard = hazardOf(task);
  const valueOf = ({ awaited, elapsed }: Belief): number => awaited * rewardValue(elapsed) + cueValue(elapsed);
  const steps: BelievedStep[] = [];
  let now: Belief | undefined;
  for (const trial of trials) {
    const { zeroStep, steps: all, outcomes } = trial.trial;
    const rewardStep = outcomes.find(({ delivered }) => delivered)?.step;
    for (let step = -zeroStep; step < all - zeroStep; step++) {
      const before = now;
      if (step === 0) now = { elapsed: 0, awaited: task.probability };
      else if (before !== undefined) now = next(before, step === rewardStep, hazard);
      if (now === undefined) continue;
      const reward = step === rewardStep ? task.magnitude : 0;
      const rpe = before === undefined ? 0 : reward + task.discount * valueOf(now) - valueOf(before);
      steps.push({ elapsed: now.elapsed, awaited: now.awaited, trial, seconds: step * stepSeconds, rpe });
    }
  }
  return steps;
}

function next({ elapsed, awaited }: Belief, isRewarded: boolean, hazard: (elapsed: number) => number): Belief {
  const step = elapsed + 1;
  if (isRewarded || awaited === 0) return { elapsed: step, awaited: 0 };
  const still = awaited * (1 - hazard(step));
  return { elapsed: step, awaited: still === 0 ? 0 : still / (still + 1 - awaited) };
}

/** Probability that a reward that has not come yet comes at this step; 1 once none can come. */
function hazardOf({ rewards }: WaitingTask): (elapsed: number) => number {
  return remembered((elapsed) => {
    const left = total(rewards.filter(({ step }) => step >= elapsed));
    return left === 0 ? 1 : total(rewards.filter(({ step }) => step === elapsed)) / left;
  });
}

/** R and C of `believed`, by steps since the cue. With V₀ at the cue, C(e) = E[γ^(g - e)] V₀ over the next cue's g > e. */
function valuesOf({ probability, magnitude, rewards, cues, discount }: WaitingTask): {
  readonly rewardValue: (elapsed: number) => number;
  readonly cueValue: (elapsed: number) => number;
} {
  /** Expected power of the discount by the steps that are left of one of these times. */
  const expected = (times: readonly TimeOfSteps[], elapsed: number): number => {
    const later = times.filter(({ step }) => step > elapsed);
    return later.length === 0
      ? 0
      : later.reduce((sum, { step, weight }) => sum + weight * power(discount, step - elapsed), 0) / total(later);
  };
  const rewardValue = remembered((elapsed) => (magnitude * expected(rewards, elapsed)) / discount);
  // V₀ = p R(0) + E[γ^g] V₀.
  const atCue = (probability * rewardValue(0)) / (1 - expected(cues, 0));
  return { rewardValue, cueValue: remembered((elapsed) => expected(cues, elapsed) * atCue) };
}

function remembered(of: (elapsed: number) => number): (elapsed: number) => number {
  const known: number[] = [];
  return (elapsed) => (known[elapsed] ??= of(elapsed));
}

const total = (times: readonly TimeOfSteps[]): number => times.reduce((sum, { weight }) => sum + weight, 0);

/**
 * The belief as a probability for each hidden state: a reward to come, by the steps since the cue; none to come, by
 * the steps since the cue; and from the earliest next cue on the wait for it, a single state, as that wait has no memory.
 */
export function stateProbabilities({ elapsed, awaited }: Belief, { rewards, cues }: WaitingTask): Float64Array {
  const [last, first] = [rewards.at(-1)?.step ?? 0, cues[0]?.step ?? 0];
  const probabilities = new Float64Array(last + first);
  if (elapsed < last) probabilities[elapsed] = awaited;
  probabilities[last + Math.min(elapsed, first - 1)] = 1 - awaited;
  return probabilities;
}
