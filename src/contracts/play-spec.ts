import type { AgentPart } from './agent.ts';
import type { AgentParts } from './spec.ts';

/** An agent in a stepped world, whole: with it and the versions of its parts a run can be repeated. */
export interface PlaySpec {
  readonly phasic: 1;
  readonly env: AgentPart;
  readonly agent: AgentParts;
  /** Worlds that are stepped together. */
  readonly worlds: number;
  /** Steps to be taken, over all worlds. */
  readonly steps: number;
  readonly seed: number;
  /** What computes networks: a name of `phasic doctor`, or auto. */
  readonly backend: string;
}
