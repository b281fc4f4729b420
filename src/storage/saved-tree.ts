import type { Saved, SavedArray } from '../contracts/saved.ts';

// Compares saved states as trees, so that a fault anywhere in one is found before it is used as a state.

const isArray = (value: unknown): value is SavedArray => ArrayBuffer.isView(value);
const isParts = (value: Saved | undefined): value is { readonly [name: string]: Saved } =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !isArray(value);
const inside = (path: string, name: string | number): string => (path === '' ? String(name) : `${path}/${name}`);

function kindOf(value: Saved | undefined): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (isArray(value)) return value.constructor.name;
  return Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/**
 * The first place where a state's form differs from that of an initial state: other names, or other types of values.
 * Lists and arrays may have any length, because many grow during a run; an empty one does not constrain its content; a
 * number that starts as an integer is a count, and stays an integer.
 * @returns undefined if there is none
 */
export function misfitOf(given: Saved | undefined, like: Saved | undefined, path = ''): string | undefined {
  if (kindOf(given) !== kindOf(like)) return `${path} is ${kindOf(given)}, not ${kindOf(like)}`;
  if (isCount(like) && !isCount(given)) return `${path} is ${JSON.stringify(given)}, and must be a count`;
  if (Array.isArray(given) && Array.isArray(like)) {
    const items = given as readonly Saved[];
    return like.length === 0
      ? undefined
      : first(items.keys(), (i) =>
          misfitOf(items[i], (like as readonly Saved[])[Math.min(i, like.length - 1)], inside(path, i)),
        );
  }
  if (isParts(given) && isParts(like) && Object.keys(like).length > 0)
    return first(namesOf(given, like), (name) => misfitOf(given[name], like[name], inside(path, name)));
  return undefined;
}

const isCount = (value: Saved | undefined): boolean =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

/**
 * The first place where two states differ.
 * @returns undefined if they are equal
 */
export function differenceOf(given: Saved | undefined, found: Saved | undefined, path = ''): string | undefined {
  if (kindOf(given) !== kindOf(found)) return `${path} cannot be ${kindOf(given)}`;
  if (isArray(given) && isArray(found)) return isSameArray(given, found) ? undefined : `${path} holds what cannot be`;
  if (Array.isArray(given) && Array.isArray(found)) {
    if (given.length !== found.length) return `${path} has ${given.length} items, not ${found.length}`;
    const [items, others] = [given, found] as readonly (readonly Saved[])[] as readonly [
      readonly Saved[],
      readonly Saved[],
    ];
    return first(items.keys(), (i) => differenceOf(items[i], others[i], inside(path, i)));
  }
  if (isParts(given) && isParts(found))
    return first(namesOf(given, found), (name) => differenceOf(given[name], found[name], inside(path, name)));
  return Object.is(given, found) ? undefined : `${path} cannot be ${JSON.stringify(given)}`;
}

const namesOf = (one: object, other: object): ReadonlySet<string> =>
  new Set([...Object.keys(one), ...Object.keys(other)]);

function first<T>(items: Iterable<T>, look: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const found = look(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** NaN equals NaN, and bytes are compared: weights may contain it if learning diverged. */
function isSameArray(one: SavedArray, other: SavedArray): boolean {
  const bytes = (array: SavedArray): Buffer => Buffer.from(array.buffer, array.byteOffset, array.byteLength);
  return bytes(one).equals(bytes(other));
}
