import { InputError } from '../../core/errors.ts';
import type { Found } from '../../contracts/reader.ts';
import {
  byNumber,
  choiceRows,
  type ChoiceRow,
  type RowState,
  type StageOptions,
} from '../../recorded/choices/choice-rows.ts';
import type { MappedChoices } from '../../recorded/choices/mapped-choices.ts';
import { cellText, columnOf, tableOf } from '../../recorded/mapped-times.ts';
import { choiceTrials, type ChoiceTrials } from '../choices/choice-trials.ts';
import { twoStepTask, twoStepTrials } from './two-step-trials.ts';

/** Columns of the table beyond those of the mapping. */
export interface ChoiceColumns {
  /** Whose trials they are; without it all rows are one subject's. It replaces a condition on that column in the mapping. */
  readonly subject?: string;
  /** Where its cell differs from that of the subject's trial before, values begin anew. */
  readonly block?: string;
  /** In which groups of subjects differ: one cell for each. */
  readonly contrast?: string;
  /** Value of every option before anything is learned; .5 if absent. */
  readonly initialValue?: number;
  /** Of trials with two choices: how often a first choice leads to its usual second state; .7 if absent. */
  readonly commonShare?: number;
}

/** The choices of one subject. */
export interface SubjectChoices {
  /** What the column of subjects says; empty without one. */
  readonly subject: string;
  readonly trials: ChoiceTrials;
  /** What the column of the contrast says of it. */
  readonly cell?: string;
  /** By index. */
  readonly states: readonly string[];
  /** Of each state. */
  readonly options: readonly (readonly string[])[];
}

export interface RecordedChoices {
  /** In the order in which they appear. */
  readonly subjects: readonly SubjectChoices[];
  /** Of all subjects: trials that were missed or left out, as lines. */
  readonly notes: readonly string[];
}

/**
 * Choices of a table, one or two a trial, for models that learn once a trial.
 * @throws InputError for what the recording does not have, and for tasks that no such model knows
 */
export function choiceTrialsOf(found: Found, mapped: MappedChoices, columns: ChoiceColumns = {}): RecordedChoices {
  const stages = mapped.stages.length;
  if (stages > 2)
    throw new InputError(
      `trials have ${stages} choices`,
      `table ${mapped.table}`,
      'models of choices at the level of trials know one or two choices a trial; fit an agent instead',
    );
  const table = tableOf(found, mapped.table);
  const where = (mapped.where ?? []).filter(({ column }) => column !== columns.subject);
  const { rows, options: open, notes } = choiceRows(found, { ...mapped, where });
  const cellOf = (id: string | undefined): ((row: ChoiceRow) => string) => {
    if (id === undefined) return () => '';
    const column = columnOf(table, id);
    return ({ row }) => cellText(column, row);
  };
  const ownTrials = stages === 2 ? twoStepOf(rows, open, mapped) : oneStepOf(rows, open[0] as StageOptions, mapped);
  const ordered = 'column' in mapped.begins ? rows.toSorted((one, other) => one.zero - other.zero) : rows;
  const blockOf = cellOf(columns.block);
  const contrastCell = cellOf(columns.contrast);
  return {
    subjects: [...grouped(ordered, cellOf(columns.subject))].map(([subject, own]) => ({
      subject,
      ...(columns.contrast === undefined ? {} : { cell: onlyCell(own.map(contrastCell), subject, columns.contrast) }),
      ...ownTrials(own, { ...columns, starts: startsOf(own, blockOf) }),
    })),
    notes,
  };
}

/** What is said of one subject's trials. */
interface TrialOptions extends Pick<ChoiceColumns, 'initialValue' | 'commonShare'> {
  /** Trials before which values begin anew. */
  readonly starts: readonly number[];
}

/** The trials of one of the subjects. */
type OwnTrials = (
  own: readonly ChoiceRow[],
  options: TrialOptions,
) => Pick<SubjectChoices, 'trials' | 'states' | 'options'>;

const titled = ({ stages }: MappedChoices, stage: number, values: readonly string[]): readonly string[] =>
  values.map((value) => stages[stage]?.actions?.[value] ?? value);

function oneStepOf(rows: readonly ChoiceRow[], open: StageOptions, mapped: MappedChoices): OwnTrials {
  refuseUnlike(rows, open, mapped.table);
  const titles = titled(mapped, 0, open.values);
  return (own, options) => {
    const found = trialsOf(own, open.values, options);
    return { ...found, options: found.states.map(() => titles) };
  };
}

function twoStepOf(rows: readonly ChoiceRow[], open: readonly StageOptions[], mapped: MappedChoices): OwnTrials {
  const task = twoStepTask(rows, open, mapped.table);
  const options = task.values.map((values, state) => titled(mapped, Math.min(1, state), values));
  return (own, given) => ({ trials: twoStepTrials(own, task, given), states: task.states, options });
}

function startsOf(rows: readonly ChoiceRow[], blockOf: (row: ChoiceRow) => string): readonly number[] {
  return rows.flatMap((row, trial) =>
    trial > 0 && blockOf(rows[trial - 1] as ChoiceRow) !== blockOf(row) ? [trial] : [],
  );
}

/** Models of choices choose between all options in every state. */
function refuseUnlike(rows: readonly ChoiceRow[], options: StageOptions, table: string): void {
  const made = rows.flatMap(({ choices }) => choices.map(({ state }) => state.name));
  const lacking = [...new Set(made)].find((name) => options.in(name).length < options.values.length);
  if (lacking !== undefined)
    throw new InputError(
      `state '${lacking}' has ${options.in(lacking).length} of ${options.values.length} options`,
      `table ${table}`,
      'models of choices at the level of trials know the same options in every state; fit an agent instead',
    );
}

/** @throws InputError if it changes within the subject */
function onlyCell(cells: readonly string[], subject: string, column: string): string {
  const [first = ''] = cells;
  const other = cells.find((cell) => cell !== first);
  if (other === undefined) return first;
  throw new InputError(
    `subject ${subject} has several values of ${column}: ${first} and ${other}`,
    '--contrast',
    'name a column that says one thing of each subject',
  );
}

function grouped(
  rows: readonly ChoiceRow[],
  subjectOf: (row: ChoiceRow) => string,
): ReadonlyMap<string, readonly ChoiceRow[]> {
  const groups = new Map<string, ChoiceRow[]>();
  for (const row of rows) {
    const subject = subjectOf(row);
    const own = groups.get(subject);
    if (own === undefined) groups.set(subject, [row]);
    else own.push(row);
  }
  return groups;
}

function trialsOf(
  rows: readonly ChoiceRow[],
  options: readonly string[],
  { starts, initialValue }: TrialOptions,
): Pick<SubjectChoices, 'trials' | 'states'> {
  const states = statesOf(rows);
  const count = rows.length;
  const [state, choice, reward] = [new Int32Array(count), new Int32Array(count), new Float64Array(count)];
  rows.forEach((row, trial) => {
    const [made] = row.choices;
    // Nothing is learned from a missed trial, so that its state, if it was not said, does not matter.
    state[trial] = Math.max(0, states.indexOf((made?.state ?? row.first).name));
    choice[trial] = made === undefined ? -1 : options.indexOf(made.value);
    reward[trial] = made === undefined ? Number.NaN : (row.outcome?.size ?? Number.NaN);
  });
  const trials = choiceTrials({
    states: states.length,
    options: options.length,
    state,
    choice,
    reward,
    starts: Int32Array.from(starts),
    ...(initialValue === undefined ? {} : { initialValue }),
  });
  return { trials, states };
}

/** Names of the states in which something was chosen, by position if they have one. */
function statesOf(rows: readonly ChoiceRow[]): readonly string[] {
  const found = new Map<string, RowState>();
  for (const { choices } of rows) {
    const [made] = choices;
    if (made !== undefined) found.set(made.state.name, made.state);
  }
  const names = [...found.values()].sort(
    (one, other) => (one.level ?? 0) - (other.level ?? 0) || byNumber(one.name, other.name),
  );
  return names.length === 0 ? [''] : names.map(({ name }) => name);
}
