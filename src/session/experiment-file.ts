import { existsSync } from 'node:fs';
import { InputError } from '../core/errors.ts';
import { parsePartialSpec } from '../spec/spec.ts';
import { isDesign } from '../designs/design-json.ts';
import { foreignFile } from '../designs/foreign-file.ts';
import { designFormat, formatOf, readWritten } from '../designs/read.ts';
import { isControlEnv, list } from '../engine/registry.ts';
import type { ExperimentFile } from '../protocol/messages.ts';
import { parseJsonText } from '../storage/json-text.ts';
import { readBeginning, textOf, tooLarge } from '../storage/read-limited.ts';

/** Specs and designs are a few kilobytes; anything this large is another file. */
const maxBytes = 1_000_000;

/** Whether a name is a file and not a world: it has a file extension or a folder, or the file exists. */
export function isExperimentFile(name: string): boolean {
  if (designFormat(name) !== undefined || /[\\/]/.test(name)) return true;
  return !isControlEnv(name) && !list('paradigms').some(({ id }) => id === name) && existsSync(name);
}

/**
 * Reads a spec (.json) or a design (.txt, .json, .rw of PALMS, .csv of calmr); for other extensions, the content
 * decides. Ids and parameters are checked when the spec is completed.
 * @throws InputError naming the file and the place in it, or the actual type of the file
 */
export async function readExperimentFile(file: string): Promise<ExperimentFile> {
  const { bytes, isWhole } = await readBeginning(file, maxBytes, 'the file');
  const foreign = foreignFile(bytes, file);
  if (foreign !== undefined) throw new InputError(foreign.what, file, foreign.remedy);
  if (!isWhole) throw tooLarge(file, maxBytes, 'the file');
  const text = textOf(bytes, file, 'the file');
  const format = formatOf(file, text);
  const json = format === 'json' ? parseJsonText(text, file) : undefined;
  if (format === 'json' && !isDesign(json)) return { spec: parsePartialSpec(json, file), notes: [] };
  const { design, agent, notes = [] } = readWritten(format, text, file);
  return { spec: { world: 'own-design', design, ...(agent === undefined ? {} : { agent }) }, notes };
}
