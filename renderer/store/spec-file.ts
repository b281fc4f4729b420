import { InputError } from '../../src/core/errors.ts';
import { parsePartialSpec } from '../../src/spec/parse-spec.ts';
import type { PartialSpec } from '../../src/spec/spec.ts';
import { isDesign } from '../../src/designs/design-json.ts';
import { openedText } from './opened-file.ts';

/** A spec has a few kilobytes; a larger file is not a spec. */
const maxBytes = 1_000_000;

/** @throws InputError that names the file, the place and the remedy */
export async function readSpec(file: File): Promise<PartialSpec> {
  return parseSpecText(await openedText(file, maxBytes), file.name);
}

/** @throws InputError */
export function parseSpecText(text: string, fileName: string): PartialSpec {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch (error) {
    const place = placeOf(error, text);
    throw new InputError(`this is not JSON${place}`, fileName, 'choose a spec, saved from Phasic as JSON');
  }
  if (isDesign(given)) throw new InputError('this is a design, not a spec', fileName, 'open it under Design');
  return parsePartialSpec(given, fileName);
}

function placeOf(error: unknown, text: string): string {
  const position = /position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
  if (position === undefined) return text.trim() === '' ? ': it is empty' : ': it ends too early';
  const before = text.slice(0, Number(position)).split('\n');
  return ` at line ${before.length}, column ${(before.at(-1) ?? '').length + 1}`;
}
