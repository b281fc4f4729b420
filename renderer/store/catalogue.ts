import type { ControlEnv } from '../../src/contracts/control-env.ts';
import { findEntry, lookupIn, type Catalogue, type CatalogueEntry } from '../../src/spec/catalogue.ts';
import { actsInSteps } from '../../src/spec/fits.ts';

/** The catalogue, with the user's own parts marked as such in their titles. */
export const withOwnMarked = (catalogue: Catalogue): Catalogue =>
  Object.fromEntries(
    Object.entries(catalogue).map(([kind, entries]: [string, readonly CatalogueEntry[]]) => [
      kind,
      entries.map((entry) => (entry.isOwn === true ? { ...entry, title: `${entry.title} (yours)` } : entry)),
    ]),
  ) as unknown as Catalogue;

/** A paradigm from the catalogue. */
export type ParadigmEntry = CatalogueEntry<'paradigms'>;
/** A stepped environment. */
export type WorldEntry = Extract<CatalogueEntry<'envs'>, Pick<ControlEnv, 'kind'>>;
type AgentEntry = CatalogueEntry<'agents'>;

/** Agents that learn from trials, in paradigms. */
export const trialAgents = (catalogue: Catalogue): readonly AgentEntry[] =>
  catalogue.agents.filter((agent) => !actsInSteps(lookupIn(catalogue), agent));

/** Agents that learn to act in stepped environments. */
export const controlAgents = (catalogue: Catalogue): readonly AgentEntry[] =>
  catalogue.agents.filter((agent) => actsInSteps(lookupIn(catalogue), agent));

/** Agents with units, from those that learn from trials with, or without, choices. */
export function unitAgents(catalogue: Catalogue, hasChoices: boolean): readonly AgentEntry[] {
  const acts = ({ learningRule }: AgentEntry): boolean =>
    findEntry(catalogue, 'learning-rules', learningRule.id)?.timescale === 'choice';
  return trialAgents(catalogue).filter((agent) => agent.units.length > 0 && acts(agent) === hasChoices);
}

export const worldEntries = (catalogue: Catalogue): readonly WorldEntry[] =>
  catalogue.envs.filter((env) => env.kind === 'control');
