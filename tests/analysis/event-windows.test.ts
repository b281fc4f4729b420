import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { eventAverages, windowSeconds } from '../../src/analysis/event-averages.ts';
import {
  EventWindows,
  recordedSignals,
  windowSignals,
  type WindowRow,
  type WindowShape,
} from '../../src/analysis/event-windows.ts';

/** The windows around an event, directly from the complete record of one environment: rows of each signal. */
function slowWindows(
  rows: readonly WindowRow[],
  event: number,
  { before, after }: WindowShape,
): readonly (readonly (WindowRow | undefined)[])[] {
  const episode = rows.map((_, i) => rows.slice(0, i).filter(({ ended }) => ended).length);
  return rows.flatMap((row, at) => {
    if (((row.happened >> event) & 1) === 0) return [];
    return [
      Array.from({ length: before + 1 + after }, (_, k) =>
        episode[at - before + k] === episode[at] ? rows[at - before + k] : undefined,
      ),
    ];
  });
}

const shapeArbitrary = fc.record({
  before: fc.integer({ min: 0, max: 4 }),
  after: fc.integer({ min: 0, max: 4 }),
  kept: fc.integer({ min: 1, max: 5 }),
});
const rowArbitrary = fc.record({
  rpe: fc.integer({ min: -99, max: 99 }),
  value: fc.integer({ min: -99, max: 99 }),
  reward: fc.integer({ min: 0, max: 9 }),
  rate: fc.integer({ min: 0, max: 50 }),
  unit: fc.integer({ min: 0, max: 50 }),
  happened: fc.integer({ min: 0, max: 3 }),
  ended: fc.boolean(),
});

describe('signals around events', () => {
  test('the first and the latest windows are those of the complete record, for any number of environments', () => {
    fc.assert(
      fc.property(shapeArbitrary, fc.array(fc.tuple(rowArbitrary, rowArbitrary), { maxLength: 40 }), (given, ticks) => {
        const shape: WindowShape = { ...given, events: 2, worlds: 2, recorded: true };
        const windows = new EventWindows(shape);
        for (const tick of ticks) tick.forEach((row, world) => windows.add(world, row));
        for (const event of [0, 1]) {
          // In order of the events' steps, the first environment first.
          const slow = [0, 1]
            .flatMap((world) => {
              const rows = ticks.map((tick) => tick[world] as WindowRow);
              const at = rows.flatMap((row, i) => (((row.happened >> event) & 1) === 1 ? [i] : []));
              return slowWindows(rows, event, shape).map((window, i) => ({
                window,
                order: 2 * (at[i] as number) + world,
              }));
            })
            .sort((a, b) => a.order - b.order)
            .map(({ window }) => window);
          expect(windows.count(event)).toBe(slow.length);
          for (const [found, expected] of [
            [windows.first(event), slow.slice(0, shape.kept)],
            [windows.latest(event), slow.slice(-shape.kept)],
          ] as const) {
            expect(found.rows).toBe(expected.length);
            for (const signal of [...windowSignals, ...recordedSignals])
              expect([...(found.signals[signal] ?? [])]).toEqual(
                expected.flatMap((window) => window.map((row) => row?.[signal] ?? Number.NaN)),
              );
          }
        }
      }),
    );
  });

  test('a saved state continues like the original', () => {
    const shape: WindowShape = { before: 2, after: 3, kept: 3, events: 2, worlds: 1, recorded: true };
    const original = new EventWindows(shape);
    const row = (i: number): WindowRow => ({
      rpe: i,
      value: -i,
      reward: i % 2,
      rate: 2 * i,
      unit: 3 * i,
      happened: i % 3 === 0 ? 1 : i % 5 === 0 ? 2 : 0,
      ended: i % 11 === 10,
    });
    for (let i = 0; i < 19; i++) original.add(0, row(i));
    const copy = new EventWindows(shape);
    copy.restore(structuredClone(original.state()));
    for (let i = 19; i < 40; i++) {
      original.add(0, row(i));
      copy.add(0, row(i));
    }
    expect(copy.state()).toEqual(original.state());
    expect(copy.latest(0)).toEqual(original.latest(0));
  });

  test('averages exclude steps beyond an episode, and steps without any occurrence', () => {
    const shape: WindowShape = { before: 2, after: 2, kept: 9, events: 1, worlds: 1 };
    const windows = new EventWindows(shape);
    const add = (rpe: number, happened = 0, ended = false): void =>
      windows.add(0, { rpe, value: 2 * rpe, reward: 0, happened, ended });
    // Two episodes that end with the event: the second one is a step shorter before it.
    add(1);
    add(3);
    add(10, 1, true);
    add(5);
    add(20, 1, true);
    const averages = eventAverages(windows.latest(0), { stepSeconds: 0.5, before: 2 }, 'ball lost');
    expect(averages.t).toEqual([-1, -0.5, 0]);
    expect(averages.rpe.mean).toEqual([1, 4, 15]);
    expect(averages.value.mean).toEqual([2, 8, 30]);
    // SEM of {3, 5} and {10, 20}: standard deviation over √2.
    expect(averages.rpe.sem[1]).toBeCloseTo(1, 12);
    expect(averages.rpe.sem[2]).toBeCloseTo(5, 12);
    expect(averages.n).toBe(2);
    expect(windowSeconds({ stepSeconds: 0.5, before: 2 }, 5)).toEqual([-1, -0.5, 0, 0.5, 1]);
  });
});
