import { InputError } from '../../core/errors.ts';
import type { Found, FoundColumn, FoundTable } from '../../contracts/reader.ts';
import { cellText, columnOf } from '../mapped-times.ts';
import { byNumber, seemsPartial } from './choice-rows.ts';
import type { MappedChoices, MappedStage } from './mapped-choices.ts';

/** What of the choices is proposed, and why, each a clause. */
interface ProposedChoices {
  readonly choices: MappedChoices;
  readonly reasons: readonly string[];
}

/** Seconds that a table without times is taken to have: these are asked about. */
const assumed = { choice: 0.5, outcome: 0.5, interval: 2 } as const;
/** Maximum number of different actions, and of states. */
const [maxActions, maxStates] = [12, 40];

const names = {
  choice: /(^|[_ .-])(choices?\d*|chosen|action|response)$/i,
  outcome: /^(outcomes?|rewards?|rewarded|feedback|magnitude|reward[_ ]?(volume|size|magnitude)|gain|loss|win)$/i,
  state: /^(stim(ulus|uli)?|state|type|cond(ition)?|trial[_ .-]?type|cue|contrast|coherence|level)$/i,
  laterState: /^(final|second|next)[_ .-]?state$|^state[_ .-]?2$/i,
  subject: /^(subj(ect)?s?[_ .-]?(id)?|id|animal|mouse|rat|monkey|participant|session)$/i,
  reaction: /(^|[_ .-])(rt\d*|reaction[_ .-]?times?|latency)$/i,
  shown: /^state[_ .-]?time$|stim[_ .-]?on|go[_ .-]?cue|cue[_ .-]?(on|time)|^onset([_ .-]?time)?$/i,
  /** A trial may begin before anything is shown. */
  begun: /^start([_ .-]?time)?$/i,
  chosen: /^(response|choice|action|first[_ .-]?movement)[_ .-]?times?$/i,
  came: /^(feedback|outcome|reward)[_ .-]?times?$/i,
} as const;

type NumberColumn = FoundColumn & { readonly kind: 'number' };

/** The choices that a table with one row a trial seems to hold; undefined if none does. */
export function proposedChoices({ tables }: Pick<Found, 'tables'>): ProposedChoices | undefined {
  for (const table of tables) {
    const found = inTable(table);
    if (found !== undefined) return found;
  }
  return undefined;
}

function inTable(table: FoundTable): ProposedChoices | undefined {
  const chosen = table.columns
    .filter((column) => names.choice.test(column.id) && isBetween(valuesOf(column).length, 2, maxActions))
    .sort((one, other) => (one.id < other.id ? -1 : 1))
    .slice(0, 2);
  const outcomes = outcomesOf(table);
  return chosen.length === 0 || outcomes.length === 0 ? undefined : choicesOf(table, chosen, outcomes);
}

/** The choices of a table whose columns of choices, in turn, and of outcomes are known; the rest is proposed. */
function choicesOf(
  table: FoundTable,
  chosen: readonly FoundColumn[],
  outcomes: readonly NumberColumn[],
): ProposedChoices {
  const reasons: string[] = [];
  const subjects = where(table, reasons);
  const begins = times(table, names.shown) ?? times(table, names.begun);
  const came = begins && times(table, names.came);
  const stages = chosen.map((column, i) =>
    stageOf(table, chosen, i, { hasTimes: begins !== undefined, column, reasons }),
  );
  reasons.push(
    `${outcomes.map(({ id }) => id).join(' and ')}: the outcome, by the name; its largest size counts as one reward unit`,
  );
  if (begins === undefined)
    reasons.push(
      `the table has no times: the next state is taken to be shown ${assumed.interval} s after the last event of a trial ("begins"); of agents that choose, only those that discount delays depend on it (not with --set delays=ignored)`,
    );
  if (came === undefined)
    reasons.push(`an outcome is taken to come ${assumed.outcome} s after the choice ("outcome", "at")`);
  return {
    reasons,
    choices: {
      table: table.id,
      ...(subjects.length === 0 ? {} : { where: subjects }),
      begins: begins === undefined ? { intervalSeconds: assumed.interval } : { column: begins.id },
      stages,
      outcome: {
        columns: outcomes.map(({ id }) => id),
        unit: Math.max(1e-6, ...outcomes.map((column) => largestIn(column))),
        at: came === undefined ? { afterSeconds: assumed.outcome } : { column: came.id },
      },
    },
  };
}

const isBetween = (value: number, min: number, max: number): boolean => value >= min && value <= max;

/**
 * The choices of a table of which a person says which columns are choice and outcome; the rest is proposed by the names of
 * columns.
 * @throws InputError for a column that the table does not have, and an outcome of text
 */
export function choicesBy(
  table: FoundTable,
  { choice, outcome }: { readonly choice: string; readonly outcome: string },
): MappedChoices {
  const of = columnOf(table, outcome);
  if (of.kind !== 'number')
    throw new InputError(`column '${outcome}' is text`, `table ${table.id}`, 'choose a column of numbers');
  return choicesOf(table, [columnOf(table, choice)], [of]).choices;
}

/** The next choice of a trial, with what is proposed of it. @throws InputError for a column that the table does not have */
export function nextStage(table: FoundTable, stages: readonly MappedStage[], choice: string): MappedStage {
  const columns = [...stages.map((stage) => stage.choice), choice].map((id) => columnOf(table, id));
  const column = columns.at(-1) as FoundColumn;
  return stageOf(table, columns, stages.length, { hasTimes: false, column, reasons: [] });
}

/** Different values of a column, in order, without missing ones. */
export function valuesOf(column: FoundColumn): readonly string[] {
  const all = new Set<string>();
  for (let row = 0; row < column.values.length && all.size <= 200; row++) all.add(cellText(column, row));
  return [...all].filter((value) => value !== '' && value !== 'NaN').sort(byNumber);
}

const largestIn = ({ values }: NumberColumn): number =>
  values.reduce((most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most), 0) || 1;

/** One column, or what was won and what was lost. */
function outcomesOf({ columns }: FoundTable): readonly NumberColumn[] {
  const possible = columns.filter(
    (column): column is NumberColumn => column.kind === 'number' && names.outcome.test(column.id),
  );
  const parts = possible.filter(({ id }) => /^(gain|win|loss)$/i.test(id));
  if (parts.length > 1) return parts;
  // A volume says more than whether there was one.
  return (possible.find(({ id }) => /volume|size|magnitude/i.test(id)) ?? possible[0]) === undefined
    ? []
    : [possible.find(({ id }) => /volume|size|magnitude/i.test(id)) ?? (possible[0] as (typeof possible)[number])];
}

/** The first subject of several. */
function where(table: FoundTable, reasons: string[]): { column: string; is: string }[] {
  let rows = Array.from({ length: table.rows }, (_, row) => row);
  return table.columns
    .filter(({ id }) => names.subject.test(id))
    .flatMap((column) => {
      const [first] = rows;
      const count = new Set(rows.map((row) => cellText(column, row))).size;
      if (first === undefined || count < 2) return [];
      const is = cellText(column, first);
      rows = rows.filter((row) => cellText(column, row) === is);
      reasons.push(`${column.id}: ${count} different, of which ${is} is taken ("where" names another)`);
      return is === '' ? [] : [{ column: column.id, is }];
    });
}

/** The column of this name whose times increase and are missing least. */
function times({ columns }: FoundTable, name: RegExp): FoundColumn | undefined {
  const missing = ({ values }: FoundColumn): number =>
    Array.from<string | number>(values).filter((one) => Number.isNaN(one)).length;
  return columns
    .filter(({ id, kind, values }) => kind === 'number' && name.test(id) && increases(values))
    .sort((one, other) => missing(one) - missing(other))[0];
}

function increases(values: Float64Array): boolean {
  const known = values.filter((value) => Number.isFinite(value));
  return known.length > 1 && known.every((value, i) => i === 0 || value >= (known[i - 1] as number));
}

interface StageAround {
  readonly hasTimes: boolean;
  readonly column: FoundColumn;
  readonly reasons: string[];
}

function stageOf(
  table: FoundTable,
  all: readonly FoundColumn[],
  stage: number,
  { hasTimes, column, reasons }: StageAround,
): MappedStage {
  const values = valuesOf(column);
  // -1 and 1 are two sides, and 0 neither; where stages follow each other, actions are counted from 0 or 1.
  const isSided = all.length === 1 && values.join(' ') === '-1 0 1';
  const none = values.length > 2 && values[0] === '-1' ? [isSided ? '0' : '-1'] : [];
  const at = hasTimes && stage === 0 ? times(table, names.chosen) : undefined;
  const reaction = table.columns.filter(({ id, kind }) => kind === 'number' && names.reaction.test(id))[stage];
  const state = stateOf(table, all, stage);
  reasons.push(
    `${column.id}: the choice${all.length > 1 ? ` at stage ${stage + 1}` : ''}, by the name${none.length === 0 ? '' : `; ${none[0]} is taken as no choice`}`,
  );
  if (state !== undefined) reasons.push(state.reason);
  if (at === undefined && reaction === undefined)
    reasons.push(`${column.id} is taken to be chosen ${assumed.choice} s after its state is shown ("chosen")`);
  const proposed: MappedStage = {
    choice: column.id,
    ...(none.length === 0 ? {} : { none }),
    ...(state === undefined ? {} : { state: state.state }),
    ...(stage === 0 ? {} : { shown: { afterSeconds: assumed.choice } }),
    chosen:
      at !== undefined
        ? { column: at.id }
        : reaction !== undefined
          ? { reaction: reaction.id, unit: reactionUnit(reaction) }
          : { afterSeconds: assumed.choice },
  };
  if (!seemsPartial(table, proposed)) return proposed;
  reasons.push(
    `${column.id}: in most states some options were never chosen; they are taken not to be offered there, and to have one value wherever they are`,
  );
  return { ...proposed, offered: 'chosen', areThings: true };
}

/** A median reaction of more than 20 is one in milliseconds. */
export function reactionUnit({ values }: FoundColumn): 's' | 'ms' {
  const known = Array.from(values, Number)
    .filter((value) => Number.isFinite(value))
    .sort((one, other) => one - other);
  return (known[known.length >> 1] ?? 0) > 20 ? 'ms' : 's';
}

function stateOf(
  { columns }: FoundTable,
  all: readonly FoundColumn[],
  stage: number,
): { readonly state: NonNullable<MappedStage['state']>; readonly reason: string } | undefined {
  if (stage > 0) return laterStateOf(columns, all, stage);
  const [left, right] = ['left', 'right'].map((side) =>
    columns.find(({ id }) => id.toLowerCase() === `contrast${side}`),
  );
  if (left !== undefined && right !== undefined)
    return {
      state: { level: { plus: right.id, minus: left.id } },
      reason: `${right.id} minus ${left.id}: what is seen, as a position on a scale`,
    };
  const column = columns.find(
    (one) => names.state.test(one.id) && !all.includes(one) && isBetween(valuesOf(one).length, 2, maxStates),
  );
  if (column === undefined) return undefined;
  const values = valuesOf(column).map(Number);
  const isScale = column.kind === 'number' && values.some((value) => value < 0) && values.some((value) => value > 0);
  return {
    state: isScale ? { level: { plus: column.id } } : { columns: [column.id] },
    reason: `${column.id}: what is seen, by the name${isScale ? ', as a position on a scale' : ''}`,
  };
}

/** By its column; or, where four values are two pairs, by what was chosen in it. */
function laterStateOf(
  columns: readonly FoundColumn[],
  all: readonly FoundColumn[],
  stage: number,
): ReturnType<typeof stateOf> {
  const column = columns.find(({ id }) => names.laterState.test(id));
  if (column !== undefined)
    return { state: { columns: [column.id] }, reason: `${column.id}: what is seen at stage ${stage + 1}, by the name` };
  const choice = all[stage] as FoundColumn;
  const values = valuesOf(choice);
  if (values.length !== 4 || valuesOf(all[0] as FoundColumn).length !== 2) return undefined;
  return {
    state: { byChoice: Object.fromEntries(values.map((value, i) => [value, `state ${i < 2 ? 1 : 2}`])) },
    reason: `${choice.id}: ${values.slice(0, 2).join(' and ')} are taken to be chosen in one state, ${values.slice(2).join(' and ')} in another`,
  };
}
