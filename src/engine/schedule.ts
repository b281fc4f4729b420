import { randomStream } from '../core/random.ts';
import { InputError } from '../core/errors.ts';
import { realiseRecorded } from '../../envs/chamber/recorded.ts';
import { endOf } from '../contracts/clock.ts';
import type { GridDesign, Phase, RecordedTrial } from '../contracts/design.ts';
import { maxSteps } from '../contracts/design-schema.ts';
import type { TrialEnv } from '../contracts/env.ts';
import type { Trial } from '../contracts/trial.ts';
import { rewardWalks } from './reward-walks.ts';

/** Upper bound on steps for a learner that predicts once a trial: its trials are at most a million, and cost little. */
export const maxStepsByTrial = 1e8;

/**
 * All trials of a session. Trial types are drawn from the stream `schedule`, everything inside a trial from the stream
 * `trials`, so that the order and the times do not affect each other; steps of drifting probabilities from `walks`.
 * @param limit the number of steps that fit into memory
 * @throws InputError for a session of more
 */
export function scheduleTrials(
  design: GridDesign,
  env: TrialEnv,
  seed: number,
  limit: number = maxSteps,
): readonly Trial[] {
  const order = randomStream(seed, 'schedule');
  const inside = randomStream(seed, 'trials');
  const walks = rewardWalks(design, randomStream(seed, 'walks'));
  const trials: Trial[] = [];
  let steps = 0;
  let { startSeconds, startStep } = { startSeconds: 0, startStep: 0 };
  for (const phase of design.phases) {
    const { recorded } = phase;
    const phaseSeconds = startSeconds;
    const types = recorded === undefined ? phaseOrder(phase, order) : recorded.map(({ type }) => type);
    for (const [i, type] of types.entries()) {
      const place = { index: trials.length, startSeconds, startStep };
      const trial =
        recorded === undefined
          ? env.realise(walks.next(phase.group ?? ''), phase, type, place, inside)
          : realiseRecorded(design, phase, recorded[i] as RecordedTrial, place, phaseSeconds);
      ({ startSeconds, startStep } = endOf(design, trial, recorded?.[i]?.windowSeconds));
      steps += trial.steps;
      if (steps > limit) {
        throw new InputError(
          `the session has more than ${limit} steps`,
          `phase ${phase.id}`,
          'use fewer trials, a shorter interval or a coarser resolutionSeconds of the agent',
        );
      }
      trials.push(trial);
    }
  }
  return trials;
}

function phaseOrder(phase: Phase, random: ReturnType<typeof randomStream>): readonly string[] {
  const types = Object.keys(phase.mixture);
  const weights = Object.values(phase.mixture);
  if (phase.order === 'random')
    return Array.from({ length: phase.trials }, () => types[random.weighted(weights)] as string);
  if (phase.order === 'cycle') {
    const round = types.flatMap((type, i) => Array.from({ length: weights[i] as number }, () => type));
    return Array.from({ length: phase.trials }, (_, i) => round[i % round.length] as string);
  }
  const counts = shares(weights, phase.trials);
  const blocked = types.flatMap((type, i) => Array.from({ length: counts[i] as number }, () => type));
  return phase.order === 'blocked' ? blocked : random.shuffle(blocked);
}

/** Integers that add up to `total`, in proportion to the weights (largest remainders first). */
function shares(weights: readonly number[], total: number): readonly number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  const exact = weights.map((weight) => (weight / sum) * total);
  const counts = exact.map(Math.floor);
  const byRemainder = exact
    .map((value, i) => ({ i, rest: value - Math.floor(value) }))
    .sort((a, b) => b.rest - a.rest || a.i - b.i);
  let missing = total - counts.reduce((a, b) => a + b, 0);
  for (const { i } of byRemainder) {
    if (missing-- <= 0) break;
    counts[i] = (counts[i] as number) + 1;
  }
  return counts;
}
