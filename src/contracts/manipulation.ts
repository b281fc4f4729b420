import { frozen, type Declaration } from './declaration.ts';
import type { GridDesign } from './design.ts';
import type { Parameters, Values } from './parameters.ts';
import type { ControlChanges, ControlPlace } from './control-changes.ts';
import type { StepCue, StepIntervention, StepOutcome, Trial, TrialOverrides } from './trial.ts';

/**
 * What a manipulation changes in trials. The engine asks each of these about every trial, in experiments with choices and without, and refuses a
 * manipulation that acts in no trial. The trial is as earlier manipulations left it; `undefined` leaves it so.
 */
export interface Changes {
  /** The cues of the trial. Asked only where nothing is chosen: an agent that chooses sees states, not cues. */
  cues?(trial: Trial): readonly StepCue[] | undefined;
  /** One outcome of the trial; where there are choices, of any option, as if it were chosen. Its time and what was scheduled stay. */
  outcome?(outcome: StepOutcome, trial: Trial): Pick<StepOutcome, 'magnitude' | 'delivered'> | undefined;
  /** Something done to the RPE, after what was done to it before. */
  intervention?(trial: Trial): StepIntervention | undefined;
  /** Values that replace the agent's own: a discount per second; a trace decay per second, or per choice where there are choices. */
  overrides?(trial: Trial): TrialOverrides | undefined;
}

/** What an experimenter, a drug or a disease does to an animal: a change of what a trial, or a step of a stepped environment, is to it. */
export interface Manipulation<P extends Parameters = Parameters> extends Declaration<P> {
  /** Values at which it acts and changes no signal, to the bit; absent where there are none. */
  readonly neutral?: Partial<Values<P>>;
  /** @throws InputError for a value that names something the design does not have, or that has a meaning in stepped environments alone */
  changes(parameters: Values<P>, design: GridDesign): Changes;
  /**
   * The same in a stepped environment; declared by each that does not say why it means nothing there.
   * @throws InputError for a value that names something the environment does not have, or that has a meaning in trials alone
   */
  stepped?(parameters: Values<P>, place: ControlPlace): ControlChanges;
  /** Why it means nothing in a stepped environment: one line, shown where somebody asks for it there. */
  readonly notInControl?: string;
}

export const defineManipulation = <P extends Parameters>(manipulation: Manipulation<P>): Manipulation<P> =>
  frozen(manipulation);
