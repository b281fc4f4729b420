// What a person can pick for each part of the choices of a table, with the values that this stands for in a mapping.
import type { FoundColumn, FoundTable } from '../../contracts/reader.ts';
import type { MappedChoices, MappedStage } from './mapped-choices.ts';
import { reactionUnit, valuesOf } from './propose-choices.ts';

/** One of several values of a field of a mapping. */
export interface FieldOption<T> {
  readonly id: string;
  readonly title: string;
  readonly value: T;
}

type Moment = MappedStage['chosen'];
type Later = MappedChoices['outcome']['at'];
type State = MappedStage['state'];
type Begins = MappedChoices['begins'];
export type Rows = NonNullable<MappedChoices['where']>;

/** Seconds where a table has no times, until a person gives others. */
const usual = { afterSeconds: 0.5, intervalSeconds: 2 } as const;

const numbersIn = ({ columns }: FoundTable): readonly FoundColumn[] => columns.filter(({ kind }) => kind === 'number');

const momentId = (moment: Moment): string =>
  'column' in moment ? `at ${moment.column}` : 'reaction' in moment ? `after ${moment.reaction}` : 'fixed';

const timePicks = (table: FoundTable): readonly FieldOption<{ readonly column: string }>[] =>
  numbersIn(table).map(({ id }) => ({ id: momentId({ column: id }), title: id, value: { column: id } }));

/** When something happens that follows something else: at the time in a column, or so long afterwards. */
export const laterPicks = (table: FoundTable, now: Moment | undefined): readonly FieldOption<Later>[] => [
  {
    id: 'fixed',
    title: 'a fixed time',
    value: { afterSeconds: now !== undefined && 'afterSeconds' in now ? now.afterSeconds : usual.afterSeconds },
  },
  ...timePicks(table),
];

/** When a choice is made: also after the reaction time in a column. */
export const chosenPicks = (table: FoundTable, now: Moment): readonly FieldOption<Moment>[] => [
  ...laterPicks(table, now),
  ...numbersIn(table).map((column) => {
    const own = 'reaction' in now && now.reaction === column.id ? now : undefined;
    const value = own ?? { reaction: column.id, unit: reactionUnit(column) };
    return { id: momentId(value), title: `${column.id} (reaction time)`, value };
  }),
];

/** The picked one of such moments. */
export const pickedMoment = (now: Moment | undefined): string => momentId(now ?? usual);

/** When the first state is shown. */
export const beginPicks = (table: FoundTable, now: Begins): readonly FieldOption<Begins>[] => [
  {
    id: 'fixed',
    title: 'a fixed time',
    value: { intervalSeconds: 'intervalSeconds' in now ? now.intervalSeconds : usual.intervalSeconds },
  },
  ...timePicks(table),
];

export const pickedBegin = (now: Begins): string => ('column' in now ? momentId(now) : 'fixed');

/** What is seen before a choice: nothing that differs, the contents of a column, or a position on a scale. */
export function statePicks(table: FoundTable, now: State): readonly FieldOption<State>[] {
  const own = pickedState(now);
  const picks: readonly FieldOption<State>[] = [
    { id: 'none', title: 'always the same', value: undefined },
    ...table.columns.map(({ id }) => ({ id: `names ${id}`, title: id, value: { columns: [id] } })),
    ...numbersIn(table).map(({ id }) => ({
      id: `scale ${id}`,
      title: `${id} (a scale)`,
      value: { level: { plus: id, ...minusOf(now) } },
    })),
  ];
  return picks.some(({ id }) => id === own) ? picks : [...picks, { id: own, title: stateTitle(now), value: now }];
}

/** What is subtracted from a position stays when another column is picked. */
const minusOf = (now: State): { readonly minus?: string } =>
  now !== undefined && 'level' in now && now.level.minus !== undefined ? { minus: now.level.minus } : {};

export function pickedState(now: State): string {
  if (now === undefined) return 'none';
  if ('columns' in now) return `names ${now.columns.join(' + ')}`;
  return 'level' in now ? `scale ${now.level.plus}` : 'by choice';
}

const stateTitle = (now: State): string =>
  now !== undefined && 'columns' in now ? now.columns.join(' and ') : 'known from the choice made in it';

/** What is subtracted from a position on a scale, such as the contrast on the other side. */
export const minusPicks = (table: FoundTable, level: string): readonly FieldOption<string | undefined>[] => [
  { id: 'none', title: 'nothing', value: undefined },
  ...numbersIn(table)
    .filter(({ id }) => id !== level)
    .map(({ id }) => ({ id: `column ${id}`, title: id, value: id })),
];

type Offered = MappedStage['offered'];

/** Which of the options a state has. */
export const offeredPicks = (now: Offered): readonly FieldOption<Offered>[] => [
  { id: 'all', title: 'all options', value: undefined },
  { id: 'chosen', title: 'chosen there', value: 'chosen' },
  ...(typeof now === 'object' ? [{ id: 'columns', title: now.columns.join(' and '), value: now }] : []),
];

export const pickedOffered = (now: Offered): string => (typeof now === 'object' ? 'columns' : (now ?? 'all'));

/** With other options in its states. */
export function withOffered(stage: MappedStage, offered: Offered): MappedStage {
  const { offered: _, ...other } = stage;
  return offered === undefined ? other : { ...other, offered };
}

/** With options that have one value wherever they are offered, or one in each state. */
export function withThings(stage: MappedStage, areThings: boolean): MappedStage {
  const { areThings: _, ...other } = stage;
  return areThings ? { ...other, areThings } : other;
}

/** A value that may be chosen, or means that nothing was. */
export interface OptionPick {
  readonly value: string;
  readonly title: string;
  readonly isOption: boolean;
  /** Nobody chose it: it is known from the mapping alone. */
  readonly isNamed: boolean;
}

/** All values of a choice: those of its column, and options that nobody chose. */
export function optionPicks(
  { columns }: FoundTable,
  { choice, none = [], actions = {} }: MappedStage,
): readonly OptionPick[] {
  const column = columns.find(({ id }) => id === choice);
  const seen = column === undefined ? [] : valuesOf(column);
  return [...new Set([...seen, ...Object.keys(actions)])].map((value) => ({
    value,
    title: actions[value] ?? value,
    isOption: !none.includes(value),
    isNamed: !seen.includes(value),
  }));
}

/** With a value as an option, or as one that means that nothing was chosen. */
export function withOption(
  { none = [], actions, ...stage }: MappedStage,
  value: string,
  isOption: boolean,
): MappedStage {
  const left = none.filter((one) => one !== value);
  const all = isOption ? left : [...left, value];
  return { ...stage, ...(actions === undefined ? {} : { actions }), ...(all.length === 0 ? {} : { none: all }) };
}

/** With an option that nobody chose; '' adds none. */
export const withNamed = (stage: MappedStage, name: string): MappedStage =>
  name.trim() === '' ? stage : { ...stage, actions: { ...stage.actions, [name.trim()]: name.trim() } };

/** Without an option that nobody chose. */
export function withoutNamed({ actions = {}, ...stage }: MappedStage, value: string): MappedStage {
  const left = Object.fromEntries(Object.entries(actions).filter(([one]) => one !== value));
  return Object.keys(left).length === 0 ? stage : { ...stage, actions: left };
}

/** With another column of what was chosen, which has other options. */
export function withColumn(stage: MappedStage, choice: string): MappedStage {
  const { none: _, actions: _names, offered: _offered, areThings: _things, ...other } = stage;
  return { ...other, choice };
}

export function withState(stage: MappedStage, state: State): MappedStage {
  const { state: _, ...other } = stage;
  return state === undefined ? other : { ...other, state };
}

/** Only with rows that have these values. */
export function withRows(choices: MappedChoices, where: Rows): MappedChoices {
  const { where: _, ...other } = choices;
  return where.length === 0 ? other : { ...other, where };
}
