import type { TrialSession, Signals } from './trial-session.ts';
import { recordedUnits } from './unit-columns.ts';

/**
 * The first N trials of a session that has run at least that many, as a finished session. Signals are views of the same
 * memory.
 */
export function firstTrials(session: TrialSession, count: number): TrialSession {
  const { signals } = session;
  const offsets = session.offsets.slice(0, count + 1);
  const steps = offsets.at(-1) as number;
  const first = (column: Float64Array, width: number): Float64Array => column.subarray(0, steps * width);
  const shortened: Signals = {
    rpe: first(signals.rpe, 1),
    value: first(signals.value, 1),
    units: Object.fromEntries(
      recordedUnits(session).map(({ group, labels, column }) => [group.id, first(column, labels.length)]),
    ),
  };
  return {
    ...session,
    trials: session.trials.slice(0, count),
    offsets,
    signals: shortened,
    steps,
    done: count,
    planned: count,
  };
}
