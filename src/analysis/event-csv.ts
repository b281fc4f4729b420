import { csvTable, jsonCell } from '../core/csv.ts';
import type { Averages } from '../contracts/paradigm.ts';
import type { ControlSpec } from '../spec/spec.ts';
import { averageColumns, averageRows } from './averages-csv.ts';

/** The input of a table of averages around the events of an environment. */
export interface EventAveraged {
  readonly spec: ControlSpec;
  /** The agent's name. */
  readonly agent: string;
  readonly backend: string;
  /** Steps taken, over all environments. */
  readonly steps: number;
  /** Unit of the recorded signal. */
  readonly rateUnit: string;
  readonly events: readonly {
    readonly id: string;
    readonly conditions: readonly { readonly id: string; readonly averages: Averages }[];
  }[];
}

/**
 * Averages around every event as a tidy table, with the columns of an experiment's: `align` is the event's id,
 * `condition` whether the occurrences are the first or the latest, and n counts occurrences. An event that has not
 * happened has no rows. The complete spec is a JSON text in the first row only.
 */
export function eventsCsv({ spec, agent, backend, steps, rateUnit, events }: EventAveraged): string {
  const manipulations = (spec.manipulations ?? []).map(({ id }) => id);
  const [alignColumn, signalColumn] = [averageColumns.indexOf('align'), averageColumns.indexOf('signal')];
  const rows = events.flatMap(({ id, conditions }) =>
    averageRows(
      { agent, manipulations },
      conditions.map((one) => [one.id, one.averages] as const),
    ).map((row) => row.map((cell, column) => (column === alignColumn ? id : cell))),
  );
  return csvTable([
    [...averageColumns, 'n_of', 'unit', 'env', 'seed', 'steps', 'backend', 'spec'],
    ...rows.map((row, i) => [
      ...row,
      'occurrences',
      row[signalColumn] === 'rate' ? rateUnit : 'reward units',
      spec.world.id,
      spec.seed,
      steps,
      backend,
      i === 0 ? jsonCell(spec) : '',
    ]),
  ]);
}
