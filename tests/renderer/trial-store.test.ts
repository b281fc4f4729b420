import { expect, test } from 'vitest';
import { TrialStore } from '../../renderer/store/trial-store.ts';
import type { TrialBlock } from '../../src/protocol/frames.ts';

function block(given: Partial<TrialBlock> & { readonly rpe: Float32Array }): TrialBlock {
  const { rows = 1, columns = 2, firstTrial = 0, trialsPerRow = 1, rpe } = given;
  const endTrial = firstTrial + rows * trialsPerRow;
  const last = { rpe: new Float32Array(columns), value: new Float32Array(columns) };
  return {
    session: 1,
    firstTrial,
    endTrial,
    rows,
    columns,
    trialsPerRow,
    trialsDone: endTrial,
    types: new Uint32Array(rows),
    value: new Float32Array(rpe.length),
    last,
    ...given,
  };
}

test('keeps single trials while there is a row for each', () => {
  const store = new TrialStore(1, 3, 2);
  store.write(block({ firstTrial: 1, rows: 2, types: Uint32Array.of(4, 5), rpe: Float32Array.of(1, -2, 3, 0.5) }));
  expect([...store.rpe]).toEqual([0, 0, 1, -2, 3, 0.5]);
  expect([...store.types]).toEqual([0, 4, 5]);
  expect([...store.arrived]).toEqual([0, 1, 1]);
  expect(store.standsFor(2)).toEqual([2, 3]);
  expect([...(store.trial(1)?.rpe ?? [])]).toEqual([1, -2]);
  expect(store.trial(0)).toBeUndefined();
  expect(store.peak).toBe(3);
});

test('a trial that is run again changes nothing', () => {
  const store = new TrialStore(1, 2, 2);
  const twice = block({ rows: 2, rpe: Float32Array.of(1, 2, 3, 4) });
  store.write(twice);
  const before = [...store.rpe];
  store.write(twice);
  expect([...store.rpe]).toEqual(before);
});

test('trials of a long session share rows, which list their trials and are not single trials', () => {
  const store = new TrialStore(1, 10_000, 2);
  expect(store.rows).toBeLessThanOrEqual(4096);
  expect(store.trialsPerRow).toBe(3);
  store.write(block({ rows: 2, trialsPerRow: 3, endTrial: 4, rpe: Float32Array.of(-0.5, 0.2, 0.1, 0.1) }));
  expect(store.standsFor(0)).toEqual([0, 3]);
  expect(store.trial(0)).toBeUndefined();
  // The second row contains one of its trials so far, and more later.
  expect(store.standsFor(1)).toEqual([3, 4]);
  store.write(block({ firstTrial: 3, trialsPerRow: 3, endTrial: 6, rpe: Float32Array.of(0.3, 0.3) }));
  expect(store.standsFor(1)).toEqual([3, 6]);
  expect(store.rpe[2]).toBeCloseTo(0.3);
  expect(store.hasFolded(2)).toBe(false);
});

test('a folded row fills all rows of its trials, is marked as folded, and is replaced by the trials', () => {
  const store = new TrialStore(1, 6, 2);
  store.write(block({ rows: 2, trialsPerRow: 4, endTrial: 6, rpe: Float32Array.of(1, 2, 3, 4) }));
  expect([...store.arrived]).toEqual([1, 1, 1, 1, 1, 1]);
  expect([...store.rpe]).toEqual([1, 2, 1, 2, 1, 2, 1, 2, 3, 4, 3, 4]);
  expect([0, 3, 4, 5].map((row) => store.standsFor(row))).toEqual([
    [0, 4],
    [0, 4],
    [4, 6],
    [4, 6],
  ]);
  expect(store.trial(2)).toBeUndefined();
  expect(store.hasFolded(6)).toBe(true);
  store.write(block({ rows: 6, rpe: Float32Array.from({ length: 12 }, (_, i) => i) }));
  expect([...store.rpe]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  expect([...(store.trial(2)?.rpe ?? [])]).toEqual([4, 5]);
  expect(store.hasFolded(6)).toBe(false);
});

test('a folded row does not replace single trials', () => {
  const store = new TrialStore(1, 4, 1);
  store.write(block({ columns: 1, firstTrial: 1, rpe: Float32Array.of(0.5) }));
  store.write(block({ columns: 1, trialsPerRow: 4, rpe: Float32Array.of(9) }));
  expect([...store.rpe]).toEqual([9, 0.5, 9, 9]);
  expect(store.standsFor(1)).toEqual([1, 2]);
});

test('a folded row does not represent future trials', () => {
  const store = new TrialStore(1, 8, 1);
  store.write(block({ columns: 1, rows: 2, trialsPerRow: 4, endTrial: 5, rpe: Float32Array.of(1, 3) }));
  expect([...store.arrived]).toEqual([1, 1, 1, 1, 1, 0, 0, 0]);
});

test('the latest trial is available unchanged, whatever its row contains', () => {
  const store = new TrialStore(1, 8, 1);
  store.write(
    block({
      columns: 1,
      rows: 2,
      trialsPerRow: 4,
      rpe: Float32Array.of(1, 3),
      last: { rpe: Float32Array.of(0.25), value: Float32Array.of(2) },
    }),
  );
  expect(store.trial(7)).toMatchObject({ rpe: Float32Array.of(0.25), value: Float32Array.of(2) });
  expect(store.trial(6)).toBeUndefined();
});

test('blocks of another session are ignored', () => {
  const store = new TrialStore(1, 2, 2);
  store.write(block({ session: 2, rpe: Float32Array.of(9, 9) }));
  expect(store.version).toBe(0);
  expect(store.peak).toBe(0);
});

test('reports changed rows once', () => {
  const store = new TrialStore(1, 8, 2);
  expect(store.takeChanged()).toBeUndefined();
  store.write(block({ firstTrial: 2, rows: 2, rpe: new Float32Array(4) }));
  store.write(block({ firstTrial: 5, rows: 1, rpe: new Float32Array(2) }));
  expect(store.takeChanged()).toEqual([2, 6]);
  expect(store.takeChanged()).toBeUndefined();
});
