import { frozen, type Declaration } from './declaration.ts';
import type { AnyValues } from './parameters.ts';

/** One part of an agent: an id from the registry and the values that differ from the part's defaults. */
export interface AgentPart {
  readonly id: string;
  readonly parameters: AnyValues;
}

/**
 * A named triple: architecture x objective x learning rule (x policy, if it acts). It has no parameters itself; its
 * parts have them.
 */
export interface Agent extends Declaration<Record<never, never>> {
  readonly architecture: AgentPart;
  readonly objective: AgentPart;
  readonly learningRule: AgentPart;
  readonly policy?: AgentPart;
  /** Why its output depends on its resolution; absent if halving the step changes only rounding. */
  readonly gridMatters?: string;
}

/** Values of an agent's parts. */
export type AgentSettings = {
  readonly [Part in 'architecture' | 'objective' | 'learningRule' | 'policy']?: AnyValues;
};

export const defineAgent = (agent: Omit<Agent, 'parameters'>): Agent => frozen({ ...agent, parameters: {} });
