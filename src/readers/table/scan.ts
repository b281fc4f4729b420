import type { ColumnBuilder } from './columns.ts';

/** Powers of ten that a double holds exactly. */
const tens = Float64Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));

const [lineFeed, quote, minus, plus, zero, blank] = [10, 34, 45, 43, 48, 32];

/** What a row was like; `columns` cells have been added to the builders unless it is empty. */
export interface ScannedRow {
  readonly cells: number;
  readonly empty: boolean;
  /** Whether cells beyond the columns hold anything. */
  readonly beyond: boolean;
}

/**
 * Adds rows without quotation marks to columns, without making strings of numbers: 25 times as fast as cell by cell.
 * @param bytes whole lines of an encoding whose first 128 characters are ASCII's
 */
export function scanRows(
  bytes: Uint8Array,
  columns: readonly ColumnBuilder[],
  { delimiter, decimalComma }: { readonly delimiter: string; readonly decimalComma: boolean },
  textOf: (bytes: Uint8Array) => string,
  onRow: (row: ScannedRow) => void,
): void {
  const [split, point] = [delimiter.charCodeAt(0), decimalComma ? 44 : 46];
  let at = 0;
  while (at < bytes.length) {
    const found = bytes.indexOf(lineFeed, at);
    const end = found < 0 ? bytes.length : found;
    onRow(scanRow(bytes, at, end));
    at = end + 1;
  }

  function scanRow(bytes: Uint8Array, from: number, end: number): ScannedRow {
    if (isBlank(bytes, from, end)) return { cells: 0, empty: true, beyond: false };
    let cells = 0;
    let beyond = false;
    for (let at = from; at <= end; cells++) {
      let stop = at;
      while (stop < end && bytes[stop] !== split) stop++;
      if (cells < columns.length) addCell(columns[cells] as ColumnBuilder, at, stop);
      else beyond ||= !isBlank(bytes, at, stop);
      at = stop + 1;
    }
    for (let i = cells; i < columns.length; i++) columns[i]?.add('');
    return { cells, empty: false, beyond };
  }

  function addCell(column: ColumnBuilder, from: number, stop: number): void {
    if (column.addNumber !== undefined) {
      const value = plainNumber(bytes, from, stop, point);
      if (value === value) return column.addNumber(value);
    }
    column.add(from === stop ? '' : textOf(bytes.subarray(from, stop)));
  }
}

/** Whether bytes hold no quotation mark, which may hide delimiters and ends of lines. */
export const isUnquoted = (bytes: Uint8Array): boolean => !bytes.includes(quote);

function isBlank(bytes: Uint8Array, from: number, end: number): boolean {
  for (let i = from; i < end; i++) if ((bytes[i] as number) > blank) return false;
  return true;
}

/**
 * The number of digits with a sign and a point, to the bit: a whole number below 2^53 divided by a power of ten that is
 * exact is rounded once (W. Clinger, "How to read floating point numbers accurately", 1990). NaN if it is written otherwise.
 */
function plainNumber(bytes: Uint8Array, from: number, stop: number, point: number): number {
  let at = from;
  let end = stop;
  while (at < end && (bytes[at] as number) <= blank) at++;
  while (end > at && (bytes[end - 1] as number) <= blank) end--;
  const sign = bytes[at];
  if (at < end && (sign === minus || sign === plus)) at++;
  if (at === end) return NaN;
  let whole = 0;
  let decimals = -1;
  let digits = 0;
  for (; at < end; at++) {
    const digit = (bytes[at] as number) - zero;
    if (digit >= 0 && digit <= 9) {
      whole = whole * 10 + digit;
      digits++;
      if (decimals >= 0) decimals++;
    } else if (bytes[at] === point && decimals < 0) decimals = 0;
    else return NaN;
  }
  if (digits === 0 || digits > 22 || whole > Number.MAX_SAFE_INTEGER) return NaN;
  const value = decimals > 0 ? whole / (tens[decimals] as number) : whole;
  return sign === minus ? -value : value;
}
