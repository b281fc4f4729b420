import { parsePartialSpec, type PartialSpec } from '../contracts/spec.ts';
import { isDesign } from '../designs/design-json.ts';
import { designFormat, readDesign } from '../designs/read.ts';
import { parseJsonText } from '../storage/json-text.ts';
import { readTextLimited } from '../storage/read-limited.ts';

/** Specs and designs are a few kilobytes; anything this large is another file. */
const maxBytes = 1_000_000;

/** Whether a name is that of a file with an experiment in it, and not of a paradigm. */
export const isExperimentFile = (name: string): boolean => designFormat(name) !== undefined;

/**
 * Reads a spec (.json) or a design (.txt, .json, .rw of PALMS, .csv of calmr); ids and parameters are checked when the spec is completed.
 * @throws InputError naming the file and the place in it
 */
export async function readExperimentFile(file: string): Promise<PartialSpec> {
  const format = designFormat(file) ?? 'json';
  const text = await readTextLimited(file, maxBytes, 'the file');
  const isSpec = format === 'json' && !isDesign(parseJsonText(text, file));
  return isSpec ? parsePartialSpec(parseJsonText(text, file), file) : { paradigm: 'own-design', design: readDesign(format, text, file) };
}
