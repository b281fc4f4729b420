import type { Catalogue, CatalogueEntry } from '../contracts/catalogue.ts';
import type { Declaration } from '../contracts/declaration.ts';
import { kinds, list } from './registry.ts';

/** Everything registered, without its functions: for forms, `phasic list` and the docs. */
export function catalogue(): Catalogue {
  const plain = (thing: Declaration): CatalogueEntry => JSON.parse(JSON.stringify(thing));
  return Object.fromEntries(kinds.map((kind) => [kind, list(kind).map(plain)])) as unknown as Catalogue;
}
