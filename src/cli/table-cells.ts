import { rowsOf } from '../readers/table/dialect.ts';

/** A row of a small table that a person wrote: cells by the heading of their column. */
export type Cells = Readonly<Record<string, unknown>>;

export const isCells = (value: unknown): value is Cells =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Rows of text separated by commas, semicolons or tabs, without the empty ones. Headings are in lower case. */
export function csvRows(text: string): readonly Cells[] {
  const plain = text.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n');
  const [first = ''] = plain.split('\n');
  const delimiter = ['\t', ';'].find((one) => first.includes(one)) ?? ',';
  const [headings = [], ...rows] = rowsOf(plain, delimiter).rows;
  const names = headings.map((heading) => heading.trim().toLowerCase());
  return rows
    .filter((row) => row.some((one) => one.trim() !== ''))
    .map((row) => Object.fromEntries(names.map((name, i) => [name, row[i]])));
}
