import type { FoundEvents } from '../../contracts/reader.ts';
import { proposals } from '../sampled/propose.ts';
import type { LoadedColumn } from './columns.ts';
import { inOrder } from './edges.ts';
import { grouped } from './grouped.ts';
import type { LoadedTable } from './load.ts';

/** Kinds of events: one for each label or code; one for all if the numbers differ. */
export function eventsBy(table: LoadedTable, times: Float64Array, other: LoadedColumn | undefined): FoundEvents[] {
  const kept = Array.from(times.keys()).filter((row) => Number.isFinite(times[row]));
  const at = (list: readonly number[]): Float64Array => Float64Array.from(list, (row) => times[row] as number);
  const all = (): Pick<FoundEvents, 'id' | 'times' | 'proposal'> => {
    const proposal = proposals.events(table.stem);
    return { id: table.stem, times: at(kept), ...(proposal && { proposal }) };
  };
  if (other === undefined || other.kind === 'date') return [inOrder(all())];
  const byCode = grouped(kept, (row) => other.numbers[row] as number);
  if (other.kind === 'text')
    return [...byCode]
      .filter(([code]) => code !== 0)
      .map(([code, list]) => labelled(other, true, code, { times: at(list) }));
  const codes = [...byCode.keys()];
  if (codes.every((code) => Number.isInteger(code)) && codes.length <= Math.max(2, Math.min(50, kept.length / 5)))
    return codes.length === 1
      ? [inOrder(all())]
      : [...byCode].map(([code, list]) =>
          inOrder({ id: `${table.headed ? other.heading.name : table.stem} = ${code}`, times: at(list) }),
        );
  const { unit } = other.heading;
  return [
    inOrder({
      ...all(),
      values: Float64Array.from(kept, (row) => other.numbers[row] as number),
      ...(unit && { valueUnit: unit }),
    }),
  ];
}

/** Events of one label of a column of text. */
export function labelled(
  column: LoadedColumn & { kind: 'text' },
  alone: boolean,
  code: number,
  rest: Omit<FoundEvents, 'id'>,
): FoundEvents {
  const word = column.words[code] as string;
  const proposal = proposals.events(word);
  return inOrder({ id: alone ? word : `${column.heading.name} = ${word}`, ...rest, ...(proposal && { proposal }) });
}
