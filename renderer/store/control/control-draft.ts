import type { AgentPart } from '../../../src/contracts/agent.ts';
import type { Catalogue, CatalogueEntry } from '../../../src/contracts/catalogue.ts';
import type { Declaration } from '../../../src/contracts/declaration.ts';
import type { Kind } from '../../../src/contracts/kinds.ts';
import type { AnyValues, ParameterValue } from '../../../src/contracts/parameters.ts';
import { specVersion, steppedDefaults, type SteppedSpec } from '../../../src/contracts/spec.ts';
import { kindOf, partOf, withPart, type PartName } from '../../../src/contracts/spec-parts.ts';
import { inStepped } from '../../../src/contracts/time-constants.ts';
import { agentEntries, findEntry, timescaleOf, type AgentEntry } from '../catalogue.ts';

/** What the catalogue says of a stepped world. */
export interface WorldEntry extends Declaration {
  readonly genre: 'arcade' | 'control' | 'grid' | 'maze' | 'bandit';
  readonly agent: string;
}

export const worldEntries = (catalogue: Catalogue): readonly WorldEntry[] =>
  catalogue.envs.filter((entry) => entry['kind'] === 'stepped') as unknown as readonly WorldEntry[];

/** Agents that learn to act in stepped worlds. */
export const actingAgents = (catalogue: Catalogue): readonly AgentEntry[] =>
  agentEntries(catalogue).filter(
    ({ learningRule }) => timescaleOf(findEntry(catalogue, 'learning-rules', learningRule.id)) === 'action',
  );

/** What the catalogue says of a part of a play, with its parameters as they are in a stepped environment. */
export const playEntry = (catalogue: Catalogue, spec: SteppedSpec, name: PartName): CatalogueEntry | undefined =>
  steppedEntry(catalogue, kindOf(spec, name), partOf(spec, name)?.id ?? '');

function steppedEntry(catalogue: Catalogue, kind: Kind, id: string): CatalogueEntry | undefined {
  const entry = findEntry(catalogue, kind, id);
  return entry === undefined ? undefined : inSteps(entry);
}

const inSteps = (entry: CatalogueEntry): CatalogueEntry => ({ ...entry, parameters: inStepped(entry.parameters) });

/** The catalogue with manipulations as they are in a stepped environment. */
export const steppedManipulations = (catalogue: Catalogue): Catalogue => ({
  ...catalogue,
  manipulations: catalogue.manipulations.map(inSteps),
});

/** A world with an agent (its own unless told), everything at its default. */
export function playDraft(
  catalogue: Catalogue,
  world: string,
  agentId?: string,
  seed: number = steppedDefaults.seed,
): SteppedSpec | undefined {
  const entry = worldEntries(catalogue).find(({ id }) => id === world);
  const agents = actingAgents(catalogue);
  const agent = agents.find(({ id }) => id === (agentId ?? entry?.agent)) ?? agents[0];
  if (entry === undefined || agent === undefined) return undefined;
  const { worlds } = (findEntry(catalogue, 'learning-rules', agent.learningRule.id) ?? {}) as { worlds?: number };
  return {
    phasic: specVersion,
    world: { id: world, parameters: defaultsOf(entry) },
    agent: agentParts(catalogue, agent),
    ...steppedDefaults,
    worlds: worlds ?? steppedDefaults.worlds,
    seed,
  };
}

function agentParts(
  catalogue: Catalogue,
  { id, architecture, objective, learningRule, policy }: AgentEntry,
): SteppedSpec['agent'] {
  const full = (kind: 'architectures' | 'objectives' | 'learning-rules' | 'policies', part: AgentPart): AgentPart => ({
    id: part.id,
    parameters: { ...defaultsOf(steppedEntry(catalogue, kind, part.id)), ...part.parameters },
  });
  return {
    id,
    architecture: full('architectures', architecture),
    objective: full('objectives', objective),
    learningRule: full('learning-rules', learningRule),
    ...(policy === undefined ? {} : { policy: full('policies', policy) }),
  };
}

const defaultsOf = (entry: Declaration | undefined): AnyValues =>
  Object.fromEntries(Object.entries(entry?.parameters ?? {}).map(([name, { default: value }]) => [name, value]));

/** The same world with another agent. */
export function withPlayAgent(catalogue: Catalogue, draft: SteppedSpec, agent: string): SteppedSpec {
  const changed = playDraft(catalogue, draft.world.id, agent, draft.seed);
  const { world, recording, manipulations } = draft;
  return changed === undefined
    ? draft
    : { ...changed, world, recording, ...(manipulations === undefined ? {} : { manipulations }) };
}

export function withPlayValue(
  draft: SteppedSpec,
  name: PartName,
  parameter: string,
  value: ParameterValue,
): SteppedSpec {
  const part = partOf(draft, name);
  if (part === undefined) return draft;
  return withPart(draft, name, { id: part.id, parameters: { ...part.parameters, [parameter]: value } });
}

/** The same with another recording, at its defaults. */
export const withPlayRecording = (catalogue: Catalogue, draft: SteppedSpec, id: string): SteppedSpec => ({
  ...draft,
  recording: { id, parameters: defaultsOf(findEntry(catalogue, 'recordings', id)) },
});

/** What reset goes back to: what the named agent has, else the part's default. */
export function playBase(
  catalogue: Catalogue,
  draft: SteppedSpec,
  name: PartName,
  parameter: string,
): ParameterValue | undefined {
  const plain = playDraft(catalogue, draft.world.id, draft.agent.id);
  return (
    (plain === undefined ? undefined : partOf(plain, name))?.parameters[parameter] ??
    playEntry(catalogue, draft, name)?.parameters[parameter]?.default
  );
}
