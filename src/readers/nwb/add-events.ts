import type { Proposal } from '../../contracts/reader.ts';
import { inOrder } from '../sampled/in-order.ts';
import { proposals } from '../sampled/propose.ts';
import { type Collected, freeId } from './collected.ts';

/** Events as they are in a file. */
interface RawEvents {
  /** Id if no others have it. */
  readonly short: string;
  readonly long: string;
  readonly times: Float64Array;
  readonly ends?: Float64Array | undefined;
  readonly values?: Float64Array | undefined;
  readonly valueUnit?: string | undefined;
  readonly proposal?: Proposal | undefined;
}

/** Adds events in order of time, with a proposal by their name unless another is given. */
export function addEvents(collected: Collected, raw: RawEvents): void {
  const { times, rows, warnings } = inOrder(raw.long, raw.times);
  const ordered = (values: Float64Array): Float64Array => Float64Array.from(rows, (row) => values[row] ?? Number.NaN);
  const proposal = raw.proposal ?? proposals.events(raw.short);
  collected.warnings.push(...warnings);
  collected.events.push({
    id: freeId(collected.events, raw.short, raw.long),
    times,
    ...(raw.ends && { ends: ordered(raw.ends) }),
    ...(raw.values && { values: ordered(raw.values) }),
    ...(raw.valueUnit !== undefined && { valueUnit: raw.valueUnit }),
    ...(proposal && { proposal }),
  });
}

/** Kinds that are made events of their own; more are values of one kind. */
export const maxKinds = 40;

/** Rows of each value, in the order in which values first occur. */
export function rowsOfEach<Value>(values: Iterable<Value>): Map<Value, number[]> {
  const found = new Map<Value, number[]>();
  let row = 0;
  for (const value of values) {
    const rows = found.get(value);
    if (rows === undefined) found.set(value, [row]);
    else rows.push(row);
    row++;
  }
  return found;
}

export const atRows = (values: Float64Array, rows: readonly number[]): Float64Array =>
  Float64Array.from(rows, (row) => values[row] ?? Number.NaN);
