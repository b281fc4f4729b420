import { judge } from '../../analysis/signatures.ts';
import type { Averages, Evidence } from '../../contracts/paradigm.ts';
import type { Observer } from '../run.ts';
import type { World } from '../world.ts';

/** What must be kept for a condition: its average, the signals of each trial, or those of every channel. */
type Need = 'average' | 'trials' | 'channels';
export type Needs = ReadonlyMap<string, Need>;

const order: readonly Need[] = ['average', 'trials', 'channels'];

/**
 * Finds what a world's signatures read by letting them judge one subject: it need not be declared, and nothing is kept
 * that is not read. Averages of displayed conditions are always kept.
 */
export function needsOf(world: Pick<World, 'signatures' | 'shown'>, observer: Observer): Needs {
  const needs = new Map<string, Need>();
  const note = (condition: string, need: Need): void => {
    if (order.indexOf(need) > order.indexOf(needs.get(condition) ?? need) || !needs.has(condition))
      needs.set(condition, need);
  };
  for (const condition of world.shown) note(condition, 'average');
  const watched = watch(observer.evidence(), note);
  for (const signature of world.signatures) judge(signature, watched);
  return needs;
}

function watch<V>(seen: Evidence<V>, note: (condition: string, need: Need) => void): Evidence<V> {
  const ofSignal = (condition: string, signal: string): void =>
    note(condition, signal === 'rate' ? 'channels' : 'average');
  return {
    ...seen,
    averages: new Proxy(seen.averages, {
      get: (averages, condition: string) => watchAverages(averages[condition], condition, note),
    }),
    at(condition, signal, seconds) {
      ofSignal(condition, signal);
      return seen.at(condition, signal, seconds);
    },
    mean(condition, signal, from, to) {
      ofSignal(condition, signal);
      return seen.mean(condition, signal, from, to);
    },
    units(condition, from, to) {
      note(condition, 'channels');
      return seen.units(condition, from, to);
    },
    trials(condition, from, to) {
      note(condition, 'trials');
      return seen.trials(condition, from, to).map((trial) => ({
        ...trial,
        at(signal, seconds) {
          ofSignal(condition, signal);
          return trial.at(signal, seconds);
        },
        mean(signal, from, to) {
          ofSignal(condition, signal);
          return trial.mean(signal, from, to);
        },
        channels(seconds) {
          note(condition, 'channels');
          return trial.channels(seconds);
        },
      }));
    },
    channels(condition, from, to) {
      note(condition, 'channels');
      return seen.channels(condition, from, to);
    },
    response(condition, from, to) {
      note(condition, 'trials');
      return seen.response(condition, from, to);
    },
    choiceShare(condition, stage, action) {
      note(condition, 'trials');
      return seen.choiceShare(condition, stage, action);
    },
  };
}

function watchAverages(
  averages: Averages | undefined,
  condition: string,
  note: (condition: string, need: Need) => void,
): Averages | undefined {
  if (averages === undefined) return undefined;
  note(condition, 'average');
  return new Proxy(averages, {
    get(of, field: keyof Averages) {
      // The recording shows single trials, one channel per unit.
      if (field === 'rate') note(condition, 'channels');
      return of[field];
    },
  });
}
