import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { decisive, declaredOf } from '../../analysis/signatures.ts';
import type { BenchCell } from '../../contracts/bench.ts';
import { canonicalJson } from '../../core/canonical-json.ts';
import type { InputError } from '../../core/errors.ts';
import { find, lookup } from '../../engine/registry.ts';
import { versions } from '../../spec/versions.ts';
import { benchSpec, type BenchJob } from './bench-job.ts';
import { openCheckedLines, readLine } from '../../storage/checked-lines.ts';

/** Raised when the same signals are evaluated differently. */
const judging = 3;

/** Raised when a spec gives other signals although no part of it has another version. */
const engine = 1;

/**
 * The identity of a cell's result: the spec, the versions of its parts, of engine and judging, what its signatures
 * require, and the number of seeds. Their words are not part of it, nor is the program's version: a release alone makes no
 * number another.
 */
export function benchKey({ paradigm, agent, seeds }: BenchJob): string {
  const spec = benchSpec({ paradigm, agent });
  const parts = spec === undefined ? null : versions(lookup, spec);
  const signatures = find('paradigms', paradigm).signatures.map((one) => decisive(declaredOf(one)));
  return createHash('sha256')
    .update(
      canonicalJson({
        job: { paradigm, agent, seeds },
        spec: spec ?? null,
        parts,
        signatures,
        engine,
        judging,
      }),
    )
    .digest('hex')
    .slice(0, 32);
}

export const verdictSchema = v.picklist([
  'pass',
  'partly',
  'fail',
  'controls-failed',
  'undefined',
  'not-applicable',
  'error',
]);

const cellSchema = v.strictObject({
  paradigm: v.string(),
  agent: v.string(),
  seeds: v.number(),
  verdict: verdictSchema,
  signatures: v.array(
    v.looseObject({
      id: v.string(),
      pass: v.nullable(v.boolean()),
      passRate: v.nullable(v.number()),
      defined: v.optional(v.number()),
    }),
  ),
  conditions: v.array(v.looseObject({ id: v.string(), t: v.array(v.number()) })),
  summaries: v.array(v.looseObject({ id: v.string() })),
  seconds: v.number(),
  error: v.optional(v.string()),
});

/** The finished cells. */
export interface BenchStore {
  readonly file: string;
  /** The part of the file that could not be used and is run again; undefined if all of it could. */
  readonly flaw: InputError | undefined;
  get(job: BenchJob): BenchCell | undefined;
  add(job: BenchJob, cell: BenchCell): void;
  clear(): void;
}

/** Of files of cells, and of searches. */
export const cellWords = {
  item: ['cell', 'cells'],
  again: 'run the bench: it runs them again',
  elsewhere: 'choose another folder with --store',
} as const;

const fileIn = (folder: string): string => join(folder, 'cells.jsonl');

/** @throws InputError if the folder cannot be created, read or written */
export function openBenchStore(folder: string): BenchStore {
  const lines = openCheckedLines<BenchCell>(fileIn(folder), cellSchema, cellWords);
  const { file, flaw, clear } = lines;
  return {
    file,
    flaw,
    clear,
    get: (job) => worded(lines.get(benchKey(job))),
    add: (job, cell) => lines.add(benchKey(job), cell),
  };
}

/** One cell of a store that is not opened: a matrix is long, and the other cells are not read. */
export const readCell = (folder: string, job: BenchJob): BenchCell | undefined =>
  worded(readLine<BenchCell>(fileIn(folder), benchKey(job), cellSchema, cellWords));

/** A stored cell in the words of this program. */
function worded(cell: BenchCell | undefined): BenchCell | undefined {
  if (cell === undefined) return undefined;
  const { signatures } = find('paradigms', cell.paradigm);
  const declared = new Map(signatures.map((one) => [one.id, declaredOf(one)]));
  return { ...cell, signatures: cell.signatures.map((one) => ({ ...one, ...declared.get(one.id) })) };
}

/** Default folder for cells: $PHASIC_BENCH, otherwise Phasic/bench in the home folder. */
export function defaultBenchFolder(environment: NodeJS.ProcessEnv = process.env): string {
  return environment['PHASIC_BENCH'] || join(homedir(), 'Phasic', 'bench');
}
