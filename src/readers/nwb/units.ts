import type { Answers, FoundColumn, FoundUnit } from '../../contracts/reader.ts';
import type { Hdf5Group } from '../hdf5/nodes.ts';
import { inOrder } from '../sampled/in-order.ts';
import { inFull } from '../sampled/words.ts';
import type { Collected } from './collected.ts';
import { columnOf, numbersOf, plainColumns, raggedRows } from './dynamic-table.ts';

const questionId = 'spike-time-unit';
const perSecond: Readonly<Record<string, number>> = { s: 1, ms: 1000, us: 1e6 };
/** Spikes end by this factor after everything else, if their unit is not the second. */
const tooLate = 20;

/**
 * Units: one row each, spikes in a ragged column; without an index all spikes are of the one unit. NWB has seconds;
 * spikes that go on long after everything else are asked about.
 */
export async function readUnits(table: Hdf5Group, answers: Answers, collected: Collected): Promise<void> {
  const spikes = await numbersOf(table, 'spike_times');
  if (spikes === undefined) return;
  const rows = (await raggedRows(table, 'spike_times')) ?? [[0, spikes.length] as const];
  const columns = await plainColumns(table, (error) =>
    collected.warnings.push(`${error.where}: ${error.what}; left out`),
  );
  const ids = await numbersOf(table, 'id');
  const divisor = perSecond[unitOfSpikes(table.path, spikes, answers, collected)] ?? 1;
  const observedOf = await observations(table, divisor);
  let unordered = 0;
  for (const [row, [from, to]] of rows.entries()) {
    const ofUnit = divisor === 1 ? spikes.subarray(from, to) : spikes.subarray(from, to).map((time) => time / divisor);
    const { times, warnings } = isOrdered(ofUnit) ? { times: ofUnit, warnings: [] } : inOrder('', ofUnit);
    if (warnings.length > 0) unordered++;
    collected.units.push({
      id: `unit ${ids?.[row] ?? row}`,
      spikes: times,
      ...observedOf(row),
      ...factsOf(columns, row),
    });
  }
  if (unordered > 0)
    collected.warnings.push(
      `${table.path}: spikes of ${inFull(unordered)} units were not in order of time, and are sorted; those without a time are left out`,
    );
}

/** Observation intervals of units: pairs of start and end, in a ragged column. */
async function observations(table: Hdf5Group, divisor: number): Promise<(row: number) => Pick<FoundUnit, 'observed'>> {
  const column = columnOf(table, 'obs_intervals');
  const rows = await raggedRows(table, 'obs_intervals');
  if (column?.values !== 'numbers' || column.shape.length !== 2 || column.shape[1] !== 2 || rows === undefined)
    return () => ({});
  const all = await column.numbers([0, 0], [column.shape[0] as number, 2]);
  return (row) => {
    const [from, to] = rows[row] ?? [0, 0];
    const own = all.slice(2 * from, 2 * to).map((time) => time / divisor);
    return own.length > 0 && isOrdered(own) ? { observed: own } : {};
  };
}

const isOrdered = (times: Float64Array): boolean =>
  times.every((time, i) => Number.isFinite(time) && (i === 0 || time >= (times[i - 1] as number)));

function factsOf(columns: readonly FoundColumn[], row: number): Pick<FoundUnit, 'facts'> {
  const facts = columns.flatMap((column): [string, string | number][] => {
    const value = column.values[row];
    return value === undefined || value === '' || Number.isNaN(value) ? [] : [[column.id, value]];
  });
  return facts.length === 0 ? {} : { facts: Object.fromEntries(facts) };
}

/** The unit of spike times: as answered, else as proposed, and asked about only if seconds are unlikely. */
function unitOfSpikes(table: string, spikes: Float64Array, answers: Answers, collected: Collected): string {
  const last = spikes.reduce((most, time) => (time > most ? time : most), 0);
  const end = endOf(collected);
  if (!(end > 0) || last <= tooLate * end) return 's';
  const proposed = ['ms', 'us'].find((unit) => last / (perSecond[unit] as number) <= 1.5 * end) ?? 's';
  const titles: Readonly<Record<string, string>> = { s: 'seconds', ms: 'milliseconds', us: 'microseconds' };
  collected.warnings.push(
    `${table}: spike times reach ${Math.round(last)} s where the other series end at ${Math.round(end)} s: ${proposed === 's' ? 'which unit' : titles[proposed]}?`,
  );
  collected.questions.push({
    id: questionId,
    text: 'In which unit are the spike times?',
    options: Object.entries(titles).map(([id, title]) => ({ id, title })),
    proposed,
    reason: `in seconds they reach ${Math.round(last)} s, where the other series end at ${Math.round(end)} s`,
  });
  const answer = answers[questionId];
  return answer !== undefined && answer in perSecond ? answer : proposed;
}

/** When the last signal, event or trial ends, seconds; 0 if there is none. */
function endOf({ signals, events, tables }: Collected): number {
  const ends = signals.map(({ clock }) => clock.endSeconds);
  for (const { times } of events) ends.push(times.at(-1) ?? 0);
  for (const { columns } of tables)
    for (const column of columns)
      if (column.kind === 'number' && /^(start|stop)_time$/.test(column.id)) ends.push(column.values.at(-1) ?? 0);
  return ends.reduce((most, end) => (end > most ? end : most), 0);
}
