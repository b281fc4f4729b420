import { parsePartialSpec, type PartialSpec } from '../contracts/spec.ts';
import { isDesign } from '../designs/design-json.ts';
import { designFormat, readWritten } from '../designs/read.ts';
import { parseJsonText } from '../storage/json-text.ts';
import { readTextLimited } from '../storage/read-limited.ts';

/** Specs and designs are a few kilobytes; anything this large is another file. */
const maxBytes = 1_000_000;

/** An experiment as a file gives it. */
interface ExperimentFile {
  readonly spec: PartialSpec;
  /** What of the file was not taken, or was taken otherwise than its author may expect: a sentence each. */
  readonly notes: readonly string[];
}

/** Whether a name is that of a file with an experiment in it, and not of a paradigm. */
export const isExperimentFile = (name: string): boolean => designFormat(name) !== undefined;

/**
 * Reads a spec (.json) or a design (.txt, .json, .rw of PALMS, .csv of calmr); ids and parameters are checked when the spec is completed.
 * @throws InputError naming the file and the place in it
 */
export async function readExperimentFile(file: string): Promise<ExperimentFile> {
  const format = designFormat(file) ?? 'json';
  const text = await readTextLimited(file, maxBytes, 'the file');
  const isSpec = format === 'json' && !isDesign(parseJsonText(text, file));
  if (isSpec) return { spec: parsePartialSpec(parseJsonText(text, file), file), notes: [] };
  const { design, agent, notes = [] } = readWritten(format, text, file);
  return { spec: { paradigm: 'own-design', design, ...(agent === undefined ? {} : { agent }) }, notes };
}
