import { expect, test } from 'vitest';
import { latestTrials } from '../../renderer/plots/latest-trials.ts';
import { TrialStore } from '../../renderer/store/trial-store.ts';
import type { FigureData } from '../../src/figures/figure-data.ts';
import type { Opened } from '../../src/protocol/messages.ts';

const opened = { session: 1, trials: 40, columns: [0, 0.1], types: ['paired', 'alone'] } as unknown as Opened;
const data: FigureData = { title: '', note: '', conditions: [], rateUnit: '', recorded: [], summaries: [], provenance: '' };

function storeOf(rpe: readonly number[], types: readonly number[]): TrialStore {
  const store = new TrialStore(1, 40, 2);
  const rows = types.length;
  store.write({ session: 1, firstTrial: 0, rows, columns: 2, trialsPerRow: 1, trialsDone: rows, types: Uint32Array.from(types), rpe: Float32Array.from(rpe), value: new Float32Array(2 * rows) });
  return store;
}

test('averages the trials done last, kind by kind', () => {
  const store = storeOf([1, 2, 3, 4, 5, 6], [0, 1, 0]);
  const { conditions } = latestTrials(data, store, opened, 3, undefined);
  expect(conditions.map(({ id, averages }) => [id, averages.n, averages.rpe.mean])).toEqual([
    ['paired', 2, [3, 4]],
    ['alone', 1, [3, 4]],
  ]);
  // Two values that are 4 apart: sd = 2 sqrt 2, sem = 2.
  expect(conditions[0]?.averages.rpe.sem).toEqual([2, 2]);
});

test('takes no more than twenty, and none that lies ahead', () => {
  const store = storeOf(Array.from({ length: 60 }, (_, i) => Math.floor(i / 2)), Array.from({ length: 30 }, () => 0));
  const [first] = latestTrials(data, store, opened, 25, ['paired']).conditions;
  expect(first?.averages.n).toBe(20);
  expect(first?.averages.rpe.mean[0]).toBeCloseTo(14.5);
  expect(latestTrials(data, store, opened, 0, ['paired']).conditions).toEqual([]);
});
