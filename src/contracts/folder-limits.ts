import { InputError } from '../core/errors.ts';

/** A folder of a recording has some dozens of files. */
const maxFiles = 5000;
/** Folders within the opened one. */
export const maxDepth = 6;

/** As `.git` and `._copy.csv`: files and folders that are left out. */
export const isHidden = (name: string): boolean => name.startsWith('.');

/** @throws InputError for more files than a recording has */
export function requireFewFiles(count: number, shown: string): void {
  if (count > maxFiles)
    throw new InputError(`the folder has more than ${maxFiles} files`, shown, 'open the folder of one session');
}
