import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { needsReview, rowWords } from '../../src/analysis/row-words.ts';
import type { BenchCell } from '../../src/contracts/bench.ts';
import { find } from '../../src/engine/registry.ts';
import { runBenchJob } from '../../src/jobs/bench/bench-job.ts';
import {
  keptCells,
  mergedResults,
  readResults,
  resultsOf,
  resultsText,
  staleCells,
  staleRemedy,
} from '../../src/jobs/bench/results/results-data.ts';
import { resultsPage } from '../../src/jobs/bench/results/results-page.ts';
import { benchParadigms } from '../../src/jobs/bench/run-bench.ts';
import { runSearchJob, searchJob } from '../../src/jobs/bench/search/search-job.ts';

const cells: readonly BenchCell[] = ['rescorla-wagner', 'td-csc', 'td-csc-reset', 'q-learning'].map((agent) =>
  runBenchJob({ paradigm: 'hollerman-schultz-1998', agent, seeds: 3 }),
);
const searches = new Map(
  cells.slice(0, 2).map((cell) => [`${cell.paradigm} ${cell.agent}`, runSearchJob(searchJob(cell))]),
);
const results = resultsOf(cells, searches, 3);

const shipped = new URL('../../docs/matrix/results.json', import.meta.url);

describe('shipped results', () => {
  test('are the same after writing and reading, one cell per line', () => {
    const text = resultsText(results);
    expect(readResults(text)).toEqual(results);
    expect(text.trim().split('\n')).toHaveLength(3 + 2);
    // An agent that chooses has no result if there are no choices.
    expect(results.cells.map(({ agent, verdict }) => [agent, verdict])).toEqual([
      ['rescorla-wagner', 'controls-failed'],
      ['td-csc', 'partly'],
      ['td-csc-reset', 'pass'],
    ]);
    // The closest setting misses the signatures that fail over all seeds.
    const [closest] = searches.values();
    const failing = closest?.best?.signatures.filter(({ pass }) => pass !== true).map(({ id }) => id);
    expect(Object.keys(results.cells[0]?.search?.misses ?? {}).sort()).toEqual(failing?.sort());
    expect(results.cells[1]?.search).not.toHaveProperty('misses');
    expect(results.cells[1]?.search).toMatchObject({
      tried: 64,
      verdict: 'pass',
      setting: { 'architecture.resetAtReward': true },
    });
  });

  test('are stale if a key differs, a cell is missing, or a cell belongs to removed parts', () => {
    const staleOf = (changed: typeof results.cells): readonly string[] =>
      staleCells({ seeds: 3, cells: changed }).filter(
        (name) => name.startsWith('hollerman-schultz-1998 ') && !missing.has(name),
      );
    const missing = new Set(staleCells(results));
    const [trial, step, reset] = results.cells as [
      (typeof results.cells)[number],
      (typeof results.cells)[number],
      (typeof results.cells)[number],
    ];
    expect(missing.has('hollerman-schultz-1998 td-csc')).toBe(false);
    expect(missing.has('schultz-1997 td-csc')).toBe(true);
    expect(missing.has('hollerman-schultz-1998 q-learning')).toBe(false);
    expect(staleOf(results.cells)).toEqual([]);
    expect(staleOf([trial, { ...step, key: 'another' }, reset])).toEqual(['hollerman-schultz-1998 td-csc']);
    const { search: _, ...unsearched } = step;
    expect(
      staleOf([trial, { ...step, search: { ...(step.search as object), key: 'another' } as never }, reset]),
    ).toEqual(['hollerman-schultz-1998 td-csc']);
    // A cell that was never searched is not outdated.
    expect(staleOf([trial, unsearched, reset])).toEqual([]);
    expect(staleOf([trial, step])).toEqual(['hollerman-schultz-1998 td-csc-reset']);
    expect(staleOf([...results.cells, { ...reset, agent: 'gone' }])).toEqual(['hollerman-schultz-1998 gone']);
  });

  test('list the agents that pass with default parameters, with another setting, or with none found', () => {
    const page = resultsPage(results);
    expect(page).toContain('- **With default parameters:** `td-csc-reset`\n');
    expect(page).toContain('- **With another setting:**\n  - `td-csc`: `--set architecture.resetAtReward=true`\n');
    expect(page).toMatch(
      /^- \*\*Not judged because a control does not hold; no setting found:\*\* `rescorla-wagner` \([a-z-, ]+\) \(closest with `--set [^)]+: misses [^)]+\)$/m,
    );
    expect(page).toContain('(early-no-dip): The delay line continues after an early reward');
  });

  test('are kept if they are valid, and run again if they are outdated or not yet searched', () => {
    const [trial, step, reset] = results.cells as [
      (typeof results.cells)[number],
      (typeof results.cells)[number],
      (typeof results.cells)[number],
    ];
    const { search: _, ...unsearched } = step;
    const there = {
      seeds: 3,
      cells: [trial, unsearched, { ...reset, key: 'of another version' }, { ...reset, agent: 'gone' }],
    };
    expect(keptCells(there, false)).toEqual([trial, unsearched]);
    expect(keptCells(there, true)).toEqual([trial]);
    // New results replace existing ones, in the order of the matrix.
    expect(mergedResults(3, keptCells(there, false), [reset, step])).toEqual(results);
  });

  test('have an agent with a network only in its own paradigm, with fewer seeds, which they state', () => {
    const cell = { ...cells[2], paradigm: 'hennig-2023', agent: 'value-rnn', seeds: 5 } as BenchCell;
    const { cells: written } = resultsOf([cell, cells[2] as BenchCell], new Map(), 10);
    expect(written.map(({ seeds }) => seeds)).toEqual([5, 3]);
    expect(readResults(resultsText({ seeds: 10, cells: written })).cells).toEqual(written);
    expect(resultsPage({ seeds: 10, cells: written })).toContain('`value-rnn` (5 seeds)');
    const staleOf = (some: typeof written): readonly string[] =>
      staleCells({ seeds: 10, cells: some }).filter((name) => name.endsWith(' value-rnn'));
    const [own] = written as [(typeof written)[number]];
    expect(staleOf(written)).toEqual([]);
    expect(staleOf([])).toEqual(['hennig-2023 value-rnn']);
    // With the number of seeds of the others, it is a different cell.
    expect(staleOf(resultsOf([{ ...cell, seeds: 10 }], new Map(), 10).cells)).toEqual(['hennig-2023 value-rnn']);
    expect(staleOf([own, { ...own, paradigm: 'schultz-1997' }])).toEqual(['schultz-1997 value-rnn']);
    expect(keptCells({ seeds: 10, cells: written }, true)).toEqual([own]);
  });

  test('list the cells that have not been searched yet', () => {
    const { search: _, ...unsearched } = results.cells[1] as (typeof results.cells)[number];
    const page = resultsPage({
      seeds: 3,
      cells: [results.cells[0], unsearched, results.cells[2]] as typeof results.cells,
    });
    expect(page).toContain('1 of the 2 cells that fail with default parameters have not been searched yet');
    expect(page).toContain('- **Not with default parameters; not yet searched:** `td-csc` (~)\n');
    expect(page).not.toContain('With another setting');
  });

  test.runIf(existsSync(shipped))(
    'have an agent that passes and one that fails in each row, or the paradigm explains why not',
    () => {
      const { cells: all } = readResults(readFileSync(shipped, 'utf8'));
      const asking = benchParadigms().flatMap((paradigm) => {
        const row = all.filter((cell) => cell.paradigm === paradigm);
        return rowWords(
          row.map(({ verdict }) => verdict),
          find('paradigms', paradigm),
        )
          .filter(needsReview)
          .map((words) => `${paradigm}: ${words}`);
      });
      expect(asking).toEqual([]);
    },
  );

  test.runIf(existsSync(shipped))('are those of this program', () => {
    const stale = staleCells(readResults(readFileSync(shipped, 'utf8')));
    expect(stale, `docs/matrix/results.json is not up to date in ${stale.length} cells: ${staleRemedy}`).toEqual([]);
  });
});
