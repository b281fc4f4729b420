import { expect, test, vi } from 'vitest';
import type { AppState } from '../../renderer/store/app-state.ts';
import { Bench } from '../../renderer/store/bench.ts';
import { externalStore } from '../../renderer/store/external-store.ts';
import type { BenchCellLine } from '../../src/protocol/messages.ts';

const cell = (agent: string, shown: number): BenchCellLine => ({
  paradigm: 'schultz-1997',
  agent,
  verdict: 'partly',
  reason: `${shown} of 8 findings shown`,
  seconds: 1,
});

test('cells that arrive between two frames are drawn together, and a newer result replaces the older one', () => {
  const matrix = {
    paradigms: ['schultz-1997'],
    agents: ['td-csc', 'sarsa'],
    seeds: 10,
    running: true,
    cells: [cell('td-csc', 1)],
  };
  const state = externalStore<AppState>({ bench: matrix } as unknown as AppState);
  const bench = new Bench(state, { request: vi.fn() });
  const changed = vi.fn();
  state.subscribe(changed);

  bench.receive({ cell: cell('sarsa', 2), running: true });
  bench.receive({ cell: cell('td-csc', 3), running: true });
  expect(changed).not.toHaveBeenCalled();
  bench.drawn();
  expect(changed).toHaveBeenCalledTimes(1);
  expect(state.get().bench?.cells).toEqual([cell('td-csc', 3), cell('sarsa', 2)]);

  bench.drawn();
  expect(changed).toHaveBeenCalledTimes(1);
  bench.receive({ running: false });
  expect(state.get().bench?.running).toBe(false);
});
