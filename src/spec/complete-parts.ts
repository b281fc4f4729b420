import { InputError } from '../core/errors.ts';
import type { AgentPart } from '../contracts/agent.ts';
import { parseParameters } from '../contracts/parameters.ts';
import { inControl } from '../contracts/time-constants.ts';
import { takesPolicy } from './fits.ts';
import { find, type Lookup } from './lookup.ts';
import { singular, type Kind } from './kinds.ts';
import { agentPartNames, isOptional, kindAt, listNames, type AgentPartName } from './parts.ts';
import {
  defaultedNames,
  type AgentParts,
  type DefaultedName,
  type PartialAgent,
  type PartialPart,
  type PartialSpec,
  type PartsBeside,
  type RequiredAgentPart,
} from './spec.ts';

export const idOf = (part: PartialPart): string => (typeof part === 'string' ? part : part.id);

interface Where {
  /** Gives the values that hold where the part is the same one and does not say otherwise. */
  readonly base?: AgentPart | undefined;
  /** True in a stepped environment, where time constants are for a step. */
  readonly inSteps?: boolean;
}

/** @throws InputError for an unknown id or parameter, or a value out of range */
export function completePart(
  lookup: Lookup,
  kind: Kind,
  given: PartialPart,
  { base, inSteps = false }: Where = {},
): AgentPart {
  const { id, parameters = {} } = typeof given === 'string' ? { id: given } : given;
  const { parameters: declared } = find(lookup, kind, id);
  const inherited = base?.id === id ? base.parameters : {};
  return {
    id,
    parameters: parseParameters(
      inSteps ? inControl(declared) : declared,
      { ...inherited, ...parameters },
      `${singular(kind)} ${id}`,
    ),
  };
}

type NamedParts = { readonly [Name in AgentPartName]?: AgentPart };

/**
 * The parts of a named agent, with the values that a paradigm has for it.
 * @throws InputError for an unknown id
 */
export function agentIn(lookup: Lookup, id: string, world?: string): NamedParts & { readonly id: string } {
  const agent = find(lookup, 'agents', id);
  const own = (world === undefined ? undefined : lookup.get('paradigms', world)?.settings?.[id]) ?? {};
  const changed = agentPartNames.flatMap((name) => {
    const part = agent[name];
    return part === undefined || own[name] === undefined
      ? []
      : [[name, { id: part.id, parameters: { ...part.parameters, ...own[name] } }] as const];
  });
  return { ...agent, ...Object.fromEntries(changed) };
}

/**
 * Fills in an agent's parts and their values, in a world that may have values for it. An agent with a part swapped no longer has the name that it was given.
 * @throws InputError for an unknown id, a part that is missing, or a value out of range
 */
export function completeAgent(lookup: Lookup, given: PartialAgent, world?: string): AgentParts {
  const named = typeof given === 'string' ? { id: given } : given;
  const base = named.id === undefined ? undefined : agentIn(lookup, named.id, world);
  const chosen = chosenParts(lookup, named, base);
  const inSteps = find(lookup, 'learning-rules', idOf(chosen.learningRule)).timescale === 'control';
  const completed = agentPartNames.flatMap((name) => {
    const part = chosen[name];
    return part === undefined
      ? []
      : [[name, completePart(lookup, kindAt(name, inSteps), part, { base: base?.[name], inSteps })] as const];
  });
  const agent = Object.fromEntries(completed) as unknown as AgentParts;
  const isNamed = base !== undefined && agentPartNames.every((name) => base[name]?.id === agent[name]?.id);
  return isNamed ? { id: base.id, ...agent } : agent;
}

type Chosen = Readonly<Record<RequiredAgentPart, PartialPart>> &
  Readonly<Partial<Record<AgentPartName, PartialPart | undefined>>>;

/** What an agent consists of: what is given, else what the named one has. It has a policy where its rule takes one; one that is given stays. */
function chosenParts(lookup: Lookup, named: Exclude<PartialAgent, string>, base: Partial<Chosen> = {}): Chosen {
  const chosen = Object.fromEntries(agentPartNames.map((name) => [name, named[name] ?? base[name]])) as Chosen;
  const missing = agentPartNames.find((name) => chosen[name] === undefined && !isOptional(name));
  if (missing !== undefined)
    throw new InputError(`agent.${missing} is missing`, 'spec', 'name an agent by its id, or give all three parts');
  const takes = takesPolicy(find(lookup, 'learning-rules', idOf(chosen.learningRule)));
  return { ...chosen, policy: takes ? (chosen.policy ?? 'softmax') : named.policy };
}

/**
 * Fills in what stands beside the agent and the world.
 * @param base the parts that hold where none is given
 * @throws InputError for an unknown id or parameter, or a value out of range
 */
export function completeBeside(
  lookup: Lookup,
  given: PartialSpec,
  base: { readonly [Name in DefaultedName]?: AgentPart },
  inSteps: boolean,
): PartsBeside {
  const lists = listNames.flatMap((name) => {
    const list = (given[name] ?? []).map((part) => completePart(lookup, kindAt(name, inSteps), part, { inSteps }));
    return list.length === 0 ? [] : [[name, list] as const];
  });
  const single = defaultedNames.flatMap((name) => {
    const part = given[name] ?? base[name];
    return part === undefined
      ? []
      : [[name, completePart(lookup, kindAt(name, inSteps), part, { base: base[name], inSteps })] as const];
  });
  return Object.fromEntries([...lists, ...single]) as PartsBeside;
}
