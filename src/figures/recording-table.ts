import { csvTable } from '../core/csv.ts';
import type { Table } from '../contracts/table.ts';
import type { RecordedMean, RowOrder } from './recording-data.ts';

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

/** Rows of one condition, as a map shows them. */
interface MappedRows {
  readonly title: string;
  readonly align: string;
  /** Middle of each bin, seconds from the event. */
  readonly t: ArrayLike<number>;
  /** Rows x bins, row-major; NaN for a bin without a value. */
  readonly rows: ArrayLike<number>;
  /** Number of each row's trial in the session, from 0. */
  readonly trials: readonly number[];
}

/**
 * A map as a tidy table, one row per trial and bin, from the uppermost on. A bin without a value is empty.
 * @param facts for the notes
 */
export function mapTable(
  { title: condition, align, t, rows, trials }: MappedRows,
  { places, words }: Pick<RowOrder, 'places' | 'words'>,
  { title, unit }: { readonly title: string; readonly unit: string },
  facts: Readonly<Record<string, unknown>> = {},
): Table {
  const columns = {
    row: { what: `place in the map, from the top: ${words}` },
    trial: { what: 'number of the trial in the session, from 1' },
    condition: { what: 'kind of trials' },
    aligned_on: { what: 'event at time 0' },
    time_s: { what: 'middle of the bin, from the event', unit: 's' },
    value: { what: title, unit },
  };
  const cells = Array.from(places).flatMap((place, row) =>
    Array.from(t, (seconds, bin) => {
      const value = rows[place * t.length + bin] as number;
      const trial = (trials[place] as number) + 1;
      return [row + 1, trial, condition, align, Number(seconds.toFixed(6)), Number.isNaN(value) ? '' : value];
    }),
  );
  return { csv: csvTable([Object.keys(columns), ...cells]), notes: { columns, ...facts } };
}
