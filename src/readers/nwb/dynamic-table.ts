import { InputError } from '../../core/errors.ts';
import type { FoundColumn } from '../../contracts/reader.ts';
import { asDataset, type Hdf5Dataset, type Hdf5Group } from '../hdf5/nodes.ts';

/** Names of the columns of a DynamicTable, without its id and the indices of ragged columns. */
export function columnNames(table: Hdf5Group): readonly string[] {
  const stated = table.attributes.texts('colnames');
  const there = new Set(table.names);
  if (stated !== undefined) return stated.filter((name) => there.has(name));
  return table.names.filter((name) => name !== 'id' && !name.endsWith('_index'));
}

/** The dataset of a column. */
export const columnOf = (table: Hdf5Group, name: string): Hdf5Dataset | undefined => asDataset(table.child(name));

/** Numbers of a column with one number a row. */
export async function numbersOf(table: Hdf5Group, name: string): Promise<Float64Array | undefined> {
  const column = columnOf(table, name);
  return column?.values === 'numbers' && column.shape.length === 1 ? column.allNumbers() : undefined;
}

/** Texts of a column with one text a row; names of what references refer to. */
export async function textsOf(table: Hdf5Group, name: string): Promise<readonly string[] | undefined> {
  const column = columnOf(table, name);
  if (column?.shape.length !== 1) return undefined;
  if (column.values === 'text') return column.allTexts();
  if (column.values !== 'references') return undefined;
  return (await column.allTargets()).map((target) => target?.name ?? '');
}

/** For each row, where its values begin and end in the ragged column; undefined if the column is not ragged. */
export async function raggedRows(
  table: Hdf5Group,
  name: string,
): Promise<readonly (readonly [number, number])[] | undefined> {
  const ends = await numbersOf(table, `${name}_index`);
  if (ends === undefined) return undefined;
  const length = columnOf(table, name)?.shape[0] ?? 0;
  return Array.from(ends, (end, row) => {
    const from = Math.min(length, ends[row - 1] ?? 0);
    return [from, Math.max(from, Math.min(length, end))] as const;
  });
}

/** Columns with one value a row, in the order of the table. */
export async function plainColumns(
  table: Hdf5Group,
  onError: (error: InputError) => void,
): Promise<readonly FoundColumn[]> {
  const columns: FoundColumn[] = [];
  const there = new Set(table.names);
  for (const name of columnNames(table)) {
    if (there.has(`${name}_index`)) continue;
    try {
      const column = await plainColumn(table, name);
      if (column !== undefined) columns.push(column);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      onError(error);
    }
  }
  return columns;
}

async function plainColumn(table: Hdf5Group, name: string): Promise<FoundColumn | undefined> {
  const numbers = await numbersOf(table, name);
  const unit = columnOf(table, name)?.attributes.text('unit');
  if (numbers !== undefined)
    return {
      id: name,
      kind: 'number',
      values: numbers,
      ...(unit !== undefined && { unit: unit === 'seconds' ? 's' : unit }),
    };
  const texts = await textsOf(table, name);
  return texts === undefined ? undefined : { id: name, kind: 'text', values: texts };
}
