import { find, type Lookup } from './lookup.ts';
import { kindOf, partOf } from './part-of.ts';
import { kindAt, listNames, partNames, parts } from './parts.ts';
import { isControl, type Spec } from './spec.ts';

/** Version of every part that a run depends on, by the part's name; the name of one out of a list has its id, as there may be several. */
export function versions(lookup: Lookup, spec: Spec): Readonly<Record<string, number>> {
  const single = partNames.flatMap((name) => {
    const part = partOf(spec, name);
    return part === undefined ? [] : [[name, find(lookup, kindOf(spec, name), part.id).version] as const];
  });
  const listed = listNames.flatMap((name) =>
    (spec[name] ?? []).map(({ id }) => {
      const kind = kindAt(name, isControl(spec));
      return [`${parts[name].title} ${id}`, find(lookup, kind, id).version] as const;
    }),
  );
  return Object.fromEntries([...single, ...listed]);
}
