import type { NwbFile } from './objects.ts';
import type { NwbIntervals, NwbUnits } from './session.ts';

export function writeIntervals(file: NwbFile, { name, description, starts, stops, columns }: NwbIntervals): void {
  const path = `/intervals/${name}`;
  const all = [
    { name: 'start_time', description: 'Start of the interval, in seconds', values: starts },
    { name: 'stop_time', description: 'End of the interval, in seconds', values: stops },
    ...columns,
  ];
  file.table(path, {
    type: 'TimeIntervals',
    description,
    rows: starts.length,
    columns: all.map((column) => column.name),
  });
  for (const column of all) file.column(path, { ...column, content: column.values });
}

/** Spikes and observed intervals are ragged: those of all units in one column, beside where each unit's end. */
export function writeUnits(file: NwbFile, { description, spikes, resolutionSeconds, observed }: NwbUnits): void {
  const path = '/units';
  file.table(path, { type: 'Units', description, rows: spikes.length, columns: ['spike_times', 'obs_intervals'] });
  file.column(path, {
    name: 'spike_times',
    description: 'the spike times for each unit in seconds',
    content: joined(spikes),
    attributes: { resolution: resolutionSeconds },
  });
  writeIndex(
    file,
    'spike_times',
    spikes.map((times) => times.length),
  );
  const intervals = joined(spikes.map(() => observed));
  file.column(path, {
    name: 'obs_intervals',
    description: 'the observation intervals for each unit',
    content: { values: intervals, shape: [intervals.length / 2, 2] },
  });
  writeIndex(
    file,
    'obs_intervals',
    spikes.map(() => observed.length / 2),
  );
}

function writeIndex(file: NwbFile, column: string, counts: readonly number[]): void {
  let end = 0;
  const ends = Uint32Array.from(counts, (count) => (end += count));
  file.column('/units', {
    name: `${column}_index`,
    description: `Index for VectorData '${column}'`,
    type: 'VectorIndex',
    content: ends,
    attributes: { target: { refersTo: `/units/${column}` } },
  });
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
