import { InputError } from '../../core/errors.ts';
import type { Found, FoundTable } from '../../contracts/reader.ts';
import { cellText, columnOf, numbersOf, tableOf } from '../mapped-times.ts';
import type { MappedChoices, MappedStage } from './mapped-choices.ts';

/** What was seen and chosen at a stage. */
export interface RowChoice {
  /** Index of the stage in the mapping. */
  readonly stage: number;
  readonly state: RowState;
  /** The value of the choice. */
  readonly value: string;
  /** Seconds on the clock of the trial or, if the table has times, of the recording. */
  readonly shown: number;
  readonly chosen: number;
}

/** A state by its name, and its position if it is on a scale. */
export interface RowState {
  readonly name: string;
  readonly level?: number;
}

/** One trial of the table. */
export interface ChoiceRow {
  /** Its row in the table. */
  readonly row: number;
  /** Time zero, seconds: as the table has it, or 0. */
  readonly zero: number;
  /** What was seen first, whether or not anything was chosen. */
  readonly first: RowState;
  /** In order; fewer than the mapping has stages if nothing was chosen at one. */
  readonly choices: readonly RowChoice[];
  /** Undefined if the last stage was not reached. */
  readonly outcome: { readonly seconds: number; readonly size: number } | undefined;
}

export interface ChoiceRows {
  readonly rows: readonly ChoiceRow[];
  /** Trials without a choice, and why others are left out, as lines. */
  readonly notes: readonly string[];
  /** Of each stage, the options of the states that can be seen in it. */
  readonly options: readonly StageOptions[];
}

/** What can be chosen at a stage. */
export interface StageOptions {
  /** All values of the choice, also in rows that are left out, in order. */
  readonly values: readonly string[];
  /** The values that can be chosen in a state, in the same order. */
  in(state: string): readonly string[];
}

/** Rows of a table as trials. @throws InputError for what the recording does not have */
export function choiceRows(found: Found, mapped: MappedChoices): ChoiceRows {
  const table = tableOf(found, mapped.table);
  const readers = mapped.stages.map((stage) => stageReader(table, stage));
  const begins = 'column' in mapped.begins ? numbersOf(table, mapped.begins.column) : undefined;
  const sizeOf = outcomeReader(table, mapped.outcome);
  const rows: ChoiceRow[] = [];
  let [untimed, unsized] = [0, 0];
  for (const row of rowsWhere(table, mapped)) {
    const zero = begins?.[row] ?? 0;
    if (!Number.isFinite(zero)) {
      untimed += 1;
      continue;
    }
    const choices = choicesOf(readers, row, zero);
    const isWhole = choices.length === readers.length;
    const came = isWhole ? sizeOf(row, (choices.at(-1) as RowChoice).chosen) : undefined;
    const isKnown = !isWhole || Number.isFinite(came?.size);
    if (!isKnown) unsized += 1;
    const first = (readers[0] as StageReader).state(row, choices[0]?.value ?? '');
    rows.push({ row, zero, first, choices: isKnown ? choices : [], outcome: isKnown ? came : undefined });
  }
  if (rows.length === 0)
    throw new InputError('it has no such rows', `table ${table.id}`, 'change "where" of the choices in the mapping');
  const missed = rows.filter(({ choices }) => choices.length === 0).length;
  const options = mapped.stages.map((stage, i) => stageOptions(table, stage, readers[i] as StageReader));
  return {
    rows,
    options,
    notes: [
      ...options.flatMap((open, stage) => neverChosen(rows, open, stage)),
      ...(missed === 0
        ? []
        : [`${missed} of ${rows.length} trials are without a choice: nothing is learned from them`]),
      ...(unsized === 0 ? [] : [`${unsized} of them have a choice without an outcome, and count as without`]),
      ...(untimed === 0 ? [] : [`${untimed} rows without a time are left out`]),
    ],
  };
}

/** @throws InputError if what was offered is not what was chosen, or not known from the state */
function stageOptions(table: FoundTable, stage: MappedStage, reader: StageReader): StageOptions {
  const { state: mapped, offered } = stage;
  const { value, state } = reader;
  if (mapped !== undefined && 'byChoice' in mapped)
    return { values: reader.values, in: (name) => reader.values.filter((one) => mapped.byChoice[one] === name) };
  if (offered === undefined) return { values: reader.values, in: () => reader.values };
  const columns = offered === 'chosen' ? undefined : offered.columns.map((id) => columnOf(table, id));
  const inState = new Map<string, Set<string>>();
  for (let row = 0; row < table.rows; row++) {
    const chosen = value(row);
    const { name } = state(row, chosen ?? '');
    const here =
      columns?.map((column) => cellText(column, row)).filter((cell) => !nothing.has(cell)) ??
      (chosen === undefined ? [] : [chosen]);
    if (chosen !== undefined && !here.includes(chosen))
      throw new InputError(
        `'${chosen}' was chosen in row ${row + 1}, where ${here.join(', ')} were offered`,
        `table ${table.id}`,
        'correct "offered" of the choices in the mapping',
      );
    const known = inState.get(name) ?? new Set(here);
    inState.set(name, known);
    if (columns === undefined) here.forEach((one) => known.add(one));
    else if (known.size !== new Set(here).size || here.some((one) => !known.has(one)))
      throw new InputError(
        `state '${name}' has other options in row ${row + 1} than before`,
        `table ${table.id}`,
        'name the columns of "offered" as its "state", too',
      );
  }
  const values = [...new Set([...reader.values, ...[...inState.values()].flatMap((here) => [...here])])].sort(byNumber);
  return {
    values,
    in(name) {
      const here = values.filter((one) => inState.get(name)?.has(one) ?? false);
      // Where nobody chose anything it is not known.
      return here.length === 0 ? values : here;
    },
  };
}

/** So many choices of one state in which an option never occurs are not by chance. */
const telling = 20;

/** How many of the states with enough choices lack an option that they are said to have. */
function lackingIn(
  made: Iterable<Pick<RowChoice, 'state' | 'value'>>,
  open: StageOptions,
): { readonly lacking: number; readonly of: number } {
  const counts = new Map<string, { choices: number; readonly chosen: Set<string> }>();
  for (const { state, value } of made) {
    const here = counts.get(state.name) ?? { choices: 0, chosen: new Set<string>() };
    counts.set(state.name, here);
    here.choices += 1;
    here.chosen.add(value);
  }
  const known = [...counts].filter(([, { choices }]) => choices >= telling);
  return { lacking: known.filter(([name, { chosen }]) => chosen.size < open.in(name).length).length, of: known.length };
}

/** A line if there are states in which an option was never chosen: perhaps they do not have it. */
function neverChosen(rows: readonly ChoiceRow[], open: StageOptions, stage: number): readonly string[] {
  const { lacking, of } = lackingIn(
    rows.flatMap(({ choices }) => choices[stage] ?? []),
    open,
  );
  return lacking === 0
    ? []
    : [
        `in ${lacking} of ${of} states some options were never chosen; if they were not offered there, say so ("offered" of the choices in the mapping)`,
      ];
}

/** Whether most states of a stage seem to have some of its options only, as where pairs of many items are shown. */
export function seemsPartial(table: FoundTable, stage: MappedStage): boolean {
  const reader = stageReader(table, stage);
  if (reader.values.length < 3) return false;
  const made = Array.from({ length: table.rows }, (_, row) => row).flatMap((row) => {
    const value = reader.value(row);
    return value === undefined ? [] : [{ value, state: reader.state(row, value) }];
  });
  const { lacking, of } = lackingIn(made, stageOptions(table, stage, reader));
  return lacking > of / 2;
}

function rowsWhere(table: FoundTable, { where = [] }: MappedChoices): readonly number[] {
  const filters = where.map(({ column, is }) => ({ column: columnOf(table, column), is }));
  return Array.from({ length: table.rows }, (_, row) => row).filter((row) =>
    filters.every(({ column, is }) => cellText(column, row) === is),
  );
}

/** Cells of a missing value. */
const nothing: ReadonlySet<string> = new Set(['', 'NaN']);

interface StageReader {
  readonly values: readonly string[];
  /** The value chosen in a row; undefined for none. */
  value(row: number): string | undefined;
  state(row: number, value: string): RowState;
  shown(row: number, before: number): number;
  chosen(row: number, shown: number): number;
}

function stageReader(table: FoundTable, stage: MappedStage): StageReader {
  const column = columnOf(table, stage.choice);
  const none = new Set([...nothing, ...(stage.none ?? [])]);
  const value = (row: number): string | undefined => {
    const cell = cellText(column, row);
    return none.has(cell) ? undefined : cell;
  };
  const seen = Array.from({ length: table.rows }, (_, row) => value(row)).flatMap((cell) => cell ?? []);
  const { chosen, shown = { afterSeconds: sameMoment } } = stage;
  const reaction = 'reaction' in chosen ? numbersOf(table, chosen.reaction) : undefined;
  const perSecond = 'unit' in chosen && chosen.unit === 'ms' ? 1000 : 1;
  const chosenLater = 'reaction' in chosen ? undefined : laterReader(table, chosen);
  return {
    values: [...new Set([...Object.keys(stage.actions ?? {}), ...seen])].sort(byNumber),
    value,
    state: stateReader(table, stage),
    shown: laterReader(table, shown),
    chosen: (row, at) => chosenLater?.(row, at) ?? at + Math.max(0, (reaction?.[row] ?? 0) / perSecond || 0),
  };
}

/** A later stage of which it is not said when its state was shown: at once. */
const sameMoment = 0.001;

export const byNumber = (one: string, other: string): number =>
  Number(one) - Number(other) || (one < other ? -1 : Number(one > other));

/** @returns the time of a row, given that of what comes before; a missing one is that of what comes before */
function laterReader(
  table: FoundTable,
  later: { readonly column: string } | { readonly afterSeconds: number },
): (row: number, before: number) => number {
  if ('afterSeconds' in later) return (_, before) => before + later.afterSeconds;
  const times = numbersOf(table, later.column);
  return (row, before) => {
    const time = times[row] ?? NaN;
    return Number.isFinite(time) ? Math.max(before, time) : before;
  };
}

function stateReader(table: FoundTable, { state }: MappedStage): StageReader['state'] {
  if (state === undefined) return () => ({ name: '' });
  if ('byChoice' in state) return (_, value) => ({ name: state.byChoice[value] ?? '' });
  if ('columns' in state) {
    const columns = state.columns.map((id) => columnOf(table, id));
    return (row) => ({ name: columns.map((column) => `${column.id} ${cellText(column, row)}`).join(', ') });
  }
  const { plus, minus } = state.level;
  const [added, removed] = [numbersOf(table, plus), minus === undefined ? undefined : numbersOf(table, minus)];
  const orNone = (cell: number | undefined): number => (cell !== undefined && Number.isFinite(cell) ? cell : 0);
  return (row) => {
    // Adding 0 makes -0 one state with 0.
    const level = Number((orNone(added[row]) - orNone(removed?.[row])).toPrecision(12)) + 0;
    return { name: `${minus === undefined ? plus : 'level'} ${level}`, level };
  };
}

function choicesOf(readers: readonly StageReader[], row: number, zero: number): readonly RowChoice[] {
  const choices: RowChoice[] = [];
  for (const [stage, reader] of readers.entries()) {
    const value = reader.value(row);
    if (value === undefined) break;
    const before = choices.at(-1)?.chosen;
    const shown = before === undefined ? zero : reader.shown(row, before);
    choices.push({ stage, value, state: reader.state(row, value), shown, chosen: reader.chosen(row, shown) });
  }
  return choices;
}

function outcomeReader(
  table: FoundTable,
  { columns, unit, at }: MappedChoices['outcome'],
): (row: number, chosen: number) => { readonly seconds: number; readonly size: number } {
  const amounts = columns.map((id) => numbersOf(table, id));
  const time = laterReader(table, at);
  return (row, chosen) => ({
    seconds: time(row, chosen),
    size: amounts.reduce((sum, column) => sum + (column[row] ?? NaN), 0) / unit,
  });
}
