import type { Found, FoundColumn, FoundTable, FoundWindows } from '../../contracts/reader.ts';
import { byId } from '../by-id.ts';
import { cellText, columnOf, tableOf } from '../mapped-times.ts';
import type { MappedWindows } from '../mapping.ts';
import type { SessionName } from './event-windows.ts';

/** Whose a row of windows is, and which. */
export interface TableRow extends SessionName {
  readonly row: number;
  /** Number of the event in its session, from 1. */
  readonly trial: number;
  /** What it is of; '' if no column says. */
  readonly type: string;
}

/** @throws InputError if the recording has no such windows */
export const windowsOf = ({ windows = [] }: Pick<Found, 'windows'>, { of }: MappedWindows): FoundWindows =>
  byId(windows, of, 'there are no windows', 'recording');

/**
 * The rows of windows. Without a column of animals all are of one, without one of sessions each animal has one, without
 * one of trials rows are in order.
 * @throws InputError for a column that the table does not have
 */
export function tableRows(found: Found, mapped: MappedWindows): readonly TableRow[] {
  const windows = windowsOf(found, mapped);
  const table = tableOf(found, windows.table);
  const [animal, session, trial] = [mapped.animal, mapped.session, mapped.trial].map((id) =>
    id === undefined ? undefined : columnOf(table, id),
  );
  const types = mapped.types.map((id) => columnOf(table, id));
  const counts = new Map<string, number>();
  return Array.from({ length: windows.rows }, (_, row) => {
    const whose = animal === undefined ? table.id : cellText(animal, row);
    const name = session === undefined ? whose : `${whose}, ${session.id} ${cellText(session, row)}`;
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    const given = trial?.kind === 'number' ? (trial.values[row] as number) : NaN;
    return {
      row,
      animal: whose,
      session: name,
      trial: Number.isInteger(given) ? given : count,
      type: types.map((column) => typeText(column, row)).join(', '),
    };
  });
}

/** A text says what it is, a number only with its heading. */
const typeText = (column: FoundColumn, row: number): string =>
  column.kind === 'text' ? cellText(column, row) : `${column.id} ${cellText(column, row)}`;

/** Columns that say something of a row beyond whose it is. */
export const otherColumns = (table: FoundTable, { animal, session, trial }: MappedWindows): readonly FoundColumn[] =>
  table.columns.filter(({ id }) => ![animal, session, trial].includes(id));
