import { csvTable } from '../core/csv.ts';
import type { Averages } from '../contracts/paradigm.ts';
import type { ColumnNote, Table } from '../contracts/table.ts';
import type { ControlSpec } from '../spec/spec.ts';
import { averageColumns, averageRows, averageNotes } from './averages-csv.ts';

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
 * happened has no rows. The complete spec is in its notes.
 */
export function eventsTableOf({ spec, agent, backend, steps, rateUnit, events }: EventAveraged): Table {
  const manipulations = (spec.manipulations ?? []).map(({ id }) => id);
  const alignColumn = averageColumns.indexOf('align');
  const rows = events.flatMap(({ id, conditions }) =>
    averageRows(
      { agent, manipulations, rateUnit },
      'occurrences',
      conditions.map((one) => [one.id, one.averages] as const),
    ).map((row) => row.map((cell, column) => (column === alignColumn ? id : cell))),
  );
  const columns: Record<string, ColumnNote> = {
    ...averageNotes,
    align: { what: 'id of the event at time 0' },
    condition: { what: 'early or late: the first occurrences in the run, or the latest' },
    env: { what: 'id of the environment' },
    seed: { what: 'seed' },
    steps: { what: 'steps taken, over all parallel environments' },
    backend: { what: 'network backend' },
  };
  const csv = csvTable([
    Object.keys(columns),
    ...rows.map((row) => [...row, spec.world.id, spec.seed, steps, backend]),
  ]);
  return { csv, notes: { spec, columns } };
}
