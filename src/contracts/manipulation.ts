import { frozen, type Declaration } from './declaration.ts';
import type { Design } from './design.ts';
import type { Parameters, Values } from './parameters.ts';
import type { Trial } from './trial.ts';

/** What an experimenter, a drug or a disease does to an animal: a change of what a trial is to it. */
export interface Manipulation<P extends Parameters = Parameters> extends Declaration<P> {
  /**
   * The trial as the manipulated animal lives through it; times and deliveries stay those of the control.
   * @throws InputError for a value that names something the design does not have
   */
  apply(parameters: Values<P>, trial: Trial, design: Design): Trial;
}

export const defineManipulation = <P extends Parameters>(manipulation: Manipulation<P>): Manipulation<P> => frozen(manipulation);
