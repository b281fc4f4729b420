import type { FeatureTable } from '../../contracts/architecture.ts';
import type { Interval } from './intervals.ts';

/**
 * Moments of an interval that are columns of one table. They depend only on the moment, not on where a trial begins or
 * ends.
 */
const block = 8;

/** Feature 0 is 1 - p; feature 1 + s L + k is p if the set s came on k steps ago, out of L timed steps. */
interface BeliefTables {
  /** The tables of a trial up to step `end`. Valid until the next call. */
  begin(steps: number): void;
  /** Steps in which no interval is open. */
  rest(steps: number): void;
  /** A step of an interval, and the belief in it. */
  add(interval: Interval, belief: number): void;
  end(): readonly FeatureTable[];
}

/** Writes a belief as tables that contain only the moments with nonzero belief at their steps. */
export function beliefTables(timed: number, size: number): BeliefTables {
  let values = new Float64Array(0);
  let used = 0;
  let step = 0;
  let tables: FeatureTable[] = [];
  /** The table being written: its start, and its first moment; 0 if no interval is open. */
  let firstStep = 0;
  let start = 0;
  let columns = new Int32Array(0);
  let first = -1;
  const closed = new Int32Array(1);
  const known = new Map<number, Int32Array<ArrayBuffer>>();

  function columnsFrom(moment: number): Int32Array<ArrayBuffer> {
    const last = Math.min(moment + block, 1 + timed * Math.ceil(moment / timed), size);
    const made =
      known.get(moment) ?? Int32Array.from({ length: 1 + last - moment }, (_, i) => (i === 0 ? 0 : moment + i - 1));
    known.set(moment, made);
    return made;
  }

  function close(): void {
    if (step > firstStep)
      tables.push({
        layout: 'dense',
        firstStep,
        rows: step - firstStep,
        columns,
        values: values.subarray(start, used),
      });
    firstStep = step;
    start = used;
  }

  function enter(moment: number): void {
    if (moment === first) return;
    close();
    first = moment;
    columns = moment === 0 ? closed : columnsFrom(moment);
  }

  return {
    begin(steps) {
      if (values.length < steps * (block + 1)) values = new Float64Array(steps * (block + 1));
      [used, step, firstStep, start, first, tables] = [0, 0, 0, 0, -1, []];
    },
    rest(steps) {
      enter(0);
      values.fill(1, used, used + steps);
      used += steps;
      step += steps;
    },
    add({ set, elapsed }, belief) {
      const within = elapsed % block;
      enter(1 + set * timed + elapsed - within);
      values.fill(0, used, used + columns.length);
      values[used] = 1 - belief;
      values[used + 1 + within] = belief;
      used += columns.length;
      step += 1;
    },
    end() {
      close();
      return tables;
    },
  };
}
