import type { Source, SourceFile } from '../../contracts/reader.ts';
import type { Library } from './library.ts';
import type { Hdf5Group, Hdf5Node } from './nodes.ts';

/** An opened file, for what makes objects of it. */
export interface Context {
  readonly library: Library;
  readonly source: Source;
  readonly file: SourceFile;
  readonly handle: bigint;
  /** The object at an absolute path of this file, with links followed. */
  node(path: string): Hdf5Node | undefined;
  /** Opens another file of the source. */
  contextOf(file: SourceFile): Context;
}

/** What groups and datasets have in common. */
export type About = Pick<Hdf5Group, 'path' | 'name' | 'where' | 'identity' | 'attributes'>;

export const shownPath = (path: string): string => path.replace(/^\/+/, '');

export const whereIs = ({ file }: Context, path: string): string =>
  shownPath(path) === '' ? file.name : `${file.name}, ${shownPath(path)}`;
