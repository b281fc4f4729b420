import { severalTypes } from '../../src/protocol/fold.ts';
import type { TrialOpened } from '../../src/protocol/trials.ts';
import type { TrialStore } from '../store/trial-store.ts';
import { shortNumber } from '../ui/words.ts';

/** Fraction of the session's rows that counts as its beginning, and as its end. */
const endShare = 0.05;

/** The map in a sentence, from its own numbers: where the largest RPE is at the beginning, and at the end. */
export function describeMap(
  store: TrialStore,
  opened: TrialOpened,
  trialsDone: number,
  types: ReadonlySet<number>,
): string {
  if (trialsDone === 0 || store.session !== opened.session) return 'no trial yet';
  const folds = foldText(store, trialsDone);
  const end = store.rowOf(trialsDone - 1) + 1;
  if (store.hasFolded(end)) return `the map is being filled; ${folds}`;
  const count = Math.max(1, Math.round(end * endShare));
  return `in the first ${count * store.trialsPerRow} trials the largest RPE is ${largest(store, opened, types, 0, count)}, in the last ${count * store.trialsPerRow} it is ${largest(store, opened, types, end - count, end)}; ${trialsDone} of ${opened.trials} trials${folds === '' ? '' : `; ${folds}`}`;
}

/** Says where rows are not single trials; empty if all are. */
export function foldText(store: TrialStore, trialsDone: number): string {
  if (trialsDone > 0 && store.hasFolded(store.rowOf(trialsDone - 1) + 1))
    return 'some rows combine several trials and show their largest RPE';
  return store.trialsPerRow === 1 ? '' : `each row: largest RPE of ${store.trialsPerRow} trials`;
}

/** Whether a row is of a type that the map shows. */
export const isShown = (type: number, types: ReadonlySet<number>): boolean => type === severalTypes || types.has(type);

function largest(store: TrialStore, opened: TrialOpened, types: ReadonlySet<number>, from: number, to: number): string {
  let [rpe, column] = [0, 0];
  for (let i = from * store.columns; i < to * store.columns; i++) {
    const row = Math.floor(i / store.columns);
    const here = store.rpe[i] as number;
    if (Math.abs(here) > Math.abs(rpe) && isShown(store.types[row] as number, types))
      [rpe, column] = [here, i % store.columns];
  }
  return rpe === 0 ? 'none' : `${shortNumber(rpe)} at ${shortNumber(opened.columns[column] as number)} s`;
}
