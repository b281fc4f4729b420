import {
  type Answers,
  type Claim,
  type OpenedRecording,
  type Source,
  type SourceFile,
  defineReader,
} from '../contracts/reader.ts';
import { columnBuilder } from './table/columns.ts';
import { type Dialect, dialectOf } from './table/dialect.ts';
import { grouped } from './table/grouped.ts';
import { headingsOf } from './table/headings.ts';
import { type Context, type Interpreted, type TableKind, interpret, kindOf } from './table/interpret.ts';
import { type LoadedTable, openTable, stemOf } from './table/load.ts';
import { folderOf } from './table/names.ts';
import { tableRecording } from './table/recording.ts';
import { timeColumnOf } from './table/time-column.ts';

const extensions = ['.csv', '.tsv', '.tab', '.txt', '.dat'];

/** Words of file names that say what is in them, not whose it is. */
const roleWords =
  /(signals?|photometry|fluorescence|data|events?|behaviou?r|licks?|cues?|rewards?|ttls?|times(tamps)?|trials?|control|isosbestic)/gi;

export default defineReader({
  id: 'csv',
  title: 'Table (CSV, TSV)',
  summary: 'Text tables of any program: signals over time, lists of events, windows around events, or one row a trial.',
  extensions,
  source: 'RFC 4180; delimiters, decimal commas, headings and units are recognised from the first rows',
  detect(source) {
    const tables = source.files.flatMap((file) => {
      const kind = kindOfFile(file);
      return kind === undefined ? [] : [{ file, kind }];
    });
    return groupsOf(tables).map((files) => ({ files, certainty: 'possible' }));
  },
  open: async (claim, source, answers) => open(claim, source, answers),
});

/** @returns undefined if it is not a table */
function kindOfFile(file: SourceFile): TableKind | undefined {
  try {
    const dialect = dialectOf(file);
    if (dialect === undefined) return undefined;
    const named = extensions.slice(0, 3).some((extension) => file.name.toLowerCase().endsWith(extension));
    if (!named && (dialect.numeric < 0.9 || isJson(dialect))) return undefined;
    const table = sampleOf(file, dialect);
    if (!named && table.columns.length < 2) return undefined;
    return kindOf(table, timeColumnOf(table, '', {}).column);
  } catch {
    return 'rows';
  }
}

/** JSON has commas, too, and numbers in most of its lines. */
const isJson = ({ headingRows, sample }: Dialect): boolean =>
  /^[[{<]/.test((headingRows[0] ?? sample[0])?.[0]?.trim() ?? '');

/** The table that the first rows would be. */
function sampleOf(file: SourceFile, dialect: Dialect): LoadedTable {
  const rows = dialect.sample.length;
  const columns = headingsOf(dialect).map((heading, i) => {
    const column = columnBuilder(heading, i, { ...dialect, rowsAbout: rows }, file.name);
    for (const row of dialect.sample) column.add(row[i] ?? '');
    return column.done(() => 0);
  });
  const lineOf = (row: number): number => row;
  return {
    stem: stemOf(file.name),
    file: file.name,
    rows,
    columns,
    headed: dialect.headingRows.length > 0,
    preamble: [],
    warnings: [],
    lineOf,
  };
}

interface TableFile {
  readonly file: SourceFile;
  readonly kind: TableKind;
}

/**
 * Files of one recording: signals, and the lists of events and tables of trials next to them that have the same name but
 * for words such as `events`, or all of a folder that has one file of signals. Other files are recordings of their own.
 */
function groupsOf(tables: readonly TableFile[]): SourceFile[][] {
  const folders = grouped(tables, ({ file }) => folderOf(file));
  return [...folders.values()].flatMap((inFolder) => {
    const signals = inFolder.filter(({ kind }) => kind === 'series');
    const alone = new Set(inFolder.filter(({ kind }) => kind !== 'series'));
    const groups = signals.map((signal) => {
      const own = [...alone].filter((one) => signals.length === 1 || keyOf(one.file) === keyOf(signal.file));
      for (const one of own) alone.delete(one);
      return [signal, ...own];
    });
    return [...groups, ...[...alone].map((one) => [one])].map((group) => group.map(({ file }) => file));
  });
}

const keyOf = ({ name }: SourceFile): string =>
  stemOf(name)
    .toLowerCase()
    .replaceAll(roleWords, '')
    .replaceAll(/[\s_.-]+/g, ' ')
    .trim();

function open({ files }: Claim, _source: Source, answers: Answers): Promise<OpenedRecording> {
  const loaded = files.map((file) => openTable(file));
  const [first] = files as [SourceFile];
  const read: Interpreted[] = [];
  for (const [i, table] of loaded.entries()) read.push(interpret(table, contextOf(read, table, i, answers)));
  return tableRecording({
    file: first.name,
    signals: distinct(read.map(({ signals }, i) => ({ of: loaded[i]?.stem ?? '', parts: signals }))),
    events: distinct(read.map(({ events }, i) => ({ of: loaded[i]?.stem ?? '', parts: events }))),
    tables: read.flatMap(({ tables }) => tables),
    windows: distinct(read.map(({ windows = [] }, i) => ({ of: loaded[i]?.stem ?? '', parts: windows }))),
    questions: read.flatMap(({ questions }) => questions),
    warnings: read.flatMap(({ warnings }) => warnings),
    startsAt: read
      .map(({ zero }) => zero?.text)
      .find((text) => text !== undefined && /^\d{4}-/.test(text))
      ?.replace(' ', 'T'),
  });
}

/** What earlier tables of the recording say about a later one. */
function contextOf(read: readonly Interpreted[], { stem }: LoadedTable, i: number, answers: Answers): Context {
  const times = read
    .flatMap(({ signals }) => signals.map(({ clock }) => clock.seconds))
    .filter(({ length }) => length > 0);
  const range =
    times.length === 0
      ? undefined
      : ([
          Math.min(...times.map(([start]) => start as number)),
          Math.max(...times.map((all) => all.at(-1) as number)),
        ] as const);
  return {
    answers,
    suffix: i === 0 ? '' : ` of ${stem}`,
    range,
    zero: read.map(({ zero }) => zero).find((zero) => zero !== undefined),
  };
}

/** Ids that are unique in the recording: those that two tables have are preceded by the table's name. */
function distinct<T extends { readonly id: string }>(tables: readonly { of: string; parts: readonly T[] }[]): T[] {
  const counts = new Map<string, number>();
  for (const { id } of tables.flatMap(({ parts }) => parts)) counts.set(id, (counts.get(id) ?? 0) + 1);
  return tables.flatMap(({ of, parts }) =>
    parts.map((part) => ((counts.get(part.id) ?? 0) > 1 ? { ...part, id: `${of} ${part.id}` } : part)),
  );
}
