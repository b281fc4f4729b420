import type { Answers, FoundColumn, FoundWindows, Proposal, Question } from '../../contracts/reader.ts';
import type { LoadedColumn } from '../table/columns.ts';
import type { LoadedTable } from '../table/load.ts';
import { askedUnit, inSeconds, unitOfStep } from '../table/time-unit.ts';
import { windowColumns, type WindowColumns } from './columns.ts';
import { proposedSample } from './event-sample.ts';
import { windowRole } from './roles.ts';

/** Windows that were read whole. */
export interface LoadedWindows extends FoundWindows {
  /** Rows x samples, row-major. */
  readonly values: Float32Array;
}

export interface TableWindows {
  readonly windows: LoadedWindows;
  /** The columns that are not samples, as a table of their own. */
  readonly rest: LoadedTable;
  readonly questions: readonly Question[];
}

/** The samples of a table; undefined if they are not all numbers. */
export function samplesOf({ columns }: LoadedTable): WindowColumns | undefined {
  const found = windowColumns(columns.map(({ heading }) => heading.name));
  return found?.places.every((place) => columns[place]?.kind === 'number') === true ? found : undefined;
}

/**
 * A table of windows with its questions: what it does not say is read as proposed until it is answered.
 * @param suffix added to ids of questions, if several tables are opened together
 */
export function tableWindows(
  table: LoadedTable,
  samples: WindowColumns,
  { answers, suffix }: { readonly answers: Answers; readonly suffix: string },
): TableWindows {
  const columns = samples.places.map((place) => table.columns[place] as LoadedColumn);
  const values = valuesOf(columns, table.rows);
  const taken = new Set(columns);
  const rest = { ...table, columns: table.columns.filter((column) => !taken.has(column)) };
  const clock = samples.times === undefined ? counted(table, values, columns.length) : stated(table, samples.times);
  const { seconds, questions } = clock({ answers, suffix });
  const align = alignQuestion(rest, `window-event${suffix}`);
  const answer = answers[align.id];
  return {
    windows: {
      id: samples.stem === '' ? 'windows' : samples.stem,
      unit: undefined,
      rows: table.rows,
      seconds,
      align: align.options.some(({ id }) => id === answer) ? (answer as string) : align.proposed,
      table: table.stem,
      values,
    },
    rest,
    questions: [...questions, align],
  };
}

function valuesOf(columns: readonly LoadedColumn[], rows: number): Float32Array {
  const values = new Float32Array(rows * columns.length);
  for (const [i, { numbers }] of columns.entries())
    for (let row = 0; row < rows; row++) values[row * columns.length + i] = numbers[row] as number;
  return values;
}

type Clock = (of: { readonly answers: Answers; readonly suffix: string }) => {
  readonly seconds: Float64Array;
  readonly questions: readonly Question[];
};

/** Headings that are times. */
const stated =
  ({ file }: LoadedTable, times: Float64Array): Clock =>
  ({ answers, suffix }) => {
    const step = ((times.at(-1) as number) - (times[0] as number)) / (times.length - 1);
    const { unit, question } = askedUnit(`window-unit${suffix}`, file, unitOfStep(step, times.length), answers);
    return { seconds: inSeconds(times, unit), questions: [question] };
  };

/** Rates that are offered. */
const rates = [10, 15, 20, 25, 30, 40, 50, 60, 100, 130, 1000];

/** Headings that only count. */
const counted =
  ({ file, rows }: LoadedTable, values: Float32Array, samples: number): Clock =>
  ({ answers, suffix }) => {
    const first = proposedSample(meanOf(values, rows, samples));
    const rate: Question = {
      id: `window-rate${suffix}`,
      text: `How many samples per second have the windows of ${file}?`,
      options: rates.map((one) => ({ id: String(one), title: `${one} Hz` })),
      number: { min: 0.1, max: 1e5, isWhole: false, unit: 'Hz' },
      proposed: '20',
      reason: 'the file does not say, and this rate is common',
    };
    const event: Question = {
      id: `window-sample${suffix}`,
      text: `Which of the ${samples} samples in each row of ${file} is at the event?`,
      options: [{ id: String(first.sample), title: `sample ${first.sample}` }],
      number: { min: 1, max: samples, isWhole: true, unit: '' },
      proposed: String(first.sample),
      reason: first.reason,
    };
    const [rateHz, sample] = [rate, event].map((question) => answered(question, answers)) as [number, number];
    return {
      seconds: Float64Array.from({ length: samples }, (_, i) => (i + 1 - sample) / rateHz),
      questions: [rate, event],
    };
  };

function meanOf(values: Float32Array, rows: number, samples: number): Float64Array {
  const sums = new Float64Array(samples);
  const counts = new Float64Array(samples);
  for (let i = 0; i < rows * samples; i++) {
    const value = values[i] as number;
    if (Number.isNaN(value)) continue;
    sums[i % samples] = (sums[i % samples] as number) + value;
    counts[i % samples] = (counts[i % samples] as number) + 1;
  }
  return sums.map((sum, i) => sum / (counts[i] as number));
}

/** The answer if it is allowed, else what is proposed. */
function answered({ id, number, proposed }: Question, answers: Answers): number {
  const answer = Number(answers[id]);
  const isAllowed =
    number !== undefined &&
    answer >= number.min &&
    answer <= number.max &&
    (!number.isWhole || Number.isInteger(answer));
  return isAllowed ? answer : Number(proposed);
}

const events = [
  { id: 'cue', title: 'a cue' },
  { id: 'reward', title: 'a reward' },
  { id: 'lick', title: 'a lick' },
  { id: 'event', title: 'another event' },
];

function alignQuestion({ columns, file }: LoadedTable, id: string): Question {
  const asks = { id, text: `What are the windows of ${file} around?`, options: events };
  const roles = columns.map(({ heading: { name } }) => ({ name, role: windowRole(name)?.role }));
  const of = (role: Proposal['role']): string | undefined => roles.find((one) => one.role === role)?.name;
  const [type, interval] = [of('trial type'), of('interval')];
  if (type !== undefined && /cue|cs|odou?r|tone|stim/i.test(type))
    return { ...asks, proposed: 'cue', reason: `there is a column '${type}'` };
  if (interval !== undefined) return { ...asks, proposed: 'reward', reason: `there is a column '${interval}'` };
  return { ...asks, proposed: 'event', reason: 'the file does not say' };
}

/** With the roles that columns have in a table of windows. */
export const withWindowRoles = (columns: readonly FoundColumn[]): readonly FoundColumn[] =>
  columns.map((column) => {
    const proposal = windowRole(column.id);
    return proposal === undefined ? column : { ...column, proposal };
  });
