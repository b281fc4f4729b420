import { appendFileSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { BenchCell } from '../../src/contracts/bench.ts';
import type { SearchedCell } from '../../src/contracts/search.ts';
import { runBenchJob } from '../../src/jobs/bench/bench-job.ts';
import { bestSignatures } from '../../src/jobs/bench/search/best-signatures.ts';
import { runSearch, toBeSearched } from '../../src/jobs/bench/search/run-search.ts';
import { runSearchJob, searchJob } from '../../src/jobs/bench/search/search-job.ts';
import { openSearchStore, type SearchStore } from '../../src/jobs/bench/search/search-store.ts';
import { temporaryFolder } from '../storage/temporary-folder.ts';
import { builtProgram } from '../built-program.ts';

const workerFile = builtProgram('worker');

const cells: readonly BenchCell[] = ['rescorla-wagner', 'td-csc', 'td-csc-reset', 'td-range-normalised'].map((agent) =>
  runBenchJob({ paradigm: 'hollerman-schultz-1998', agent, seeds: 3 }),
);

async function search(
  store: SearchStore,
  options: { workers?: number; workerFile?: string } = {},
): Promise<SearchedCell[]> {
  const found: SearchedCell[] = [];
  for await (const { cell } of runSearch(cells, store, { workerFile, ...options })) found.push(cell);
  return found;
}

const timeless = (found: readonly SearchedCell[]): readonly SearchedCell[] =>
  found.map((cell) => ({ ...cell, seconds: 0 })).sort((one, other) => one.agent.localeCompare(other.agent));

describe('a search for settings', () => {
  test('covers cells that fail at the defaults of an agent without a network', () => {
    const network: BenchCell = { ...(cells[0] as BenchCell), agent: 'value-rnn' };
    const elsewhere: BenchCell = { ...(cells[0] as BenchCell), agent: 'q-learning', verdict: 'not-applicable' };
    expect(toBeSearched([...cells, network, elsewhere]).map(({ agent, verdict }) => [agent, verdict])).toEqual([
      ['rescorla-wagner', 'controls-failed'],
      ['td-csc', 'partly'],
    ]);
  });

  test('finds the setting that is known to pass, and resets unnecessary values', () => {
    const { best, tried } = runSearchJob(searchJob(cells[1] as BenchCell));
    expect(tried).toBe(64);
    // td-csc-reset, which passes, differs from td-csc only in the delay lines that end with a reward.
    expect(best).toMatchObject({ verdict: 'pass', setting: { 'architecture.resetAtReward': true } });
    expect(Object.keys(best?.setting ?? {})).toHaveLength(1);
  });

  test('judges the best setting like any cell: with the values of td-csc-reset, td-csc has the same measurements', () => {
    const found = runSearchJob(searchJob(cells[1] as BenchCell));
    const signatures = bestSignatures(found);
    const reset = cells[2] as BenchCell;
    expect(signatures).toEqual(reset.signatures);
  });

  test('gives the same results for any number of workers', async () => {
    const [alone, many] = [
      await search(openSearchStore(temporaryFolder()), { workers: 1 }),
      await search(openSearchStore(temporaryFolder()), { workers: 3 }),
    ];
    expect(timeless(many)).toEqual(timeless(alone));
    expect(alone).toHaveLength(2);
  });

  test('continues where it was stopped, and searches nothing twice, after truncation at any place', async () => {
    const folder = temporaryFolder();
    for await (const { share } of runSearch(cells, openSearchStore(folder), { workers: 1, workerFile })) {
      expect(share).toBeGreaterThan(0);
      break;
    }
    const { file } = openSearchStore(folder);
    const kept = readFileSync(file, 'utf8');
    expect(kept.trim().split('\n')).toHaveLength(1);
    appendFileSync(file, '{"key":"of a line that was cut o');
    expect(await search(openSearchStore(folder))).toHaveLength(1);
    expect(readFileSync(file, 'utf8').startsWith(kept)).toBe(true);
    // Nothing is left, so no worker is needed.
    expect(await search(openSearchStore(folder), { workerFile: '/nonexistent/worker.js' })).toEqual([]);
    const store = openSearchStore(folder);
    expect(store.flaw).toBeUndefined();
    expect(toBeSearched(cells).map((cell) => store.get(searchJob(cell))?.agent)).toEqual(['rescorla-wagner', 'td-csc']);
    // Other settings and another number of seeds have no stored results.
    expect(store.get(searchJob(cells[1] as BenchCell, 32))).toBeUndefined();
    expect(store.get({ ...searchJob(cells[1] as BenchCell), seeds: 4 })).toBeUndefined();
  });
});
