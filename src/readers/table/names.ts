import type { SourceFile } from '../../contracts/reader.ts';
import { holds } from '../sampled/holds.ts';
import { type Dialect, dialectOf } from './dialect.ts';

/** What the beginning of a table says, for a reader that recognises its headings. */
export interface TableHead {
  readonly file: SourceFile;
  readonly dialect: Dialect;
  /** Of the last row of headings, without those that are empty at its end; [] if there are none. */
  readonly names: readonly string[];
}

/** Beginnings of all files that are tables. Never throws. */
export function tableHeads(files: readonly SourceFile[]): TableHead[] {
  return files.flatMap((file) => {
    let head: TableHead | undefined;
    holds(() => {
      const dialect = dialectOf(file);
      const names = (dialect?.headingRows.at(-1) ?? []).map((name) => name.trim());
      while (names.at(-1) === '') names.pop();
      head = dialect && { file, dialect, names };
      return true;
    });
    return head === undefined ? [] : [head];
  });
}

export const folderOf = ({ name }: SourceFile): string => name.slice(0, name.lastIndexOf('/') + 1);
