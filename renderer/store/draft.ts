import type { AgentPart } from '../../src/contracts/agent.ts';
import type { Catalogue } from '../../src/contracts/catalogue.ts';
import type { Kind } from '../../src/contracts/kinds.ts';
import type { AnyValues, ParameterValue } from '../../src/contracts/parameters.ts';
import { specVersion, trialDefaults, type TrialSpec } from '../../src/contracts/spec.ts';
import type { NamedAgent } from '../../src/designs/design-text.ts';
import { kindOf, partOf, withPart, type PartName } from '../../src/contracts/spec-parts.ts';
import { agentEntries, findEntry, paradigmEntries, timescaleOf, type AgentEntry } from './catalogue.ts';

/** A paradigm with an agent (its own first one unless told), everything at its default. */
export function draftFor(
  catalogue: Catalogue,
  paradigmId: string,
  agentId?: string,
  seed: number = trialDefaults.seed,
): TrialSpec | undefined {
  const paradigm = paradigmEntries(catalogue).find(({ id }) => id === paradigmId);
  if (paradigm === undefined) return undefined;
  const agent = agentEntries(catalogue).find(({ id }) => id === (agentId ?? paradigm.agent));
  if (agent === undefined) return undefined;
  return {
    phasic: specVersion,
    world: fullPart(catalogue, 'paradigms', { id: paradigm.id, parameters: {} }),
    agent: agentParts(catalogue, agent),
    recording: fullPart(catalogue, 'recordings', paradigm.recording),
    seed,
    backend: trialDefaults.backend,
  };
}

function agentParts(catalogue: Catalogue, agent: AgentEntry): TrialSpec['agent'] {
  return {
    id: agent.id,
    architecture: fullPart(catalogue, 'architectures', agent.architecture),
    objective: fullPart(catalogue, 'objectives', agent.objective),
    learningRule: fullPart(catalogue, 'learning-rules', agent.learningRule),
    ...(agent.policy === undefined ? {} : { policy: fullPart(catalogue, 'policies', agent.policy) }),
  };
}

function fullPart(catalogue: Catalogue, kind: Kind, part: AgentPart): AgentPart {
  const declared = findEntry(catalogue, kind, part.id)?.parameters ?? {};
  const defaults = Object.fromEntries(Object.entries(declared).map(([key, parameter]) => [key, parameter.default]));
  return { id: part.id, parameters: { ...defaults, ...part.parameters } };
}

export function withAgent(catalogue: Catalogue, draft: TrialSpec, agentId: string): TrialSpec {
  const agent = agentEntries(catalogue).find(({ id }) => id === agentId);
  return agent === undefined ? draft : { ...draft, agent: agentParts(catalogue, agent) };
}

/** The agent of a text: by its name, with what of its learning rule differs. */
export function agentNamed(
  catalogue: Catalogue,
  draft: TrialSpec,
  { id, learningRule }: NamedAgent,
): TrialSpec['agent'] {
  const { agent } = withAgent(catalogue, draft, id);
  if (learningRule?.id !== agent.learningRule.id) return agent;
  return {
    ...agent,
    learningRule: { id: learningRule.id, parameters: { ...agent.learningRule.parameters, ...learningRule.parameters } },
  };
}

/** Swaps one part for another of its kind, at that part's defaults. */
export function withPartId(catalogue: Catalogue, draft: TrialSpec, name: PartName, id: string): TrialSpec {
  const swapped = withPart(draft, name, fullPart(catalogue, kindOf(draft, name), basePart(catalogue, draft, name, id)));
  return named(catalogue, swapped);
}

// An agent with a part swapped is no longer the one that has the name; it may now be another one.
function named(catalogue: Catalogue, draft: TrialSpec): TrialSpec {
  const { architecture, objective, learningRule, policy } = draft.agent;
  const fits = (agent: AgentEntry): boolean =>
    agent.architecture.id === architecture.id &&
    agent.objective.id === objective.id &&
    agent.learningRule.id === learningRule.id &&
    agent.policy?.id === policy?.id;
  const candidates = agentEntries(catalogue).filter(fits);
  const agent = candidates.find(({ id }) => id === draft.agent.id) ?? candidates[0];
  return {
    ...draft,
    agent: {
      ...(agent === undefined ? {} : { id: agent.id }),
      architecture,
      objective,
      learningRule,
      ...(policy === undefined ? {} : { policy }),
    },
  };
}

export function withValue(draft: TrialSpec, name: PartName, parameter: string, value: ParameterValue): TrialSpec {
  const part = partOf(draft, name);
  if (part === undefined) return draft;
  const parameters: AnyValues = { ...part.parameters, [parameter]: value };
  return withPart(draft, name, { id: part.id, parameters });
}

/** What `reset` goes back to: the named agent's or the paradigm's own value, else the declared default. */
export function baseValue(
  catalogue: Catalogue,
  draft: TrialSpec,
  name: PartName,
  parameter: string,
): ParameterValue | undefined {
  const base = fullPart(
    catalogue,
    kindOf(draft, name),
    basePart(catalogue, draft, name, partOf(draft, name)?.id ?? ''),
  );
  return base.parameters[parameter];
}

function basePart(catalogue: Catalogue, draft: TrialSpec, name: PartName, id: string): AgentPart {
  const plain: AgentPart = { id, parameters: {} };
  const declared =
    name === 'recording'
      ? paradigmEntries(catalogue).find((entry) => entry.id === draft.world.id)?.recording
      : name === 'world'
        ? undefined
        : agentEntries(catalogue).find((entry) => entry.id === draft.agent.id)?.[name];
  return declared?.id === id ? declared : plain;
}

/** True when a part or a value differs from the named agent's. */
export function isChangedAgent(catalogue: Catalogue, draft: TrialSpec): boolean {
  const agent = agentEntries(catalogue).find(({ id }) => id === draft.agent.id);
  return (
    agent === undefined ||
    JSON.stringify(agentParts(catalogue, agent)) !== JSON.stringify(orderedAgent(catalogue, draft))
  );
}

// The same keys in the same order as agentParts() makes them, whatever order the spec's file had.
function orderedAgent(catalogue: Catalogue, draft: TrialSpec): TrialSpec['agent'] {
  const { id = '', architecture, objective, learningRule, policy } = draft.agent;
  return {
    id,
    architecture: fullPart(catalogue, 'architectures', architecture),
    objective: fullPart(catalogue, 'objectives', objective),
    learningRule: fullPart(catalogue, 'learning-rules', learningRule),
    ...(policy === undefined ? {} : { policy: fullPart(catalogue, 'policies', policy) }),
  };
}

/** Why an agent cannot live in the world at hand; undefined when it can. */
export function misfit(catalogue: Catalogue, paradigm: string, agent: AgentEntry): string | undefined {
  const hasChoices = paradigmEntries(catalogue).find(({ id }) => id === paradigm)?.hasChoices ?? false;
  const timescale = timescaleOf(findEntry(catalogue, 'learning-rules', agent.learningRule.id));
  if (timescale === 'control') return 'acts at every step, and here are trials';
  const acts = timescale === 'choice';
  if (acts === hasChoices) return undefined;
  return acts ? 'acts, and here is nothing to choose' : 'makes no choices, and this world asks for them';
}

/** Why a part cannot be chosen beside the others; undefined when it can. */
export function incompatibility(
  catalogue: Catalogue,
  draft: TrialSpec,
  name: PartName,
  id: string,
): string | undefined {
  const other = name === 'architecture' ? 'learningRule' : name === 'learningRule' ? 'architecture' : undefined;
  if (other === undefined) return undefined;
  const mine = timescaleOf(findEntry(catalogue, kindOf(draft, name), id));
  const theirs = findEntry(catalogue, kindOf(draft, other), partOf(draft, other)?.id ?? '');
  const needed = timescaleOf(theirs);
  if (mine === needed) return undefined;
  const doing = name === 'architecture' ? 'gives features' : 'learns';
  return `${doing} once a ${mine}; ${theirs?.title} works once a ${needed}. Choose an agent that has both.`;
}

/** A spec of whichever world, as far as manipulations go. */
type Manipulable = { readonly manipulations?: readonly AgentPart[] };

/** One more manipulation, at its defaults. */
export function withManipulation<S extends Manipulable>(catalogue: Catalogue, draft: S, id: string): S {
  const declared = findEntry(catalogue, 'manipulations', id)?.parameters ?? {};
  const parameters = Object.fromEntries(Object.entries(declared).map(([name, parameter]) => [name, parameter.default]));
  return { ...draft, manipulations: [...(draft.manipulations ?? []), { id, parameters }] };
}

export interface ChangedParameter {
  readonly name: string;
  readonly value: ParameterValue;
}

/** The place-th manipulation with another value, or gone where there is no value. */
export function withChangedManipulation<S extends Manipulable>(
  draft: S,
  place: number,
  change: ChangedParameter | undefined,
): S {
  const changed = (draft.manipulations ?? []).flatMap((part, i) => {
    if (i !== place) return [part];
    return change === undefined
      ? []
      : [{ id: part.id, parameters: { ...part.parameters, [change.name]: change.value } }];
  });
  return changed.length === 0 ? withoutManipulations(draft) : { ...draft, manipulations: changed };
}

/** The same with an animal to which nothing is done. */
export function withoutManipulations<S extends Manipulable>(draft: S): S {
  return Object.fromEntries(Object.entries(draft).filter(([field]) => field !== 'manipulations')) as unknown as S;
}
