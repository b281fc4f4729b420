import type { RandomStream } from '../core/random.ts';
import type { TdTerms } from './td-terms.ts';
import { frozen, type Declaration } from './declaration.ts';
import type { Parameters, Values } from './parameters.ts';

export interface Objective<P extends Parameters = Parameters> extends Declaration<P> {
  /** `random` draws what is fixed for the run, such as each channel's gains. */
  terms(parameters: Values<P>, random: RandomStream): TdTerms;
}

export const defineObjective = <P extends Parameters>(objective: Objective<P>): Objective<P> => frozen(objective);
