import { mkdirSync, readFileSync, writeFileSync, appendFileSync, rmSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import type { BenchCell } from '../../contracts/bench.ts';
import { canonicalJson } from '../../core/canonical-json.ts';
import { InputError } from '../../core/errors.ts';
import { versions } from '../../engine/versions.ts';
import { version } from '../version.ts';
import { benchSpec, type BenchJob } from './bench-job.ts';

/** What identifies a cell's outcome: the spec, the versions of its parts and of the program, and the number of seeds. */
function benchKey(job: BenchJob): string {
  const spec = benchSpec(job);
  const parts = spec === undefined ? null : versions({ spec });
  return createHash('sha256').update(canonicalJson({ job, spec: spec ?? null, parts, phasic: version })).digest('hex').slice(0, 32);
}

const lineSchema = v.looseObject({ key: v.string(), cell: v.looseObject({ paradigm: v.string(), agent: v.string(), seeds: v.number(), verdict: v.string() }) });

/** The cells that are done, one a line, so that whatever stops the bench loses at most the cell at hand. */
export interface BenchStore {
  readonly file: string;
  get(job: BenchJob): BenchCell | undefined;
  add(job: BenchJob, cell: BenchCell): void;
  clear(): void;
}

/** @throws InputError where the folder cannot be made or written */
export function openBenchStore(folder: string): BenchStore {
  const file = join(folder, 'cells.jsonl');
  const cells = readCells(file);
  return {
    file,
    get: (job) => cells.get(benchKey(job)),
    add(job, cell) {
      const key = benchKey(job);
      cells.set(key, cell);
      write(file, () => appendFileSync(file, `${JSON.stringify({ key, cell })}\n`));
    },
    clear() {
      cells.clear();
      rmSync(file, { force: true });
    },
  };
}

function write(file: string, action: () => void): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    action();
  } catch (error) {
    throw new InputError(`cannot be written (${(error as NodeJS.ErrnoException).code})`, file, 'choose another folder with --store');
  }
}

/** A line that was cut off, or that another version wrote, is a cell that is still to be run. */
function readCells(file: string): Map<string, BenchCell> {
  const cells = new Map<string, BenchCell>();
  for (const line of textOf(file).split('\n')) {
    const parsed = v.safeParse(lineSchema, parseLine(line));
    if (parsed.success) cells.set(parsed.output.key, parsed.output.cell as unknown as BenchCell);
  }
  // The last line of a file that was cut off has no end; the next one must not be joined to it.
  const text = textOf(file);
  if (text !== '' && !text.endsWith('\n')) write(file, () => writeFileSync(file, `${text}\n`));
  return cells;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
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
