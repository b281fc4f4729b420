import { csvNames, csvTable } from '../core/csv.ts';
import type { Averages, SignalName } from '../contracts/paradigm.ts';
import type { ColumnNote, Table } from '../contracts/table.ts';
import type { TrialSpec } from '../spec/spec.ts';

/** The input of a table of averages: the result of one seed, or several seeds pooled. */
export interface Averaged {
  readonly spec: TrialSpec;
  /** The agent's name. */
  readonly agent: string;
  readonly backend: string;
  /** Hash of one run, empty if it is unfinished, which the table says; absent for pooled seeds. */
  readonly hash?: string;
  /** Number of pooled seeds, counted from the spec's seed. */
  readonly seeds?: number;
  /** Unit of the recorded signal. */
  readonly rateUnit: string;
  readonly conditions: Readonly<Record<string, Averages>>;
}

const signals: readonly SignalName[] = ['rpe', 'value', 'rate'];

/** The columns of averages in every table of them. */
export const averageNotes = {
  agent: { what: 'agent, or the parts of one without a name' },
  manipulations: { what: 'ids joined by +, or none' },
  condition: { what: 'id of the condition' },
  align: { what: 'event at time 0' },
  t_s: { what: 'time from that event', unit: 's' },
  signal: { what: 'rpe, value, or rate (the recorded signal)' },
  mean: { what: 'mean, in the unit of its row' },
  sem: { what: 'standard error of the mean, in the unit of its row' },
  n: { what: 'count behind the mean' },
  n_of: { what: 'what n counts' },
  unit: { what: 'unit of mean and sem' },
} satisfies Record<string, ColumnNote>;

export const averageColumns = Object.keys(averageNotes) as readonly (keyof typeof averageNotes)[];

/** Owner of the averages. `agent` is an id, or the parts of an agent without one. */
export interface AveragedSubject {
  readonly agent: string;
  /** Ids; empty for a control. */
  readonly manipulations: readonly string[];
  /** Unit of the recorded signal. */
  readonly rateUnit: string;
}

/**
 * Their rows, one per condition, time and signal; a condition without trials has none. Manipulations are joined by +,
 * or `none`: an empty cell would be a missing value, and pandas drops groups of those.
 */
export function averageRows(
  { agent, manipulations, rateUnit }: AveragedSubject,
  nOf: 'trials' | 'seeds' | 'occurrences',
  conditions: readonly (readonly [string, Averages])[],
): readonly (readonly (string | number | undefined)[])[] {
  const names = csvNames(conditions.map(([id]) => id));
  return conditions.flatMap(([id, averages]) =>
    averages.t.flatMap((t, i) =>
      signals.flatMap((signal) => {
        const { mean, sem, n } = averages[signal];
        return n === 0
          ? []
          : [
              [
                agent,
                manipulations.length === 0 ? 'none' : manipulations.join('+'),
                names.get(id),
                averages.align,
                t,
                signal,
                mean[i],
                sem[i],
                n,
                nOf,
                signal === 'rate' ? rateUnit : 'reward units',
              ],
            ];
      }),
    ),
  );
}

/**
 * The averages of a run as a tidy table; every row names its source. sem and n are over trials, or over seeds if seeds
 * were pooled, as n_of says. The complete spec is in its notes.
 */
export function resultTable({ spec, agent, backend, hash, seeds, rateUnit, conditions }: Averaged): Table {
  const manipulations = (spec.manipulations ?? []).map(({ id }) => id);
  const origin = [spec.world.id, spec.seed, seeds ?? 1, backend, hash === '' ? 'unfinished' : hash];
  const nOf = seeds === undefined ? 'trials' : 'seeds';
  const rows = averageRows({ agent, manipulations, rateUnit }, nOf, Object.entries(conditions)).map((row) => [
    ...row,
    ...origin,
  ]);
  const columns: Record<string, ColumnNote> = {
    ...averageNotes,
    paradigm: { what: 'id of the paradigm' },
    seed: { what: 'first seed' },
    seeds: { what: 'number of pooled seeds' },
    backend: { what: 'network backend' },
    hash: { what: 'hash of a single run' },
  };
  return { csv: csvTable([Object.keys(columns), ...rows]), notes: { spec, columns } };
}
