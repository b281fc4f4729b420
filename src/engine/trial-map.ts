import { baselineSeconds } from '../analysis/recorded-trials.ts';
import type { GridDesign, TrialType } from '../contracts/design.ts';
import { firstCueStep, secondsOf } from '../contracts/trial.ts';
import type { TrialSession } from './trial-session.ts';

/** Rows of a trials x time map: one per trial, columns given by `columnSeconds`. */
export interface TrialRows {
  /** rows x columns, row-major. */
  readonly rpe: Float32Array;
  readonly value: Float32Array;
}

/** Time of each column, seconds from the first cue: from the recorded baseline to the end of the trial's window. */
export function columnSeconds(design: GridDesign): readonly number[] {
  const before = Math.round(baselineSeconds / design.stepSeconds);
  const after = Math.round(design.trialSeconds / design.stepSeconds);
  return Array.from({ length: before + after }, (_, i) => secondsOf(i - before, design.stepSeconds));
}

/**
 * Seconds from the first cue, in column time, to the first reward of trials of these types, rounded to its step;
 * undefined if it varies between trials that may have one.
 */
export function mapReward(
  { trialTypes, stepSeconds }: GridDesign,
  types: readonly string[] = Object.keys(trialTypes),
): number | undefined {
  const step = (seconds: number): number => Math.round(seconds / stepSeconds);
  const times = new Set(
    types
      .flatMap((type) => trialTypes[type] ?? [])
      .flatMap((type) => firstRewards(type).map((seconds) => step(seconds) - step(firstCue(type)))),
  );
  const [only = Number.NaN] = times;
  return times.size > 1 || Number.isNaN(only) ? undefined : secondsOf(only, stepSeconds);
}

const firstCue = ({ cues }: TrialType): number =>
  cues.length === 0 ? 0 : Math.min(...cues.map(({ onsetSeconds }) => onsetSeconds));

/** The time of the first reward; for choices, of each choice; NaN for a time that varies. */
function firstRewards({ rewards, stages = [] }: TrialType): readonly number[] {
  const sets = [rewards, ...stages.flatMap(({ options }) => options.map((option) => option.rewards))].filter(
    ({ length }) => length > 0,
  );
  return sets.map((set) => Math.min(...set.map(({ time }) => (time.kind === 'fixed' ? time.seconds : Number.NaN))));
}

/** The signals of trials [from, to), each cut to the columns. Columns before the session's first step hold 0. */
export function trialRows(session: TrialSession, from: number, to: number): TrialRows {
  const columns = columnSeconds(session.design).length;
  const before = Math.round(baselineSeconds / session.design.stepSeconds);
  const rows: TrialRows = {
    rpe: new Float32Array((to - from) * columns),
    value: new Float32Array((to - from) * columns),
  };
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
