import type { Source, SourceFile } from '../../contracts/reader.ts';
import type { NumberLeaf, TextLeaf } from '../arrays/leaf.ts';
import { npyHeader } from '../npy/header.ts';
import { gatherNpy } from '../npy/leaves.ts';

/** Files of one recording by their path within it. */
export interface Folder {
  file(path: string): SourceFile | undefined;
  /** A .npy of one dimension; undefined if it is not there. */
  vector(path: string): NumberLeaf | undefined;
  texts(path: string): TextLeaf | undefined;
  /** The first of these files that is there. */
  firstVector(folder: string, names: readonly string[]): NumberLeaf | undefined;
}

export function folderIn(source: Source, base: string): Folder {
  const file = (path: string): SourceFile | undefined => source.find(`${base}${path}`);
  const leaves = (path: string) => {
    const found = file(path);
    const into = { numbers: [] as NumberLeaf[], texts: [] as TextLeaf[], warnings: [] as string[] };
    if (found !== undefined) {
      const data = { bytes: found.bytes, where: found.name, read: found.read };
      gatherNpy(data, npyHeader(data), found.name, into);
    }
    return into;
  };
  const vector = (path: string): NumberLeaf | undefined => leaves(path).numbers[0];
  return {
    file,
    vector,
    texts: (path) => leaves(path).texts[0],
    firstVector: (folder, names) => {
      const name = names.find((one) => file(`${folder}${one}`) !== undefined);
      return name === undefined ? undefined : vector(`${folder}${name}`);
    },
  };
}

/** All numbers of a vector; none if it is absent. */
export const allOf = async (leaf: NumberLeaf | undefined): Promise<Float64Array> =>
  leaf === undefined ? new Float64Array() : leaf.read(0, 0, leaf.rows);
