import type { Catalogue, CatalogueEntry, WorldFacts } from '../contracts/catalogue.ts';
import type { Declaration } from '../contracts/declaration.ts';
import type { Paradigm } from '../contracts/paradigm.ts';
import { parseParameters } from '../contracts/parameters.ts';
import { kinds, list } from './registry.ts';

let known: Catalogue | undefined;

/** Everything registered, without its functions: for forms, `phasic list` and the docs. Put together once. */
export function catalogue(): Catalogue {
  known ??= put();
  return known;
}

function put(): Catalogue {
  const plain = (thing: Declaration): CatalogueEntry => JSON.parse(JSON.stringify(thing));
  const all = Object.fromEntries(kinds.map((kind) => [kind, list(kind).map(plain)])) as unknown as Catalogue;
  return { ...all, paradigms: list('paradigms').map((paradigm) => ({ ...plain(paradigm), ...worldFacts(paradigm) })) };
}

function worldFacts(paradigm: Paradigm): WorldFacts {
  return { hasChoices: paradigm.design(parseParameters(paradigm.parameters, {}, paradigm.id)).states !== undefined };
}
