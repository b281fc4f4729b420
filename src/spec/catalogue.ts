import type { EnvPage } from '../contracts/env-page.ts';
import type { Declared, Lookup } from './lookup.ts';
import type { Kind } from './kinds.ts';

/** What the catalogue adds to an agent's declaration. */
export interface AgentFacts {
  /** Ids of the groups of units that can be recorded of it in trials. */
  readonly units: readonly string[];
}

/** What the catalogue adds to the declaration of a stepped environment. */
export interface SeenFacts {
  /** Channels of the picture, or names of the numbers, that are seen at the default values; none where it is the number of a state. */
  readonly seen: readonly string[];
  /** Its page at the default values. */
  readonly page: EnvPage;
}

/** What the catalogue says of a part that the program does not come with. */
interface OwnFact {
  readonly isOwn?: true;
}

/** A declaration as plain data, with whatever else of it is plain data (an agent's parts, a paradigm's first agent). */
export type CatalogueEntry<K extends Kind = Kind> = Declared<K> &
  OwnFact &
  (K extends 'agents' ? AgentFacts : unknown) &
  (K extends 'envs' ? Partial<SeenFacts> : unknown);

/** Everything registered, by kind. */
export type Catalogue = { readonly [K in Kind]: readonly CatalogueEntry<K>[] };

export const findEntry = <K extends Kind>(catalogue: Catalogue, kind: K, id: string): CatalogueEntry<K> | undefined =>
  (catalogue[kind] as readonly CatalogueEntry<K>[]).find((entry) => entry.id === id);

/** Things as the page finds them. */
export const lookupIn = (catalogue: Catalogue): Lookup => ({
  get: (kind, id) => findEntry(catalogue, kind, id),
  ids: (kind) => catalogue[kind].map(({ id }) => id),
});
