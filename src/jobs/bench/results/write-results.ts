import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../../core/errors.ts';
import { makeFolder } from '../../../storage/make-folder.ts';
import { replaceFile } from '../../../storage/replace-file.ts';
import { readResults, resultsText, type Results } from './results-data.ts';
import { resultsPage } from './results-page.ts';

const file = 'results.json';

/**
 * The results in a folder; undefined if it has none.
 * @throws InputError if they cannot be read
 */
export function resultsIn(folder: string): Results | undefined {
  const path = join(folder, file);
  if (!existsSync(path)) return undefined;
  try {
    return readResults(readFileSync(path, 'utf8'));
  } catch {
    throw new InputError(
      'this is not a results file of the matrix',
      path,
      'remove the file, or choose another folder with --results',
    );
  }
}

/** @throws InputError if the folder cannot be created or written */
export async function writeResults(folder: string, results: Results): Promise<void> {
  try {
    makeFolder(folder);
    await replaceFile(folder, file, resultsText(results));
    await replaceFile(folder, 'results.md', resultsPage(results));
  } catch (error) {
    throw new InputError(
      `cannot be written (${(error as NodeJS.ErrnoException).code})`,
      folder,
      'choose another folder with --results',
    );
  }
}
