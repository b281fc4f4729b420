import { InputError } from '../../src/core/errors.ts';
import { dataSetText, parseDataSet, type DataSetDefinition } from '../../src/recorded/data-set/definition.ts';
import type { OpenedFile } from '../data/protocol.ts';
import type { SavedFile } from '../plots/download.ts';

/** Longer files are not the definition of a data set, bytes. */
const maxBytes = 4_000_000;
/** Of a file, in which it says what it is. */
const headBytes = 100;

/**
 * The definition of a data set among files.
 * @returns undefined if there is none
 * @throws InputError for one that is wrong, and for several
 */
export async function dataSetAmong(
  files: readonly OpenedFile[],
): Promise<{ readonly definition: DataSetDefinition; readonly fileName: string } | undefined> {
  const found: OpenedFile[] = [];
  for (const one of files.filter(({ name, file }) => /\.json$/i.test(name) && file.size <= maxBytes))
    if ((await one.file.slice(0, headBytes).text()).includes('"phasicDataSet"')) found.push(one);
  const [only, other] = found;
  if (only === undefined) return undefined;
  if (other !== undefined)
    throw new InputError('this is a data set, too', other.name, `open it or ${only.name}, with the files of one`);
  return { definition: parseDataSet(jsonOf(await only.file.text(), only.name), only.name), fileName: only.name };
}

function jsonOf(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InputError('this is not JSON', name, 'save the data set again');
  }
}

/** A data set as a file. */
export const savedSet = (definition: DataSetDefinition): SavedFile => ({
  fileName: 'data-set.json',
  content: new Blob([dataSetText(definition)], { type: 'application/json' }),
});
