import type { RecordedTrial } from '../contracts/design.ts';
import type { Condition, Mark } from '../contracts/paradigm.ts';
import type { FoundSignal, OpenedRecording } from '../contracts/reader.ts';
import { conditionsOf } from '../designs/conditions.ts';
import { readWindows } from './aligned/read-windows.ts';
import type { WindowOptions, Windows } from './aligned/windows.ts';
import type { Mapping } from './mapping.ts';
import { recordedSession } from './session.ts';
import { signalOf } from './signal-of.ts';

/** A signal around the events of one condition of a recorded session. */
export interface AlignedRecording {
  /** The condition's id, which is also that of the model's averages. */
  readonly condition: string;
  readonly title: string;
  /** Middle of each bin, seconds from the first cue, or from the reward if there is none. */
  readonly t: Float64Array;
  /** One row per trial with any sample: trials x bins, row-major. A bin without a sample is NaN: a gap. */
  readonly rows: Float32Array;
  /** The trials of the rows, by number in the session, from 0. */
  readonly trials: readonly number[];
  /** What its windows are aligned on: the first cue, or the reward if there is no cue. */
  readonly align: 'cue' | 'reward';
  /** Events that come at the same time in all its trials, seconds from the first cue. */
  readonly marks: readonly Mark[];
  /** Trials whose window is cut off by the recording's ends, and whose event is outside of it. */
  readonly cut: number;
  readonly outside: number;
}

/** A bin holds at least one sample interval; finer bins than this are not visible. */
const maxBins = 300;

/**
 * The signal of a recording in the windows of its session's conditions. Samples are averaged within bins and never
 * interpolated.
 */
export async function alignedRecordings(
  recording: OpenedRecording,
  mapping: Mapping,
  id: string,
): Promise<readonly AlignedRecording[]> {
  const { design, startSeconds } = recordedSession(recording.found, mapping);
  const signal = signalOf(recording.found, id);
  const trials = design.phases[0]?.recorded ?? [];
  const events = Float64Array.from(trials, (trial) => startSeconds + trial.zeroSeconds + firstCue(trial));
  // Conditions usually have one window, so that the signal is read once for all of them.
  const read = new Map<string, Promise<Windows>>();
  const windowsOf = (condition: Condition): Promise<Windows> => {
    const key = condition.window.join();
    const windows = read.get(key) ?? readWindows(recording, signal.id, events, optionsOf(condition, signal));
    read.set(key, windows);
    return windows;
  };
  const aligned: AlignedRecording[] = [];
  for (const [name, condition] of Object.entries(conditionsOf(design)))
    aligned.push(alignedTo(name, condition, trials, await windowsOf(condition)));
  return aligned;
}

/** The windows of a condition's trials. @param windows one row per trial of the session */
function alignedTo(
  name: string,
  condition: Condition,
  trials: readonly RecordedTrial[],
  { seconds, values, fits }: Windows,
): AlignedRecording {
  const bins = seconds.length;
  const own = [...trials.keys()].filter((index) => isOf(condition, trials[index] as RecordedTrial));
  const within = own.filter((index) => fits[index] !== 'outside');
  const rows = new Float32Array(within.length * bins);
  within.forEach((index, row) => rows.set(held(values.subarray(index * bins, (index + 1) * bins)), row * bins));
  const all = own.map((index) => trials[index] as RecordedTrial);
  return {
    condition: name,
    title: condition.title.replace(/^session: /, ''),
    t: seconds,
    rows,
    trials: within,
    align: all.some(({ cues }) => cues.length > 0) ? 'cue' : 'reward',
    marks: marksOf(all),
    cut: own.filter((index) => fits[index] === 'cut').length,
    outside: own.length - within.length,
  };
}

/** Bins of at least one sample interval. */
const optionsOf = ({ window: [from, to] }: Condition, { rateHz }: FoundSignal): WindowOptions => ({
  beforeSeconds: -from,
  afterSeconds: to,
  binSeconds: Math.max(1 / rateHz, (to - from) / maxBins),
  sampling: 'mean',
});

/**
 * Where jitter leaves a single bin empty, it has what was sampled last: never a later sample, which could show a response
 * before its event. Longer gaps stay gaps.
 */
function held(row: Float64Array): Float64Array {
  return row.map((value, bin) =>
    Number.isNaN(value) && !Number.isNaN(row[bin + 1] ?? Number.NaN) ? (row[bin - 1] ?? Number.NaN) : value,
  );
}

const isOf = ({ types, outcome }: Condition, { type, rewards }: RecordedTrial): boolean =>
  types.includes(type) &&
  (outcome === undefined || (rewards[0]?.omitted === undefined && rewards.length > 0) === (outcome === 'delivered'));

/** The event of a trial that its window is aligned on, seconds from its time zero. */
export const firstCue = ({ cues }: RecordedTrial): number =>
  cues.length === 0 ? 0 : Math.min(...cues.map(({ onsetSeconds }) => onsetSeconds));

/** Rewards of one condition that differ by less are at one time, seconds. */
const sameTime = 0.05;

function marksOf(trials: readonly RecordedTrial[]): readonly Mark[] {
  const first = trials.flatMap((trial) => {
    const [reward] = trial.rewards;
    return reward === undefined ? [] : [{ ...reward, seconds: reward.seconds - firstCue(trial) }];
  });
  const times = first.map(({ seconds }) => seconds);
  const isOne =
    times.length === trials.length && times.length > 0 && Math.max(...times) - Math.min(...times) < sameTime;
  const isOmitted = first.every(({ omitted }) => omitted !== undefined);
  return [
    ...(trials.some(({ cues }) => cues.length > 0) ? [{ event: 'cue' as const, label: 'cue', seconds: 0 }] : []),
    ...(isOne
      ? [
          {
            event: isOmitted ? ('omission' as const) : ('reward' as const),
            label: isOmitted ? 'no reward' : 'reward',
            seconds: Number((times[0] as number).toFixed(2)),
          },
        ]
      : []),
  ];
}
