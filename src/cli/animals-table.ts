import { InputError } from '../core/errors.ts';
import { csvTable } from '../core/csv.ts';
import type { SessionNames } from '../recorded/data-set/session-names.ts';
import { readTextLimited } from '../storage/read-limited.ts';
import { csvRows, isCells, type Cells } from './table-cells.ts';

/** A session of a set, with the animal and the group that a person gave it. */
export interface NamedSession extends SessionNames {
  readonly files: readonly string[];
  readonly group: string;
}

/** What a person says of a file. */
interface Row {
  readonly file: string;
  readonly animal: string;
  readonly group: string;
  readonly session: string | undefined;
}

const maxBytes = 1e6;
const columns = ['file', 'session', 'animal', 'group'] as const;

/** The proposed names as a table, to be corrected. */
export const animalsCsv = (sessions: readonly NamedSession[]): string =>
  csvTable([columns, ...sessions.map(({ files, name, animal, group }) => [files[0], name, animal, group])]);

/**
 * Sessions with the names that a table gives them. CSV with the columns file and animal, and group and session if they
 * are wanted; or JSON: a list of such rows, or an object of them by file. A file is named by its path, its name, or its
 * session. Sessions that no row names keep what was proposed.
 * @throws InputError for a row that names no session, or several
 */
export async function namedBy(file: string, sessions: readonly NamedSession[]): Promise<readonly NamedSession[]> {
  const rows = rowsOf(await readTextLimited(file, maxBytes, 'the table of animals'), file);
  const given = new Map(rows.map((row) => [placeOf(row, sessions, file), row]));
  return sessions.map((session, place) => {
    const row = given.get(place);
    if (row === undefined) return session;
    const { animal, group, session: name } = row;
    return {
      ...session,
      animal: animal === '' ? session.animal : animal,
      reason: animal === '' ? session.reason : `named in ${file}`,
      group: group === '' ? session.group : group,
      name: name ?? session.name,
    };
  });
}

function placeOf({ file: named }: Row, sessions: readonly NamedSession[], table: string): number {
  const last = (path: string): string => path.split(/[\\/]/).at(-1) ?? '';
  const places = (is: (session: NamedSession) => boolean): readonly number[] =>
    sessions.flatMap((session, place) => (is(session) ? [place] : []));
  const found = [
    places(({ name, files }) => name === named || files.includes(named)),
    places(({ files }) => files.some((one) => last(one) === last(named))),
  ].find(({ length }) => length > 0);
  if (found?.length === 1) return found[0] as number;
  throw new InputError(
    found === undefined ? `no session has a file '${named}'` : `'${named}' is the name of a file of several sessions`,
    table,
    `name one of: ${sessions.map(({ files }) => files[0]).join(', ')}`,
  );
}

function rowsOf(text: string, file: string): readonly Row[] {
  const rows = /^\s*[[{]/.test(text) ? jsonRows(text, file) : csvRows(text);
  if (rows.length > 0 && rows.every((row) => 'file' in row && ('animal' in row || 'group' in row)))
    return rows.map((row) => ({
      file: cell(row['file']),
      animal: cell(row['animal']),
      group: cell(row['group']),
      session: cell(row['session']) === '' ? undefined : cell(row['session']),
    }));
  throw new InputError(
    'this is not a table of animals',
    file,
    'give CSV with the columns file and animal, and group if there are groups: `phasic import ... --save-animals FILE` writes one',
  );
}

const cell = (value: unknown): string =>
  typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';

function jsonRows(text: string, file: string): readonly Cells[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new InputError('this is not JSON', file, 'give a list of { "file", "animal", "group" }, or CSV');
  }
  if (Array.isArray(parsed)) return parsed.filter(isCells);
  return isCells(parsed)
    ? Object.entries(parsed).map(([name, row]) => ({
        file: name,
        ...(isCells(row) ? row : { animal: row }),
      }))
    : [];
}
