import { frozen, type Declaration } from './declaration.ts';
import type { GridDesign } from './design.ts';
import type { Parameters, Values } from './parameters.ts';
import type { ControlChanges, ControlPlace } from './control-changes.ts';
import type { StepCue, StepIntervention, StepOutcome, Trial, TrialOverrides } from './trial.ts';

/**
 * What a manipulation changes in trials. The engine calls each of these for every trial, in experiments with and
 * without choices, and refuses a manipulation that changes no trial. The trial includes the changes by earlier
 * manipulations; `undefined` leaves it unchanged.
 */
export interface Changes {
  /** The cues of the trial. Called only if there are no choices: an agent that chooses sees states, not cues. */
  cues?(trial: Trial): readonly StepCue[] | undefined;
  /**
   * One outcome of the trial; if there are choices, called for every option as if it were chosen. Its time and what was
   * scheduled stay.
   */
  outcome?(outcome: StepOutcome, trial: Trial): Pick<StepOutcome, 'magnitude' | 'delivered'> | undefined;
  /** An intervention on the RPE, after earlier ones. */
  intervention?(trial: Trial): StepIntervention | undefined;
  /**
   * Values that replace the agent's own: discount per second; trace decay per second, or per choice if there are
   * choices.
   */
  overrides?(trial: Trial): TrialOverrides | undefined;
}

/**
 * The effect of an experimenter, a drug or a disease on a subject: it changes what the subject receives from a trial or
 * a step of a stepped environment.
 */
export interface Manipulation<P extends Parameters = Parameters> extends Declaration<P> {
  /** Values at which it changes no signal, to the bit; absent if there are none. */
  readonly neutral?: Partial<Values<P>>;
  /**
   * @throws InputError for a value that names something the design lacks, or that applies only to stepped environments
   */
  changes(parameters: Values<P>, design: GridDesign): Changes;
  /**
   * The same for a stepped environment; every manipulation declares either this or why it does not apply there.
   * @throws InputError for a value that names something the environment lacks, or that applies only to trials
   */
  stepped?(parameters: Values<P>, place: ControlPlace): ControlChanges;
  /** Why it does not apply to stepped environments: one line, shown to a person who tries it there. */
  readonly notInControl?: string;
}

export const defineManipulation = <P extends Parameters>(manipulation: Manipulation<P>): Manipulation<P> =>
  frozen(manipulation);
