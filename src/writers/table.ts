import type { ColumnNote } from '../contracts/table.ts';
import type { Numbers } from './hdf5.ts';

/** A column of a table, or an array: numbers of the array's own type, or texts. */
export interface WrittenColumn extends ColumnNote {
  readonly values: Numbers | readonly string[];
}

/** Columns by name, and what else belongs to them, as JSON: the spec that they were made from. */
export interface WrittenTable {
  readonly columns: Readonly<Record<string, WrittenColumn>>;
  readonly notes: Readonly<Record<string, unknown>>;
}

/** What a file says of itself, as JSON. */
export const notesOf = ({ columns, notes }: WrittenTable): string =>
  JSON.stringify({
    ...notes,
    columns: Object.fromEntries(
      Object.entries(columns).map(([name, { what, unit }]) => [name, unit === undefined ? { what } : { what, unit }]),
    ),
  });

/** Under which a file keeps its notes. */
export const notesName = 'phasic';
