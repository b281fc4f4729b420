import type { Declaration } from './declaration.ts';
import type { Kind } from './kinds.ts';

/** A declaration as plain data, with whatever else of it is plain data (an agent's parts, a paradigm's first agent). */
export type CatalogueEntry = Declaration & Readonly<Record<string, unknown>>;

/** What the catalogue adds to a paradigm's declaration. */
export interface WorldFacts {
  /** Whether the agent has to choose in it. */
  readonly hasChoices: boolean;
}

/** What the catalogue adds to an agent's declaration. */
export interface AgentFacts {
  /** Ids of the groups of units that can be recorded of it in trials. */
  readonly units: readonly string[];
}

/** What the catalogue adds to the declaration of a stepped environment. */
export interface SeenFacts {
  /** Channels of the picture, or names of the numbers, that are seen at the default values; none where it is the number of a state. */
  readonly seen: readonly string[];
}

/** Everything registered, by kind. */
export type Catalogue = Readonly<Record<Kind, readonly CatalogueEntry[]>>;
