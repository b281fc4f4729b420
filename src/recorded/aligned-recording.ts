import type { RecordedTrial } from '../contracts/design.ts';
import type { Condition, Mark } from '../contracts/paradigm.ts';
import type { Found, OpenedRecording } from '../contracts/reader.ts';
import { conditionsOf } from '../designs/conditions.ts';
import { readWindows } from './aligned/read-windows.ts';
import { spikeWindows } from './aligned/spike-windows.ts';
import { viewOf, type AlignedView } from './aligned/view.ts';
import type { Windows } from './aligned/windows.ts';
import type { Mapping } from './mapping.ts';
import { recordedSpan } from './recorded-span.ts';
import { firstCueSeconds, recordedSession } from './session.ts';
import { signalOf } from './signal-of.ts';
import { unitOf } from './unit-of.ts';

/** What the windows of a condition have in common. */
export interface AlignedCondition {
  /** The condition's id, which is also that of the model's averages. */
  readonly condition: string;
  readonly title: string;
  /** The trials of the rows, by number in the session, from 0: those whose event was recorded. */
  readonly trials: readonly number[];
  /** What its windows are aligned on: the first cue, or the reward if there is no cue. */
  readonly align: 'cue' | 'reward';
  /** Events that come at the same time in all its trials, seconds from the first cue. */
  readonly marks: readonly Mark[];
  /** Trials whose window is cut off by the recording's ends, and whose event is outside of it. */
  readonly cut: number;
  readonly outside: number;
}

/** A signal or the rate of a unit around the events of one condition of a recorded session. */
export interface AlignedRecording extends AlignedCondition {
  /** Middle of each bin, seconds from the first cue, or from the reward if there is none. */
  readonly t: Float64Array;
  /** One row per trial with any sample: trials x bins, row-major. A bin without a sample is NaN: a gap. */
  readonly rows: Float32Array;
}

/** What is aligned: a signal, or the firing rate of a unit. */
export type AlignedSource = { readonly signal: string } | { readonly unit: string };

/**
 * A signal of a recording, or the rate of a unit, in the windows of its session's conditions. Samples are averaged and
 * spikes are counted within bins, and nothing is interpolated.
 * @param chooses whether the session is that of the choices: see recordedSession
 * @throws InputError for an impossible window, a mapping without a session, and what the recording does not have
 */
export async function alignedRecordings(
  recording: OpenedRecording,
  mapping: Mapping,
  source: AlignedSource,
  view: AlignedView = {},
  chooses?: boolean,
): Promise<readonly AlignedRecording[]> {
  const session = sessionEvents(recording.found, mapping, chooses);
  const windowsIn = windowsReader(recording, source, session.events);
  // Conditions usually have one window, so that the signal is read once for all of them.
  const read = new Map<string, Promise<Windows>>();
  const windowsOf = (condition: Condition): Promise<Windows> => {
    const key = condition.window.join();
    const windows = read.get(key) ?? windowsIn(condition, view);
    read.set(key, windows);
    return windows;
  };
  const aligned: AlignedRecording[] = [];
  for (const [id, condition] of session.conditions) {
    const { seconds, values, fits } = await windowsOf(condition);
    const shared = alignedCondition(id, condition, session.trials, fits);
    const bins = seconds.length;
    const rows = new Float32Array(shared.trials.length * bins);
    shared.trials.forEach((trial, row) => rows.set(values.subarray(trial * bins, (trial + 1) * bins), row * bins));
    aligned.push({ ...shared, t: seconds, rows });
  }
  return aligned;
}

/** The trials of a session, the events that they are aligned on, and the conditions that they belong to. */
export interface SessionEvents {
  readonly trials: readonly RecordedTrial[];
  /** Seconds on the recording's clock, one per trial. */
  readonly events: Float64Array;
  readonly conditions: readonly (readonly [string, Condition])[];
}

/** @param chooses whether the session is that of the choices: see recordedSession */
export function sessionEvents(found: Found, mapping: Mapping, chooses?: boolean): SessionEvents {
  const { design, startSeconds } = recordedSession(found, mapping, chooses);
  const trials = design.phases[0]?.recorded ?? [];
  return {
    trials,
    events: Float64Array.from(trials, (trial) => startSeconds + trial.zeroSeconds + firstCueSeconds(trial)),
    conditions: Object.entries(conditionsOf(design)),
  };
}

/** Reads the windows of a condition around all events of a session, one row per trial. */
function windowsReader(
  recording: OpenedRecording,
  source: AlignedSource,
  events: Float64Array,
): (condition: Condition, view: AlignedView) => Promise<Windows> {
  if ('unit' in source) {
    const { spikes } = unitOf(recording.found, source.unit);
    const [startSeconds, endSeconds] = recordedSpan(recording.found);
    return (condition, view) =>
      Promise.resolve(spikeWindows(spikes, events, { startSeconds, endSeconds, ...viewOf(condition, view, 'spikes') }));
  }
  const { id, rateHz } = signalOf(recording.found, source.signal);
  return async (condition, view) => {
    const options = viewOf(condition, view, { sampleSeconds: 1 / rateHz });
    const windows = await readWindows(recording, id, events, { ...options, sampling: 'mean' });
    return { ...windows, values: held(windows.values, windows.seconds.length) };
  };
}

/** The condition's trials and their events. @param fits of the windows of all trials of the session */
export function alignedCondition(
  id: string,
  condition: Condition,
  trials: readonly RecordedTrial[],
  fits: Windows['fits'],
): AlignedCondition {
  const own = [...trials.keys()].filter((index) => isOf(condition, trials[index] as RecordedTrial));
  const within = own.filter((index) => fits[index] !== 'outside');
  const all = own.map((index) => trials[index] as RecordedTrial);
  return {
    condition: id,
    title: condition.title.replace(/^session: /, ''),
    trials: within,
    align: all.some(({ cues, choices }) => cues.length > 0 || choices !== undefined) ? 'cue' : 'reward',
    marks: marksOf(all),
    cut: own.filter((index) => fits[index] === 'cut').length,
    outside: own.length - within.length,
  };
}

/**
 * Where jitter leaves a single bin empty, it has what was sampled last: never a later sample, which could show a response
 * before its event. Longer gaps stay gaps.
 */
function held(values: Float64Array, bins: number): Float64Array {
  return values.map((value, at) => {
    const bin = at % bins;
    if (!Number.isNaN(value) || bin === 0 || bin === bins - 1 || Number.isNaN(values[at + 1])) return value;
    return values[at - 1] as number;
  });
}

const isOf = ({ types, outcome }: Condition, { type, rewards }: RecordedTrial): boolean =>
  types.includes(type) &&
  (outcome === undefined || (rewards.length > 0 && (rewards[0]?.omitted === undefined) === (outcome === 'delivered')));

/** Rewards of one condition that differ by less are at one time, seconds. */
const sameTime = 0.05;

function marksOf(trials: readonly RecordedTrial[]): readonly Mark[] {
  const first = trials.flatMap((trial) => {
    const [reward] = trial.rewards;
    return reward === undefined ? [] : [{ ...reward, seconds: reward.seconds - firstCueSeconds(trial) }];
  });
  const times = first.map(({ seconds }) => seconds);
  const isOne =
    times.length === trials.length && times.length > 0 && Math.max(...times) - Math.min(...times) < sameTime;
  const isOmitted = first.every(({ omitted }) => omitted !== undefined);
  return [
    ...(trials.some(({ cues }) => cues.length > 0) ? [{ event: 'cue' as const, label: 'cue', seconds: 0 }] : []),
    ...(trials.some(({ choices = [] }) => choices.length > 0)
      ? [{ event: 'cue' as const, label: 'state shown', seconds: 0 }]
      : []),
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
