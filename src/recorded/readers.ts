import type { Reader } from '../contracts/reader.ts';

// Adding a file to this folder is enough: the bundler finds it.
const files = import.meta.glob<{ default: Reader }>('../readers/*.ts', { eager: true });

/** All readers, in the order of their ids. */
export const readers: readonly Reader[] = Object.entries(files)
  .map(([path, { default: reader }]) => {
    const name = path.slice(path.lastIndexOf('/') + 1, -'.ts'.length);
    if (reader.id !== name) throw new Error(`src/readers/${name}.ts declares the id '${reader.id}'`);
    return reader;
  })
  .sort((one, other) => (one.id < other.id ? -1 : 1));
