import { baselineSeconds } from '../analysis/recorded-trials.ts';
import type { Design } from '../contracts/design.ts';
import { firstCueStep } from '../contracts/trial.ts';
import type { Session } from './session.ts';

/** Rows of a trials x time map: one per trial, columns as `columnSeconds` says. */
export interface TrialRows {
  /** rows x columns, row-major. */
  readonly rpe: Float32Array;
  readonly value: Float32Array;
}

/** Seconds from the first cue of each column: from the recorded baseline to the end of the trial's window. */
export function columnSeconds(design: Design): readonly number[] {
  const before = Math.round(baselineSeconds / design.stepSeconds);
  const after = Math.round(design.trialSeconds / design.stepSeconds);
  return Array.from({ length: before + after }, (_, i) => Number(((i - before) * design.stepSeconds).toFixed(6)));
}

/** The signals of trials [from, to), each cut to the columns. Columns before the session's first step hold 0. */
export function trialRows(session: Session, from: number, to: number): TrialRows {
  const columns = columnSeconds(session.design).length;
  const before = Math.round(baselineSeconds / session.design.stepSeconds);
  const rows: TrialRows = { rpe: new Float32Array((to - from) * columns), value: new Float32Array((to - from) * columns) };
  for (let row = 0; row < to - from; row++) {
    const trial = session.trials[from + row];
    if (trial === undefined) break;
    const start = (session.offsets[trial.index] as number) + trial.zeroStep + firstCueStep(trial) - before;
    const low = Math.max(0, start);
    const at = row * columns + (low - start);
    rows.rpe.set(session.signals.rpe.subarray(low, start + columns), at);
    rows.value.set(session.signals.value.subarray(low, start + columns), at);
  }
  return rows;
}
