import { Mistake } from './mistake.ts';

/** A cell of a table, with its place in the file. */
export interface Cell {
  readonly text: string;
  /** Position of its first character. */
  readonly at: number;
}

const separators = ',;\t';

/**
 * The rows of a table with cells separated by commas, semicolons or tabs, without the empty rows. A cell may be in
 * double quotes, in which a doubled quote stands for one.
 * @throws Mistake for more than `most` cells, or unclosed quotes
 */
export function csvRows(text: string, max: number): readonly (readonly Cell[])[] {
  const rows: (readonly Cell[])[] = [];
  let cells = 0;
  for (let from = text.startsWith('\uFEFF') ? 1 : 0; from <= text.length;) {
    const feed = text.indexOf('\n', from);
    const end = feed < 0 ? text.length : feed;
    const row = rowOf(text, from, end, max - cells);
    if (row.some((cell) => cell.text !== '')) {
      cells += row.length;
      rows.push(row);
    }
    from = end + 1;
  }
  return rows;
}

function rowOf(text: string, from: number, end: number, max: number): readonly Cell[] {
  const cells: Cell[] = [];
  for (let at = from; at <= end;) {
    if (cells.length >= max)
      throw new Mistake(at, 'more cells than a design has', 'split the design, or choose another file');
    const { cell, next } = cellAt(text, at, end);
    cells.push(cell);
    at = next;
  }
  return cells;
}

/** The cell that starts at a place, and the start of the next one. */
function cellAt(text: string, from: number, end: number): { readonly cell: Cell; readonly next: number } {
  let start = from;
  while (start < end && isBlank(text[start] as string)) start += 1;
  if (text[start] === '"' && start < end) return quotedCell(text, start, end);
  let stop = start;
  while (stop < end && !separators.includes(text[stop] as string)) {
    if (text[stop] === '"') throw badQuote(stop);
    stop += 1;
  }
  return { cell: { text: text.slice(start, stop).trim(), at: start }, next: stop + 1 };
}

function quotedCell(text: string, start: number, end: number): { readonly cell: Cell; readonly next: number } {
  let inside = '';
  for (let at = start + 1; at < end;) {
    const quote = text.indexOf('"', at);
    if (quote < 0 || quote >= end) break;
    inside += text.slice(at, quote);
    at = quote + 1;
    if (text[at] === '"' && at < end) {
      inside += '"';
      at += 1;
      continue;
    }
    while (at < end && isBlank(text[at] as string)) at += 1;
    if (at < end && !separators.includes(text[at] as string)) break;
    return { cell: { text: inside.trim(), at: start + 1 }, next: at + 1 };
  }
  throw badQuote(start);
}

const isBlank = (character: string): boolean => character !== '\t' && /\s/.test(character);
const badQuote = (at: number): Mistake =>
  new Mistake(at, 'an extra quotation mark', 'put the whole cell in double quotes, or none of it');
