import type { NumberLeaf } from './leaf.ts';
import { maxEvents } from './timed-events.ts';

const maxCodes = 64;
const maxColumns = 6;

/** A table of events: one column of times, one of codes that recur, perhaps a number with each. */
export interface EventLog {
  readonly leaf: NumberLeaf;
  /** Columns, from 0. */
  readonly timeColumn: number;
  readonly codeColumn: number;
  readonly times: Float64Array;
  readonly codes: Float64Array;
  readonly values: Float64Array | undefined;
}

/** An array of a few columns, of which one rises and another has few whole numbers, each on average twice or more. */
export async function eventLog(leaf: NumberLeaf): Promise<EventLog | undefined> {
  if (leaf.columns < 2 || leaf.columns > maxColumns || leaf.rows < 4 || leaf.rows > maxEvents) return undefined;
  const columns: Float64Array[] = [];
  for (let k = 0; k < leaf.columns; k++) columns.push(await leaf.read(k, 0, leaf.rows));
  const timeColumn = columns.findIndex((column) => isRising(column));
  const codeColumn = columns.findIndex((column, k) => k !== timeColumn && areCodes(column));
  if (timeColumn < 0 || codeColumn < 0) return undefined;
  return {
    leaf,
    timeColumn,
    codeColumn,
    times: columns[timeColumn] as Float64Array,
    codes: columns[codeColumn] as Float64Array,
    values: columns.find((_, k) => k !== timeColumn && k !== codeColumn),
  };
}

/** Never goes back, and most are different. */
function isRising(values: Float64Array): boolean {
  let steps = 0;
  for (let i = 1; i < values.length; i++) {
    const step = (values[i] as number) - (values[i - 1] as number);
    if (!(step >= 0)) return false;
    if (step > 0) steps++;
  }
  return steps > values.length / 2;
}

function areCodes(values: Float64Array): boolean {
  const distinct = new Set<number>();
  for (const value of values) {
    if (!Number.isInteger(value)) return false;
    distinct.add(value);
    if (distinct.size > maxCodes) return false;
  }
  return distinct.size > 1 && values.length >= 2 * distinct.size;
}
