import { InputError } from '../core/errors.ts';
import type { Found, FoundColumn, FoundEvents, FoundTable } from '../contracts/reader.ts';
import { byId } from './by-id.ts';
import type { MappedCue, MappedReward, MappedTimes } from './mapping.ts';

/** One event of a session on the recording's clock. */
export interface MappedEvent {
  readonly seconds: number;
  /** Seconds that it lasts; for a cue. */
  readonly durationSeconds: number;
  /** Reward units; for a reward. */
  readonly size: number;
  /** The row of its table; -1 for events that are not in a table. */
  readonly row: number;
}

/** @throws InputError for a kind of events, a table or a column that the recording does not have */
export function cueEvents(found: Found, { times, durationSeconds }: MappedCue): readonly MappedEvent[] {
  if (!('events' in times)) return rowsOf(found, times).map((one) => ({ ...one, durationSeconds, size: 0 }));
  const { times: onsets, ends } = eventsOf(found, times.events);
  return Array.from(onsets, (seconds, i) => ({
    seconds,
    durationSeconds: ends === undefined ? durationSeconds : Math.max(1e-6, (ends[i] as number) - seconds),
    size: 0,
    row: -1,
  }));
}

/** @throws InputError also if the sizes are not numbers */
export function rewardEvents(found: Found, { times, size }: MappedReward): readonly MappedEvent[] {
  const sized = (seconds: number, row: number, amount: number): readonly MappedEvent[] =>
    Number.isFinite(amount) ? [{ seconds, durationSeconds: 0, size: amount, row }] : [];
  if ('events' in times) {
    const { id, times: onsets, values } = eventsOf(found, times.events);
    if (typeof size === 'object' && 'column' in size)
      throw new InputError(
        'events have no columns',
        `reward ${id}`,
        'give the size as a number, or as { values, unit }',
      );
    if (typeof size === 'object' && values === undefined)
      throw new InputError('the events have no values', `reward ${id}`, 'give the size as a number');
    return Array.from(onsets).flatMap((seconds, i) =>
      sized(seconds, -1, typeof size === 'number' ? size : ((values as Float64Array)[i] as number) / size.unit),
    );
  }
  if (typeof size === 'object' && 'values' in size)
    throw new InputError('rows have no values', `table ${times.table}`, 'give the size as { column, unit }');
  const sizes = typeof size === 'number' ? undefined : numbersOf(tableOf(found, times.table), size.column);
  return rowsOf(found, times).flatMap(({ seconds, row }) =>
    sized(seconds, row, typeof size === 'number' ? size : ((sizes as Float64Array)[row] as number) / size.unit),
  );
}

/** Seconds, in order. @throws InputError for what the recording does not have */
export function mappedSeconds(
  found: Found,
  times: MappedTimes,
): readonly { readonly seconds: number; readonly row: number }[] {
  if ('events' in times) return Array.from(eventsOf(found, times.events).times, (seconds) => ({ seconds, row: -1 }));
  return rowsOf(found, times);
}

/** The text of a column in a row; numbers as they are written. */
export function cellText(column: FoundColumn, row: number): string {
  return column.kind === 'text' ? (column.values[row] ?? '') : String(column.values[row] ?? '');
}

/** @throws InputError if the table has no such column */
export const columnOf = (table: FoundTable, id: string): FoundColumn =>
  byId(table.columns, id, 'there is no column', `table ${table.id}`);

/** @throws InputError if the recording has no such table */
export const tableOf = ({ tables }: Pick<Found, 'tables'>, id: string): FoundTable =>
  byId(tables, id, 'there is no table', 'recording');

const eventsOf = ({ events }: Found, id: string): FoundEvents => byId(events, id, 'there are no events', 'recording');

/** @throws InputError for a column of text */
export function numbersOf(table: FoundTable, id: string): Float64Array {
  const column = columnOf(table, id);
  if (column.kind === 'number') return column.values;
  throw new InputError(`column '${id}' is text`, `table ${table.id}`, 'choose a column of numbers');
}

/** Times of rows that have one, with their rows, in order of time. */
function rowsOf(
  found: Found,
  { table: id, column, where }: Extract<MappedTimes, { table: string }>,
): readonly { readonly seconds: number; readonly row: number }[] {
  const table = tableOf(found, id);
  const seconds = numbersOf(table, column);
  const by = where === undefined ? undefined : columnOf(table, where.column);
  return Array.from(seconds, (time, row) => ({ seconds: time, row }))
    .filter(({ seconds: time, row }) => Number.isFinite(time) && (by === undefined || cellText(by, row) === where?.is))
    .sort((one, other) => one.seconds - other.seconds);
}
