import type { Agent } from '../contracts/agent.ts';
import type { AgentFacts, Catalogue, SeenFacts } from '../spec/catalogue.ts';
import type { Declared } from '../spec/lookup.ts';
import { kinds, type Kind } from '../spec/kinds.ts';
import type { Env } from '../contracts/env.ts';
import { envPage } from '../contracts/env-page.ts';
import { parseParameters } from '../contracts/parameters.ts';
import { randomStream } from '../core/random.ts';
import { find, isOwn, lookup } from './registry.ts';

let known: Catalogue | undefined;

/** Everything registered, without its functions: for forms, `phasic list` and the docs. Built once. */
export function catalogue(): Catalogue {
  known ??= put();
  return known;
}

function put(): Catalogue {
  const plain = <K extends Kind>(kind: K): readonly Declared<K>[] =>
    JSON.parse(
      JSON.stringify(
        lookup.ids(kind).map((id) => ({ ...lookup.get(kind, id), ...(isOwn(kind, id) ? { isOwn: true } : {}) })),
      ),
    );
  const all = Object.fromEntries(kinds.map((kind) => [kind, plain(kind)])) as unknown as Catalogue;
  return {
    ...all,
    envs: plain('envs').map((env) => ({ ...env, ...seenIn(find('envs', env.id)) })),
    agents: plain('agents').map((agent) => ({ ...agent, ...agentFacts(find('agents', agent.id)) })),
  };
}

function seenIn(env: Env): Partial<SeenFacts> {
  if (env.kind !== 'control') return {};
  const { observation } = env.create(parseParameters(env.parameters, {}, env.id));
  return {
    seen:
      observation.kind === 'discrete' ? [] : observation.kind === 'binary' ? observation.channels : observation.names,
    page: envPage(env),
  };
}

function agentFacts({ architecture, objective, learningRule }: Agent): AgentFacts {
  const rule = find('learning-rules', learningRule.id);
  if (rule.timescale === 'control') return { units: (rule.units ?? []).map(({ id }) => id) };
  const parts = [find('architectures', architecture.id), rule];
  const { id, parameters, terms } = find('objectives', objective.id);
  const { channels } = terms(parseParameters(parameters, objective.parameters ?? {}, id), randomStream(1, 'catalogue'));
  const groups = parts.flatMap((part) => ('units' in part ? (part.units ?? []) : []));
  // The groups that every run records are those of channels.
  return { units: groups.filter(({ always }) => always !== true || channels !== undefined).map((group) => group.id) };
}
