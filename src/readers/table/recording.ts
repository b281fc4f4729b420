import type {
  FoundEvents,
  FoundTable,
  FoundWindows,
  OpenedRecording,
  Proposal,
  Question,
} from '../../contracts/reader.ts';
import { InputError } from '../../core/errors.ts';
import { type Sampled, sampledRecording } from '../sampled/recording.ts';
import { inFull, several } from '../sampled/words.ts';
import type { LoadedWindows } from '../windows/read.ts';
import type { TableClock } from './clock.ts';

/** A column of numbers that is a signal. */
export interface SampledColumn {
  readonly id: string;
  readonly unit?: string | undefined;
  readonly clock: TableClock;
  /** One number for each row of the table. */
  readonly numbers: Float64Array;
  readonly proposal?: Proposal | undefined;
  readonly facts?: Readonly<Record<string, string | number>>;
}

/** What is in tables that were read whole. */
export interface Contents {
  readonly file: string;
  readonly signals: readonly SampledColumn[];
  readonly events?: readonly FoundEvents[];
  readonly tables?: readonly FoundTable[];
  readonly windows?: readonly LoadedWindows[];
  readonly startsAt?: string | undefined;
  readonly questions?: readonly Question[];
  readonly warnings?: readonly string[];
}

/** @throws InputError if there is nothing */
export async function tableRecording({
  file,
  signals,
  events = [],
  tables = [],
  windows = [],
  ...more
}: Contents): Promise<OpenedRecording> {
  if (signals.length + events.length + tables.length + windows.length === 0)
    throw new InputError('there are no numbers in it', file, 'open a table with signals, events or trials');
  const sampled = signals.map(({ numbers, ...signal }): Sampled => ({
    ...signal,
    rows: (from, to) => numbers.slice(from, to),
    mayMiss: true,
  }));
  const recording = await sampledRecording(sampled, {
    events,
    units: [],
    tables,
    startsAt: more.startsAt,
    questions: more.questions ?? [],
    warnings: [...new Set([...(more.warnings ?? []), ...outside(signals, events)])],
  });
  return windows.length === 0 ? recording : withWindows(recording, windows);
}

const withoutValues = ({ id, unit, rows, seconds, align, table }: LoadedWindows): FoundWindows => ({
  id,
  unit,
  rows,
  seconds,
  align,
  table,
});

/** The windows stay with the recording: what was found holds no samples. */
const withWindows = (recording: OpenedRecording, windows: readonly LoadedWindows[]): OpenedRecording => ({
  ...recording,
  found: { ...recording.found, windows: windows.map(withoutValues) },
  windows: (id) => {
    const one = windows.find((of) => of.id === id);
    if (one === undefined)
      throw new InputError('there are no such windows', id, 'choose those that the recording lists');
    return Promise.resolve(one.values);
  },
});

/** Events before the first or after the last sample. */
function outside(signals: readonly SampledColumn[], events: readonly FoundEvents[]): string[] {
  let [start, end] = [Infinity, -Infinity];
  for (const { clock } of signals)
    for (const [part, first] of clock.parts.entries()) {
      start = Math.min(start, clock.seconds[first] ?? Infinity);
      end = Math.max(end, clock.seconds[(clock.parts[part + 1] ?? clock.samples) - 1] ?? -Infinity);
    }
  if (start > end) return [];
  return events.flatMap(({ id, times }) => {
    const out = times.filter((time) => time < start || time > end);
    if (out.length === 0) return [];
    const which = `${inFull(out.length)} of ${several(times.length, 'event')} of '${id}' lie outside the recording`;
    return [`${which} (${start} to ${end} s), the first at ${out[0]} s`];
  });
}
