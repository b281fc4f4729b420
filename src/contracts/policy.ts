import { frozen, type Declaration } from './declaration.ts';
import type { Parameters, Values } from './parameters.ts';

/** Probabilities of the available options, from the score (action value or preference) of each; they add up to 1. */
export type ActionProbabilities = (scores: readonly number[]) => readonly number[];

/** How scores become choices. */
export interface Policy<P extends Parameters = Parameters> extends Declaration<P> {
  create(parameters: Values<P>): ActionProbabilities;
}

export const definePolicy = <P extends Parameters>(policy: Policy<P>): Policy<P> => frozen(policy);
