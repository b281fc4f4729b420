import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

type TableRow = Readonly<Record<string, string>>;

/** Recorded data that are not part of the project, next to it, of which no cell is quoted; undefined if they are not there. */
export function recordedTable(root: string, ...path: readonly string[]): readonly TableRow[] | undefined {
  const file = join(root, '../shared/data', ...path);
  if (!existsSync(file)) return undefined;
  const separator = file.endsWith('.csv') ? ',' : '\t';
  const [head = [], ...rows] = readFileSync(file, 'utf8')
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .map((line) => line.split(separator));
  return rows.map((cells) => Object.fromEntries(head.map((name, i) => [name, cells[i] ?? ''])));
}

/** Rows by what a column says, in the order in which they appear. */
export function rowsBy(rows: readonly TableRow[], column: string): ReadonlyMap<string, readonly TableRow[]> {
  const groups = new Map<string, TableRow[]>();
  for (const row of rows) {
    const key = row[column] ?? '';
    const own = groups.get(key);
    if (own === undefined) groups.set(key, [row]);
    else own.push(row);
  }
  return groups;
}
