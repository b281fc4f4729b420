import { csvNames, csvTable } from '../core/csv.ts';
import { InputError } from '../core/errors.ts';
import type { GridDesign } from '../contracts/design.ts';
import type { ColumnNote, Table } from '../contracts/table.ts';
import { secondsOf, type Trial } from '../contracts/trial.ts';
import type { RecordedUnits, Units } from '../contracts/units.ts';

export interface UnitsSource {
  /** For the notes. */
  readonly spec: unknown;
  readonly design: Pick<GridDesign, 'stepSeconds'>;
  readonly trials: readonly Trial[];
  /** First step of each trial, and the number of all steps. */
  readonly offsets: readonly number[];
  readonly units: readonly RecordedUnits[];
}

/** Maximum count of numbers in a table: more exceed the maximum string length. */
export const maxNumbers = 10_000_000;

/**
 * @param steps of the whole run
 * @throws InputError for more numbers than a table may have
 */
export function requireTable(units: readonly Units[], steps: number): void {
  const numbers = units.reduce((sum, { labels }) => sum + labels.length, 0) * steps;
  if (numbers <= maxNumbers) return;
  throw new InputError(
    `${numbers.toLocaleString('en-US')} numbers are more than the ${maxNumbers.toLocaleString('en-US')} that a table of units may have`,
    'units',
    'name fewer groups of units, or use --save, whose units.arrow may have more',
  );
}

/** Columns of units, one per unit: named by group and number, description and unit of measurement. */
export const unitNotes = (units: readonly Units[]): Readonly<Record<string, ColumnNote>> =>
  Object.fromEntries(
    units.flatMap(({ group, labels }) =>
      labels.map((label, unit) => [
        `${group.id}_${unit} ${label} (${group.unit})`,
        { what: `${group.title}, ${label}`, unit: group.unit },
      ]),
    ),
  );

/**
 * Units as a table, one row per step: the trial's index and ids, seconds from its time zero, and the units.
 */
export function unitsTable({ spec, design, trials, offsets, units }: UnitsSource): Table {
  const [phases, types] = [
    csvNames([...new Set(trials.map(({ phase }) => phase))]),
    csvNames([...new Set(trials.map(({ type }) => type))]),
  ];
  const columns: Record<string, ColumnNote> = {
    trial: { what: 'number of the trial, from 0' },
    phase: { what: 'id of the phase' },
    type: { what: 'id of the trial type' },
    t_s: { what: "time from the trial's time zero", unit: 's' },
    ...unitNotes(units),
  };
  const rowsOf = ({ index, phase, type, zeroStep, steps }: Trial) =>
    Array.from({ length: steps }, (_, step) => {
      const at = (offsets[index] as number) + step;
      const seconds = secondsOf(step - zeroStep, design.stepSeconds);
      return [
        index,
        phases.get(phase),
        types.get(type),
        seconds,
        ...units.flatMap(({ labels, column }) =>
          Array.from(column.subarray(at * labels.length, (at + 1) * labels.length)),
        ),
      ];
    });
  const csv = [csvTable([Object.keys(columns)]), ...trials.map((trial) => csvTable(rowsOf(trial)))].join('');
  return { csv, notes: { spec, columns } };
}
