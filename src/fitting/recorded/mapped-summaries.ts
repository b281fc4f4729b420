import type { Found } from '../../contracts/reader.ts';
import type { MappedLatencies, MappedSummaries } from '../../recorded/mapping.ts';
import { numbersOf, tableOf } from '../../recorded/mapped-times.ts';
import type { EventSummaries } from '../session/summaries-part.ts';
import type { RecordedLatencies } from './latencies-in.ts';

/** Rows of a table that have a time, in order of it. */
function timedRows(times: Float64Array): readonly number[] {
  return [...times.keys()]
    .filter((row) => Number.isFinite(times[row]))
    .toSorted((one, other) => (times[one] as number) - (times[other] as number));
}

const inOrder = (values: Float64Array, rows: readonly number[]): Float64Array =>
  Float64Array.from(rows, (row) => values[row] as number);

/** @throws InputError for a table or a column that the recording does not have, or that is text */
export function summariesOf(found: Found, mapped: MappedSummaries, isCorrelated: boolean): EventSummaries {
  const table = tableOf(found, mapped.table);
  const times = numbersOf(table, mapped.time);
  const rows = timedRows(times);
  const { value, error, reduction, window, baseline } = mapped;
  return {
    id: value,
    reduction,
    window,
    ...(baseline === undefined ? {} : { baseline }),
    atSeconds: inOrder(times, rows),
    values: inOrder(numbersOf(table, value), rows),
    ...(error === undefined ? {} : { errors: inOrder(numbersOf(table, error), rows) }),
    isCorrelated,
  };
}

/** @throws InputError for a table or a column that the recording does not have, or that is text */
export function tableLatencies(
  found: Found,
  { table: id, time, latency, unit }: MappedLatencies,
): Extract<RecordedLatencies['of'], { kind: 'table' }> {
  const table = tableOf(found, id);
  const times = numbersOf(table, time);
  const rows = timedRows(times);
  const perSecond = unit === 'ms' ? 1000 : 1;
  return {
    kind: 'table',
    title: latency,
    atSeconds: inOrder(times, rows),
    seconds: inOrder(numbersOf(table, latency), rows).map((value) => value / perSecond),
  };
}
