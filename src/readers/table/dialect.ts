import Papa from 'papaparse';
import type { SourceFile } from '../../contracts/reader.ts';
import { windowColumns } from '../windows/columns.ts';
import { numberIn, secondsOfDate } from './cells.ts';
import { type Encoding, headOf } from './text.ts';

/** How a text file holds a table. */
export interface Dialect {
  readonly encoding: Encoding;
  /** One character; a blank stands for any number of blanks and tabs. */
  readonly delimiter: string;
  readonly decimalComma: boolean;
  /** Lines before the headings, e.g. settings. */
  readonly preamble: readonly string[];
  /** Rows of headings, or none. */
  readonly headingRows: readonly (readonly string[])[];
  /** Lines of the file before the first row. */
  readonly linesBefore: number;
  /** Whether lines end in a line feed, with or without a carriage return before it. */
  readonly endsInLineFeeds: boolean;
  /** The first rows. */
  readonly sample: readonly (readonly string[])[];
  /** Estimated from the mean length of the first rows. */
  readonly rowsAbout: number;
  /** Share of cells of the first rows that are numbers or missing. */
  readonly numeric: number;
}

const delimiters = [',', ';', '\t', '|'];

/** Rows that are looked at. */
const sampleRows = 300;

/** Settings and titles above a table have fewer lines than this. */
const maxPreamble = 100;

/** Cells of a text that has one row a line unless quoted; blanks that stand for one delimiter are joined. */
export function rowsOf(text: string, delimiter: string, partial = false): { rows: string[][]; used: number } {
  const parser = new Papa.Parser({ delimiter, newline: '\n' });
  const { data, meta } = parser.parse(text, 0, partial);
  return { rows: data, used: meta.cursor };
}

/** Runs of blanks become one, and those at the beginning of a line none. */
export const withSingleBlanks = (text: string): string => text.replaceAll(/[ \t]+/g, ' ').replaceAll(/^ | $/gm, '');

/** A cell that holds a number, says that it has none, or holds a date. */
const isValue = (cell: string, decimalComma: boolean): boolean =>
  numberIn(cell, decimalComma) !== undefined || secondsOfDate(cell) !== undefined;

const isNumber = (cell: string, decimalComma: boolean): boolean =>
  cell.trim() !== '' && isValue(cell, decimalComma) && !/^[a-z#-]/i.test(cell.trim().replace(/^-(?=[\d.,])/, ''));

interface Candidate {
  readonly delimiter: string;
  readonly decimalComma: boolean;
  readonly rows: readonly (readonly string[])[];
  /** Line, from 0, on which each row begins. */
  readonly lines: readonly number[];
  readonly columns: number;
  readonly numeric: number;
  /** Share of rows with the most frequent number of cells. */
  readonly alike: number;
}

/** Several readers look at each file. */
const seen = new WeakMap<SourceFile, { readonly dialect: Dialect | undefined }>();

/** @returns undefined if the beginning of the file is not a table */
export function dialectOf(file: SourceFile): Dialect | undefined {
  const known = seen.get(file);
  if (known !== undefined) return known.dialect;
  const dialect = lookedAt(file);
  seen.set(file, { dialect });
  return dialect;
}

function lookedAt(file: SourceFile): Dialect | undefined {
  const head = headOf(file);
  if (head === undefined) return undefined;
  const { preamble, body } = withoutPreamble(head.text);
  const best = bestOf(firstLines(body));
  if (best === undefined) return undefined;
  const first = firstRowOf(best);
  const rows = best.rows.slice(first);
  const headings = headingRowsOf(rows, best);
  const sample = rows.slice(headings, headings + sampleRows);
  if (sample.length === 0) return undefined;
  return {
    encoding: head.encoding,
    delimiter: best.delimiter,
    decimalComma: best.decimalComma,
    preamble: [...preamble, ...best.rows.slice(0, first).map((row) => row.join(best.delimiter))],
    headingRows: rows.slice(0, headings).map((row) => withRowNames(row, best)),
    linesBefore: preamble.length + (best.lines[first + headings] as number),
    endsInLineFeeds: head.endsInLineFeeds,
    sample,
    rowsAbout: rowsAbout(file.bytes, head.text),
    numeric: best.numeric,
  };
}

const rowsAbout = (bytes: number, text: string): number => Math.ceil((text.split('\n').length / text.length) * bytes);

/** Comments and a line of settings in JSON, which may contain any delimiter. */
function withoutPreamble(text: string): { preamble: string[]; body: string } {
  const preamble: string[] = [];
  let body = text;
  while (preamble.length < maxPreamble && /^(#(?!N\/A)|%|"?\{|sep=.\n|[ \t]*\n)/.test(body)) {
    const end = body.indexOf('\n');
    preamble.push(body.slice(0, end < 0 ? body.length : end));
    if (end < 0) return { preamble, body: '' };
    body = body.slice(end + 1);
  }
  return { preamble, body };
}

/** The lines that are looked at. A quoted cell may hold line feeds, so the last row may be cut: it is one of many. */
function firstLines(text: string): string {
  let end = 0;
  for (let lines = 0; lines < sampleRows + maxPreamble && end < text.length; lines++) {
    const next = text.indexOf('\n', end);
    end = next < 0 ? text.length : next + 1;
  }
  return text.slice(0, end);
}

function bestOf(body: string): Candidate | undefined {
  const candidates = delimiters.flatMap((delimiter) => candidatesOf(body, delimiter));
  const several = candidates.filter(({ columns, alike }) => columns > 1 && alike >= 0.9);
  if (several.length > 0) return several.reduce((best, one) => (scoreOf(one) > scoreOf(best) ? one : best));
  const blanks = candidatesOf(withSingleBlanks(body), ' ').find(
    ({ columns, alike, numeric }) => columns > 1 && alike >= 0.9 && numeric >= 0.9,
  );
  return blanks ?? candidates.find(({ alike, numeric }) => alike >= 0.9 && numeric > 0) ?? candidates[0];
}

/** Cells that are numbers count most, then that rows are alike, then the number of columns. */
const scoreOf = ({ numeric, alike, columns }: Candidate): number => 2 * numeric + alike + Math.min(columns, 20) / 100;

function candidatesOf(body: string, delimiter: string): Candidate[] {
  const { rows, lines } = filled(rowsOf(body, delimiter).rows);
  if (rows.length === 0) return [];
  const counts = new Map<number, number>();
  const late = rows.slice(Math.min(maxPreamble, Math.floor(rows.length / 2)));
  for (const { length } of late) counts.set(length, (counts.get(length) ?? 0) + 1);
  const [columns, count] = [...counts].reduce((most, one) => (one[1] > most[1] ? one : most));
  const cells = late.filter((row) => row.length === columns).flat();
  const share = (decimalComma: boolean): number =>
    cells.filter((cell) => isValue(cell, decimalComma)).length / cells.length;
  const alike = count / late.length;
  const point = { delimiter, decimalComma: false, rows, lines, columns, numeric: share(false), alike };
  const comma = { ...point, decimalComma: true, numeric: share(true) };
  return delimiter !== ',' && comma.numeric > point.numeric ? [comma] : [point];
}

/** Without empty lines. */
function filled(all: readonly string[][]): { rows: string[][]; lines: number[] } {
  const rows: string[][] = [];
  const lines: number[] = [];
  let line = 0;
  for (const row of all) {
    if (row.some((cell) => cell.trim() !== '')) {
      rows.push(row);
      lines.push(line);
    }
    line += row.reduce((count, cell) => count + cell.split('\n').length - 1, 1);
  }
  return { rows, lines };
}

/**
 * The first row that belongs to the table: lines of settings have fewer or more cells. Headings may have one cell less,
 * of names of rows as R writes them, and rows one cell more or less, which is empty.
 */
function firstRowOf({ rows, columns, decimalComma }: Candidate): number {
  const isOpen = rows.at(-1)?.at(-1)?.trim() === '';
  const fits = (row: readonly string[]): boolean =>
    row.length === columns ||
    (columns > 2 && row.length === columns - 1 && isOpen) ||
    (row.length === columns + 1 && row.at(-1)?.trim() === '');
  const isHeading = (row: readonly string[], next: readonly string[] | undefined): boolean =>
    row.length === columns - 1 &&
    columns > 2 &&
    !hasNumber(row, decimalComma) &&
    next !== undefined &&
    hasNumber(next, decimalComma);
  const first = rows.findIndex(
    (row, i) => (fits(row) || isHeading(row, rows[i + 1])) && rows.slice(i + 1, i + 3).every((one) => fits(one)),
  );
  return Math.max(0, Math.min(first, maxPreamble));
}

const hasNumber = (row: readonly string[], decimalComma: boolean): boolean =>
  row.some((cell) => isNumber(cell, decimalComma));

/** Headings of a table whose rows have names, which R writes without a heading. */
const withRowNames = (row: readonly string[], { rows, columns }: Candidate): readonly string[] =>
  row.length === columns - 1 && columns > 2 && rows.at(-1)?.at(-1)?.trim() !== '' ? ['', ...row] : row;

/** Rows at the beginning without a number, in a table that has some; one in a table of text, or of times around an event. */
function headingRowsOf(rows: readonly (readonly string[])[], { decimalComma, numeric }: Candidate): number {
  if (areTimes(rows[0] ?? [])) return 1;
  const first = rows.findIndex((row) => hasNumber(row, decimalComma));
  if (first < 0) return numeric > 0.5 ? 0 : Math.min(1, rows.length - 1);
  return first <= 3 ? first : 1;
}

/** Headings that are times from before an event to after it, next to names of other columns. */
const areTimes = (row: readonly string[]): boolean =>
  row.some((cell) => /^\s*[a-z]/i.test(cell)) && windowColumns(row)?.times !== undefined;
