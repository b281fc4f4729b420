import { InputError } from '../../core/errors.ts';
import { csvTable } from '../../core/csv.ts';
import type { Table } from '../../contracts/table.ts';
import { corrector, lookAhead, steps, type Pipeline } from './pipeline.ts';
import type { Photometry, PhotometryIds } from './read-photometry.ts';

/** More rows exceed the maximum string length. */
const maxRows = 2_000_000;

/**
 * Raw and corrected photometry, one row per sample: time, signal, control, F0, dF/F. Missing values are empty. The notes
 * say how dF/F came about, and what of it looks ahead.
 * @throws InputError for more rows than a table may have
 */
export function dffTable({ signal, control, unit = '' }: Photometry, ids: PhotometryIds, pipeline: Pipeline): Table {
  const { times, values } = signal;
  if (times.length > maxRows)
    throw new InputError(
      `${times.length.toLocaleString('en-US')} samples are more than the ${maxRows.toLocaleString('en-US')} rows that a table may have`,
      `signal ${ids.signal}`,
      'give a lower --rate, for means of samples',
    );
  const { values: dff, f0, fit, trend } = corrector(signal, control)(pipeline);
  const ofUnit = unit === '' ? {} : { unit };
  const columns = {
    t_s: { what: "time of the recording's clock", unit: 's' },
    signal: { what: `raw signal ${ids.signal}`, ...ofUnit },
    ...(control === undefined
      ? {}
      : { control: { what: `raw control ${ids.control}, its latest sample at this time`, ...ofUnit } }),
    f0: { what: 'baseline that control and bleaching predict', ...ofUnit },
    dff:
      pipeline.zScore.by === 'none'
        ? { what: '(signal - f0) / baseline, after the filter if there is one', unit: 'fraction' }
        : { what: 'z-score of dF/F', unit: 'SD' },
  };
  const cell = (value: number | undefined): number | '' => (value === undefined || Number.isNaN(value) ? '' : value);
  const rows = Array.from(times, (time, i) => [
    Math.round(time * 1e6) / 1e6,
    cell(values[i]),
    ...(control === undefined ? [] : [cell(control[i])]),
    cell(f0[i]),
    cell(dff[i]),
  ]);
  return {
    csv: csvTable([Object.keys(columns)]) + csvTable(rows),
    notes: {
      columns,
      pipeline: Object.fromEntries(
        Object.entries(steps).map(([name, { id }]) => [id, pipeline[name as keyof Pipeline]]),
      ),
      looksAhead: lookAhead(pipeline),
      ...(fit === undefined ? {} : { controlFit: fit }),
      ...(trend === undefined
        ? {}
        : { bleaching: { signal: trend.signal.bleaching, control: trend.control?.bleaching } }),
    },
  };
}
