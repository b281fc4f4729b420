import { severalTypes } from '../../src/protocol/fold.ts';
import type { TrialOpened } from '../../src/protocol/trials.ts';
import type { TrialStore } from '../store/trial-store.ts';
import { shortNumber } from '../ui/words.ts';
import { isShown } from './describe-map.ts';

/**
 * The pointer's position on the map: a trial and a column, and the rows, as [from, to), that share the line of pixels.
 */
export interface MapPlace {
  readonly trial: number;
  readonly column: number;
  readonly line: readonly [number, number];
}

/** The map's value at a position: RPE of one trial, or of several consecutive ones the value farthest from zero. */
export interface MapReading {
  /** Trials, as [from, to), counted from 0. */
  readonly trials: readonly [number, number];
  /** Index into the opened session's types; undefined if the trials have different types. */
  readonly type: number | undefined;
  readonly rpe: number;
}

/** @param trialsDone trials from here on are in the future; the result is undefined for those */
export function readMap(store: TrialStore, trial: number, column: number, trialsDone: number): MapReading | undefined {
  const row = store.rowOf(trial);
  if (trial >= trialsDone || store.arrived[row] !== 1) return undefined;
  const type = store.types[row] as number;
  return {
    trials: store.standsFor(row),
    type: type === severalTypes ? undefined : type,
    rpe: rpeAt(store, row, column),
  };
}

/** The reading in words: `trial 12, predicted, 1 s: RPE 0.5`, or `trials 9–16, the largest, 1 s: RPE 0.5`. */
export function readingText(
  store: TrialStore,
  { types, columns }: TrialOpened,
  place: MapPlace,
  trialsDone: number,
  shown: ReadonlySet<number>,
): string {
  const reading = readMap(store, place.trial, place.column, trialsDone);
  if (reading === undefined) return `trial ${place.trial + 1}: still to come`;
  const [from, to] = reading.trials;
  const type = reading.type === undefined ? 'several types' : (types[reading.type]?.title ?? '');
  const who = to - from === 1 ? `trial ${from + 1}, ${type}` : `${trialsText(from, to)}, ${type}, the largest`;
  const said = `${who}, ${shortNumber(columns[place.column] as number)} s: RPE ${shortNumber(reading.rpe)}`;
  return isShown(store.types[store.rowOf(place.trial)] as number, shown)
    ? said + lineText(store, place, trialsDone, shown)
    : `${said} (the map leaves out this type)`;
}

const trialsText = (from: number, to: number): string => `trials ${from + 1}\u2013${to}`;

const rpeAt = (store: TrialStore, row: number, column: number): number =>
  store.rpe[row * store.columns + column] as number;

/** If rows share a line, its colour is that of the RPE farthest from zero, which need not belong to the named trial. */
function lineText(
  store: TrialStore,
  { line: [first, end], column }: MapPlace,
  trialsDone: number,
  shown: ReadonlySet<number>,
): string {
  const rows = Array.from({ length: end - first }, (_, i) => first + i).filter(
    (row) =>
      store.standsFor(row)[0] < trialsDone && store.arrived[row] === 1 && isShown(store.types[row] as number, shown),
  );
  const [lowest, highest] = [rows[0], rows.at(-1)];
  if (lowest === undefined || highest === undefined || lowest === highest) return '';
  const largest = rows.map((row) => rpeAt(store, row, column)).reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a));
  return ` (${trialsText(store.standsFor(lowest)[0], store.standsFor(highest)[1])} share this line: the largest is ${shortNumber(largest)})`;
}
