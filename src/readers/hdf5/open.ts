import { InputError } from '../../core/errors.ts';
import type { Source, SourceFile } from '../../contracts/reader.ts';
import { attributesOf } from './attributes.ts';
import { type About, type Context, shownPath, whereIs } from './context.ts';
import { datasetOf } from './datasets.ts';
import { startLibrary } from './library.ts';
import type { Hdf5Group, Hdf5Lost, Hdf5Node } from './nodes.ts';
import { withinSource } from './within-source.ts';

/** Opened files of one recording. */
export interface Hdf5 {
  /** The root of a file of the source. */
  root(file: SourceFile): Hdf5Group;
  close(): void;
}

/** HDF5's numbers for kinds of objects and links (H5G_obj_t). */
const kinds = { group: 0, dataset: 1, brokenLink: 3, externalLink: 4 } as const;
/** External links that lead to external links. */
const maxHops = 8;
const maxFiles = 100;

/**
 * Opens HDF5 files of a source. Each call starts HDF5 anew, see startLibrary. External links are followed to files of the
 * source only, each of which is opened as a file of its own; data in other files (external storage, virtual datasets)
 * are not read.
 */
export async function openHdf5(source: Source): Promise<Hdf5> {
  const library = await startLibrary();
  const opened = new Map<string, bigint>();
  const handleOf = (file: SourceFile): bigint => {
    const known = opened.get(file.name);
    if (known !== undefined) return known;
    if (opened.size >= maxFiles)
      throw new InputError(`it links to more than ${maxFiles} files`, file.name, 'open fewer');
    const handle = library.open(file);
    opened.set(file.name, handle);
    return handle;
  };
  const contextOf = (file: SourceFile): Context => {
    const context: Context = {
      library,
      source,
      file,
      contextOf,
      handle: handleOf(file),
      node: (path) => nodeOf(context, { path, reached: shownPath(path), hops: 0 }),
    };
    return context;
  };
  return {
    root(file) {
      const root = contextOf(file).node('/');
      if (root?.kind !== 'group') throw new InputError('it has no content', file.name, 'copy it again');
      return root;
    },
    close() {
      for (const handle of opened.values()) {
        try {
          library.attempt('', () => library.module.close_file(handle));
        } catch {
          // The instance is given up in any case.
        }
      }
      opened.clear();
    },
  };
}

interface Place {
  /** Absolute, in the file that has the object. */
  readonly path: string;
  /** As it was reached from the opened file, without the first '/'. */
  readonly reached: string;
  /** External links that led here. */
  readonly hops: number;
}

function nodeOf(context: Context, place: Place): Hdf5Node | undefined {
  const { library, handle } = context;
  const { module, attempt } = library;
  const { path, reached } = place;
  const where = whereIs(context, path);
  const kind = attempt(where, () => module.get_type(handle, path));
  if (kind === kinds.externalLink) return linkedNode(context, place);
  if (kind === kinds.brokenLink) {
    const target = attempt(where, () => module.get_symbolic_link(handle, path));
    return lost(reached, `is a link to ${target}, which is not there`);
  }
  if (kind !== kinds.group && kind !== kinds.dataset) return undefined;
  const reference = attempt(where, () => module.create_object_reference(handle, path));
  const object = {
    path: reached,
    name: nameOf(reached),
    where,
    identity: `${context.file.name}:${[...reference].join('.')}`,
    attributes: attributesOf(context, path),
  };
  return kind === kinds.group ? groupOf(context, place, object) : datasetOf(context, path, object);
}

function groupOf(context: Context, { path, reached, hops }: Place, object: About): Hdf5Group {
  const { library, handle } = context;
  const names = library.attempt(object.where, () => library.module.get_names(handle, path, false));
  const known = new Set(names);
  const below = (above: string, name: string): string => `${above === '/' ? '' : above}/${name}`;
  const child = (name: string): Hdf5Node | undefined =>
    known.has(name)
      ? nodeOf(context, { path: below(path, name), reached: shownPath(below(reached, name)), hops })
      : undefined;
  return { kind: 'group', ...object, names, child };
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
const lost = (path: string, reason: string): Hdf5Lost => ({ kind: 'lost', path, name: nameOf(path), reason });

/** What an external link leads to: an object of a file of the source. */
function linkedNode(context: Context, { path, reached, hops }: Place): Hdf5Node {
  const { library, source, file, handle, contextOf } = context;
  const link = library.attempt(whereIs(context, path), () => library.module.get_external_link(handle, path));
  const name = withinSource(file.name, link.filename);
  if (name === undefined)
    return lost(reached, `is a link to ${link.filename}, outside of what was opened, and is not followed`);
  if (hops >= maxHops) return lost(reached, `is at the end of more than ${maxHops} links from file to file`);
  const target = source.find(name);
  if (target === undefined) return lost(reached, `is in ${name}, which is not here`);
  try {
    const inner = { path: `/${shownPath(link.obj_path)}`, reached, hops: hops + 1 };
    return nodeOf(contextOf(target), inner) ?? lost(reached, `is in ${name}, which has no ${link.obj_path}`);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return lost(reached, `is in ${name}, where it cannot be read (${error.what})`);
  }
}
