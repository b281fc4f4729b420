import type { FoundColumn } from '../../contracts/reader.ts';
import { asGroup, type Hdf5Group, type Hdf5Node, nodeAt } from '../hdf5/nodes.ts';
import { proposals } from '../sampled/propose.ts';
import { addEvents, atRows, maxKinds, rowsOfEach } from './add-events.ts';
import type { Collected } from './collected.ts';
import { columnOf, numbersOf, raggedRows, textsOf } from './dynamic-table.ts';
import { readTable } from './intervals.ts';

const timeColumns = ['timestamp', 'timestamps', 'event_time'];

/** Whether a DynamicTable has an event in each row. */
export const isEventTable = (table: Hdf5Group): boolean => timeColumns.some((name) => table.names.includes(name));

/**
 * Events of a table with one in each row: those of ndx-events 0.3 and 0.4, of the core from NWB 2.9 on, and transients of
 * GuPPy. A column of codes with meanings, or of few texts, makes kinds of events.
 */
export async function readEventTable(table: Hdf5Group, collected: Collected): Promise<void> {
  const columns = await readTable(table, collected);
  const numbers = (name: string): Float64Array | undefined => {
    const column = columns?.find(({ id }) => id === name);
    return column?.kind === 'number' ? column.values : undefined;
  };
  const times = timeColumns.map((name) => numbers(name)).find((one) => one !== undefined);
  if (columns === undefined || times === undefined) return;
  const durations = numbers('duration');
  const size = columns.find((column) => column.kind === 'number' && proposals.column(column.id)?.role === 'size');
  const add = (suffix: string, rows: readonly number[]): void =>
    addEvents(collected, {
      short: `${table.name}${suffix}`,
      long: `${table.path}${suffix}`,
      times: atRows(times, rows),
      ends: durations && Float64Array.from(rows, (row) => (times[row] as number) + (durations[row] as number)),
      values: size?.kind === 'number' ? atRows(size.values, rows) : undefined,
      valueUnit: size?.kind === 'number' ? size.unit : undefined,
    });
  const kinds = await kindsOf(table, columns, collected);
  if (kinds === undefined) return add('', [...times.keys()]);
  for (const [value, rows] of kinds.rows) {
    const meaning = kinds.meanings.get(`${value}`) ?? '';
    add(`${kinds.prefix} = ${value}${meaning === '' || meaning === `${value}` ? '' : ` (${meaning})`}`, rows);
  }
}

interface Kinds {
  /** What is between the table's name and '= value'. */
  readonly prefix: string;
  readonly rows: ReadonlyMap<string | number, readonly number[]>;
  readonly meanings: ReadonlyMap<string, string>;
}

const typeColumns = new Set(['ttl_type', 'event_type']);

/** By the column of types, else by one with meanings, else by one of texts that repeat. */
async function kindsOf(
  table: Hdf5Group,
  columns: readonly FoundColumn[],
  collected: Collected,
): Promise<Kinds | undefined> {
  const split = (column: FoundColumn, meanings: ReadonlyMap<string, string>, prefix: string): Kinds | undefined => {
    const rows = rowsOfEach<string | number>(column.values);
    return rows.size <= maxKinds ? { prefix, rows, meanings } : undefined;
  };
  const typed = columns.find(({ id }) => typeColumns.has(id));
  if (typed !== undefined) {
    const meanings = (await meaningsOf(table, typed.id)) ?? (await typesOf(table, typed.id, collected));
    const kinds = split(typed, meanings, '');
    if (kinds !== undefined) return kinds;
  }
  for (const column of columns) {
    const meanings = await meaningsOf(table, column.id);
    const kinds = meanings && split(column, meanings, `.${column.id}`);
    if (kinds !== undefined) return kinds;
  }
  const texts = columns.find((column) => {
    const different = column.kind === 'text' ? new Set(column.values).size : 0;
    return different > 0 && different <= maxKinds && different < column.values.length;
  });
  return texts && split(texts, new Map(), `.${texts.id}`);
}

/** What a MeaningsTable says of the values of a column. */
async function meaningsOf(table: Hdf5Group, column: string): Promise<ReadonlyMap<string, string> | undefined> {
  const places: (Hdf5Node | undefined)[] = [
    columnOf(table, column)?.attributes.target('meanings'),
    table.child(`${column}_meanings`),
    nodeAt(table, `meanings_tables/${column}_meanings`),
  ];
  const meanings = places.map((place) => asGroup(place)).find((group) => group !== undefined);
  return meanings && lookUp(meanings, 'value', 'meaning');
}

async function lookUp(table: Hdf5Group, from: string, to: string): Promise<ReadonlyMap<string, string>> {
  const values: readonly (string | number)[] =
    (await textsOf(table, from)) ?? Array.from((await numbersOf(table, from)) ?? []);
  const names = (await textsOf(table, to)) ?? [];
  return new Map(values.map((value, row) => [`${value}`, names[row] ?? '']));
}

/** Names of types of events, in a table that the column refers to, or in /general. */
async function typesOf(table: Hdf5Group, column: string, collected: Collected): Promise<ReadonlyMap<string, string>> {
  const referred = asGroup(columnOf(table, column)?.attributes.target('table'));
  if (referred !== undefined) {
    // The column has row numbers.
    const names = (await textsOf(referred, 'event_name')) ?? [];
    return new Map(names.map((name, row) => [`${row}`, name]));
  }
  const types = asGroup(nodeAt(collected.root, `general/${column}s`));
  return types === undefined ? new Map() : lookUp(types, 'pulse_value', 'event_name');
}

/** AnnotatedEventsTable of ndx-events 0.2: a row for each kind, with all of its times. */
export async function readAnnotatedEvents(table: Hdf5Group, collected: Collected): Promise<void> {
  const [times, rows] = [await numbersOf(table, 'event_times'), await raggedRows(table, 'event_times')];
  const labels = await textsOf(table, 'label');
  rows?.forEach(([from, to], row) => {
    const label = labels?.[row] ?? `${row}`;
    const ofRow = times?.slice(from, to) ?? new Float64Array();
    addEvents(collected, { short: label, long: `${table.path} = ${label}`, times: ofRow });
  });
}
