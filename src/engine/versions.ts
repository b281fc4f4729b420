import type { AgentPart } from '../contracts/agent.ts';
import type { Kind } from '../contracts/kinds.ts';
import type { PlaySpec } from '../contracts/play-spec.ts';
import type { Spec } from '../contracts/spec.ts';
import { partKinds, partOf, type PartName } from './experiment.ts';
import { playPartKinds, playPartOf, type PlayPartName } from './play/play-spec.ts';
import { find } from './registry.ts';

type NamedPart = readonly [name: string, kind: Kind, part: AgentPart | undefined];

const versionsOf = (parts: readonly NamedPart[]): Readonly<Record<string, number>> =>
  Object.fromEntries(parts.flatMap(([name, kind, part]) => (part === undefined ? [] : [[name, find(kind, part.id).version]])));

/** Version of every part that a run of an experiment depends on, by the part's name; a manipulation's name has its id, as there may be several. */
export function versions({ spec }: { readonly spec: Spec }): Readonly<Record<string, number>> {
  const single = (Object.keys(partKinds) as PartName[]).map((name): NamedPart => [name, partKinds[name], partOf(spec, name)]);
  return versionsOf([...single, ...manipulationsOf(spec)]);
}

/** Version of every part that a run in a stepped world depends on, by the part's name. */
export const playVersions = (spec: PlaySpec): Readonly<Record<string, number>> =>
  versionsOf([...(Object.keys(playPartKinds) as PlayPartName[]).map((name): NamedPart => [name, playPartKinds[name], playPartOf(spec, name)]), ...manipulationsOf(spec)]);

const manipulationsOf = ({ manipulations = [] }: Pick<Spec, 'manipulations'>): readonly NamedPart[] => manipulations.map((part) => [`manipulation ${part.id}`, 'manipulations', part]);
