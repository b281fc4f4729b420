import { csvTable } from '../core/csv.ts';
import type { Table } from '../contracts/table.ts';
import type { RecordedMean } from './recording-data.ts';

/**
 * Means around events as a tidy table, one row per condition and bin. A bin that was never recorded is empty.
 * @param counted what is averaged: trials or units
 * @param facts for the notes: where the recording is from, and how it is shown
 */
export function recordingTable(
  means: readonly RecordedMean[],
  { title, unit, counted = 'trials' }: { readonly title: string; readonly unit: string; readonly counted?: string },
  facts: Readonly<Record<string, unknown>>,
): Table {
  const columns = {
    condition: { what: 'kind of trials' },
    aligned_on: { what: 'event at time 0' },
    time_s: { what: 'middle of the bin, from the event', unit: 's' },
    mean: { what: `mean of ${title} over ${counted}`, unit },
    n: { what: `number of ${counted}` },
  };
  const rows = means.flatMap(({ title: condition, align, t, mean, n }) =>
    Array.from(t, (seconds, bin) => {
      const value = mean[bin] as number;
      return [condition, align, Number(seconds.toFixed(6)), Number.isNaN(value) ? '' : value, n];
    }),
  );
  return { csv: csvTable([Object.keys(columns), ...rows]), notes: { columns, ...facts } };
}
