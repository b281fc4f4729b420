import type { AgentPart } from '../contracts/agent.ts';
import type { Kind } from '../contracts/kinds.ts';
import type { Spec } from '../contracts/spec.ts';
import { kindOf, partNames, partOf } from '../contracts/spec-parts.ts';
import { find } from './registry.ts';

/** Version of every part that a run depends on, by the part's name; a manipulation's name has its id, as there may be several. */
export function versions(spec: Spec): Readonly<Record<string, number>> {
  const single = partNames.map((name) => [name, kindOf(spec, name), partOf(spec, name)] as const);
  const done = (spec.manipulations ?? []).map((part): readonly [string, Kind, AgentPart] => [
    `manipulation ${part.id}`,
    'manipulations',
    part,
  ]);
  return Object.fromEntries(
    [...single, ...done].flatMap(([name, kind, part]) =>
      part === undefined ? [] : [[name, find(kind, part.id).version]],
    ),
  );
}
