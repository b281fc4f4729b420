import type { GridDesign, RecordedChoice, RecordedTrial, Stage } from '../../src/contracts/design.ts';
import type { ForcedChoice, StepOption, StepOutcome, StepStage, Trial } from '../../src/contracts/trial.ts';
import { indexOf, type TrialClock } from './realise.ts';

/**
 * The stages of a trial whose choices were recorded: those that were reached when the state was shown, what was chosen
 * there leading to the next one, and at last to the outcomes that came, at least a step later.
 */
export function recordedStages(
  design: GridDesign,
  declared: readonly Stage[],
  { choices = [] }: RecordedTrial,
  clock: TrialClock,
  outcomes: readonly StepOutcome[],
): Required<Pick<Trial, 'stages' | 'forced'>> {
  const forced = choices.map((choice) => forcedOf(declared, choice));
  const stages = declared.map((stage, index): StepStage => {
    const nth = forced.findIndex((one) => one.stage === index);
    const step = clock.stepAt(choices[nth]?.onsetSeconds ?? stage.onsetSeconds);
    const made = forced[nth]?.option;
    const next = forced[nth + 1];
    const options = stage.options.map(({ action }, option): StepOption => {
      const bare = { action: indexOf(design.actions ?? [], action, 'action'), outcomes: [] };
      if (option !== made) return bare;
      return next === undefined ? { ...bare, outcomes: after(step, outcomes) } : { ...bare, next: next.stage };
    });
    return { id: stage.id, state: indexOf(design.states ?? [], stage.state, 'state'), step, options };
  });
  return { stages, forced };
}

function forcedOf(declared: readonly Stage[], { stage, action, seconds }: RecordedChoice): ForcedChoice {
  const index = indexOf(declared, stage, 'stage');
  const options = declared[index]?.options.map((option) => ({ id: option.action })) ?? [];
  return { stage: index, option: indexOf(options, action, 'option'), seconds };
}

const after = (step: number, outcomes: readonly StepOutcome[]): readonly StepOutcome[] =>
  outcomes.map((outcome) => ({ ...outcome, step: Math.max(step + 1, outcome.step) }));
