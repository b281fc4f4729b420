import { expect, test } from 'vitest';
import { TrialStore } from '../../renderer/store/trial-store.ts';
import type { TrialBlock } from '../../src/protocol/frames.ts';

function block(given: Partial<TrialBlock> & { readonly rpe: Float32Array }): TrialBlock {
  const { rows = 1, columns = 2, rpe } = given;
  return { session: 1, firstTrial: 0, rows, columns, trialsPerRow: 1, trialsDone: 0, types: new Uint32Array(rows), value: new Float32Array(rpe.length), ...given };
}

test('keeps trials as they are while there is a row for each', () => {
  const store = new TrialStore(1, 3, 2);
  store.write(block({ firstTrial: 1, rows: 2, types: Uint32Array.of(4, 5), rpe: Float32Array.of(1, -2, 3, 0.5) }));
  expect([...store.rpe]).toEqual([0, 0, 1, -2, 3, 0.5]);
  expect([...store.types]).toEqual([0, 4, 5]);
  expect([...store.arrived]).toEqual([0, 1, 1]);
  expect(store.peak).toBe(3);
});

test('a trial lived through again changes nothing', () => {
  const store = new TrialStore(1, 2, 2);
  const twice = block({ rows: 2, rpe: Float32Array.of(1, 2, 3, 4) });
  store.write(twice);
  const before = [...store.rpe];
  store.write(twice);
  expect([...store.rpe]).toEqual(before);
});

test('trials of a long session share rows, which keep what is farthest from zero', () => {
  const store = new TrialStore(1, 10_000, 2);
  expect(store.rows).toBeLessThanOrEqual(4096);
  expect(store.trialsPerRow).toBe(3);
  store.write(block({ firstTrial: 0, rows: 3, rpe: Float32Array.of(0.1, 0.1, -0.5, 0.2, 0.3, -0.1) }));
  expect(store.rpe[0]).toBeCloseTo(-0.5);
  expect(store.rpe[1]).toBeCloseTo(0.2);
  expect(store.arrived[1]).toBe(0);
});

test('a folded row fills every row that its trials have', () => {
  const store = new TrialStore(1, 6, 2);
  store.write(block({ firstTrial: 0, rows: 2, trialsPerRow: 4, trialsDone: 6, rpe: Float32Array.of(1, 2, 3, 4) }));
  expect([...store.arrived]).toEqual([1, 1, 1, 1, 1, 1]);
  expect([...store.rpe]).toEqual([1, 2, 1, 2, 1, 2, 1, 2, 3, 4, 3, 4]);
});

test('a folded row stands for no trial that was still to come', () => {
  const store = new TrialStore(1, 8, 1);
  store.write(block({ columns: 1, firstTrial: 0, rows: 2, trialsPerRow: 4, trialsDone: 5, rpe: Float32Array.of(1, 3) }));
  expect([...store.arrived]).toEqual([1, 1, 1, 1, 1, 0, 0, 0]);
});

test('blocks of another session are left out', () => {
  const store = new TrialStore(1, 2, 2);
  store.write(block({ session: 2, rpe: Float32Array.of(9, 9) }));
  expect(store.version).toBe(0);
  expect(store.peak).toBe(0);
});

test('tells which rows changed, once', () => {
  const store = new TrialStore(1, 8, 2);
  expect(store.takeChanged()).toBeUndefined();
  store.write(block({ firstTrial: 2, rows: 2, rpe: new Float32Array(4) }));
  store.write(block({ firstTrial: 5, rows: 1, rpe: new Float32Array(2) }));
  expect(store.takeChanged()).toEqual([2, 6]);
  expect(store.takeChanged()).toBeUndefined();
});
