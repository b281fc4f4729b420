import type { FoundEvents, FoundTable, FoundUnit } from '../../contracts/reader.ts';
import { inOrder } from '../sampled/in-order.ts';
import { secondsOf, type StreamTime } from './stream-clock.ts';
import type { Marks, Structure } from './structure.ts';
import { allOf, type Folder } from './vectors.ts';

/** The stream in whose folder of the same name the samples are. */
const streamFor = ({ folder }: Marks, times: readonly StreamTime[]): StreamTime | undefined =>
  times.find(({ stream }) => stream.folder === `${folder.split('/')[0]}/`);

/** Rises of digital lines with the falls that end them. */
export async function lineEvents(folder: Folder, structure: Structure, times: readonly StreamTime[]) {
  const warnings: string[] = [];
  const events: FoundEvents[] = [];
  const states = ['states.npy', 'channel_states.npy'];
  const lines = structure.events.filter(({ folder: one }) =>
    states.some((name) => folder.file(`events/${one}${name}`)),
  );
  for (const marks of lines) {
    const at = `events/${marks.folder}`;
    const state = await allOf(folder.firstVector(at, states));
    const seconds = await markSeconds(folder, at, marks, times);
    if (seconds === undefined || seconds.length < state.length) {
      warnings.push(`${marks.folder.slice(0, -1)}: ${state.length} changes of lines without times are left out`);
      continue;
    }
    const prefix = lines.length === 1 ? '' : `${marks.folder.split('/')[0]} `;
    const found = new Set(state.map((one) => Math.abs(one)));
    for (const line of [...found].filter((one) => one > 0).sort((one, other) => one - other)) {
      const { times: on, rows, warnings: said } = inOrder(`${prefix}line ${line}`, risesOf(state, seconds, line).on);
      const { ends } = risesOf(state, seconds, line);
      warnings.push(...said);
      if (on.length > 0)
        events.push({
          id: `${prefix}line ${line}`,
          times: on,
          ends: Float64Array.from(rows, (row) => ends[row] as number),
        });
    }
  }
  return { events, warnings };
}

/** A line that was high at the start has a fall without a rise; one that stays high no end (NaN). */
function risesOf(state: Float64Array, seconds: Float64Array, line: number) {
  const on: number[] = [];
  const ends: number[] = [];
  state.forEach((change, i) => {
    if (change === line) {
      on.push(seconds[i] as number);
      ends.push(Number.NaN);
    } else if (change === -line && on.length > 0 && Number.isNaN(ends.at(-1)))
      ends[ends.length - 1] = seconds[i] as number;
  });
  return { on: Float64Array.from(on), ends };
}

async function markSeconds(folder: Folder, at: string, marks: Marks, times: readonly StreamTime[]) {
  const isNew = folder.file(`${at}sample_numbers.npy`) !== undefined;
  const numbers = await allOf(
    folder.firstVector(at, isNew ? ['sample_numbers.npy'] : ['timestamps.npy', 'spike_times.npy']),
  );
  const written = isNew ? folder.vector(`${at}timestamps.npy`) : folder.vector(`${at}synchronized_timestamps.npy`);
  return secondsOf(numbers, written, streamFor(marks, times) ?? times[0], marks.rateHz);
}

/** Texts that were typed or sent while recording. */
export async function messages(
  folder: Folder,
  structure: Structure,
  times: readonly StreamTime[],
): Promise<FoundTable[]> {
  const tables: FoundTable[] = [];
  for (const marks of structure.events) {
    const at = `events/${marks.folder}`;
    const texts = folder.texts(`${at}text.npy`)?.values;
    const seconds = texts === undefined ? undefined : await markSeconds(folder, at, marks, times);
    if (texts === undefined || texts.length === 0 || seconds?.length !== texts.length) continue;
    tables.push({
      id: `messages${tables.length === 0 ? '' : ` ${tables.length + 1}`}`,
      rows: texts.length,
      columns: [
        { id: 'time', kind: 'number', values: seconds, unit: 's' },
        { id: 'text', kind: 'text', values: texts },
      ],
    });
  }
  return tables;
}

/** Spikes by electrode and cluster. */
export async function spikeUnits(folder: Folder, structure: Structure, times: readonly StreamTime[]) {
  const warnings: string[] = [];
  const units: FoundUnit[] = [];
  for (const marks of structure.spikes) {
    const at = `spikes/${marks.folder}`;
    const seconds = await markSeconds(folder, at, marks, times);
    if (seconds === undefined || seconds.length === 0) continue;
    const clusters = await allOf(folder.firstVector(at, ['clusters.npy', 'spike_clusters.npy']));
    const electrodes = await allOf(folder.firstVector(at, ['electrode_indices.npy', 'spike_electrode_indices.npy']));
    const rows = new Map<string, number[]>();
    seconds.forEach((_, i) => {
      const key = `electrode ${electrodes[i] ?? 0} cluster ${clusters[i] ?? 0}`;
      const known = rows.get(key);
      if (known === undefined) rows.set(key, [i]);
      else known.push(i);
    });
    for (const [key, list] of [...rows].sort(([one], [other]) => (one < other ? -1 : 1))) {
      const id = `${marks.folder.slice(0, -1)} ${key}`;
      const { times: spikes, warnings: said } = inOrder(
        id,
        Float64Array.from(list, (row) => seconds[row] as number),
      );
      warnings.push(...said);
      units.push({ id, spikes });
    }
  }
  return { units, warnings };
}
