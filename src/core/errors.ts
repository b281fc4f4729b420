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
    super(`${where}: ${what}; ${remedy}`);
    this.what = what;
    this.where = where;
    this.remedy = remedy;
  }
}

/** The remedy for an unknown name: the nearest known one if it is near, else all of them. */
export function didYouMean(name: string, known: readonly string[]): string {
  if (known.length === 0) return 'there is none to choose from';
  const nearest = closest(name, known);
  if (distance(name, nearest) <= Math.max(2, Math.floor(nearest.length / 3))) return `did you mean '${nearest}'?`;
  return `choose one of: ${[...known].sort().join(', ')}`;
}
