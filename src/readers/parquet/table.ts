import { InputError } from '../../core/errors.ts';
import type { SourceFile } from '../../contracts/reader.ts';
import type { NumberLeaf, TextLeaf } from '../arrays/leaf.ts';
import type { LoadedColumn } from '../table/columns.ts';
import { stemOf, type LoadedTable } from '../table/load.ts';
import { inFull } from '../sampled/words.ts';
import type { ParquetFile } from './file.ts';

/** Numbers of a table that is kept in memory: 0.8 GB. */
const maxCells = 100_000_000;
const maxTexts = 1 << 20;

/**
 * A table in memory, for readers of tables.
 * @param order columns that stand first
 */
export async function loadedTable(
  file: SourceFile,
  parquet: ParquetFile,
  order: readonly string[] = [],
): Promise<LoadedTable> {
  if (parquet.rows * parquet.columns.length > maxCells)
    throw new InputError(`it has more than ${inFull(maxCells)} cells`, file.name, 'split it');
  const first = order.flatMap((name) => parquet.columns.find((one) => one.name === name) ?? []);
  const columns: LoadedColumn[] = [];
  for (const column of [...first, ...parquet.columns.filter((one) => !first.includes(one))]) {
    const { name, unit } = column;
    const common = {
      heading: { name, channel: name, unit, unnamed: false },
      index: columns.length,
      length: parquet.rows,
      warnings: [],
    };
    if (column.kind === 'number') {
      const numbers = await column.numbers(0, parquet.rows);
      columns.push({ ...common, kind: 'number', numbers, missing: numbers.filter((one) => Number.isNaN(one)).length });
    } else {
      const words = new Map([['', 0]]);
      const numbers = Float64Array.from(await column.texts(0, parquet.rows), (text) => {
        const code = words.get(text) ?? words.size;
        words.set(text, code);
        return code;
      });
      columns.push({
        ...common,
        kind: 'text',
        numbers,
        words: [...words.keys()],
        missing: numbers.filter((code) => code === 0).length,
      });
    }
  }
  return {
    stem: stemOf(file.name),
    file: file.name,
    rows: parquet.rows,
    columns,
    headed: true,
    preamble: [],
    warnings: parquet.warnings.map((text) => `${file.name}: ${text}`),
    lineOf: (row) => row + 1,
  };
}

/** Columns as arrays that are read in slices. @param isSeconds whether a column without a unit is known to be in seconds */
export async function leavesOf(parquet: ParquetFile, isSeconds: (name: string) => boolean) {
  const numbers: NumberLeaf[] = [];
  const texts: TextLeaf[] = [];
  const warnings = [...parquet.warnings];
  for (const column of parquet.columns) {
    const { name, mayMiss } = column;
    if (column.kind === 'number') {
      const unit = isSeconds(name) ? 's' : column.unit;
      const leaf = { id: name, scope: '', name, rows: parquet.rows, columns: 1, mayMiss, unit };
      numbers.push({ ...leaf, columnId: () => name, read: (_, from, to) => column.numbers(from, to) });
    } else if (parquet.rows <= maxTexts)
      texts.push({ id: name, scope: '', name, values: await column.texts(0, parquet.rows) });
    else warnings.push(`column ${name}: ${inFull(parquet.rows)} texts, more than ${inFull(maxTexts)}, are not shown`);
  }
  return { numbers, texts, warnings };
}
