import type { Design, RecordedTrial } from '../contracts/design.ts';
import type { Condition, Mark } from '../contracts/paradigm.ts';
import type { FoundSignal, OpenedRecording } from '../contracts/reader.ts';
import { conditionsOf } from '../designs/conditions.ts';
import { firstAt } from './first-at.ts';
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
  /** Mean over trials, bin by bin, of those that have a sample. */
  readonly mean: Float64Array;
  /** What its windows are aligned on: the first cue, or the reward if there is no cue. */
  readonly align: 'cue' | 'reward';
  /** Events that come at the same time in all its trials, seconds from the first cue. */
  readonly marks: readonly Mark[];
  /** Trials whose window is partly, and wholly, outside the recording. */
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
  const aligned: AlignedRecording[] = [];
  for (const [name, condition] of Object.entries(conditionsOf(design)))
    aligned.push(await alignedTo(recording, signal, { name, condition, design, startSeconds }));
  return aligned;
}

interface Asked {
  readonly name: string;
  readonly condition: Condition;
  readonly design: Design;
  readonly startSeconds: number;
}

async function alignedTo(
  recording: OpenedRecording,
  signal: FoundSignal,
  { name, condition, design, startSeconds }: Asked,
): Promise<AlignedRecording> {
  const [from, to] = condition.window;
  const bins = Math.max(1, Math.min(maxBins, Math.floor((to - from) * signal.rateHz)));
  const width = (to - from) / bins;
  const recorded = design.phases[0]?.recorded ?? [];
  const rows: Float64Array[] = [];
  const trials: number[] = [];
  let [cut, outside] = [0, 0];
  for (const [index, trial] of recorded.entries()) {
    if (!isOf(condition, trial)) continue;
    const event = startSeconds + trial.zeroSeconds + firstCue(trial);
    if (event + to <= signal.startSeconds || event + from >= signal.endSeconds) {
      outside += 1;
      continue;
    }
    if (event + from < signal.startSeconds || event + to > signal.endSeconds) cut += 1;
    rows.push(await binned(recording, signal, { from: event + from, width, bins }));
    trials.push(index);
  }
  return {
    condition: name,
    title: condition.title.replace(/^session: /, ''),
    t: Float64Array.from({ length: bins }, (_, i) => from + (i + 0.5) * width),
    rows: Float32Array.from(rows.flatMap((row) => Array.from(row))),
    trials,
    mean: meanOf(rows, bins),
    align: recorded.some((trial) => isOf(condition, trial) && trial.cues.length > 0) ? 'cue' : 'reward',
    marks: marksOf(recorded.filter((trial) => isOf(condition, trial))),
    cut,
    outside,
  };
}

const isOf = ({ types, outcome }: Condition, { type, rewards }: RecordedTrial): boolean =>
  types.includes(type) &&
  (outcome === undefined || (rewards[0]?.omitted === undefined && rewards.length > 0) === (outcome === 'delivered'));

const firstCue = ({ cues }: RecordedTrial): number =>
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

interface Bins {
  readonly from: number;
  readonly width: number;
  readonly bins: number;
}

/** Sampling times are sums of rounded intervals, so that a sample can lie this share of a bin before its own. */
const tolerance = 1e-6;

/**
 * Mean of the samples in each bin. A bin of one sample interval that jitter leaves empty has the nearest sample, if that
 * is at most an interval away from its middle.
 */
async function binned(
  recording: OpenedRecording,
  signal: FoundSignal,
  { from, width, bins }: Bins,
): Promise<Float64Array> {
  const interval = 1 / signal.rateHz;
  const first = await firstAt(recording, signal, from - interval);
  const last = await firstAt(recording, signal, from + width * bins + interval);
  const times = await recording.times(signal.id, first, last);
  const values = await recording.values(signal.id, first, last);
  const sums = new Float64Array(bins);
  const counts = new Float64Array(bins);
  const nearest = new Float64Array(bins).fill(Number.NaN);
  const away = new Float64Array(bins).fill(interval);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (Number.isNaN(value)) continue;
    const place = ((times[i] as number) - from) / width;
    const bin = Math.floor(place + tolerance);
    if (bin >= 0 && bin < bins) {
      sums[bin] = (sums[bin] as number) + value;
      counts[bin] = (counts[bin] as number) + 1;
    }
    for (const beside of [bin - 1, bin, bin + 1]) {
      const distance = Math.abs(place - beside - 0.5) * width;
      if (!(distance < (away[beside] ?? -1))) continue;
      away[beside] = distance;
      nearest[beside] = value;
    }
  }
  return sums.map((sum, bin) => (counts[bin] === 0 ? (nearest[bin] as number) : sum / (counts[bin] as number)));
}

/** Mean over rows of the numbers that are there; NaN where none is. */
function meanOf(rows: readonly Float64Array[], bins: number): Float64Array {
  return Float64Array.from({ length: bins }, (_, bin) => {
    let [sum, n] = [0, 0];
    for (const row of rows) {
      const value = row[bin] as number;
      if (Number.isNaN(value)) continue;
      sum += value;
      n += 1;
    }
    return sum / n;
  });
}
