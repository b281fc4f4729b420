import { microseconds } from '../../src/contracts/clock.ts';
import type { GridDesign, Phase, RecordedReward, RecordedTrial } from '../../src/contracts/design.ts';
import type { TrialPlace } from '../../src/contracts/env.ts';
import type { StepOutcome, Trial } from '../../src/contracts/trial.ts';
import { contextOf, isPlastic, realiseCues, TrialClock, typeOf } from './realise.ts';

/**
 * A trial of a recorded session on the agent's grid: each event falls into the step that contains its time.
 * @param phaseSeconds when its phase begins, seconds from the session's start
 */
export function realiseRecorded(
  design: GridDesign,
  phase: Phase,
  recorded: RecordedTrial,
  place: TrialPlace,
  phaseSeconds: number,
): Trial {
  const { type, zeroSeconds, windowSeconds = design.trialSeconds } = recorded;
  const clock = new TrialClock(design, place, microseconds(phaseSeconds) + microseconds(zeroSeconds), windowSeconds);
  const cues = realiseCues(recorded, design, clock);
  const outcomes = recorded.rewards.map((reward) => outcomeOf(reward, clock));
  const last = Math.max(-1, ...cues.map(({ onset }) => onset), ...outcomes.map(({ step }) => step));
  return {
    index: place.index,
    phase: phase.id,
    group: phase.group ?? '',
    type,
    plastic: isPlastic(phase, type),
    startSeconds: clock.startSeconds,
    zeroSeconds: clock.zeroSeconds,
    steps: clock.zeroStep + clock.windowSteps(last),
    zeroStep: clock.zeroStep,
    cues,
    outcomes,
    context: contextOf(typeOf(design, phase, type), design),
    interventions: [],
  };
}

const outcomeOf = ({ seconds, magnitude, omitted }: RecordedReward, clock: TrialClock): StepOutcome => ({
  step: clock.stepAt(seconds),
  magnitude: omitted === undefined ? magnitude : 0,
  scheduled: omitted ?? magnitude,
  delivered: omitted === undefined,
});
