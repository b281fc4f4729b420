type Cell = string | number | null | undefined;

/**
 * A table as CSV (RFC 4180, with line feeds). No cell holds a `#`: many readers take it for the start of a comment, and cut the line there
 * without a word. See withoutHash.
 */
export const csvTable = (rows: readonly (readonly Cell[])[]): string =>
  `${rows.map((row) => row.map(csvCell).join(',')).join('\n')}\n`;

function csvCell(cell: Cell): string {
  const text = withoutHash(String(cell ?? ''));
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** `Blocking/3/#B`, a probe, becomes `Blocking/3/probe-B`; any other `#` is read as `No.`. */
const withoutHash = (text: string): string => text.replaceAll(/(^|\/)#/g, '$1probe-').replaceAll('#', 'No.');

/** What each id is called in a table: the id itself, or where it holds a `#` a name without it that no other has. */
export function csvNames(ids: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set(ids.filter((id) => !id.includes('#')));
  const free = (id: string): string => {
    let name = withoutHash(id);
    for (let n = 2; taken.has(name); n++) name = `${withoutHash(id)}-${n}`;
    taken.add(name);
    return name;
  };
  return new Map(ids.map((id) => [id, id.includes('#') ? free(id) : id]));
}

/** Readers of CSV have a limit for one cell (131,072 characters in Python). */
const mostCharacters = 100_000;

/** JSON for one cell, without `#`, to be parsed as it is; undefined where it is too long for a cell. */
export function jsonCell(value: unknown): string | undefined {
  const text = JSON.stringify(value).replaceAll('#', String.raw`\u0023`);
  return text.length > mostCharacters ? undefined : text;
}
