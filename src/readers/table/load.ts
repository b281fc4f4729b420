import type { SourceFile } from '../../contracts/reader.ts';
import { InputError } from '../../core/errors.ts';
import { type Dialect, dialectOf, rowsOf, withSingleBlanks } from './dialect.ts';
import { headingsOf } from './headings.ts';
import { type ColumnBuilder, type LoadedColumn, columnBuilder } from './columns.ts';
import { type ScannedRow, isUnquoted, scanRows } from './scan.ts';
import { endless, isEndless, linesOf, piecesOf } from './text.ts';

/** A table in memory, one typed array a column. */
export interface LoadedTable {
  /** Of its file, without folder and ending. */
  readonly stem: string;
  readonly file: string;
  readonly rows: number;
  readonly columns: readonly LoadedColumn[];
  readonly headed: boolean;
  readonly preamble: readonly string[];
  readonly warnings: readonly string[];
  /** Line of the file, from 1, that a row, from 0, is on, as a spreadsheet counts it. */
  lineOf(row: number): number;
}

/** Numbers that are kept in memory: 0.8 GB. */
const maxCells = 100_000_000;
const maxColumns = 20_000;

/** Empty lines between rows whose places are kept, to count lines as a spreadsheet does. */
const maxSkipped = 100_000;

export const stemOf = (name: string): string => (name.split('/').at(-1) as string).replace(/\.[^.]*$/, '');

/**
 * Reads a table in pieces of some megabytes.
 * @throws InputError if it has more than 100 million cells, or a row that does not end, or none
 */
export function openTable(file: SourceFile): LoadedTable {
  const dialect = dialectOf(file);
  if (dialect === undefined)
    throw new InputError('there is no table in it', file.name, 'open a text file with rows and columns of numbers');
  const headings = headingsOf(dialect);
  if (headings.length > maxColumns)
    throw new InputError(`the table has ${headings.length} columns`, file.name, `keep at most ${maxColumns}`);
  const columns = headings.map((heading, i) => columnBuilder(heading, i, dialect, file.name));
  const tally = tallyOf(file, headings.length);
  addRows(file, dialect, columns, tally.add);
  const lineOf = (row: number): number => row + 1 + dialect.linesBefore + tally.skippedBefore(row);
  const built = columns.map((column) => column.done(lineOf)).filter((column) => !isFiller(column));
  return {
    stem: stemOf(file.name),
    file: file.name,
    rows: tally.rows(),
    headed: dialect.headingRows.length > 0,
    lineOf,
    columns: built,
    preamble: dialect.preamble,
    warnings: [...tally.warnings(lineOf), ...built.flatMap(({ warnings }) => warnings)].map(
      (warning) => `${file.name}: ${warning}`,
    ),
  };
}

/** Counts rows, empty lines and rows of another length. */
function tallyOf(file: SourceFile, columns: number) {
  const skipped: number[] = [];
  let [rows, uneven, firstUneven] = [0, 0, 0];
  return {
    add({ cells, empty, beyond }: ScannedRow): void {
      if (empty) {
        // Lines after the last row count nowhere, and a file may end in millions of them.
        if (rows > 0 && skipped.length < maxSkipped) skipped.push(rows);
        return;
      }
      // One cell less is the comma at the end of each line, which the headings may have alone.
      if ((cells < columns - 1 || beyond) && uneven++ === 0) firstUneven = rows;
      rows++;
      if (rows * columns <= maxCells) return;
      throw new InputError(
        `the table has more than ${maxCells / 1e6} million cells`,
        file.name,
        'keep fewer columns, split it, or save it as NWB or Parquet, which are read in slices',
      );
    },
    rows: () => rows,
    /** Empty lines before a row. */
    skippedBefore(row: number): number {
      let [low, high] = [0, skipped.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((skipped[middle] as number) <= row) low = middle + 1;
        else high = middle;
      }
      return low;
    },
    warnings: (lineOf: (row: number) => number): string[] =>
      uneven === 0
        ? []
        : [
            `${uneven} rows have more or fewer cells than the ${columns} columns, the first in row ${lineOf(firstUneven)}`,
          ],
  };
}

/** A comma at the end of each line makes a column with neither heading nor cells. */
const isFiller = ({ heading, kind, missing, length }: LoadedColumn): boolean =>
  heading.unnamed && kind === 'number' && missing === length;

/** Adds all rows after the headings: numbers straight from bytes, up to the first quotation mark. */
function addRows(
  file: SourceFile,
  dialect: Dialect,
  columns: readonly ColumnBuilder[],
  onRow: (row: ScannedRow) => void,
): void {
  const { encoding, delimiter, linesBefore } = dialect;
  let [from, before] = [encoding.start, linesBefore];
  if (!encoding.label.startsWith('utf-16') && delimiter !== ' ' && dialect.endsInLineFeeds) {
    const decoder = new TextDecoder(encoding.label);
    for (const bytes of linesOf(file, from)) {
      let start = 0;
      for (; before > 0 && start < bytes.length; before--) start = bytes.indexOf(10, start) + 1;
      const body = bytes.subarray(start);
      from += start;
      if (!isUnquoted(body)) break;
      scanRows(body, columns, dialect, (cell) => decoder.decode(cell), onRow);
      from += body.length;
    }
  }
  for (const row of parsedRows(file, dialect, from, before)) {
    const empty = row.length === 1 && row[0]?.trim() === '';
    if (!empty) for (let i = 0; i < columns.length; i++) columns[i]?.add(row[i] ?? '');
    onRow({ cells: row.length, empty, beyond: row.slice(columns.length).some((cell) => cell.trim() !== '') });
  }
}

/** Rows from a byte on, which may have quoted cells, after a number of lines that are none. */
function* parsedRows(file: SourceFile, dialect: Dialect, from: number, linesBefore: number): Generator<string[]> {
  const { encoding, delimiter } = dialect;
  let [rest, before] = ['', linesBefore];
  for (const piece of piecesOf(file, encoding.label, from)) {
    let start = 0;
    for (; before > 0 && piece.includes('\n', start); before--) start = piece.indexOf('\n', start) + 1;
    if (before > 0) continue;
    const text = rest + (delimiter === ' ' ? withSingleBlanks(piece.slice(start)) : piece.slice(start));
    const { rows, used } = rowsOf(text, delimiter, true);
    yield* rows;
    rest = text.slice(used);
    if (isEndless(rest)) throw endless(file);
  }
  if (rest !== '') yield* rowsOf(rest, delimiter).rows;
}
