import { InputError } from '../../core/errors.ts';

/** Attributes of a group or a dataset. Each gives undefined if there is none of this name and kind. */
export interface Hdf5Attributes {
  readonly names: readonly string[];
  text(name: string): string | undefined;
  texts(name: string): readonly string[] | undefined;
  number(name: string): number | undefined;
  /** What an object reference refers to. */
  target(name: string): Hdf5Node | undefined;
}

interface Hdf5Object {
  /** Where it is, without the first '/'; '' for the root. */
  readonly path: string;
  /** Last part of the path. */
  readonly name: string;
  /** File and path, for messages. */
  readonly where: string;
  /** Equal for the same object reached by several paths or links. */
  readonly identity: string;
  readonly attributes: Hdf5Attributes;
}

export interface Hdf5Group extends Hdf5Object {
  readonly kind: 'group';
  /** In the order of the file. */
  readonly names: readonly string[];
  /** Follows links within the source; undefined if there is none of this name. */
  child(name: string): Hdf5Node | undefined;
}

export interface Hdf5Dataset extends Hdf5Object {
  readonly kind: 'dataset';
  /** [] for a single value. */
  readonly shape: readonly number[];
  readonly values: 'numbers' | 'text' | 'references' | 'other';
  readonly isFloat: boolean;
  /**
   * A block of numbers, in C order.
   * @param start,count one for each dimension
   * @param step of the first dimension, default 1
   * @throws InputError if it cannot be read, such as a filter that is not known
   */
  numbers(start: readonly number[], count: readonly number[], step?: number): Promise<Float64Array>;
  /** @throws InputError also if there are more than a table may have */
  allNumbers(): Promise<Float64Array>;
  allTexts(): Promise<readonly string[]>;
  /** What object references refer to; undefined for one that refers to nothing. */
  allTargets(): Promise<readonly (Hdf5Node | undefined)[]>;
}

/** A link that leads to nothing that may be opened. */
export interface Hdf5Lost {
  readonly kind: 'lost';
  readonly path: string;
  readonly name: string;
  /** One clause, e.g. `is in raw.nwb, which is not here`. */
  readonly reason: string;
}

export type Hdf5Node = Hdf5Group | Hdf5Dataset | Hdf5Lost;

export const asGroup = (node: Hdf5Node | undefined): Hdf5Group | undefined =>
  node?.kind === 'group' ? node : undefined;
export const asDataset = (node: Hdf5Node | undefined): Hdf5Dataset | undefined =>
  node?.kind === 'dataset' ? node : undefined;

/** What the object at this path below a group is. */
export function nodeAt(group: Hdf5Group, path: string): Hdf5Node | undefined {
  let node: Hdf5Node | undefined = group;
  for (const name of path.split('/').filter((part) => part !== '')) {
    if (node?.kind !== 'group') return undefined;
    node = node.child(name);
  }
  return node;
}

const maxDepth = 20;
const maxObjects = 100_000;

const tooDeep = ({ where }: Hdf5Group): InputError =>
  new InputError(
    `groups are within each other, more than ${maxDepth} deep`,
    where,
    'save it with fewer groups within each other',
  );

/**
 * Visits all objects below a group once each, in the order of the file, however they are linked.
 * @param visit returns false for a group whose content is not to be visited
 * @param onError for an object that cannot be read
 */
export async function walk(
  group: Hdf5Group,
  visit: (node: Hdf5Node) => Promise<boolean> | boolean,
  onError: (error: InputError) => void,
): Promise<void> {
  const seen = new Set<string>();
  const look = async (parent: Hdf5Group, depth: number): Promise<void> => {
    for (const name of parent.names) {
      if (seen.size > maxObjects) return;
      try {
        const node = parent.child(name);
        if (node === undefined) continue;
        const identity = node.kind === 'lost' ? node.path : node.identity;
        if (seen.has(identity)) continue;
        seen.add(identity);
        if (!(await visit(node)) || node.kind !== 'group') continue;
        if (depth < maxDepth) await look(node, depth + 1);
        else if (node.names.length > 0) onError(tooDeep(node));
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        onError(error);
      }
    }
  };
  seen.add(group.identity);
  await look(group, 0);
}
