import type { AgentPart } from '../../../src/contracts/agent.ts';
import type { Catalogue, CatalogueEntry } from '../../../src/contracts/catalogue.ts';
import type { Declaration } from '../../../src/contracts/declaration.ts';
import type { Kind } from '../../../src/contracts/kinds.ts';
import type { AnyValues, ParameterValue } from '../../../src/contracts/parameters.ts';
import { specVersion, controlDefaults, type ControlSpec } from '../../../src/contracts/spec.ts';
import { kindOf, partOf, withPart, type PartName } from '../../../src/contracts/spec-parts.ts';
import { inControl } from '../../../src/contracts/time-constants.ts';
import { agentEntries, findEntry, timescaleOf, type AgentEntry } from '../catalogue.ts';

/** What the catalogue says of a stepped world. */
export interface WorldEntry extends Declaration {
  readonly genre: 'arcade' | 'control' | 'grid' | 'maze' | 'bandit';
  readonly agent: string;
}

export const worldEntries = (catalogue: Catalogue): readonly WorldEntry[] =>
  catalogue.envs.filter((entry) => entry['kind'] === 'control') as unknown as readonly WorldEntry[];

/** Agents that learn to act in stepped worlds. */
export const actingAgents = (catalogue: Catalogue): readonly AgentEntry[] =>
  agentEntries(catalogue).filter(
    ({ learningRule }) => timescaleOf(findEntry(catalogue, 'learning-rules', learningRule.id)) === 'control',
  );

/** What the catalogue says of a part of a play, with its parameters as they are in a stepped environment. */
export const controlEntry = (catalogue: Catalogue, spec: ControlSpec, name: PartName): CatalogueEntry | undefined =>
  controlEntryOf(catalogue, kindOf(spec, name), partOf(spec, name)?.id ?? '');

function controlEntryOf(catalogue: Catalogue, kind: Kind, id: string): CatalogueEntry | undefined {
  const entry = findEntry(catalogue, kind, id);
  return entry === undefined ? undefined : inSteps(entry);
}

const inSteps = (entry: CatalogueEntry): CatalogueEntry => ({ ...entry, parameters: inControl(entry.parameters) });

/** The catalogue with manipulations as they are in a stepped environment. */
export const controlManipulations = (catalogue: Catalogue): Catalogue => ({
  ...catalogue,
  manipulations: catalogue.manipulations.map(inSteps),
});

/** A world with an agent (its own unless told), everything at its default. */
export function controlDraft(
  catalogue: Catalogue,
  world: string,
  agentId?: string,
  seed: number = controlDefaults.seed,
): ControlSpec | undefined {
  const entry = worldEntries(catalogue).find(({ id }) => id === world);
  const agents = actingAgents(catalogue);
  const agent = agents.find(({ id }) => id === (agentId ?? entry?.agent)) ?? agents[0];
  if (entry === undefined || agent === undefined) return undefined;
  const { worlds } = (findEntry(catalogue, 'learning-rules', agent.learningRule.id) ?? {}) as { worlds?: number };
  return {
    phasic: specVersion,
    world: { id: world, parameters: defaultsOf(entry) },
    agent: agentParts(catalogue, agent),
    ...controlDefaults,
    worlds: worlds ?? controlDefaults.worlds,
    seed,
  };
}

function agentParts(
  catalogue: Catalogue,
  { id, architecture, objective, learningRule, policy }: AgentEntry,
): ControlSpec['agent'] {
  const full = (kind: 'architectures' | 'objectives' | 'learning-rules' | 'policies', part: AgentPart): AgentPart => ({
    id: part.id,
    parameters: { ...defaultsOf(controlEntryOf(catalogue, kind, part.id)), ...part.parameters },
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
export function withControlAgent(catalogue: Catalogue, draft: ControlSpec, agent: string): ControlSpec {
  const changed = controlDraft(catalogue, draft.world.id, agent, draft.seed);
  const { world, recording, manipulations } = draft;
  return changed === undefined
    ? draft
    : { ...changed, world, recording, ...(manipulations === undefined ? {} : { manipulations }) };
}

export function withControlValue(
  draft: ControlSpec,
  name: PartName,
  parameter: string,
  value: ParameterValue,
): ControlSpec {
  const part = partOf(draft, name);
  if (part === undefined) return draft;
  return withPart(draft, name, { id: part.id, parameters: { ...part.parameters, [parameter]: value } });
}

/** The same with another recording, at its defaults. */
export const withControlRecording = (catalogue: Catalogue, draft: ControlSpec, id: string): ControlSpec => ({
  ...draft,
  recording: { id, parameters: defaultsOf(findEntry(catalogue, 'recordings', id)) },
});

/** What reset goes back to: what the named agent has, else the part's default. */
export function controlBase(
  catalogue: Catalogue,
  draft: ControlSpec,
  name: PartName,
  parameter: string,
): ParameterValue | undefined {
  const plain = controlDraft(catalogue, draft.world.id, draft.agent.id);
  return (
    (plain === undefined ? undefined : partOf(plain, name))?.parameters[parameter] ??
    controlEntry(catalogue, draft, name)?.parameters[parameter]?.default
  );
}
