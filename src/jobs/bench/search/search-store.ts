import { createHash } from 'node:crypto';
import { join } from 'node:path';
import * as v from 'valibot';
import type { BenchCell } from '../../../contracts/bench.ts';
import type { Parameter } from '../../../contracts/parameters.ts';
import type { SearchedCell } from '../../../contracts/search.ts';
import type { TrialSpec } from '../../../spec/spec.ts';
import { canonicalJson } from '../../../core/canonical-json.ts';
import { searchedParameters } from '../../../engine/searched-settings.ts';
import { openCheckedLines } from '../../../storage/checked-lines.ts';
import { benchSpec } from '../bench-job.ts';
import { benchKey, cellWords, verdictSchema, type BenchStore } from '../bench-store.ts';
import { isSearched, searchJob, stages, type SearchJob } from './search-job.ts';

/** Raised when different settings are drawn from the same ranges, or the choice of the best one changes. */
const searching = 2;

/**
 * The identity of a search's result: everything that the cell depends on, the searched parameters of the agent, and the
 * method.
 */
export function searchKey(job: SearchJob): string {
  const searched = searchedParameters(benchSpec(job) as TrialSpec).map(({ path, range, declared }) => [
    path,
    range ?? valuesOf(declared),
  ]);
  return createHash('sha256')
    .update(canonicalJson({ cell: benchKey(job), searched, settings: job.settings, stages, searching }))
    .digest('hex')
    .slice(0, 32);
}

/** What is tried of a choice or a flag; its words may change. */
const valuesOf = (declared: Parameter): unknown =>
  declared.kind === 'choice' ? [declared.options, declared.default] : [declared.kind, declared.default];

const number = v.nullable(v.number());

const searchedSchema = v.strictObject({
  paradigm: v.string(),
  agent: v.string(),
  seeds: v.number(),
  tried: v.number(),
  run: v.number(),
  best: v.optional(
    v.strictObject({
      setting: v.record(v.string(), v.union([v.number(), v.string(), v.boolean()])),
      verdict: verdictSchema,
      signatures: v.array(
        v.strictObject({
          id: v.string(),
          values: v.array(number),
          measured: number,
          interval: v.nullable(v.tuple([v.number(), v.number()])),
          defined: v.number(),
          passRate: number,
          pass: v.nullable(v.boolean()),
        }),
      ),
    }),
  ),
  seconds: v.number(),
});

/** The finished searches, stored next to their cells. */
export interface SearchStore extends Pick<BenchStore, 'file' | 'flaw' | 'clear'> {
  get(job: SearchJob): SearchedCell | undefined;
  add(job: SearchJob, cell: SearchedCell): void;
}

/** @throws InputError if the folder cannot be created, read or written */
export function openSearchStore(folder: string): SearchStore {
  const lines = openCheckedLines<SearchedCell>(join(folder, 'searched.jsonl'), searchedSchema, cellWords);
  const { file, flaw, clear } = lines;
  return {
    file,
    flaw,
    clear,
    get: (job) => lines.get(searchKey(job)),
    add: (job, cell) => lines.add(searchKey(job), cell),
  };
}

/** The stored search of a cell; undefined if it is not searched, or not yet. */
export const knownSearch = (store: SearchStore, cell: BenchCell): SearchedCell | undefined =>
  isSearched(cell) ? store.get(searchJob(cell)) : undefined;
