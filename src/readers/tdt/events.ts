import type { FoundEvents, FoundUnit } from '../../contracts/reader.ts';
import { inOrder } from '../sampled/in-order.ts';
import { proposals } from '../sampled/propose.ts';
import type { Index, Strobes } from './index-file.ts';

/** More values than this, or hardly any that occurs twice, are a counter or a measurement. */
const maxKinds = 32;

/** Events of a store, one kind per value if values recur. */
function kinds({ store, seconds, values }: Strobes): { id: string; rows: number[]; isSplit: boolean }[] {
  const distinct = [...new Set(values)].sort((one, other) => one - other);
  const all = [...seconds.keys()];
  const isSplit = distinct.length > 1 && distinct.length <= maxKinds && values.length >= 2 * distinct.length;
  if (!isSplit) return [{ id: store, rows: all, isSplit }];
  return distinct.map((value) => ({
    id: `${store} = ${value}`,
    rows: all.filter((row) => Object.is(values[row], value)),
    isSplit,
  }));
}

/** The end of each onset: the first offset before the next onset; NaN where there is none. */
function endsOf(onsets: readonly number[], offsets: readonly number[]): Float64Array {
  let k = 0;
  return Float64Array.from(onsets, (onset, i) => {
    while (k < offsets.length && (offsets[k] as number) < onset) k++;
    const end = offsets[k];
    return end !== undefined && end <= (onsets[i + 1] ?? Infinity) ? end : Number.NaN;
  });
}

/** Seconds since the start of the block. */
export function tdtEvents({ onsets, offsets, start }: Index): { events: FoundEvents[]; warnings: string[] } {
  const warnings: string[] = [];
  const used = new Set<string>();
  const events = onsets.flatMap((strobes): FoundEvents[] => {
    // A store whose name ends in / has one for its offsets, which ends in \.
    const closing = offsets.find(
      ({ store }) => store === strobes.store || store === strobes.store.replace(/\/$/, '\\'),
    );
    if (closing !== undefined) used.add(closing.store);
    const ends = closing && endsOf(strobes.seconds, closing.seconds);
    return kinds(strobes).map(({ id, rows, isSplit }) => {
      const since = Float64Array.from(rows, (row) => (strobes.seconds[row] as number) - start);
      const { times, rows: order, warnings: said } = inOrder(id, since);
      warnings.push(...said);
      const of = (all: ArrayLike<number>): Float64Array =>
        Float64Array.from(order, (k) => all[rows[k] as number] as number);
      const proposal = proposals.events(id);
      return {
        id,
        times,
        ...(ends && { ends: of(ends).map((end) => end - start) }),
        ...(!isSplit && { values: of(strobes.values) }),
        ...(proposal && { proposal }),
      };
    });
  });
  for (const { store, seconds } of offsets.filter((one) => !used.has(one.store))) {
    const { times, warnings: said } = inOrder(
      store,
      Float64Array.from(seconds, (time) => time - start),
    );
    warnings.push(...said);
    events.push({ id: store, times });
  }
  return { events, warnings };
}

/** Sorted spikes, seconds since the start of the block. */
export function tdtUnits({ snips, start }: Index): { units: FoundUnit[]; warnings: string[] } {
  const warnings: string[] = [];
  const units = [...snips.values()].map(({ store, channel, sort, seconds }): FoundUnit => {
    const id = `${store} channel ${channel} unit ${sort}`;
    const { times, warnings: said } = inOrder(
      id,
      Float64Array.from(seconds, (time) => time - start),
    );
    warnings.push(...said);
    return { id, spikes: times, facts: { channel, 'sort code': sort } };
  });
  return { units, warnings };
}
