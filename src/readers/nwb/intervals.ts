import type { FoundColumn, Proposal } from '../../contracts/reader.ts';
import type { Hdf5Group } from '../hdf5/nodes.ts';
import { proposals } from '../sampled/propose.ts';
import { addEvents } from './add-events.ts';
import { type Collected, freeId } from './collected.ts';
import { columnNames, columnOf, numbersOf, plainColumns, raggedRows } from './dynamic-table.ts';

/** TimeIntervals, such as trials: a table, and events if it is not of trials. */
export async function readIntervals(table: Hdf5Group, collected: Collected): Promise<void> {
  const columns = await readTable(table, collected);
  const [starts, stops] = ['start_time', 'stop_time'].map((name) => {
    const column = columns?.find(({ id }) => id === name);
    return column?.kind === 'number' ? column.values : undefined;
  });
  if (starts === undefined) return;
  if (!isOfTrials(table.name))
    addEvents(collected, { short: table.name, long: table.path, times: starts, ends: stops });
  await readEventsOfRows(table, starts, stops, collected);
}

/** Share of times of a ragged column that lie in their row's interval, if they are times of events in it. */
const leastInside = 0.9;

/** Columns with several times a row, such as licks, are events. */
async function readEventsOfRows(
  table: Hdf5Group,
  starts: Float64Array,
  stops: Float64Array | undefined,
  collected: Collected,
): Promise<void> {
  for (const name of columnNames(table)) {
    const rows = await raggedRows(table, name);
    if (rows === undefined) continue;
    const values = columnOf(table, name)?.values === 'numbers' ? await numbersOf(table, name) : undefined;
    let inside = 0;
    rows.forEach(([from, to], row) => {
      for (const time of values?.subarray(from, to) ?? [])
        if (time >= (starts[row] as number) && time <= (stops?.[row] ?? Infinity)) inside++;
    });
    if (values !== undefined && values.length > 0 && inside >= leastInside * values.length)
      addEvents(collected, { short: name, long: `${table.path}/${name}`, times: values });
    else if (values === undefined || values.length > 0)
      collected.warnings.push(`${table.path}: ${name} has several values a row and is left out`);
  }
}

/** Adds a DynamicTable to the found tables. */
export async function readTable(table: Hdf5Group, collected: Collected): Promise<readonly FoundColumn[] | undefined> {
  const columns = await plainColumns(table, (error) =>
    collected.warnings.push(`${error.where}: ${error.what}; left out`),
  );
  const lengths = new Set(columns.map(({ values }) => values.length));
  if (columns.length === 0) return undefined;
  const rows = Math.min(...lengths);
  if (lengths.size > 1)
    collected.warnings.push(
      `${table.path}: its columns have ${[...lengths].join(', ')} rows; the first ${rows} are read`,
    );
  const cut = columns.map((column) => ({ ...column, values: column.values.slice(0, rows) }) as FoundColumn);
  collected.tables.push({
    id: freeId(collected.tables, table.name, table.path),
    rows,
    columns: cut.map((column) => withProposal(column, table.name)),
  });
  return cut;
}

const ofTrials: Readonly<Record<string, Proposal>> = {
  start_time: { role: 'trial start', reason: 'NWB names the start of an interval so' },
  stop_time: { role: 'trial end', reason: 'NWB names the end of an interval so' },
};

function withProposal(column: FoundColumn, table: string): FoundColumn {
  const isEdge = column.id in ofTrials;
  const byName = proposals.column(column.id) ?? proposals.events(column.id);
  // Texts of cues say which cue it was.
  const ofText: Proposal | undefined =
    column.kind === 'text' && byName?.role === 'cue' ? { ...byName, role: 'trial type' } : byName;
  const proposal = isEdge ? (isOfTrials(table) ? ofTrials[column.id] : undefined) : ofText;
  return { ...column, ...(isEdge && { unit: 's' }), ...(proposal && { proposal }) };
}

const isOfTrials = (table: string): boolean => /trial/i.test(table);
