import { frozen, type Declaration } from './declaration.ts';
import type { AnyValues } from './parameters.ts';

/** One part of an agent: an id from the registry and the values that differ from that part's defaults. */
export interface AgentPart {
  readonly id: string;
  readonly parameters: AnyValues;
}

/** A named triple: architecture x objective x learning rule (x policy, where it acts). It has no parameters of its own; they are its parts'. */
export interface Agent extends Declaration<Record<never, never>> {
  readonly architecture: AgentPart;
  readonly objective: AgentPart;
  readonly learningRule: AgentPart;
  readonly policy?: AgentPart;
  /** Why what it shows depends on its resolution; absent where halving it changes no more than rounding would. */
  readonly gridMatters?: string;
}

export const defineAgent = (agent: Omit<Agent, 'parameters'>): Agent => frozen({ ...agent, parameters: {} });
