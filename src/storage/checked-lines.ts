import { createHash } from 'node:crypto';
import { appendFileSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { dirname } from 'node:path';
import * as v from 'valibot';
import { InputError } from '../core/errors.ts';
import { makeFolder } from './make-folder.ts';
import { replaceFileSync } from './replace-file.ts';

/** Results in a file, one per line, so that an interruption loses at most those in progress. */
export interface CheckedLines<Item> {
  readonly file: string;
  /** The part of the file that could not be used and is run again; undefined if all of it could. */
  readonly flaw: InputError | undefined;
  get(key: string): Item | undefined;
  add(key: string, item: Item): void;
  clear(): void;
}

/** What a file's messages say. */
interface LineWords {
  /** A result: singular and plural. */
  readonly item: readonly [one: string, many: string];
  /** What is to be done about damaged ones. */
  readonly again: string;
  /** What is to be done if the file cannot be read or written. */
  readonly elsewhere: string;
}

/** The schema of a result. */
type ItemSchema = v.GenericSchema<unknown, unknown>;

/**
 * Lines that are damaged, or were written before lines had a checksum, are left out of the file with the next result that is added.
 * @throws InputError if the folder cannot be created, read or written
 */
export function openCheckedLines<Item>(file: string, schema: ItemSchema, words: LineWords): CheckedLines<Item> {
  const { items, lines, damaged, unchecked } = readItems<Item>(file, schema, words);
  let isSound = damaged + unchecked === 0;
  return {
    file,
    flaw: flawOf(file, damaged, unchecked, words),
    get: (key) => items.get(key),
    add(key, item) {
      items.set(key, item);
      if (!isSound) write(file, words, () => replaceFileSync(file, lines.join('')));
      isSound = true;
      write(file, words, () => appendFileSync(file, lineOf(key, item)));
    },
    clear() {
      items.clear();
      lines.length = 0;
      isSound = true;
      rmSync(file, { force: true });
    },
  };
}

/** One result of a file, without parsing the others. */
export function readLine<Item>(
  file: string,
  key: string,
  schema: ItemSchema,
  words: Pick<LineWords, 'elsewhere'>,
): Item | undefined {
  const text = textOf(file, words);
  const begin = text.lastIndexOf(`{"key":"${key}"`);
  const end = text.indexOf('\n', begin);
  return begin < 0 || end < 0 ? undefined : soundLine<Item>(text.slice(begin, end), schema)?.cell;
}

/**
 * A line of the file: a result's key, the result, and a checksum over both, so that no number in it can change unnoticed.
 */
function lineOf(key: string, cell: unknown): string {
  return `${JSON.stringify({ key, cell, sum: checksum(key, cell) })}\n`;
}

const checksum = (key: string, cell: unknown): string =>
  createHash('sha256')
    .update(`${key}\n${JSON.stringify(cell)}`)
    .digest('hex')
    .slice(0, 16);

function flawOf(
  file: string,
  damaged: number,
  unchecked: number,
  { item: [one, many], again }: LineWords,
): InputError | undefined {
  const lines = (count: number): string => (count === 1 ? `1 ${one}` : `${count} ${many}`);
  const parts = [
    ...(damaged === 0 ? [] : [`${lines(damaged)} cannot be read as written`]),
    ...(unchecked === 0 ? [] : [`${lines(unchecked)} of an earlier version carry no checksum`]),
  ];
  return parts.length === 0 ? undefined : new InputError(parts.join(', and '), file, again);
}

function write(file: string, { elsewhere }: LineWords, action: () => void): void {
  try {
    makeFolder(dirname(file));
    action();
  } catch (error) {
    throw new InputError(`cannot be written (${(error as NodeJS.ErrnoException).code})`, file, elsewhere);
  }
}

interface ReadItems<Item> {
  readonly items: Map<string, Item>;
  /** The lines that contain them, with their line ends. */
  readonly lines: string[];
  /** Damaged lines, and lines without a checksum. */
  readonly damaged: number;
  readonly unchecked: number;
}

function readItems<Item>(file: string, schema: ItemSchema, words: LineWords): ReadItems<Item> {
  const text = textOf(file, words);
  const items = new Map<string, Item>();
  const lines: string[] = [];
  let damaged = 0;
  let unchecked = 0;
  // An interrupted write leaves a line without an end: it is not reported, and the next line must not be joined to it.
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole.length < text.length) write(file, words, () => truncateSync(file, Buffer.byteLength(whole)));
  for (const line of whole.split('\n')) {
    if (line === '') continue;
    const sound = soundLine<Item>(line, schema);
    if (sound !== undefined) {
      items.set(sound.key, sound.cell);
      lines.push(`${line}\n`);
    } else if (isEarlier(parseLine(line))) unchecked += 1;
    else damaged += 1;
  }
  return { items, lines, damaged, unchecked };
}

/** The content of a line; undefined if it is damaged. */
function soundLine<Item>(line: string, schema: ItemSchema): { readonly key: string; readonly cell: Item } | undefined {
  const given = parseLine(line);
  const parsed = v.safeParse(v.strictObject({ key: v.string(), cell: schema, sum: v.string() }), given);
  if (!parsed.success || `${line}\n` !== lineOf(parsed.output.key, (given as { cell: unknown }).cell)) return undefined;
  return { key: parsed.output.key, cell: parsed.output.cell as Item };
}

const isEarlier = (given: unknown): boolean =>
  typeof given === 'object' && given !== null && Object.keys(given).join() === 'key,cell';

function textOf(file: string, { elsewhere }: Pick<LineWords, 'elsewhere'>): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return '';
    throw new InputError(`cannot be read (${code})`, file, elsewhere);
  }
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
