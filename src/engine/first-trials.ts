import type { Session, Signals } from './session.ts';

/** The first trials of a session that has run at least so many, as a session of its own that has come to its end. Signals are views of the same memory. */
export function firstTrials(session: Session, count: number): Session {
  const { signals } = session;
  const offsets = session.offsets.slice(0, count + 1);
  const steps = offsets.at(-1) as number;
  const first = (column: Float64Array, width: number): Float64Array => column.subarray(0, steps * width);
  const shortened: Signals = {
    rpe: first(signals.rpe, 1),
    value: first(signals.value, 1),
    units: Object.fromEntries(session.units.flatMap(({ group: { id }, labels }) => {
      const column = signals.units[id];
      return column === undefined ? [] : [[id, first(column, labels.length)]];
    })),
  };
  return { ...session, trials: session.trials.slice(0, count), offsets, signals: shortened, trialsDone: count };
}
