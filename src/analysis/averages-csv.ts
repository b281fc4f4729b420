import { csvNames, csvTable, jsonCell } from '../core/csv.ts';
import type { Averages, SignalName } from '../contracts/paradigm.ts';
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
export const averageColumns = [
  'agent',
  'manipulations',
  'condition',
  'align',
  't_s',
  'signal',
  'mean',
  'sem',
  'n',
] as const;

/** Owner of the averages. `agent` is an id, or the parts of an agent without one. */
interface Subject {
  readonly agent: string;
  /** Ids; empty for a control. */
  readonly manipulations: readonly string[];
}

/**
 * Their rows, one per condition, time and signal; a condition without trials has none. Manipulations are joined by +,
 * or `none`: an empty cell would be a missing value, and pandas drops groups of those.
 */
export function averageRows(
  { agent, manipulations }: Subject,
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
              ],
            ];
      }),
    ),
  );
}

/**
 * The averages of a run as a tidy table; every row names its source. sem and n are over trials, or over seeds if seeds
 * were pooled, as n_of says. The complete spec is a JSON text in the first row only; it is left out if it is too long
 * for a cell.
 */
export function resultCsv({ spec, agent, backend, hash, seeds, rateUnit, conditions }: Averaged): string {
  const manipulations = (spec.manipulations ?? []).map(({ id }) => id);
  const signalColumn = averageColumns.indexOf('signal');
  const origin = [spec.world.id, spec.seed, seeds ?? 1, backend, hash === '' ? 'unfinished' : hash];
  const rows = averageRows({ agent, manipulations }, Object.entries(conditions)).map((row, i) => [
    ...row,
    seeds === undefined ? 'trials' : 'seeds',
    row[signalColumn] === 'rate' ? rateUnit : 'reward units',
    ...origin,
    i === 0 ? jsonCell(spec) : '',
  ]);
  return csvTable([
    [...averageColumns, 'n_of', 'unit', 'paradigm', 'seed', 'seeds', 'backend', 'hash', 'spec'],
    ...rows,
  ]);
}
