import type { Recorded } from '../../contracts/citation.ts';
import { find, lookup } from '../../engine/registry.ts';
import { kinds, singular, type Kind } from '../../spec/kinds.ts';
import { kindOf, partOf } from '../../spec/part-of.ts';
import { agentPartNames, kindAt, listNames } from '../../spec/parts.ts';
import { defaultedNames, isControl, type Spec } from '../../spec/spec.ts';
import { isSameWork, mergedWork, worksOf, type Work } from './works.ts';

/** A registered part. */
export interface CitedPart {
  readonly kind: Kind;
  readonly id: string;
}

/** A work, with what it is cited for: `paradigm schultz-1997`. */
export interface CitedWork extends Work {
  readonly uses: readonly string[];
}

/** Recorded numbers of a paradigm, as its summaries and traces declare them. */
export interface RecordedNumbers extends Recorded {
  readonly paradigm: string;
  /** Titles of the plots and traces. */
  readonly titles: readonly string[];
}

/** All parts of an experiment: its world, its agent and the agent's parts, the recording, manipulations. */
export function partsOf(spec: Spec): readonly CitedPart[] {
  const { id } = spec.agent;
  const single = ([...agentPartNames, ...defaultedNames] as const).flatMap((name) => {
    const part = partOf(spec, name);
    return part === undefined ? [] : [{ kind: kindOf(spec, name), id: part.id }];
  });
  const listed = listNames.flatMap((name) =>
    (spec[name] ?? []).map((part) => ({ kind: kindAt(name, isControl(spec)), id: part.id })),
  );
  return [
    { kind: kindOf(spec, 'world'), id: spec.world.id },
    ...(id === undefined ? [] : [{ kind: 'agents' as const, id }]),
    ...single,
    ...listed,
  ];
}

/** Everything of this id, of whatever kind; an agent with its parts. */
export function partsNamed(id: string): readonly CitedPart[] {
  const named = kinds.flatMap((kind) => (lookup.get(kind, id) === undefined ? [] : [{ kind, id }]));
  const agent = lookup.get('agents', id);
  const parts = agentPartNames.flatMap((name) => {
    const part = agent?.[name];
    return part === undefined ? [] : [{ kind: kindAt(name, false), id: part.id }];
  });
  return [...named, ...parts.filter((part) => !named.some((one) => one.kind === part.kind && one.id === part.id))];
}

/** The works of some parts, and of recorded numbers: those among the parts unless given. Each once. */
export function citedWorks(
  parts: readonly CitedPart[],
  recorded: readonly RecordedNumbers[] = recordedIn(parts),
): readonly CitedWork[] {
  const uses = [
    ...parts.map(({ kind, id }) => ({
      citation: find(kind, id).citation,
      use: `${kind === 'envs' ? 'environment' : singular(kind)} ${id}`,
    })),
    ...recorded.map(({ citation, paradigm }) => ({ citation, use: `recorded numbers of ${paradigm}` })),
  ];
  return uses
    .flatMap(({ citation, use }) => worksOf(citation).map((work): CitedWork => ({ ...work, uses: [use] })))
    .reduce<readonly CitedWork[]>(withWork, []);
}

function withWork(works: readonly CitedWork[], added: CitedWork): readonly CitedWork[] {
  const at = works.findIndex((work) => isSameWork(work, added));
  const there = works[at];
  if (there === undefined) return [...works, added];
  const uses = [...new Set([...there.uses, ...added.uses])];
  return works.with(at, { ...mergedWork(there, added), uses });
}

/** Of the paradigms among some parts; numbers of the same origin together. */
export function recordedIn(parts: readonly CitedPart[]): readonly RecordedNumbers[] {
  return parts.flatMap(({ kind, id }) => {
    if (kind !== 'paradigms') return [];
    const { summaries = [], recorded = [] } = find('paradigms', id);
    const plots = summaries.flatMap(({ title, recorded: own }) => (own === undefined ? [] : [{ ...own, title }]));
    const origins = new Map<string, RecordedNumbers>();
    for (const { title, citation, sources, n } of [...plots, ...recorded]) {
      const origin = JSON.stringify([citation, sources, n]);
      const titles = [...(origins.get(origin)?.titles ?? []), title];
      origins.set(origin, { paradigm: id, titles, citation, sources, n });
    }
    return [...origins.values()];
  });
}
