import type { Design, RecordedTrial } from '../../src/contracts/design.ts';
import type { StepStage, Trial } from '../../src/contracts/trial.ts';
import type { TrialSession } from '../../src/engine/trial-session.ts';

/**
 * The design of a session in which an agent chose freely, as one in which these choices were recorded: every event at
 * the middle of its step.
 */
export function takenFrom({ trials, stepSeconds }: TrialSession, declared: Design): Design {
  let began = 0;
  const phases = declared.phases.map((phase) => {
    const own = trials.filter((trial) => trial.phase === phase.id && trial.group === (phase.group ?? ''));
    const zero = began;
    const recorded = own.map((trial) => recordedOf(trial, declared, stepSeconds, zero));
    began = (own.at(-1) as Trial).zeroSeconds + declared.trialSeconds;
    return { ...phase, order: 'recorded' as const, trials: own.length, recorded };
  });
  return { ...declared, phases };
}

function recordedOf(trial: Trial, declared: Design, stepSeconds: number, phaseSeconds: number): RecordedTrial {
  const { type, zeroSeconds, cues, outcomes, stages = [], choices = [] } = trial;
  const zeroStep = Math.floor(zeroSeconds / stepSeconds + 1e-9);
  const secondsOf = (step: number): number => Math.max(0, (zeroStep + step + 0.5) * stepSeconds - zeroSeconds);
  return {
    type,
    zeroSeconds: Number((zeroSeconds - phaseSeconds).toFixed(6)),
    cues: cues.map(({ cue, onset, steps }) => ({
      cue: declared.cues[cue]?.id as string,
      onsetSeconds: secondsOf(onset),
      durationSeconds: secondsOf(onset + steps) - secondsOf(onset),
    })),
    rewards: outcomes.map(({ step, magnitude, scheduled, delivered }) => ({
      seconds: secondsOf(step),
      magnitude,
      ...(delivered ? {} : { omitted: scheduled }),
    })),
    choices: choices.map(({ stage, option }) => {
      const { id, step, options } = stages[stage] as StepStage;
      return {
        stage: id,
        action: declared.actions?.[options[option]?.action ?? -1]?.id as string,
        onsetSeconds: secondsOf(step),
        seconds: secondsOf(step),
      };
    }),
  };
}
