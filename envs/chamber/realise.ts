import type { RandomStream } from '../../src/core/random.ts';
import { drawInterval, type Design, type Phase, type RewardEvent, type Stimulation, type TrialType } from '../../src/contracts/design.ts';
import type { StepCue, StepIntervention, StepOutcome } from '../../src/contracts/trial.ts';

/** Seconds to steps, by the one rounding of every schedule. */
export const stepsOf =
  ({ stepSeconds }: Design) =>
  (seconds: number): number =>
    Math.round(seconds / stepSeconds);

/** @throws Error for a design that does not have the type */
export function typeOf(design: Design, phase: Phase, type: string): TrialType {
  const found = design.trialTypes[type];
  if (found === undefined) throw new Error(`phase ${phase.id} names trial type ${type}, which the design does not have`);
  return found;
}

/** Steps of the interval before time zero, at least one. Its draw is the first of every trial. */
export const drawZeroStep = (design: Design, phase: Phase, random: RandomStream): number =>
  Math.max(1, stepsOf(design)(drawInterval(phase.iti ?? design.iti, random)));

/** Draws time and delivery. */
function realiseReward(reward: RewardEvent, design: Design, random: RandomStream): StepOutcome {
  const step = stepsOf(design)(drawInterval(reward.time, random));
  // A certain outcome costs no draw, so that making one reward uncertain does not shift the others.
  const delivered = reward.probability >= 1 || (reward.probability > 0 && random.bernoulli(reward.probability));
  const { magnitude, learningRateFactor } = reward;
  return { step, magnitude: delivered ? magnitude : 0, scheduled: magnitude, delivered, ...(learningRateFactor === undefined ? {} : { learningRateFactor }) };
}

export const realiseRewards = (rewards: readonly RewardEvent[], design: Design, random: RandomStream): readonly StepOutcome[] =>
  rewards.map((reward) => realiseReward(reward, design, random)).sort((a, b) => a.step - b.step);

export const realiseCues = (trialType: TrialType, design: Design): readonly StepCue[] =>
  trialType.cues.map((event) => ({
    cue: design.cues.findIndex(({ id }) => id === event.cue),
    onset: stepsOf(design)(event.onsetSeconds),
    steps: stepsOf(design)(event.durationSeconds),
  }));

/** @param rewardStep step of the first scheduled reward */
export function realiseStimulations(trialType: TrialType, design: Design, rewardStep: number): readonly StepIntervention[] {
  const toSteps = stepsOf(design);
  const realise = ({ align, onsetSeconds, durationSeconds, gainPositive, gainNegative, added }: Stimulation): StepIntervention => ({
    from: (align === 'reward' ? rewardStep : 0) + toSteps(onsetSeconds),
    steps: Math.max(1, toSteps(durationSeconds)),
    gainPositive,
    gainNegative,
    added,
  });
  return (trialType.stimulations ?? []).map(realise);
}

export const contextOf = (trialType: TrialType, design: Design): number => (design.contexts ?? []).findIndex(({ id }) => id === trialType.context);

export const isPlastic = (phase: Phase, type: string): boolean => phase.plastic && phase.probes?.includes(type) !== true;
