import { microseconds } from '../../src/contracts/clock.ts';
import type { GridDesign, Phase, RecordedReward, RecordedTrial } from '../../src/contracts/design.ts';
import type { TrialPlace } from '../../src/contracts/env.ts';
import type { StepOutcome, Trial } from '../../src/contracts/trial.ts';
import { contextOf, isPlastic, realiseCues, realiseStimulations, TrialClock, typeOf } from './realise.ts';
import { recordedStages } from './recorded-choices.ts';

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
  const trialType = typeOf(design, phase, type);
  const chosen =
    trialType.stages === undefined ? undefined : recordedStages(design, trialType.stages, recorded, clock, outcomes);
  const begins = [
    ...cues.map(({ onset }) => onset),
    ...outcomes.map(({ step }) => step),
    ...(chosen?.stages ?? []).map(({ step }) => step),
  ];
  return {
    index: place.index,
    phase: phase.id,
    group: phase.group ?? '',
    type,
    plastic: isPlastic(phase, type),
    startSeconds: clock.startSeconds,
    zeroSeconds: clock.zeroSeconds,
    steps: clock.zeroStep + clock.windowSteps(Math.max(-1, ...begins)),
    zeroStep: clock.zeroStep,
    cues,
    outcomes: chosen === undefined || chosen.forced.length === 0 ? outcomes : [],
    context: contextOf(trialType, design),
    interventions: realiseStimulations(trialType, clock, recorded.rewards[0]?.seconds ?? 0),
    ...(phase.choiceDopamine === undefined ? {} : { overrides: { choiceDopamine: phase.choiceDopamine } }),
    ...(chosen === undefined ? {} : { ...chosen, choices: [] }),
  };
}

const outcomeOf = ({ seconds, magnitude, omitted }: RecordedReward, clock: TrialClock): StepOutcome => ({
  step: clock.stepAt(seconds),
  magnitude: omitted === undefined ? magnitude : 0,
  scheduled: omitted ?? magnitude,
  delivered: omitted === undefined,
});
