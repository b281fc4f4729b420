import type { Opened } from '../../src/protocol/messages.ts';
import type { TrialStore } from '../store/trial-store.ts';
import { shortNumber } from '../ui/words.ts';

/** Share of the session's rows that stand for its beginning, and for its end. */
const endShare = 0.05;

/** The map in a sentence, from its own numbers: where the largest RPE lies at first, and where at last. */
export function describeMap(store: TrialStore | undefined, opened: Opened, trialsDone: number): string {
  if (store === undefined || trialsDone === 0 || store.session !== opened.session) return 'no trial yet';
  const end = store.rowOf(trialsDone - 1) + 1;
  const count = Math.max(1, Math.round(end * endShare));
  return `in the first ${count * store.trialsPerRow} trials the largest RPE is ${largest(store, opened, 0, count)}, in the last ${count * store.trialsPerRow} it is ${largest(store, opened, end - count, end)}; ${trialsDone} of ${opened.trials} trials`;
}

function largest(store: TrialStore, opened: Opened, from: number, to: number): string {
  let at = from * store.columns;
  for (let i = at; i < to * store.columns; i++) if (Math.abs(store.rpe[i] as number) > Math.abs(store.rpe[at] as number)) at = i;
  return `${shortNumber(store.rpe[at] as number)} at ${shortNumber(opened.columns[at % store.columns] as number)} s`;
}
