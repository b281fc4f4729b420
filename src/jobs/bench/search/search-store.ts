import { createHash } from 'node:crypto';
import { join } from 'node:path';
import * as v from 'valibot';
import type { BenchCell } from '../../../contracts/bench.ts';
import type { SearchedCell } from '../../../contracts/search.ts';
import type { TrialSpec } from '../../../spec/spec.ts';
import { canonicalJson } from '../../../core/canonical-json.ts';
import { searchedParameters } from '../../../engine/searched-settings.ts';
import { benchSpec } from '../bench-job.ts';
import { benchKey, verdictSchema, type BenchStore } from '../bench-store.ts';
import { openCheckedLines } from '../checked-lines.ts';
import { isSearched, searchJob, stages, type SearchJob } from './search-job.ts';

/** Raised when other settings are drawn of the same ranges, or another one of them is the best. */
const searching = 2;

/** What identifies the outcome of a search: all that the cell depends on, what is searched of the agent, and how. */
export function searchKey(job: SearchJob): string {
  const searched = searchedParameters(benchSpec(job) as TrialSpec).map(({ path, range, declared }) => [
    path,
    range ?? declared,
  ]);
  return createHash('sha256')
    .update(canonicalJson({ cell: benchKey(job), searched, settings: job.settings, stages, searching }))
    .digest('hex')
    .slice(0, 32);
}

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

/** The searches that are done, beside the cells that they belong to. */
export interface SearchStore extends Pick<BenchStore, 'file' | 'flaw' | 'clear'> {
  get(job: SearchJob): SearchedCell | undefined;
  add(job: SearchJob, cell: SearchedCell): void;
}

/** @throws InputError where the folder cannot be made, read or written */
export function openSearchStore(folder: string): SearchStore {
  const lines = openCheckedLines<SearchedCell>(join(folder, 'searched.jsonl'), searchedSchema);
  const { file, flaw, clear } = lines;
  return {
    file,
    flaw,
    clear,
    get: (job) => lines.get(searchKey(job)),
    add: (job, cell) => lines.add(searchKey(job), cell),
  };
}

/** What is known of the search of a cell; undefined where it is not searched, or not yet. */
export const knownSearch = (store: SearchStore, cell: BenchCell): SearchedCell | undefined =>
  isSearched(cell) ? store.get(searchJob(cell)) : undefined;
