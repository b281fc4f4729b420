import { setImmediate } from 'node:timers/promises';
import type { BenchCell } from '../contracts/bench.ts';
import { runSearch, toBeSearched } from '../jobs/bench/search/run-search.ts';
import type { SearchStore } from '../jobs/bench/search/search-store.ts';
import { takeCharge } from './interruption.ts';
import { clockTime, note, progressBar, writeLine } from './output.ts';

/** Interval between two lines without a terminal, as in a log. */
const secondsBetween = 30;

/**
 * Searches the cells that fail at the defaults and were not searched before, and estimates the time.
 * @returns false if the user pressed Ctrl-C; finished searches are kept
 */
export async function searchCells(
  cells: readonly BenchCell[],
  store: SearchStore,
  workers: number | undefined,
): Promise<boolean> {
  const stop = new AbortController();
  takeCharge(() => stop.abort());
  const began = performance.now();
  let told = began;
  let done = 0;
  for await (const { share } of runSearch(cells, store, { workers, abandon: stop.signal })) {
    done += 1;
    const now = performance.now();
    const words = `${done} cells searched, ${Math.round(100 * share)} % of the work, ${clockTime(((now - began) / 1000 / share) * (1 - share))} left`;
    writeLine(`${progressBar(share)} ${words}`);
    if (!process.stderr.isTTY && now - told > 1000 * secondsBetween) {
      note(words);
      told = now;
    }
    await setImmediate();
    if (stop.signal.aborted) break;
  }
  writeLine('');
  if (!stop.signal.aborted) return true;
  note(`stopped after ${done} of ${toBeSearched(cells).length} searches; run the same command again to continue`);
  return false;
}
