import { InputError } from '../../core/errors.ts';
import type { SourceFile } from '../../contracts/reader.ts';
import type { MatFile } from './tree.ts';
import { headAt, readVersion4 } from './version-4.ts';
import { orderOf, readVersion5 } from './version-5.ts';

/** The version of a MAT file that is not HDF5; undefined if it is none. */
export function matVersion(file: SourceFile): 4 | 5 | undefined {
  if (orderOf(file) !== undefined) return 5;
  return headAt(file, 0) === undefined ? undefined : 4;
}

/** All variables of a MAT file of version 4 to 7, as a tree whose arrays of numbers are read when asked for. */
export async function readMat(file: SourceFile): Promise<MatFile> {
  const order = orderOf(file);
  if (order !== undefined) return readVersion5(file, order.isLittle);
  if (headAt(file, 0) !== undefined) return readVersion4(file);
  throw new InputError('it is not a MAT file of version 4 to 7', file.name, "save it with save(..., '-v7')");
}
