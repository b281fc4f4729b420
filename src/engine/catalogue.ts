import type { Agent } from '../contracts/agent.ts';
import type { AgentFacts, Catalogue, CatalogueEntry, SeenFacts, WorldFacts } from '../contracts/catalogue.ts';
import type { Declaration } from '../contracts/declaration.ts';
import type { Paradigm } from '../contracts/paradigm.ts';
import type { ControlEnv } from '../contracts/control-env.ts';
import { parseParameters } from '../contracts/parameters.ts';
import { randomStream } from '../core/random.ts';
import { find, kinds, list } from './registry.ts';

let known: Catalogue | undefined;

/** Everything registered, without its functions: for forms, `phasic list` and the docs. Put together once. */
export function catalogue(): Catalogue {
  known ??= put();
  return known;
}

function put(): Catalogue {
  const plain = (thing: Declaration): CatalogueEntry => JSON.parse(JSON.stringify(thing));
  const all = Object.fromEntries(kinds.map((kind) => [kind, list(kind).map(plain)])) as unknown as Catalogue;
  return {
    ...all,
    paradigms: list('paradigms').map((paradigm) => ({ ...plain(paradigm), ...worldFacts(paradigm) })),
    envs: list('envs').map((env) => ({ ...plain(env), ...(env.kind === 'control' ? seenIn(env) : {}) })),
    agents: list('agents').map((agent) => ({ ...plain(agent), ...agentFacts(agent) })),
  };
}

function seenIn(env: ControlEnv): SeenFacts {
  const { observation } = env.create(parseParameters(env.parameters, {}, env.id));
  return {
    seen:
      observation.kind === 'discrete' ? [] : observation.kind === 'binary' ? observation.channels : observation.names,
  };
}

function worldFacts(paradigm: Paradigm): WorldFacts {
  return { hasChoices: paradigm.design(parseParameters(paradigm.parameters, {}, paradigm.id)).states !== undefined };
}

function agentFacts({ architecture, objective, learningRule }: Agent): AgentFacts {
  const parts = [find('architectures', architecture.id), find('learning-rules', learningRule.id)];
  const { id, parameters, terms } = find('objectives', objective.id);
  const { channels } = terms(parseParameters(parameters, objective.parameters ?? {}, id), randomStream(1, 'catalogue'));
  const groups = parts.flatMap((part) => ('units' in part ? (part.units ?? []) : []));
  // Groups that every run records are those of channels.
  return { units: groups.filter(({ always }) => always !== true || channels !== undefined).map((group) => group.id) };
}
