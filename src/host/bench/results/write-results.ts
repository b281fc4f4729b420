import { InputError } from '../../../core/errors.ts';
import { makeFolder } from '../../../storage/make-folder.ts';
import { replaceFile } from '../../../storage/replace-file.ts';
import { resultsText, type Results } from './results-data.ts';
import { resultsPage } from './results-page.ts';

/** @throws InputError where the folder cannot be made or written */
export async function writeResults(folder: string, results: Results): Promise<void> {
  try {
    makeFolder(folder);
    await replaceFile(folder, 'results.json', resultsText(results));
    await replaceFile(folder, 'results.md', resultsPage(results));
  } catch (error) {
    throw new InputError(`cannot be written (${(error as NodeJS.ErrnoException).code})`, folder, 'choose another folder with --results');
  }
}
