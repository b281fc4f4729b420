import { meanRow } from '../core/mean-row.ts';
import type { FitPanel } from './fit-figure.ts';
import { startsOf, type RecordedCondition } from './recording-data.ts';

/** A condition's windows with what a model shows in them: trials x bins, row-major. */
interface FittedCondition extends Omit<RecordedCondition, 'rows'> {
  /** Indices of its trials in the session. */
  readonly trials: readonly number[];
  readonly rows: Float64Array;
  readonly predicted: Float64Array;
  readonly residual: Float64Array;
}

/** Means over the trials of a condition. */
export const meanPanel = (one: FittedCondition): FitPanel =>
  panelOf(one, `${one.trials.length} ${one.trials.length === 1 ? 'trial' : 'trials'}`, (of) =>
    meanRow(of, one.t.length),
  );

/** One trial of a condition. @param row its place among the condition's trials */
export const trialPanel = (one: FittedCondition, row: number): FitPanel =>
  panelOf(one, `trial ${(one.trials[row] as number) + 1} of the session`, (of) =>
    Array.from(of.subarray(row * one.t.length, (row + 1) * one.t.length)),
  );

const panelOf = (
  { title, align, marks, t, rows, predicted, residual }: FittedCondition,
  note: string,
  curve: (of: Float64Array) => readonly number[],
): FitPanel => ({
  title,
  note,
  align,
  marks,
  t: startsOf(t),
  recorded: curve(rows),
  predicted: curve(predicted),
  residual: curve(residual),
});
