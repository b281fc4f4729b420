import type { Answers, Question } from '../../contracts/reader.ts';
import { medianStep } from './clock.ts';
import type { LoadedColumn } from './columns.ts';
import type { LoadedTable } from './load.ts';
import { timeUnitOf } from '../sampled/time-units.ts';

const timeName =
  /^(t|ts|times?|time[_ .-]?stamps?|(system|computer|device|software)[_ .-]?time([_ .-]?stamps?)?|date[_ .-]?time|elapsed.*|seconds?|secs?|milliseconds?|ms)([_ .-]*[([]?(s|secs?|seconds?|ms|msec|milliseconds?|us|µs|min|minutes?)[)\]]?)?$/i;

/** Headings of tables with one row a trial, or one a subject. */
const trialName =
  /^(trials?([_ .-]?(num(ber)?|id|index|no|type))?|subj(ect)?s?[_ .-]?(id)?|id|animal|mouse|rat|participant|block|session|choice\d*|outcome|feedback|(start|stop|end)[_ .-]?time|onset|offset)$/i;

export const isTimeName = (name: string): boolean => timeName.test(name.trim());
export const hasTrialNames = (table: LoadedTable): boolean =>
  table.columns.some(({ heading }) => trialName.test(heading.name.trim()));

export interface TimeColumn {
  readonly column: LoadedColumn | undefined;
  readonly questions: readonly Question[];
}

/** The column that holds times: by its heading, else the first one if it is regular and no whole numbers in turn. */
export function timeColumnOf(table: LoadedTable, id: string, answers: Answers): TimeColumn {
  const possible = table.columns.filter((column) => column.kind !== 'text' && increases(column.numbers) > 0.9);
  const named = possible.filter(({ heading, kind }) => isTimeName(heading.name) || kind === 'date');
  const [first] = possible;
  const byPlace =
    named.length === 0 && first !== undefined && first.index === 0 && looksLikeTime(table, first) ? first : undefined;
  const proposed = named[0] ?? byPlace;
  const answer = answers[id];
  if (proposed === undefined && answer === undefined) return { column: undefined, questions: [] };
  const options = [
    ...possible.map(({ heading: { name } }) => ({ id: name, title: name })),
    { id: 'none', title: 'None' },
  ];
  const sure =
    named.length === 1 || (named.length > 1 && named.every(({ heading }) => heading.name === named[0]?.heading.name));
  const question: Question = {
    id,
    text: `Which column of ${table.file} is time?`,
    options,
    proposed: proposed?.heading.name ?? 'none',
    reason:
      named.length > 0
        ? 'its heading says so, and it is the first of several'
        : 'it is the first column, and increases',
  };
  const column = answer === undefined ? proposed : possible.find(({ heading }) => heading.name === answer);
  return { column: answer === 'none' ? undefined : (column ?? proposed), questions: sure ? [] : [question] };
}

/** Share of steps that are not negative. */
function increases(numbers: Float64Array): number {
  let [before, up, all] = [NaN, 0, 0];
  for (const number of numbers) {
    if (Number.isNaN(number)) continue;
    if (!Number.isNaN(before)) {
      all++;
      if (number >= before) up++;
    }
    before = number;
  }
  return all === 0 ? 0 : up / all;
}

/** Rows are counted by whole numbers in turn; trials, too. */
function looksLikeTime(table: LoadedTable, { numbers, heading }: LoadedColumn): boolean {
  if (numbers.length < 3 || trialName.test(heading.name.trim()) || increases(numbers) < 1) return false;
  if (!table.headed && table.columns.length === 2) return true;
  const step = medianStep(numbers, [0]);
  const near = numbers.reduce(
    (count, value, i) => count + (i > 0 && Math.abs(value - (numbers[i - 1] as number) - step) < step / 2 ? 1 : 0),
    0,
  );
  if (step === 1 && Number.isInteger(numbers[0])) return false;
  return table.columns.length === 1 ? false : near > 0.8 * (numbers.length - 1);
}

/** Rows counted by whole numbers, as spreadsheets and data frames write them before the first column. */
export const isCounter = ({ kind, numbers }: LoadedColumn): boolean =>
  kind === 'number' &&
  numbers.length > 2 &&
  Number.isInteger(numbers[0]) &&
  numbers.every((value, i) => i === 0 || value === (numbers[i - 1] as number) + 1);

/** The unit of time that a heading states. */
export const statedTimeUnit = ({ heading, kind }: LoadedColumn): string | undefined =>
  kind === 'date'
    ? 's'
    : (timeUnitOf(heading.unit) ??
      (heading.unit === undefined && /^(s|sec|seconds|ms|min)$/i.test(heading.name)
        ? timeUnitOf(heading.name)
        : undefined));
