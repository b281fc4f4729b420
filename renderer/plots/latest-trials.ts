import { squared } from '../../src/core/power.ts';
import type { Averages, Band, Mark } from '../../src/contracts/paradigm.ts';
import { cueEvents } from '../../src/figures/event-marks.ts';
import type { FigureCondition, FigureData } from '../../src/figures/figure-data.ts';
import type { Opened } from '../../src/protocol/messages.ts';
import type { TrialStore } from '../store/trial-store.ts';

/** So many of the latest trials of a kind are averaged. */
const most = 20;
/** More curves than this would be told apart by nobody. */
const mostTypes = 6;

/**
 * Averages of the trials that were lived through last, for the time before the first trial of any condition that the
 * paradigm shows. They are made from what the page has of the trials: RPE and value, aligned on the cue.
 */
export function latestTrials(data: FigureData, store: TrialStore, opened: Opened, trialsDone: number, shownTypes: readonly string[] | undefined): FigureData {
  const types = (shownTypes ?? opened.types).slice(0, mostTypes);
  const conditions = types.flatMap((type): readonly FigureCondition[] => {
    const rows = latestRows(store, opened.types.indexOf(type), trialsDone);
    const title = types.length === 1 ? `last ${rows.length} trials` : type;
    return rows.length === 0 ? [] : [{ id: type, title, averages: averagesOf(store, opened, rows, data) }];
  });
  return { ...data, conditions, recorded: [], note: `before the recording: last ${most} trials, mean ± SEM` };
}

function latestRows(store: TrialStore, type: number, trialsDone: number): readonly number[] {
  const rows: number[] = [];
  for (let row = store.rowOf(trialsDone - 1); row >= 0 && rows.length < most; row--) {
    if (store.arrived[row] === 1 && store.types[row] === type) rows.push(row);
  }
  return rows;
}

function averagesOf(store: TrialStore, { columns }: Opened, rows: readonly number[], data: FigureData): Averages {
  const onCue = data.conditions.find(({ averages }) => averages.align === 'cue')?.averages;
  const [from, to] = onCue === undefined ? [-Infinity, Infinity] : [onCue.t[0] as number, onCue.t.at(-1) as number];
  const shown = columns.flatMap((t, column) => (t >= from && t <= to ? [column] : []));
  const empty: Band = { mean: [], sem: [], n: 0 };
  return {
    align: 'cue',
    t: shown.map((column) => columns[column] as number),
    n: rows.length,
    marks: cueEvents(data.conditions).map((event): Mark => ({ ...event, event: event.seconds === 0 ? 'cue' : 'reward' })),
    rpe: band(store.rpe, store.columns, rows, shown),
    value: band(store.value, store.columns, rows, shown),
    rate: empty,
  };
}

function band(signal: Float32Array, columns: number, rows: readonly number[], shown: readonly number[]): Band {
  const n = rows.length;
  const at = (column: number): readonly number[] => rows.map((row) => signal[row * columns + column] as number);
  const mean = shown.map((column) => at(column).reduce((sum, value) => sum + value, 0) / n);
  const sem = shown.map((column, i) => {
    const squares = at(column).reduce((sum, value) => sum + squared(value - (mean[i] as number)), 0);
    return n < 2 ? 0 : Math.sqrt(squares / (n - 1) / n);
  });
  return { mean, sem, n };
}
