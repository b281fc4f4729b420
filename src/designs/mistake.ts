import { maxFaults } from '../contracts/design-schema.ts';
import { InputError } from '../core/errors.ts';

/** An error in a text, with its position and the remedy. */
export class Mistake extends Error {
  override readonly name = 'Mistake';
  readonly at: number;
  readonly what: string;
  readonly remedy: string;

  constructor(at: number, what: string, remedy: string) {
    super(what);
    this.at = at;
    this.what = what;
    this.remedy = remedy;
  }
}

/** A mistake for an editor; lines and columns count from 1. */
export interface DesignError {
  readonly line: number;
  readonly column: number;
  readonly what: string;
  readonly remedy: string;
}

export function located(text: string, mistakes: readonly Mistake[]): readonly DesignError[] {
  const inOrder = [...mistakes].sort((a, b) => a.at - b.at).slice(0, maxFaults);
  return inOrder.map(({ at, what, remedy }) => ({ ...placeOf(text, at), what, remedy }));
}

/** Line and column of a character; of the last one if the text ends before it. */
function placeOf(text: string, at: number): { readonly line: number; readonly column: number } {
  const inside = Math.max(0, Math.min(at, text.length));
  const start = inside === 0 ? 0 : text.lastIndexOf('\n', inside - 1) + 1;
  let line = 1;
  for (let i = text.indexOf('\n'); i >= 0 && i < start; i = text.indexOf('\n', i + 1)) line += 1;
  return { line, column: inside - start + 1 };
}

/** @param where the file that contains the text */
export function inputError({ line, column, what, remedy }: DesignError, where: string): InputError {
  return new InputError(what, `${where}, line ${line}, column ${column}`, remedy);
}

/** The given text, shortened to one line of plain characters. */
export function quoted(text: string): string {
  const short = text.length > 30 ? `${text.slice(0, 30)}...` : text;
  return `'${short.replace(/[^ -~]/g, '?')}'`;
}
