import { csvTable } from '../core/csv.ts';
import { InputError } from '../core/errors.ts';
import type { ActionSpace, WorldEvent } from '../contracts/control-env.ts';
import type { RecordedSteps } from '../contracts/recorded-steps.ts';
import type { ColumnNote, Table } from '../contracts/table.ts';
import { maxNumbers, unitNotes } from './units-csv.ts';

/** What the recorded steps of an environment are described by. */
export interface StepsSource {
  /** For the notes. */
  readonly spec: unknown;
  readonly backend: string;
  readonly actions: ActionSpace;
  readonly events: readonly WorldEvent[];
  /** Unit of the recorded signal. */
  readonly rateUnit: string;
  readonly steps: RecordedSteps;
}

/** A column of signals, with its numbers. */
interface StepColumn extends ColumnNote {
  readonly name: string;
  readonly numbers: Float64Array;
}

/** The signals of recorded steps as columns, in their order, without the events and the units. */
export function signalColumns({ actions, rateUnit, steps }: Omit<StepsSource, 'spec' | 'backend' | 'events'>) {
  const column = (name: string, what: string, numbers: Float64Array, unit?: string): StepColumn => ({
    name,
    what,
    numbers,
    ...(unit === undefined ? {} : { unit }),
  });
  const none = 'none at the first observation of an episode';
  return [
    column('step', 'steps taken in this environment when the observation arrived', steps.step),
    column('episode', 'number of the episode, from 1 when recording began', steps.episode),
    column('t_s', 'time from the start of the episode', steps.seconds, 's'),
    column(
      'action',
      `${actionWords(actions)}; ${none}`,
      steps.action,
      actions.kind === 'continuous' ? actions.unit : undefined,
    ),
    column('reward', `reward of the step; ${none}`, steps.reward, 'reward units'),
    column('rpe', `reward prediction error when the observation arrived; ${none}`, steps.rpe, 'reward units'),
    column(
      'value',
      'value of the observation: 0 after a termination, none after a truncation',
      steps.value,
      'reward units',
    ),
    ...(steps.rate === undefined ? [] : [column('rate', 'mean over the units of the recording', steps.rate, rateUnit)]),
  ];
}

/** 1 in the rows in which an event happened. */
export const happenedColumn = ({ happened }: RecordedSteps, event: number): Uint8Array =>
  Uint8Array.from(happened, (bits) => (bits >> event) & 1);

export const eventColumnName = ({ id }: WorldEvent): string => `event_${id}`;
export const eventNote = ({ title }: WorldEvent): string => `1 if it happened in the step: ${title}`;

const actionWords = (actions: ActionSpace): string =>
  actions.kind === 'continuous'
    ? `executed action: ${actions.title}`
    : `executed action: ${actions.actions.map(({ title }, index) => `${index} ${title}`).join(', ')}`;

/**
 * Recorded steps as a table: the signals, a column of 0 and 1 for each event, and one column per unit. A number that
 * does not exist is an empty cell.
 * @throws InputError for more numbers than a table may have
 */
export function stepsTable(source: StepsSource): Table {
  const { spec, backend, events, steps } = source;
  const signals = signalColumns(source);
  const happened = events.map((_, event) => happenedColumn(steps, event));
  const columns: Record<string, ColumnNote> = {
    ...Object.fromEntries(
      signals.map(({ name, what, unit }) => [name, { what, ...(unit === undefined ? {} : { unit }) }]),
    ),
    ...Object.fromEntries(events.map((event) => [eventColumnName(event), { what: eventNote(event) }])),
    ...unitNotes(steps.units),
  };
  requireRoom(Object.keys(columns).length, steps.step.length);
  const rows = Array.from(steps.step, (_, row) => [
    ...signals.map(({ numbers }) => cell(numbers[row])),
    ...happened.map((column) => column[row]),
    ...steps.units.flatMap(({ labels, column }) =>
      Array.from(column.subarray(row * labels.length, (row + 1) * labels.length), cell),
    ),
  ]);
  return { csv: csvTable([Object.keys(columns), ...rows]), notes: { spec, backend, columns } };
}

const cell = (number: number | undefined): number | null =>
  number === undefined || Number.isNaN(number) ? null : number;

/** @throws InputError for more numbers than a table may have */
export function requireRoom(columns: number, rows: number): void {
  if (columns * rows <= maxNumbers) return;
  const [many, all, most] = [rows, columns * rows, maxNumbers].map((count) => count.toLocaleString('en-US'));
  throw new InputError(
    `${many} rows of ${columns} columns are ${all} numbers, more than the ${most} that a table may have`,
    'recorded steps',
    `record at most ${Math.floor(maxNumbers / columns).toLocaleString('en-US')} rows, or name a file that ends in .arrow`,
  );
}
