import { InputError } from '../../core/errors.ts';

/** What groups of subjects differ in, as covariates of a hierarchical model. Plain data. */
export interface Contrast {
  /** Column of the table. */
  readonly column: string;
  /** Whose mean the group's mean is: a level of the column, or its mean if it is a number. */
  readonly reference: string;
  /** `knockout minus wildtype`; of a number, `age higher by 3.2`, its standard deviation. */
  readonly names: readonly string[];
  /** Subject x name. */
  readonly rows: readonly (readonly number[])[];
}

/**
 * A column as covariates: of two levels or more, each against the reference; of more than two different numbers, a slope per standard deviation.
 * @param cells of each subject
 * @param reference level; the first in order if undefined
 * @throws InputError for a column that is the same for all, a subject without a cell, or a level that is not there
 */
export function contrastOf(
  column: string,
  cells: readonly { readonly subject: string; readonly cell: string }[],
  reference?: string,
): Contrast {
  const empty = cells.find(({ cell }) => cell.trim() === '');
  if (empty !== undefined)
    throw new InputError(
      `subject ${empty.subject} has no ${column}`,
      '--contrast',
      'fill it in, or leave the subject out',
    );
  const numbers = cells.map(({ cell }) => Number(cell));
  const levels = [...new Set(cells.map(({ cell }) => cell))].sort(inOrder);
  if (levels.length < 2)
    throw new InputError(
      `all subjects have the same ${column}, ${levels[0] ?? 'none'}`,
      '--contrast',
      'name a column in which they differ',
    );
  if (levels.length > 2 && numbers.every(Number.isFinite) && reference === undefined) {
    const mean = numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
    const squares = numbers.reduce((sum, one) => sum + (one - mean) * (one - mean), 0);
    const sd = Math.sqrt(squares / (numbers.length - 1));
    return {
      column,
      reference: `${column} ${short(mean)}`,
      names: [`${column} higher by ${short(sd)}`],
      rows: numbers.map((one) => [(one - mean) / sd]),
    };
  }
  const first = reference ?? levels[0];
  if (!levels.includes(first))
    throw new InputError(`no subject has ${column} ${first}`, '--contrast', `give one of: ${levels.join(', ')}`);
  const others = levels.filter((level) => level !== first);
  return {
    column,
    reference: first,
    names: others.map((level) => `${level} minus ${first}`),
    rows: cells.map(({ cell }) => others.map((level) => Number(cell === level))),
  };
}

const short = (value: number): string => String(Number(value.toPrecision(4)));

/** Numbers by size, before words by letter. */
const inOrder = (one: string, other: string): number => {
  const difference = Number(one) - Number(other);
  if (Number.isFinite(difference) && difference !== 0) return difference;
  return one < other ? -1 : 1;
};
