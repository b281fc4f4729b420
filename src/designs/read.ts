import type { Design } from '../contracts/design.ts';
import { InputError } from '../core/errors.ts';
import { parseCalmr } from './calmr.ts';
import { parseDesignJson } from './design-json.ts';
import { parseDesignText, type DesignOrErrors, type ReadDesign } from './design-text.ts';
import { inputError, type DesignError } from './mistake.ts';
import { parsePalms } from './palms.ts';

/** How a design is written, by the ending of its file. */
const parsers = { txt: parseDesignText, json: parseDesignJson, rw: parsePalms, csv: parseCalmr } as const;
export type DesignFormat = keyof typeof parsers;

/** @returns undefined for a file that holds no design */
export function designFormat(fileName: string): DesignFormat | undefined {
  const ending = /\.([a-z]+)$/i.exec(fileName)?.[1]?.toLowerCase() ?? '';
  return Object.hasOwn(parsers, ending) ? (ending as DesignFormat) : undefined;
}

/** A design, or every error with its line and column. Throws for no text whatever. */
export const parseDesignIn = (format: DesignFormat, text: string): DesignOrErrors => parsers[format](text);

/**
 * @param where the file that the text came from
 * @throws InputError with the first error's line and column, and how many more there are
 */
export function readWritten(format: DesignFormat, text: string, where: string): ReadDesign {
  const parsed = parseDesignIn(format, text);
  if ('design' in parsed) return parsed;
  const [first, ...more] = parsed.errors;
  const { what, where: place, remedy } = inputError(first as DesignError, where);
  throw new InputError(what, place, more.length === 0 ? remedy : `${remedy} (${more.length} more after it)`);
}

/** The design alone. */
export const readDesign = (format: DesignFormat, text: string, where: string): Design => readWritten(format, text, where).design;
