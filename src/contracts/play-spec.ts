import type { AgentPart } from './agent.ts';
import type { AgentParts, PartialAgent, PartialPart } from './spec.ts';

/** Raised when a play spec's shape changes. */
export const playSpecVersion = 2;

/** What holds where a play spec does not say; the number of worlds is the learning rule's own where it has one. */
export const playDefaults = { worlds: 1, steps: 100_000, seed: 1, backend: 'auto', recording: { id: 'identity', parameters: {} } } as const;

/** An agent in a stepped world, whole: with it and the versions of its parts a run can be repeated. */
export interface PlaySpec {
  readonly phasic: typeof playSpecVersion;
  readonly env: AgentPart;
  readonly agent: AgentParts;
  /** What is done to the agent, in this order; absent where nothing is. */
  readonly manipulations?: readonly AgentPart[];
  readonly recording: AgentPart;
  /** Worlds that are stepped together. */
  readonly worlds: number;
  /** Steps to be taken, over all worlds. */
  readonly steps: number;
  readonly seed: number;
  /** What computes networks: a backend that `phasic doctor` lists, or auto. */
  readonly backend: string;
}

/** A play spec as a person may write it: everything but the env has a default. */
export interface PartialPlaySpec {
  readonly phasic?: number | undefined;
  readonly env: PartialPart;
  readonly agent?: PartialAgent | undefined;
  readonly manipulations?: readonly PartialPart[] | undefined;
  readonly recording?: PartialPart | undefined;
  readonly worlds?: number | undefined;
  readonly steps?: number | undefined;
  readonly seed?: number | undefined;
  readonly backend?: string | undefined;
}
