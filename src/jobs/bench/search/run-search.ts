import { availableParallelism } from 'node:os';
import type { BenchCell } from '../../../contracts/bench.ts';
import type { SearchedCell } from '../../../contracts/search.ts';
import { runJobs } from '../../job-pool.ts';
import type { BenchOptions } from '../run-bench.ts';
import { isSearched, searchJob } from './search-job.ts';
import type { SearchStore } from './search-store.ts';

/** A finished search, and the overall progress. */
export interface SearchNews {
  readonly cell: SearchedCell;
  /** Estimated by time, from 0 to 1. */
  readonly share: number;
}

/** The cells that are searched. */
export const toBeSearched = (cells: readonly BenchCell[]): readonly BenchCell[] => cells.filter(isSearched);

/**
 * Searches the cells that are not in the store yet, and adds each when it is done. The longest go first, so that all
 * workers finish at about the same time.
 * @param cells with their results at the defaults
 * @throws InputError for a worker that stops twice
 */
export async function* runSearch(
  cells: readonly BenchCell[],
  store: SearchStore,
  options: Pick<BenchOptions, 'workers' | 'background' | 'workerFile' | 'abandon'>,
): AsyncGenerator<SearchNews, void> {
  const waiting = toBeSearched(cells)
    .filter((cell) => store.get(searchJob(cell)) === undefined)
    .sort((one, other) => other.seconds - one.seconds);
  if (waiting.length === 0) return;
  const cost = new Map(waiting.map(({ paradigm, agent, seconds }) => [`${paradigm} ${agent}`, seconds]));
  const all = waiting.reduce((sum, { seconds }) => sum + seconds, 0);
  let done = 0;
  const { workers = availableParallelism(), ...others } = options;
  const jobs = waiting.map((cell) => searchJob(cell));
  for await (const outcome of runJobs('search', jobs, {
    ...others,
    workers: Math.max(1, Math.min(workers, jobs.length)),
    anyOrder: true,
    name: ({ paradigm, agent }) => `a setting of ${agent} for ${paradigm}`,
  })) {
    if ('error' in outcome) throw outcome.error;
    store.add(outcome.job, outcome.answer);
    done += cost.get(`${outcome.job.paradigm} ${outcome.job.agent}`) ?? 0;
    yield { cell: outcome.answer, share: done / all };
  }
}
