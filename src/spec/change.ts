import { canonicalJson } from '../core/canonical-json.ts';
import type { AgentPart } from '../contracts/agent.ts';
import type { ParameterValue } from '../contracts/parameters.ts';
import { completeControlSpec } from './complete.ts';
import { agentIn, completeAgent, completePart } from './complete-parts.ts';
import type { Lookup } from './lookup.ts';
import { kindOf, partOf, withPart } from './part-of.ts';
import { agentPartNames, isOfAgent, kindAt, type ListName, type PartName } from './parts.ts';
import { controlDefaults, isControl, type DefaultedName, type PartialAgent, type Spec } from './spec.ts';

/** The same experiment with another agent; in a stepped environment also with as many worlds as that agent is best given, and steps and backend as usual. */
export function withAgent<S extends Spec>(lookup: Lookup, spec: S, agent: PartialAgent): S {
  if (!isControl(spec)) return { ...spec, agent: completeAgent(lookup, agent, spec.world.id) };
  const usual = { worlds: undefined, steps: undefined, backend: undefined };
  return { ...spec, ...completeControlSpec(lookup, { ...spec, ...usual, agent }) };
}

/** Swaps a part for another of its kind, which the named agent or the paradigm may have values for. An agent gets the name of one that has these parts. */
export function withPartId<S extends Spec>(lookup: Lookup, spec: S, name: PartName, id: string): S {
  const swapped = withPart(spec, name, basePart(lookup, spec, name, id));
  return isOfAgent(name) ? renamed(lookup, swapped) : swapped;
}

function renamed<S extends Spec>(lookup: Lookup, spec: S): S {
  const { id, ...own } = spec.agent;
  const hasParts = (agent: string): boolean =>
    agentPartNames.every((name) => lookup.get('agents', agent)?.[name]?.id === own[name]?.id);
  const known = [...(id === undefined ? [] : [id]), ...lookup.ids('agents')].find(hasParts);
  return { ...spec, agent: known === undefined ? own : { id: known, ...own } };
}

/** A part as the named agent, or the paradigm, has it where that is the part it has; else at its defaults. What a reset goes back to. */
export function basePart(lookup: Lookup, spec: Spec, name: PartName, id = partOf(spec, name)?.id ?? ''): AgentPart {
  return completePart(lookup, kindOf(spec, name), id, {
    base: baseOf(lookup, spec, name),
    inSteps: isControl(spec),
  });
}

function baseOf(lookup: Lookup, spec: Spec, name: PartName): AgentPart | undefined {
  if (name === 'world') return undefined;
  if (isOfAgent(name)) {
    const { id } = spec.agent;
    return id === undefined || lookup.get('agents', id) === undefined
      ? undefined
      : agentIn(lookup, id, spec.world.id)[name];
  }
  const beside: { readonly [N in DefaultedName]?: AgentPart } | undefined = isControl(spec)
    ? controlDefaults
    : lookup.get('paradigms', spec.world.id);
  return beside?.[name];
}

/** True when a part or a value differs from the agent's that the spec names. */
export const isChangedAgent = (lookup: Lookup, { agent, world }: Pick<Spec, 'agent' | 'world'>): boolean =>
  agent.id === undefined || canonicalJson(completeAgent(lookup, agent.id, world.id)) !== canonicalJson(agent);

/** One more of a list, at its defaults. */
export function withListed<S extends Spec>(lookup: Lookup, spec: S, name: ListName, id: string): S {
  const part = completePart(lookup, kindAt(name, isControl(spec)), id, { inSteps: isControl(spec) });
  return { ...spec, [name]: [...(spec[name] ?? []), part] };
}

export interface ChangedParameter {
  readonly name: string;
  readonly value: ParameterValue;
}

/** The place-th of a list with another value, or gone where there is no value. */
export function withChanged<S extends Spec>(
  spec: S,
  name: ListName,
  place: number,
  change: ChangedParameter | undefined,
): S {
  const changed = (spec[name] ?? []).flatMap((part, i) => {
    if (i !== place) return [part];
    return change === undefined
      ? []
      : [{ id: part.id, parameters: { ...part.parameters, [change.name]: change.value } }];
  });
  return changed.length === 0 ? withoutList(spec, name) : { ...spec, [name]: changed };
}

/** The same without any of a list. */
export const withoutList = <S extends Spec>(spec: S, name: ListName): S =>
  Object.fromEntries(Object.entries(spec).filter(([field]) => field !== name)) as unknown as S;
