import { canonicalJson } from '../core/canonical-json.ts';
import type { Design } from '../contracts/design.ts';
import { InputError } from '../core/errors.ts';
import { parseCalmr } from './calmr.ts';
import { designFormat, type DesignFormat } from './design-format.ts';
import { parseDesignJson } from './design-json.ts';
import { parseDesignText, type DesignOrErrors, type ReadDesign } from './design-text.ts';
import { inputError, type DesignError } from './mistake.ts';
import { parsePalms } from './palms.ts';

const parsers = {
  txt: parseDesignText,
  json: parseDesignJson,
  rw: parsePalms,
  csv: parseCalmr,
} as const satisfies Record<DesignFormat, (text: string) => DesignOrErrors>;

/**
 * The notation of a file's text: by its name, otherwise by its content. Text with bars that is not a valid design
 * counts as lines of text, whose faults can be reported.
 * @throws InputError if no notation gives a design, or two give different ones
 */
export function formatOf(fileName: string, text: string): DesignFormat {
  const named = designFormat(fileName);
  if (named !== undefined) return named;
  if (/^[\s\uFEFF]*[{[]/.test(text)) return 'json';
  const designs = (['txt', 'rw', 'csv'] as const).flatMap((format) => {
    const parsed = parseDesignIn(format, text);
    return 'design' in parsed ? [{ format, design: canonicalJson(parsed.design) }] : [];
  });
  const [first] = designs;
  // A missing sign in lines of text would mean no reward in PALMS, so the notation must not be guessed.
  const isPalmsAlone = first?.format === 'rw' && !/^[^\S\n]*[@#]/m.test(text);
  if (isPalmsAlone || (first === undefined && text.includes('|'))) return 'txt';
  if (first === undefined)
    throw new InputError(
      'this is neither a spec nor a design',
      fileName,
      'name the file .txt, .json, .rw or .csv to get its errors; docs/designs.md describes the notation',
    );
  if (designs.some(({ design }) => design !== first.design)) {
    throw new InputError(
      `this can be read in different ways (${designs.map(({ format }) => `.${format}`).join(', ')})`,
      fileName,
      'let its name end in the one that is meant',
    );
  }
  return first.format;
}

/** A design, or every fault with its line and column. Never throws, for any text. */
export const parseDesignIn = (format: DesignFormat, text: string): DesignOrErrors => parsers[format](text);

/**
 * @param where the file that contains the text
 * @throws InputError with the first error's line and column, and the number of further errors
 */
export function readWritten(format: DesignFormat, text: string, where: string): ReadDesign {
  const parsed = parseDesignIn(format, text);
  if ('design' in parsed) return parsed;
  const [first, ...more] = parsed.errors;
  const { what, where: place, remedy } = inputError(first as DesignError, where);
  throw new InputError(what, place, more.length === 0 ? remedy : `${remedy} (${more.length} more after it)`);
}

/** Only the design. */
export const readDesign = (format: DesignFormat, text: string, where: string): Design =>
  readWritten(format, text, where).design;
