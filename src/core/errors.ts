import { closest, distance } from 'fastest-levenshtein';

/**
 * An error that a person can act on: what is wrong, where, and the remedy, in one line.
 * Everything that reads input from outside throws this and nothing else for bad input.
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

/** More of a text than this is not read in a message. */
const maxCharacters = 2000;

/**
 * One line that a terminal shows and does not obey: what was given may hold line breaks, escape sequences, characters without a width or halves
 * of characters.
 */
function printable(text: string): string {
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

/** More names than this are not read in a message. */
const maxNamed = 20;

/** Names that hold what was given, such as schultz-1997 for schultz, are meant where they are no more than these. */
const maxMeant = 3;

/**
 * The remedy for an unknown name: the nearest known one if it is near, or the few that hold it; else what there is, the first of them where
 * there are many.
 * @param howToList said instead of a list of many names
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
