import type { FoundSignal, OpenedRecording } from '../contracts/reader.ts';
import { firstFrom } from './first-from.ts';
import { recordedSpan } from './recorded-span.ts';
import { unitOf } from './unit-of.ts';

/** A recording with the firing rate of a unit beside its signals, to be looked at over the session. */
export interface UnitRate {
  readonly recording: OpenedRecording;
  readonly signal: FoundSignal;
}

/** A bin of the session's trace. Windows around events count spikes in bins of their own. */
const binSeconds = 0.1;
/** Share of a bin that counts as rounding. */
const rounding = 1e-6;

/**
 * Spikes per second in bins of 0.1 s; a bin's time is its first moment.
 * @throws InputError for a unit that the recording does not have
 */
export function unitRate(recording: OpenedRecording, id: string): UnitRate {
  const { spikes } = unitOf(recording.found, id);
  const [startSeconds, endSeconds] = recordedSpan(recording.found);
  const samples = Math.max(1, Math.floor((endSeconds - startSeconds) / binSeconds));
  const timeOf = (bin: number): number => startSeconds + bin * binSeconds;
  const signal: FoundSignal = {
    id: `rate of ${id}`,
    unit: 'spikes/s',
    samples,
    missing: 0,
    withoutTime: 0,
    startSeconds,
    endSeconds: timeOf(samples - 1),
    rateHz: 1 / binSeconds,
    gaps: [],
    parts: [0],
  };
  const slice = (from: number, to: number, of: (bin: number) => number): Promise<Float64Array> =>
    Promise.resolve(Float64Array.from({ length: Math.min(to, samples) - from }, (_, i) => of(from + i)));
  const firstIn = (bin: number): number => firstFrom(spikes, timeOf(bin) - rounding * binSeconds);
  const rateIn = (bin: number): number => (firstIn(bin + 1) - firstIn(bin)) / binSeconds;
  return {
    recording: {
      found: { ...recording.found, signals: [...recording.found.signals, signal] },
      values: (asked, from, to) => (asked === signal.id ? slice(from, to, rateIn) : recording.values(asked, from, to)),
      times: (asked, from, to) => (asked === signal.id ? slice(from, to, timeOf) : recording.times(asked, from, to)),
      close: () => recording.close(),
    },
    signal,
  };
}
