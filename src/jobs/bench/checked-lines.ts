import { createHash } from 'node:crypto';
import { appendFileSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { dirname } from 'node:path';
import * as v from 'valibot';
import { InputError } from '../../core/errors.ts';
import { makeFolder } from '../../storage/make-folder.ts';
import { replaceFileSync } from '../../storage/replace-file.ts';

/** Cells of a matrix in a file, one per line, so that an interruption loses at most the cells in progress. */
export interface CheckedLines<Cell> {
  readonly file: string;
  /** The part of the file that could not be used and is run again; undefined if all of it could. */
  readonly flaw: InputError | undefined;
  get(key: string): Cell | undefined;
  add(key: string, cell: Cell): void;
  clear(): void;
}

/** The schema of a cell. */
type CellSchema = v.GenericSchema<unknown, unknown>;

/**
 * Lines that are damaged, or were written before lines had a checksum, are left out of the file with the next cell that is added.
 * @throws InputError if the folder cannot be created, read or written
 */
export function openCheckedLines<Cell>(file: string, schema: CellSchema): CheckedLines<Cell> {
  const { cells, lines, damaged, unchecked } = readCells<Cell>(file, schema);
  let isSound = damaged + unchecked === 0;
  return {
    file,
    flaw: flawOf(file, damaged, unchecked),
    get: (key) => cells.get(key),
    add(key, cell) {
      cells.set(key, cell);
      if (!isSound) write(file, () => replaceFileSync(file, lines.join('')));
      isSound = true;
      write(file, () => appendFileSync(file, lineOf(key, cell)));
    },
    clear() {
      cells.clear();
      lines.length = 0;
      isSound = true;
      rmSync(file, { force: true });
    },
  };
}

/** One cell of a file, without parsing the others. */
export function readLine<Cell>(file: string, key: string, schema: CellSchema): Cell | undefined {
  const text = textOf(file);
  const begin = text.lastIndexOf(`{"key":"${key}"`);
  const end = text.indexOf('\n', begin);
  return begin < 0 || end < 0 ? undefined : soundLine<Cell>(text.slice(begin, end), schema)?.cell;
}

/**
 * A line of the file: a cell's key, the cell, and a checksum over both, so that no number in it can change unnoticed.
 */
function lineOf(key: string, cell: unknown): string {
  return `${JSON.stringify({ key, cell, sum: checksum(key, cell) })}\n`;
}

const checksum = (key: string, cell: unknown): string =>
  createHash('sha256')
    .update(`${key}\n${JSON.stringify(cell)}`)
    .digest('hex')
    .slice(0, 16);

function flawOf(file: string, damaged: number, unchecked: number): InputError | undefined {
  const lines = (count: number): string => (count === 1 ? '1 cell' : `${count} cells`);
  const parts = [
    ...(damaged === 0 ? [] : [`${lines(damaged)} cannot be read as written`]),
    ...(unchecked === 0 ? [] : [`${lines(unchecked)} of an earlier version carry no checksum`]),
  ];
  return parts.length === 0
    ? undefined
    : new InputError(parts.join(', and '), file, 'run the bench: it runs them again');
}

function write(file: string, action: () => void): void {
  try {
    makeFolder(dirname(file));
    action();
  } catch (error) {
    throw new InputError(
      `cannot be written (${(error as NodeJS.ErrnoException).code})`,
      file,
      'choose another folder with --store',
    );
  }
}

interface ReadCells<Cell> {
  readonly cells: Map<string, Cell>;
  /** The lines that contain them, with their line ends. */
  readonly lines: string[];
  /** Damaged lines, and lines without a checksum. */
  readonly damaged: number;
  readonly unchecked: number;
}

function readCells<Cell>(file: string, schema: CellSchema): ReadCells<Cell> {
  const text = textOf(file);
  const cells = new Map<string, Cell>();
  const lines: string[] = [];
  let damaged = 0;
  let unchecked = 0;
  // An interrupted write leaves a line without an end: it is not reported, and the next line must not be joined to it.
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole.length < text.length) write(file, () => truncateSync(file, Buffer.byteLength(whole)));
  for (const line of whole.split('\n')) {
    if (line === '') continue;
    const sound = soundLine<Cell>(line, schema);
    if (sound !== undefined) {
      cells.set(sound.key, sound.cell);
      lines.push(`${line}\n`);
    } else if (isEarlier(parseLine(line))) unchecked += 1;
    else damaged += 1;
  }
  return { cells, lines, damaged, unchecked };
}

/** The content of a line; undefined if it is damaged. */
function soundLine<Cell>(line: string, schema: CellSchema): { readonly key: string; readonly cell: Cell } | undefined {
  const given = parseLine(line);
  const parsed = v.safeParse(v.strictObject({ key: v.string(), cell: schema, sum: v.string() }), given);
  if (!parsed.success || `${line}\n` !== lineOf(parsed.output.key, (given as { cell: unknown }).cell)) return undefined;
  return { key: parsed.output.key, cell: parsed.output.cell as Cell };
}

const isEarlier = (given: unknown): boolean =>
  typeof given === 'object' && given !== null && Object.keys(given).join() === 'key,cell';

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return '';
    throw new InputError(`cannot be read (${code})`, file, 'choose another folder with --store');
  }
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
