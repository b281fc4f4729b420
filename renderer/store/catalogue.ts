import type { AgentPart } from '../../src/contracts/agent.ts';
import type { Timescale } from '../../src/contracts/architecture.ts';
import type { Approximate } from '../../src/contracts/approximate.ts';
import type { AgentFacts, Catalogue, CatalogueEntry, WorldFacts } from '../../src/contracts/catalogue.ts';
import type { Declaration } from '../../src/contracts/declaration.ts';
import type { AnyValues } from '../../src/contracts/parameters.ts';
import type { Kind } from '../../src/contracts/kinds.ts';
import type { Note } from '../../src/contracts/note.ts';
import type { RecordedTrace } from '../../src/contracts/paradigm.ts';

/** What the catalogue says of a paradigm: its declaration without its functions. */
export interface ParadigmEntry extends Declaration, WorldFacts {
  readonly agent: string;
  readonly recording: AgentPart;
  readonly shown: readonly string[];
  readonly heatMapTypes?: readonly string[];
  readonly approximate?: Approximate;
  readonly bench?: AnyValues;
  readonly notes?: readonly Note[];
  readonly nonePasses?: string;
  readonly noneFails?: string;
  readonly recorded?: readonly RecordedTrace[];
}

export interface AgentEntry extends Declaration, AgentFacts {
  readonly architecture: AgentPart;
  readonly objective: AgentPart;
  readonly learningRule: AgentPart;
  readonly policy?: AgentPart;
}

export const paradigmEntries = (catalogue: Catalogue): readonly ParadigmEntry[] =>
  catalogue.paradigms as unknown as readonly ParadigmEntry[];
export const agentEntries = (catalogue: Catalogue): readonly AgentEntry[] =>
  catalogue.agents as unknown as readonly AgentEntry[];

/** Agents that learn from trials, in paradigms. */
export const trialAgents = (catalogue: Catalogue): readonly AgentEntry[] =>
  agentEntries(catalogue).filter(
    ({ learningRule }) => timescaleOf(findEntry(catalogue, 'learning-rules', learningRule.id)) !== 'control',
  );

/** Agents with units, of those that learn from trials with choices, or without. */
export function unitAgents(catalogue: Catalogue, hasChoices: boolean): readonly AgentEntry[] {
  const acts = ({ learningRule }: AgentEntry): boolean =>
    timescaleOf(findEntry(catalogue, 'learning-rules', learningRule.id)) === 'choice';
  return trialAgents(catalogue).filter((agent) => agent.units.length > 0 && acts(agent) === hasChoices);
}

export function findEntry(catalogue: Catalogue, kind: Kind, id: string): CatalogueEntry | undefined {
  return catalogue[kind].find((entry) => entry.id === id);
}

export const timescaleOf = (entry: Declaration | undefined): Timescale | undefined =>
  (entry as { timescale?: Timescale } | undefined)?.timescale;
