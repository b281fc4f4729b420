type Cell = string | number | null | undefined;

/**
 * A table as CSV (RFC 4180, with line feeds). No cell contains `#`: many readers take it as the start of a comment and
 * silently cut the line there. See withoutHash. No text is a formula: names come from files of others too, and a
 * spreadsheet would run `=cmd|...` (https://owasp.org/www-community/attacks/CSV_Injection); it gets a `'` before it.
 */
export const csvTable = (rows: readonly (readonly Cell[])[]): string =>
  `${rows.map((row) => row.map(csvCell).join(',')).join('\n')}\n`;

function csvCell(cell: Cell): string {
  const text = withoutHash(typeof cell === 'string' ? withoutFormula(cell) : String(cell ?? ''));
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Numbers that are written already, such as `-0.50`, stay, and so do signs alone. */
const withoutFormula = (text: string): string =>
  /^[=+\-@\t\r＝＋－＠]./su.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;

/** `Blocking/3/#B`, a probe, becomes `Blocking/3/probe-B`; any other `#` becomes `No.`. */
const withoutHash = (text: string): string => text.replaceAll(/(^|\/)#/g, '$1probe-').replaceAll('#', 'No.');

/** The name of each id in a table: the id itself, or, if it contains `#`, a unique name without it. */
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
