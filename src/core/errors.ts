import { closest, distance } from 'fastest-levenshtein';

/**
 * An error with one line that says what is wrong, where, and the remedy. Everything that reads input from outside
 * throws this and nothing else for bad input.
 */
export class InputError extends Error {
  override readonly name = 'InputError';
  readonly what: string;
  readonly where: string;
  readonly remedy: string;

  constructor(what: string, where: string, remedy: string) {
    const [shownWhat, shownWhere, shownRemedy] = [what, where, remedy].map(printable) as [string, string, string];
    super(`${shownWhere}: ${shownWhat}; ${shownRemedy}`);
    this.what = shownWhat;
    this.where = shownWhere;
    this.remedy = shownRemedy;
  }
}

/** Longest quoted text in a message, characters. */
const maxCharacters = 2000;

/**
 * Makes quoted input safe for a terminal, as one line: the input may contain line breaks, escape sequences, zero-width
 * characters or lone surrogates.
 */
export function printable(text: string): string {
  const short = text.length > maxCharacters ? `${text.slice(0, maxCharacters)}...` : text;
  return short.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (character) => {
    const code = character.codePointAt(0)?.toString(16) ?? '';
    return character === '\n'
      ? String.raw`\n`
      : code.length > 4
        ? String.raw`\u{${code}}`
        : String.raw`\u${code.padStart(4, '0')}`;
  });
}

/** Maximum number of names listed in a message. */
const maxNamed = 20;

/** If at most this many names contain the input, such as schultz-1997 for schultz, all of them are suggested. */
const maxMeant = 3;

/**
 * The remedy for an unknown name: the nearest known name if one is near, or the few that contain it; otherwise the
 * known names, or the first of them if there are many.
 * @param howToList shown instead of a long list of names
 */
export function didYouMean(name: string, known: readonly string[], howToList?: string): string {
  if (known.length === 0) return 'there is none to choose from';
  const nearest = closest(name, known);
  if (distance(name, nearest) <= Math.max(2, Math.floor(nearest.length / 3))) return `did you mean '${nearest}'?`;
  const meant = name.length < 3 ? [] : known.filter((one) => one.toLowerCase().includes(name.toLowerCase()));
  if (meant.length > 0 && meant.length <= maxMeant)
    return `did you mean ${meant.map((one) => `'${one}'`).join(' or ')}?`;
  if (howToList !== undefined && known.length > maxNamed) return howToList;
  const sorted = [...known].sort();
  const more = sorted.length - maxNamed;
  return `choose one of: ${sorted.slice(0, maxNamed).join(', ')}${more > 0 ? `, and ${more} more` : ''}`;
}
