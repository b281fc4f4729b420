import { parsePartialSpec, type PartialSpec } from '../contracts/spec.ts';
import { parseJsonText } from './json-text.ts';
import { readTextLimited } from './read-limited.ts';

/** A spec is a few kilobytes; anything this large is another file. */
const maxSpecBytes = 1_000_000;

/**
 * Reads a spec file and checks its shape; ids and parameters are checked when it is completed.
 * @throws InputError naming the file and the place in it
 */
export async function readSpecFile(file: string): Promise<PartialSpec> {
  return parsePartialSpec(parseJsonText(await readTextLimited(file, maxSpecBytes, 'the spec file'), file), file);
}
