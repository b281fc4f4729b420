import type { RandomStream } from '../../src/core/random.ts';
import { microseconds } from '../../src/contracts/clock.ts';
import {
  drawInterval,
  type GridDesign,
  type Phase,
  type RewardEvent,
  type Stimulation,
  type TrialType,
} from '../../src/contracts/design.ts';
import type { TrialPlace } from '../../src/contracts/env.ts';
import type { StepCue, StepIntervention, StepOutcome, Trial } from '../../src/contracts/trial.ts';

/**
 * A trial's position on the session's clock and on the agent's grid. Step n of the grid is [n, n + 1) resolutions from
 * the session's start, and an event falls into the step that contains it.
 */
export class TrialClock implements Pick<Trial, 'startSeconds' | 'zeroSeconds' | 'zeroStep'> {
  readonly startSeconds: number;
  readonly zeroSeconds: number;
  readonly zeroStep: number;
  private readonly zero: number;
  private readonly resolution: number;
  private readonly stepOfZero: number;
  private readonly trialSeconds: number;

  /** Draws the interval before time zero, the first draw of every trial. */
  static drawn(design: GridDesign, phase: Phase, place: TrialPlace, random: RandomStream): TrialClock {
    const interval = microseconds(drawInterval(phase.iti ?? design.iti, random));
    return new TrialClock(design, place, microseconds(place.startSeconds) + interval, design.trialSeconds);
  }

  /**
   * The steps before time zero are at least one.
   * @param zero time zero, microseconds from the session's start
   * @param trialSeconds length of the window after it
   */
  constructor(
    { stepSeconds }: Pick<GridDesign, 'stepSeconds'>,
    { startSeconds, startStep }: TrialPlace,
    zero: number,
    trialSeconds: number,
  ) {
    this.startSeconds = startSeconds;
    this.trialSeconds = trialSeconds;
    this.resolution = microseconds(stepSeconds);
    this.zero = zero;
    this.stepOfZero = Math.floor(this.zero / this.resolution);
    this.zeroSeconds = this.zero / 1e6;
    this.zeroStep = Math.max(1, this.stepOfZero - startStep);
  }

  /** The step, relative to that of time zero, that contains a time given in seconds from time zero. */
  stepAt(seconds: number): number {
    return Math.floor((this.zero + microseconds(seconds)) / this.resolution) - this.stepOfZero;
  }

  /** Steps from time zero to the end of a trial whose last event starts in this step, which may be the last one. */
  windowSteps(last: number): number {
    return Math.max(1, this.stepAt(this.trialSeconds), last + 1);
  }

  /**
   * Whether these times, in seconds from time zero, fall into the same steps in every trial: integer multiples of the
   * resolution.
   */
  areOnGrid(times: readonly number[]): boolean {
    return times.every((seconds) => microseconds(seconds) % this.resolution === 0);
  }
}

/** @throws Error for a design that does not have the type */
export function typeOf(design: GridDesign, phase: Phase, type: string): TrialType {
  const found = design.trialTypes[type];
  if (found === undefined)
    throw new Error(`phase ${phase.id} names trial type ${type}, which the design does not have`);
  return found;
}

/** @throws Error for an unknown name */
export function indexOf(list: readonly { readonly id: string }[], name: string, what: string): number {
  const index = list.findIndex(({ id }) => id === name);
  if (index < 0) throw new Error(`there is no ${what} '${name}' in this design`);
  return index;
}

/** An outcome and its time, seconds from time zero. */
export interface DrawnOutcome {
  readonly seconds: number;
  readonly outcome: Omit<StepOutcome, 'step'>;
}

function drawReward(reward: RewardEvent, random: RandomStream): DrawnOutcome {
  const seconds = drawInterval(reward.time, random);
  // A certain outcome takes no draw, so that making one reward uncertain does not shift the others.
  const delivered = reward.probability >= 1 || (reward.probability > 0 && random.bernoulli(reward.probability));
  const { magnitude, learningRateFactor } = reward;
  return {
    seconds,
    outcome: {
      magnitude: delivered ? magnitude : 0,
      scheduled: magnitude,
      delivered,
      ...(learningRateFactor === undefined ? {} : { learningRateFactor }),
    },
  };
}

/** Draws times and deliveries; in order of time. */
export const drawRewards = (rewards: readonly RewardEvent[], random: RandomStream): readonly DrawnOutcome[] =>
  rewards.map((reward) => drawReward(reward, random)).sort((a, b) => a.seconds - b.seconds);

export const outcomesOf = (drawn: readonly DrawnOutcome[], clock: TrialClock): readonly StepOutcome[] =>
  drawn.map(({ seconds, outcome }) => ({ step: clock.stepAt(seconds), ...outcome }));

/** A cue shorter than a step is on for one step. */
export const realiseCues = (
  trialType: Pick<TrialType, 'cues'>,
  design: GridDesign,
  clock: TrialClock,
): readonly StepCue[] =>
  trialType.cues.map((event) => {
    const onset = clock.stepAt(event.onsetSeconds);
    return {
      cue: design.cues.findIndex(({ id }) => id === event.cue),
      onset,
      steps: Math.max(1, clock.stepAt(event.onsetSeconds + event.durationSeconds) - onset),
    };
  });

/** @param rewardSeconds time of the first scheduled reward */
export function realiseStimulations(
  trialType: TrialType,
  clock: TrialClock,
  rewardSeconds: number,
): readonly StepIntervention[] {
  const realise = ({
    align,
    onsetSeconds,
    durationSeconds,
    gainPositive,
    gainNegative,
    added,
  }: Stimulation): StepIntervention => {
    const onset = onsetSeconds + (align === 'reward' ? rewardSeconds : 0);
    const from = clock.stepAt(onset);
    const steps = Math.max(1, clock.stepAt(onset + durationSeconds) - from);
    return { from, steps, gainPositive, gainNegative, added: added / steps };
  };
  return (trialType.stimulations ?? []).map(realise);
}

export const contextOf = (trialType: TrialType, design: GridDesign): number =>
  (design.contexts ?? []).findIndex(({ id }) => id === trialType.context);

export const isPlastic = (phase: Phase, type: string): boolean =>
  phase.plastic && phase.probes?.includes(type) !== true;
