import { csvTable } from '../../core/csv.ts';
import type { Table } from '../../contracts/table.ts';
import type { ModelFit, WindowRows } from './model-fit.ts';

interface FitSource {
  readonly signal: string;
  readonly unit: string | undefined;
  /** The window whose mean was subtracted from each trial, seconds from its event; undefined if nothing was. */
  readonly baseline: readonly [number, number] | undefined;
}

type FittedRows = WindowRows & { readonly condition: string };

/** One row per bin of each trial. */
export function fitTable({ conditions, ...fit }: ModelFit<FittedRows>, { signal, unit, baseline }: FitSource): Table {
  const ofUnit = unit === undefined ? {} : { unit };
  const columns = {
    condition: { what: 'id of the condition' },
    trial: { what: 'number of the trial in the session, from 1' },
    t_s: { what: "middle of the bin, from the trial's event", unit: 's' },
    recorded: {
      what: `${signal}${baseline === undefined ? '' : `, minus its mean from ${baseline[0]} to ${baseline[1]} s`}`,
      ...ofUnit,
    },
    predicted: { what: 'baseline + gain x what the sensor shows of the model', ...ofUnit },
    residual: { what: 'recorded - predicted', ...ofUnit },
  };
  const cell = (value: number | undefined): number | '' => (value === undefined || Number.isNaN(value) ? '' : value);
  const rows = conditions.flatMap(({ condition, t, trials, rows: recorded, predicted, residual }) =>
    trials.flatMap((trial, row) =>
      Array.from(t, (seconds, bin) => {
        const at = row * t.length + bin;
        return [
          condition,
          trial + 1,
          Math.round(seconds * 1e6) / 1e6,
          cell(recorded[at]),
          cell(predicted[at]),
          cell(residual[at]),
        ];
      }),
    ),
  );
  return { csv: csvTable([Object.keys(columns)]) + csvTable(rows), notes: { columns, fit } };
}
