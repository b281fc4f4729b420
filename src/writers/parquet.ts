import type { WrittenColumn, WrittenTable } from './table.ts';
import { notesName, notesOf } from './table.ts';

/**
 * A table as Parquet: columns of their own types, NaN where a number is missing, and the notes as JSON under the key
 * `phasic` of its metadata. All columns are of one length. The same table gives the same bytes.
 */
export async function parquetBytes(table: WrittenTable): Promise<Uint8Array> {
  const { parquetWriteBuffer } = await import('hyparquet-writer');
  const buffer = parquetWriteBuffer({
    columnData: Object.entries(table.columns).map(([name, { values }]) => ({
      name,
      data: dataOf(values),
      type: typeOf(values),
      nullable: false,
    })),
    kvMetadata: [{ key: notesName, value: notesOf(table) }],
    createdBy: 'Phasic',
  });
  return new Uint8Array(buffer);
}

type Values = WrittenColumn['values'];

const isOfTexts = (values: Values): values is readonly string[] => Array.isArray(values);

function typeOf(values: Values): 'STRING' | 'DOUBLE' | 'FLOAT' | 'INT32' {
  if (isOfTexts(values)) return 'STRING';
  if (values instanceof Float64Array) return 'DOUBLE';
  return values instanceof Float32Array ? 'FLOAT' : 'INT32';
}

/** Parquet has no unsigned numbers of its own, and what is counted here is below 2^31. */
function dataOf(values: Values): string[] | Float64Array | Float32Array | Int32Array {
  if (isOfTexts(values)) return [...values];
  return values instanceof Float64Array || values instanceof Float32Array || values instanceof Int32Array
    ? values
    : Int32Array.from(values);
}
