import { InputError } from '../../core/errors.ts';
import type { Mark } from '../../contracts/paradigm.ts';
import type { FoundWindows, OpenedRecording } from '../../contracts/reader.ts';
import { cellText, tableOf } from '../mapped-times.ts';
import type { MappedWindows } from '../mapping.ts';
import type { AnimalRows, RowColumn } from '../../contracts/animal-rows.ts';
import { otherColumns, tableRows, windowsOf, type TableRow } from './table-rows.ts';

/**
 * Windows that a file has cut out already, condition by condition in order of first appearance. A bin is a sample.
 * @throws InputError for windows or columns that the recording does not have
 */
export async function tableWindows(
  recording: Pick<OpenedRecording, 'found' | 'windows'>,
  mapped: MappedWindows,
): Promise<readonly AnimalRows[]> {
  const windows = windowsOf(recording.found, mapped);
  const values = await recording.windows?.(windows.id);
  if (values === undefined) throw new InputError('it has no windows', windows.id, 'open a table of windows');
  const table = tableOf(recording.found, windows.table);
  const all = tableRows(recording.found, mapped);
  const others = otherColumns(table, mapped);
  return [...new Set(all.map(({ type }) => type))].map((type) => {
    const own = all.filter((one) => one.type === type);
    return {
      condition: type === '' ? windows.align : type,
      title: type === '' ? windows.align : type,
      t: windows.seconds,
      align: windows.align,
      rows: rowsOf(values, own, windows),
      animals: own.map(({ animal }) => animal),
      sessions: own.map(({ session }) => session),
      trials: own.map(({ trial }) => trial - 1),
      columns: Object.fromEntries(
        others.map((column): [string, RowColumn] => [
          column.id,
          own.map(({ row }) => (column.kind === 'number' ? (column.values[row] as number) : cellText(column, row))),
        ]),
      ),
      marks: marksOf(windows),
    };
  });
}

function rowsOf(values: Float32Array, own: readonly TableRow[], { seconds: { length } }: FoundWindows): Float32Array {
  const rows = new Float32Array(own.length * length);
  for (const [i, { row }] of own.entries()) rows.set(values.subarray(row * length, (row + 1) * length), i * length);
  return rows;
}

/** The event that windows are cut around: a cue, a reward, or what the file calls it. */
const marksOf = ({ align }: FoundWindows): readonly Mark[] => [
  { event: align === 'reward' ? 'reward' : 'cue', label: align, seconds: 0 },
];
