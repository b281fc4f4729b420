import { didYouMean, InputError } from '../core/errors.ts';
import type { Declaration } from '../contracts/declaration.ts';
import { singular, type Kind, type Kinds } from './kinds.ts';

/** What of a thing is plain data: all but its functions. */
type Plain<T> = T extends (...given: never) => unknown
  ? never
  : T extends readonly (infer Item)[]
    ? readonly Plain<Item>[]
    : T extends object
      ? { readonly [K in keyof T as NonNullable<T[K]> extends (...given: never) => unknown ? never : K]: Plain<T[K]> }
      : T;

/** What a world of trials asks of an agent. */
export interface WorldFacts {
  /** Whether it has to choose. */
  readonly hasChoices: boolean;
  /** Whether rewards have learning rates of their own. */
  readonly hasRates: boolean;
}

type Beyond<T> = T extends unknown ? Plain<Omit<T, keyof Declaration>> & Declaration : never;

/** A thing as data: what the registry and the catalogue both know of it. */
export type Declared<K extends Kind> = Beyond<Kinds[K]> & (K extends 'paradigms' ? WorldFacts : unknown);

/** Where things are found: the engine gives one from the registry, the page one from the catalogue. */
export interface Lookup {
  get<K extends Kind>(kind: K, id: string): Declared<K> | undefined;
  ids(kind: Kind): readonly string[];
}

/** @throws InputError with the nearest known id */
export function find<K extends Kind>(lookup: Lookup, kind: K, id: string): Declared<K> {
  const found = lookup.get(kind, id);
  if (found === undefined) throw unknownThing(kind, id, lookup.ids(kind));
  return found;
}

export const unknownThing = (kind: Kind, id: string, ids: readonly string[]): InputError =>
  new InputError(
    `unknown ${singular(kind)} '${id}'`,
    kind,
    didYouMean(id, ids, `\`phasic list ${kind}\` names all ${ids.length}`),
  );
