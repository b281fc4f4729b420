import { canonicalJson } from '../../core/canonical-json.ts';

/** A difference between an environment and its recording. */
export class Disagreement extends Error {
  readonly what: string;
  readonly expected: string;
  readonly found: string;

  constructor(what: string, expected: unknown, found: unknown) {
    super(`${what}: recorded ${textOf(expected)}, found ${textOf(found)}`);
    this.what = what;
    this.expected = textOf(expected);
    this.found = textOf(found);
  }
}

const longest = 200;

function textOf(value: unknown): string {
  const text = value === undefined ? 'nothing' : canonicalJson(value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

/** @throws Disagreement unless they are the same plain data */
export function requireEqual(what: string, expected: unknown, found: unknown): void {
  if (expected === found) return;
  if (expected === undefined || found === undefined || canonicalJson(expected) !== canonicalJson(found))
    throw new Disagreement(what, expected, found);
}
