import { randomStream, resumeStream, type RandomState, type RandomStream } from '../core/random.ts';
import { InputError } from '../core/errors.ts';
import { realiseRecorded } from '../../envs/chamber/recorded.ts';
import { endOf } from '../contracts/clock.ts';
import type { GridDesign, Phase, RecordedTrial } from '../contracts/design.ts';
import { maxSteps } from '../contracts/design-schema.ts';
import type { TrialEnv } from '../contracts/env.ts';
import type { Trial } from '../contracts/trial.ts';
import { rewardWalks, type RewardWalks } from './reward-walks.ts';

/** Upper bound on steps for a learner that predicts once a trial: its trials are at most a million, and cost little. */
export const maxStepsByTrial = 1e8;

/**
 * All trials of a session.
 * @param limit the number of steps that fit into memory
 * @throws InputError for a session of more
 */
export function scheduleTrials(
  design: GridDesign,
  env: TrialEnv,
  seed: number,
  limit: number = maxSteps,
): readonly Trial[] {
  const schedule = new Schedule(design, env, seed, limit);
  const trials: Trial[] = [];
  for (let trial = schedule.next(); trial !== undefined; trial = schedule.next()) trials.push(trial);
  return trials;
}

/** Where a schedule is: what the trials from here on follow from, without reward probabilities that drift. */
interface Place {
  readonly index: number;
  readonly steps: number;
  readonly phase: number;
  readonly nth: number;
  readonly phaseSeconds: number;
  readonly startSeconds: number;
  readonly startStep: number;
  readonly random: RandomState;
}

/**
 * Draws the trials of a session, one after the other. Trial types are drawn from the stream `schedule`, everything
 * inside a trial from the stream `trials`, so that the order and the times do not affect each other; steps of drifting
 * probabilities from `walks`.
 */
export class Schedule {
  private readonly design: GridDesign;
  private readonly env: TrialEnv;
  private readonly limit: number;
  private readonly walks: RewardWalks;
  private readonly types: readonly PhaseTypes[];
  private inside: RandomStream;
  private at: Omit<Place, 'random'> = {
    index: 0,
    steps: 0,
    phase: 0,
    nth: 0,
    phaseSeconds: 0,
    startSeconds: 0,
    startStep: 0,
  };

  constructor(design: GridDesign, env: TrialEnv, seed: number, limit: number) {
    this.design = design;
    this.env = env;
    this.limit = limit;
    const order = randomStream(seed, 'schedule');
    this.types = design.phases.map((phase) => typesOf(phase, order));
    this.inside = randomStream(seed, 'trials');
    this.walks = rewardWalks(design, randomStream(seed, 'walks'));
  }

  /** Steps of the trials so far. */
  get steps(): number {
    return this.at.steps;
  }

  place(): Place {
    return { ...this.at, random: this.inside.state() };
  }

  goTo({ random, ...at }: Place): void {
    this.at = at;
    this.inside = resumeStream(random);
  }

  /**
   * The next trial; undefined after the last.
   * @throws InputError for a session that is too long
   */
  next(): Trial | undefined {
    const { design, at } = this;
    const phase = design.phases[at.phase];
    if (phase === undefined) return undefined;
    const { length, type } = this.types[at.phase] as PhaseTypes;
    if (at.nth === length) {
      this.at = { ...at, phase: at.phase + 1, nth: 0, phaseSeconds: at.startSeconds };
      return this.next();
    }
    const recorded = phase.recorded?.[at.nth];
    const trial =
      recorded === undefined
        ? this.env.realise(this.walks.next(phase.group ?? ''), phase, type(at.nth), at, this.inside)
        : realiseRecorded(design, phase, recorded, at, at.phaseSeconds);
    const { startSeconds, startStep } = endOf(design, trial, recorded?.windowSeconds);
    const steps = at.steps + trial.steps;
    if (steps > this.limit) {
      throw new InputError(
        `the session has more than ${this.limit} steps`,
        `phase ${phase.id}`,
        'use fewer trials, a shorter interval or a coarser resolutionSeconds of the agent',
      );
    }
    this.at = {
      index: at.index + 1,
      steps,
      phase: at.phase,
      nth: at.nth + 1,
      phaseSeconds: at.phaseSeconds,
      startSeconds,
      startStep,
    };
    return trial;
  }
}

/** The types of a phase's trials, in order. */
interface PhaseTypes {
  readonly length: number;
  type(nth: number): string;
}

function typesOf(phase: Phase, random: RandomStream): PhaseTypes {
  const { recorded } = phase;
  if (recorded !== undefined) return { length: recorded.length, type: (nth) => (recorded[nth] as RecordedTrial).type };
  const types = Object.keys(phase.mixture);
  // Two bytes a trial.
  const order = phaseOrder(phase, Object.values(phase.mixture), random);
  return { length: order.length, type: (nth) => types[order[nth] as number] as string };
}

/** Of each trial, which of the phase's types it is. */
function phaseOrder(phase: Phase, weights: readonly number[], random: RandomStream): Uint16Array {
  const order = new Uint16Array(phase.trials);
  if (phase.order === 'random') return order.map(() => random.weighted(weights));
  if (phase.order === 'cycle') {
    const round = weights.flatMap((weight, type) => Array.from({ length: weight }, () => type));
    return order.map((_, nth) => round[nth % round.length] as number);
  }
  let filled = 0;
  for (const [type, count] of shares(weights, phase.trials).entries()) {
    order.fill(type, filled, filled + count);
    filled += count;
  }
  return phase.order === 'blocked' ? order : random.shuffle(order);
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
