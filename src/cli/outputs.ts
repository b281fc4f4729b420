import { constants, fstatSync, writeFile, type Stats } from 'node:fs';
import { access, open, readFile, readlink, realpath, stat, type FileHandle } from 'node:fs/promises';
import { devNull } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { setTimeout as wait } from 'node:timers/promises';
import { InputError } from '../core/errors.ts';
import type { Table } from '../contracts/table.ts';
import { notesText } from '../export/table-notes.ts';
import { replaceFile } from '../storage/replace-file.ts';
import type { Arguments } from './command.ts';
import { note, printResult } from './output.ts';

/** The output files named by a command's options. */
export interface Outputs {
  /** Writes the option's file; does nothing if the option is not given. */
  write(option: string, content: () => Content | Promise<Content>): Promise<void>;
  /** The same for a figure, given as the text of an SVG file: as SVG, PNG or PDF, as its name ends. */
  writeFigure(option: string, svg: () => Promise<string>): Promise<void>;
  /** The same for a table; next to a regular file its notes are written as FILE.json. */
  writeTable(option: string, table: () => Table): Promise<void>;
  /** The command's messages: on standard output, or on standard error if standard output is used for a file. */
  report(text: string): void;
}

const aFigure = {
  endings: /\.(?:svg|png|pdf)$/i,
  name: 'an SVG, PNG or PDF file',
  remedy: 'name a file that ends in .svg, .png or .pdf',
};

/** Required extensions for the files of some options. */
const kinds: Readonly<Record<string, { readonly endings: RegExp; readonly name: string; readonly remedy: string }>> = {
  figure: aFigure,
  curve: aFigure,
  'trials-figure': aFigure,
  record: {
    endings: /\.(?:csv|arrow)$/i,
    name: 'a CSV or an Arrow file',
    remedy: 'name a file that ends in .csv or .arrow',
  },
  nwb: { endings: /\.nwb$/i, name: 'an NWB file', remedy: 'name a file that ends in .nwb' },
  parquet: { endings: /\.(?:parquet|pqt)$/i, name: 'a Parquet file', remedy: 'name a file that ends in .parquet' },
  npz: { endings: /\.npz$/i, name: "NumPy's archive", remedy: 'name a file that ends in .npz' },
  regressors: { endings: /\.tsv$/i, name: 'a table with tabs', remedy: 'name a file that ends in .tsv' },
  html: { endings: /\.html$/, name: 'an HTML file', remedy: 'name a file that ends in .html' },
};

const figureFormats = {
  png: async (svg: string) => (await import('../export/png.ts')).pngOfSvg(svg),
  pdf: async (svg: string) => (await import('../export/pdf.ts')).pdfOfSvg(svg),
};

/** What has no such ending, as standard output, is written as SVG. */
function inFormatOf(file: string, svg: string): Promise<Uint8Array> | string {
  const ending = /\.(png|pdf)$/i.exec(file)?.[1]?.toLowerCase() as keyof typeof figureFormats | undefined;
  return ending === undefined ? svg : figureFormats[ending](svg);
}

/** Options whose files are tables, unless they are Arrow files, which describe themselves. */
const tables: ReadonlySet<string> = new Set(['csv', 'units-csv', 'record', 'regressors', 'trials']);
export const isArrow = (file: string): boolean => /\.arrow$/i.test(file);

/**
 * Checks the files that options name before the work begins. `-` is standard output.
 * @param options those of the command that name a file to write
 * @throws InputError for a file that cannot be written or is of another kind, and for two outputs in one place
 */
export async function openOutputs(args: Arguments, options: readonly string[]): Promise<Outputs> {
  const targets = new Map<string, Target>();
  for (const option of options) {
    const file = args.text(option);
    if (file === undefined) continue;
    const target = await targetOf(file, option);
    const other = [...targets].find(([, taken]) => isSamePlace(taken, target))?.[0];
    if (other !== undefined)
      throw new InputError(
        `--${other} and --${option} would be written to the same place`,
        file,
        'give each its own file',
      );
    targets.set(option, target);
  }
  const first = [...targets].find(([, target]) => placesOf(target).includes(standardOutput))?.[0];
  if (first !== undefined && args.on('json'))
    throw new InputError(
      `--${first} and --json would be written to the same place`,
      'standard output',
      `leave one out, or give --${first} a file`,
    );
  return {
    async write(option, content) {
      const target = targets.get(option);
      if (target !== undefined) await writeTo(target, await content());
    },
    async writeFigure(option, svg) {
      const target = targets.get(option);
      if (target !== undefined) await writeTo(target, await inFormatOf(target.file, await svg()));
    },
    async writeTable(option, table) {
      const target = targets.get(option);
      if (target === undefined) return;
      const { csv, notes } = table();
      await writeTo(target, csv);
      if (target.notes !== undefined) await writeTo(target.notes, notesText(notes));
    },
    report: first === undefined ? printResult : note,
  };
}

type Content = string | Uint8Array;

const standardOutput = 'standard output';

interface Target {
  /** As given. */
  readonly file: string;
  /** Identity that no two outputs may share; undefined if nothing is replaced. */
  readonly place: string | undefined;
  /** For a table in a regular file: the file of its notes. */
  readonly notes?: Target;
  write(content: Content): Promise<void>;
}

const placesOf = ({ place, notes }: Target): readonly string[] =>
  [place, notes?.place].filter((one) => one !== undefined);

const isSamePlace = (one: Target, other: Target): boolean =>
  placesOf(one).some((place) => placesOf(other).includes(place));

async function writeTo({ file, write }: Target, content: Content): Promise<void> {
  try {
    await write(content);
  } catch (error) {
    throw unwritable(error, file);
  }
}

const unwritable = (error: unknown, file: string): Error =>
  error instanceof InputError
    ? error
    : new InputError(
        `cannot be written (${(error as NodeJS.ErrnoException).code})`,
        file,
        'choose a folder that exists and that you may write to',
      );

async function targetOf(file: string, option: string): Promise<Target> {
  if (file === '-') return { file, place: standardOutput, write: toStream(process.stdout) };
  try {
    const path = await followed(file);
    const there = await statOf(path);
    if (there?.isDirectory() === true) throw new InputError('is a folder', file, 'name a file in it');
    if (there !== undefined && file !== devNull) {
      if (isOpenAs(1, there)) return { file, place: standardOutput, write: toStream(process.stdout) };
      if (isOpenAs(2, there)) return { file, place: 'standard error', write: toStream(process.stderr) };
    }
    const descriptor = there === undefined ? undefined : await descriptorOf(file);
    // Written at the current position: reopened by its name it would start at its beginning.
    if (descriptor !== undefined)
      return { file, place: undefined, write: (content) => promisify(writeFile)(descriptor, content) };
    if (there !== undefined && !there.isFile())
      return { file, place: undefined, write: (content) => writeInto(file, there, content) };
    const kind = kinds[option];
    if (kind !== undefined && !kind.endings.test(file))
      throw new InputError(`'${file}' is not ${kind.name}`, `--${option}`, kind.remedy);
    for (const needed of there === undefined ? [dirname(path)] : [dirname(path), path])
      await access(needed, constants.W_OK);
    const notes = tables.has(option) && !isArrow(file) ? await notesTarget(`${file}.json`) : undefined;
    return {
      file,
      place: path,
      ...(notes === undefined ? {} : { notes }),
      write: (content) => replaceFile(dirname(path), basename(path), content, there),
    };
  } catch (error) {
    throw unwritable(error, file);
  }
}

/** @throws InputError for a file of something else, which is not replaced unasked */
async function notesTarget(file: string): Promise<Target> {
  const target = await targetOf(file, 'notes');
  const there = await readFile(file, 'utf8').catch(() => '');
  if (target.place === standardOutput || there === '' || isNotes(there)) return target;
  throw new InputError(
    'exists already, and is not the description of a table',
    file,
    'move it away, or give the table another name',
  );
}

function isNotes(text: string): boolean {
  try {
    const notes: unknown = JSON.parse(text);
    return typeof notes === 'object' && notes !== null && 'phasic' in notes && 'columns' in notes;
  } catch {
    return false;
  }
}

const statOf = (file: string): Promise<Stats | undefined> =>
  stat(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });

const maxLinks = 40;

/**
 * The path after resolving all links, also if the target does not exist yet. Names that are not paths, as behind
 * /dev/stdout, stay unchanged.
 */
async function followed(file: string, links = 0): Promise<string> {
  const there = await statOf(file);
  if (there !== undefined) return there.isFile() ? realpath(file) : file;
  const link = await readlink(file).catch(() => undefined);
  if (link === undefined || links === maxLinks) return join(await realpath(dirname(file)), basename(file));
  return followed(resolve(await realpath(dirname(file)), link), links + 1);
}

/** Whether this process has a file open as a descriptor: a redirection, which must not be replaced. */
function isOpenAs(descriptor: number, { dev, ino }: Stats): boolean {
  try {
    const open = fstatSync(descriptor);
    return open.dev === dev && open.ino === ino;
  } catch {
    return false;
  }
}

/** The number behind /dev/fd/3 and the like. */
async function descriptorOf(file: string): Promise<number | undefined> {
  const folder = await realpath(dirname(file));
  return folder === `/proc/${process.pid}/fd` || folder === '/dev/fd' ? Number(basename(file)) : undefined;
}

const toStream =
  (stream: NodeJS.WriteStream) =>
  (content: Content): Promise<void> =>
    // Errors of the stream are reported at the end of the program.
    new Promise((done) => void stream.write(content, () => done()));

/** Into a device or a pipe, which is not replaced. */
async function writeInto(file: string, there: Stats, content: Content): Promise<void> {
  // Held open for writing, so that the reader sees one writer and no end of file in between.
  const asking = there.isFIFO() ? await readerOf(file) : undefined;
  const handle = await open(file, constants.O_WRONLY | constants.O_APPEND);
  await asking?.close();
  try {
    await handle.writeFile(content);
  } finally {
    await handle.close();
  }
}

const readerMilliseconds = 5000;

/** Opening a pipe waits for its reader, possibly forever. */
async function readerOf(file: string): Promise<FileHandle> {
  for (let waited = 0; ; waited += 50) {
    try {
      return await open(file, constants.O_WRONLY | constants.O_NONBLOCK);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENXIO') throw error;
    }
    if (waited === 0) note(`waiting for a program that reads ${file}`);
    if (waited >= readerMilliseconds)
      throw new InputError('nobody reads from this pipe', file, 'start the reader, or name a file');
    await wait(50);
  }
}
