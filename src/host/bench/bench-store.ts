import { appendFileSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import type { BenchCell } from '../../contracts/bench.ts';
import { canonicalJson } from '../../core/canonical-json.ts';
import { InputError } from '../../core/errors.ts';
import { makeFolder } from '../../storage/make-folder.ts';
import { find } from '../../engine/registry.ts';
import { versions } from '../../engine/versions.ts';
import { version } from '../version.ts';
import { benchSpec, type BenchJob } from './bench-job.ts';

/** Raised when something else is made of the same signals. */
const judging = 3;

/** What identifies a cell's outcome: the spec, the versions of its parts, of judging and of the program, what it is judged by, and the number of seeds. */
function benchKey(job: BenchJob): string {
  const spec = benchSpec(job);
  const parts = spec === undefined ? null : versions(spec);
  const signatures = JSON.stringify(find('paradigms', job.paradigm).signatures);
  return createHash('sha256').update(canonicalJson({ job, spec: spec ?? null, parts, signatures, phasic: version, judging })).digest('hex').slice(0, 32);
}

const lineSchema = v.strictObject({
  key: v.string(),
  cell: v.strictObject({
    paradigm: v.string(),
    agent: v.string(),
    seeds: v.number(),
    verdict: v.picklist(['pass', 'partly', 'fail', 'controls-failed', 'undefined', 'not-applicable', 'error']),
    signatures: v.array(v.looseObject({ id: v.string(), pass: v.nullable(v.boolean()), passRate: v.nullable(v.number()), defined: v.optional(v.number()) })),
    conditions: v.array(v.looseObject({ id: v.string(), t: v.array(v.number()) })),
    summaries: v.array(v.looseObject({ id: v.string() })),
    seconds: v.number(),
    error: v.optional(v.string()),
  }),
  sum: v.string(),
});

/** A line of the file: of a cell its key, all of it, and a checksum over both, so that no number in it can change unnoticed. */
function lineOf(key: string, cell: BenchCell): string {
  return `${JSON.stringify({ key, cell, sum: checksum(key, cell) })}\n`;
}

const checksum = (key: string, cell: unknown): string => createHash('sha256').update(`${key}\n${JSON.stringify(cell)}`).digest('hex').slice(0, 16);

/** The cells that are done, one a line, so that whatever stops the bench loses at most the cell at hand. */
export interface BenchStore {
  readonly file: string;
  /** What of the file could not be used, and is run again; undefined where all of it could. */
  readonly flaw: InputError | undefined;
  get(job: BenchJob): BenchCell | undefined;
  add(job: BenchJob, cell: BenchCell): void;
  clear(): void;
}

/**
 * Lines that are damaged, or were written before lines had a checksum, are left out of the file with the next cell that is added.
 * @throws InputError where the folder cannot be made, read or written
 */
export function openBenchStore(folder: string): BenchStore {
  const file = join(folder, 'cells.jsonl');
  const { cells, lines, damaged, unchecked } = readCells(file);
  let isSound = damaged + unchecked === 0;
  return {
    file,
    flaw: flawOf(file, damaged, unchecked),
    get: (job) => cells.get(benchKey(job)),
    add(job, cell) {
      const key = benchKey(job);
      cells.set(key, cell);
      if (!isSound) write(file, () => replace(file, lines.join('')));
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

function flawOf(file: string, damaged: number, unchecked: number): InputError | undefined {
  const lines = (count: number): string => (count === 1 ? '1 cell' : `${count} cells`);
  const parts = [...(damaged === 0 ? [] : [`${lines(damaged)} cannot be read as written`]), ...(unchecked === 0 ? [] : [`${lines(unchecked)} of an earlier version carry no checksum`])];
  return parts.length === 0 ? undefined : new InputError(parts.join(', and '), file, 'run the bench: it runs them again');
}

/** At once or not at all. */
function replace(file: string, text: string): void {
  const aside = `${file}.${process.pid}.part`;
  writeFileSync(aside, text);
  renameSync(aside, file);
}

function write(file: string, action: () => void): void {
  try {
    makeFolder(dirname(file));
    action();
  } catch (error) {
    throw new InputError(`cannot be written (${(error as NodeJS.ErrnoException).code})`, file, 'choose another folder with --store');
  }
}

interface ReadCells {
  readonly cells: Map<string, BenchCell>;
  /** The lines that hold them, with their ends. */
  readonly lines: string[];
  /** Lines that are not as they were written, and lines without a checksum. */
  readonly damaged: number;
  readonly unchecked: number;
}

function readCells(file: string): ReadCells {
  const text = textOf(file);
  const cells = new Map<string, BenchCell>();
  const lines: string[] = [];
  let damaged = 0;
  let unchecked = 0;
  // What was cut off while it was written has no end: nobody is to be told of it, and the next line must not be joined to it.
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole.length < text.length) write(file, () => truncateSync(file, Buffer.byteLength(whole)));
  for (const line of whole.split('\n')) {
    if (line === '') continue;
    const sound = soundLine(line);
    if (sound !== undefined) {
      cells.set(sound.key, sound.cell);
      lines.push(`${line}\n`);
    } else if (isEarlier(parseLine(line))) unchecked += 1;
    else damaged += 1;
  }
  return { cells, lines, damaged, unchecked };
}

/** What a line holds; undefined where it is not as it was written. */
function soundLine(line: string): { readonly key: string; readonly cell: BenchCell } | undefined {
  const given = parseLine(line);
  const parsed = v.safeParse(lineSchema, given);
  if (!parsed.success || `${line}\n` !== lineOf(parsed.output.key, (given as { cell: BenchCell }).cell)) return undefined;
  return { key: parsed.output.key, cell: parsed.output.cell as unknown as BenchCell };
}

/** One cell of a store that is not opened: a matrix is long, and of the other cells nothing is looked at. */
export function readCell(folder: string, job: BenchJob): BenchCell | undefined {
  const text = textOf(join(folder, 'cells.jsonl'));
  const begin = text.lastIndexOf(`{"key":"${benchKey(job)}"`);
  const end = text.indexOf('\n', begin);
  return begin < 0 || end < 0 ? undefined : soundLine(text.slice(begin, end))?.cell;
}

const isEarlier = (given: unknown): boolean => typeof given === 'object' && given !== null && Object.keys(given).join() === 'key,cell';

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

/** Where cells are kept unless said otherwise: $PHASIC_BENCH, else Phasic/bench in the home folder. */
export function defaultBenchFolder(environment: NodeJS.ProcessEnv = process.env): string {
  return environment['PHASIC_BENCH'] || join(homedir(), 'Phasic', 'bench');
}
