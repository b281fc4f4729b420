import type { Answers, FoundColumn, FoundEvents, FoundTable, Proposal, Question } from '../../contracts/reader.ts';
import { type TableClock, tableClock } from './clock.ts';
import type { LoadedColumn } from './columns.ts';
import { edgesOf, isDigital } from './edges.ts';
import { eventsBy, labelled } from './event-list.ts';
import type { LoadedTable } from './load.ts';
import { proposals } from '../sampled/propose.ts';
import type { SampledColumn } from './recording.ts';
import type { WindowColumns } from '../windows/columns.ts';
import { samplesOf, tableWindows, withWindowRoles, type LoadedWindows } from '../windows/read.ts';
import { inTurns } from './turns.ts';
import { columnRole } from './roles.ts';
import { hasTrialNames, isCounter, isTimeName, statedTimeUnit, timeColumnOf } from './time-column.ts';
import { timeUnitOf } from '../sampled/time-units.ts';
import { askedUnit, inSeconds, unitOfEvents, unitOfStep } from './time-unit.ts';

/** What a table holds: samples of signals, events, windows around events, or rows with anything, such as trials. */
export type TableKind = 'series' | 'events' | 'windows' | 'rows';

/** What else is known when a table is interpreted. */
export interface Context {
  readonly answers: Answers;
  /** Added to ids of questions, if several tables are opened together. */
  readonly suffix: string;
  /** Seconds, of signals in other tables. */
  readonly range: readonly [number, number] | undefined;
  /** Zero of clocks that are dates: seconds since 1970 or midnight, and as the table writes it. */
  readonly zero: { readonly seconds: number; readonly text: string } | undefined;
}

export interface Interpreted {
  readonly signals: readonly SampledColumn[];
  readonly events: readonly FoundEvents[];
  readonly tables: readonly FoundTable[];
  readonly windows?: readonly LoadedWindows[];
  readonly questions: readonly Question[];
  readonly warnings: readonly string[];
  readonly zero: Context['zero'];
}

/** Rates that are proposed where a table of samples has no time. */
const rates = [1, 10, 15, 20, 25, 30, 40, 50, 60, 100, 130, 250, 500, 1000];

/** Samples without a time have at least this many rows. */
const minUntimedRows = 200;

/** Columns that are plotted as signals; a table that is wider is one of trials with a sample in each column. */
const maxUntimedColumns = 32;

const analogName = /analog|ain|f(luor)?[_ -]?\d|fluor|raw|voltage/i;

export function interpret(table: LoadedTable, context: Context): Interpreted {
  const { column, questions } = timeColumnOf(table, `time-column${context.suffix}`, context.answers);
  const kind = kindOf(table, column);
  const read =
    kind === 'series'
      ? series(table, column, context)
      : kind === 'events'
        ? events(table, column, context)
        : kind === 'windows'
          ? windows(table, context)
          : rows(table, context);
  return { ...read, questions: [...questions, ...read.questions], warnings: [...table.warnings, ...read.warnings] };
}

/** Whether rows are samples, events, or anything else. */
export function kindOf(table: LoadedTable, time: LoadedColumn | undefined): TableKind {
  const others = table.columns.filter((column) => column !== time && !isCounter(column));
  if (time === undefined) {
    if (samplesOf(table) !== undefined) return 'windows';
    const [only] = table.columns;
    if (table.columns.length === 1 && only?.kind === 'number' && isSorted(only.numbers)) return 'events';
    return isUntimed(table) ? 'series' : 'rows';
  }
  if (others.length === 0) return 'events';
  const values = others.filter(({ kind }) => kind === 'number');
  const { regular } = tableClock({ times: time.numbers, file: table.file, lineOf: table.lineOf });
  if (regular && table.rows >= 20 && values.length > 0 && !(hasTrialNames(table) && table.rows < 1000)) return 'series';
  if (samplesOf(table) !== undefined) return 'windows';
  if (hasTrialNames(table)) return 'rows';
  if (table.rows >= minUntimedRows && values.some(({ numbers }) => numbers.some((value) => value % 1 !== 0)))
    return 'series';
  return others.length === 1 ? 'events' : 'rows';
}

const isSorted = (numbers: Float64Array): boolean =>
  numbers.every((value, i) => i === 0 || Number.isNaN(value) || !(value < (numbers[i - 1] as number)));

const isUntimed = (table: LoadedTable): boolean =>
  table.rows >= minUntimedRows &&
  table.columns.length <= maxUntimedColumns &&
  !hasTrialNames(table) &&
  table.columns.every(({ kind }) => kind === 'number') &&
  (!table.headed ||
    table.columns.some(({ heading: { name } }) => proposals.signal(name) !== undefined || analogName.test(name)));

interface Timed {
  readonly clock: TableClock;
  readonly questions: readonly Question[];
  readonly zero: Context['zero'];
}

function series(table: LoadedTable, time: LoadedColumn | undefined, context: Context): Interpreted {
  const { clock, questions, zero } =
    time === undefined ? countedClock(table, context) : timedClock(table, time, context);
  const columns = table.columns.filter((column) => column !== time && !(column.heading.unnamed && isCounter(column)));
  const warnings = [...clock.warnings];
  const signals: SampledColumn[] = [];
  const found: FoundEvents[] = [];
  for (const column of columns) {
    const { name, unit } = column.heading;
    if (column.kind === 'text') found.push(...eventsOfText(column, columns, clock));
    else if (column.kind === 'date' || (time !== undefined && isTimeName(name)))
      warnings.push(`${table.file}: column '${name}' is another time, and is not used`);
    else if (column.missing === column.length)
      warnings.push(`${table.file}: column '${name}' is empty, and is left out`);
    else if (isDigital(column.numbers))
      found.push(edgesOf(name, (row) => column.numbers[row] as number, clock, proposals.events(name)));
    else signals.push({ id: name, unit, clock, numbers: column.numbers, proposal: proposals.signal(name) });
  }
  const turns = inTurns(table, withOneSignal(signals), context);
  return {
    signals: turns.signals,
    events: found,
    tables: [],
    questions: [...questions, ...turns.questions],
    warnings,
    zero,
  };
}

/** A signal that is the only one of its table needs no name that says so. */
function withOneSignal(signals: readonly SampledColumn[]): readonly SampledColumn[] {
  const [only, more] = signals;
  if (only === undefined || more !== undefined || only.proposal !== undefined) return signals;
  return [{ ...only, proposal: { role: 'signal', reason: 'it is the only signal in its table' } }];
}

function timedClock(table: LoadedTable, time: LoadedColumn, context: Context): Timed {
  const restart = `restart${context.suffix}`;
  const stated = statedTimeUnit(time);
  const from = {
    file: table.file,
    lineOf: table.lineOf,
    same: sameIn(table),
    joined: context.answers[restart] === 'joined',
  };
  const proposed = unitOfStep(medianOf(time.numbers, table), table.rows);
  const asked =
    stated === undefined ? askedUnit(`time-unit${context.suffix}`, table.file, proposed, context.answers) : undefined;
  const zero = zeroOf(time, context);
  const numbers = time.kind === 'date' ? time.numbers.map((value) => value - (zero?.seconds ?? 0)) : time.numbers;
  const clock = tableClock({ ...from, times: inSeconds(numbers, stated ?? asked?.unit ?? 's') });
  const questions = [
    ...(asked === undefined ? [] : [asked.question]),
    ...(clock.parts.length > 1 ? [restartQuestion(restart, table, clock)] : []),
  ];
  return { clock, questions, zero };
}

/** Whether two rows of a table have the same cells. */
const sameIn =
  ({ columns }: LoadedTable) =>
  (row: number, other: number): boolean =>
    columns.every(({ numbers }) => Object.is(numbers[row], numbers[other]));

const medianOf = (numbers: Float64Array, { file, lineOf }: LoadedTable): number =>
  1 / tableClock({ times: numbers, file, lineOf }).rateHz;

function zeroOf(time: LoadedColumn, { zero }: Context): Context['zero'] {
  if (time.kind !== 'date') return zero;
  return zero ?? { seconds: time.numbers.find((value) => !Number.isNaN(value)) ?? 0, text: time.first };
}

const restartQuestion = (id: string, { file, lineOf }: LoadedTable, { parts }: TableClock): Question => ({
  id,
  text: `Is what follows where time goes back, at row ${lineOf(parts[1] as number)} of ${file}, a part with a clock of its own?`,
  options: [
    { id: 'apart', title: 'Yes: each part keeps its times' },
    { id: 'joined', title: 'No: it continues one sample after the part before' },
  ],
  proposed: 'apart',
  reason: 'the file does not say how long the recording stood still',
});

/** Samples at a rate that must be asked for. */
function countedClock(table: LoadedTable, { answers, suffix }: Context): Timed {
  const id = `rate-hz${suffix}`;
  const proposed = table.columns.some(({ heading }) => /^analog[_ -]?1$/i.test(heading.name)) ? 130 : 20;
  const answer = Number(answers[id]);
  const rateHz = answer > 0 && Number.isFinite(answer) ? answer : proposed;
  const times = Float64Array.from({ length: table.rows }, (_, i) => i / rateHz);
  const question: Question = {
    id,
    text: `How many samples per second does each column of ${table.file} have?`,
    options: rates.map((rate) => ({ id: String(rate), title: `${rate} Hz` })),
    proposed: String(proposed),
    reason:
      proposed === 130
        ? 'its headings are those of pyPhotometry, whose rate is 130 Hz unless changed'
        : 'the file has no time, and this rate is common',
  };
  return {
    clock: { ...tableClock({ times, file: table.file, lineOf: table.lineOf }), rateHz },
    questions: [question],
    zero: undefined,
  };
}

/** Filled cells are events; where nearly all are filled, changes are. */
function eventsOfText(
  column: LoadedColumn & { kind: 'text' },
  columns: readonly LoadedColumn[],
  { seconds: times, rows }: TableClock,
): FoundEvents[] {
  const alone = columns.filter(({ kind }) => kind === 'text').length === 1;
  const dense = column.missing < column.length / 2;
  const byCode = new Map<number, number[]>();
  let before = -1;
  for (let i = 0; i < times.length; i++) {
    const code = column.numbers[rows === undefined ? i : (rows[i] as number)] as number;
    if (code !== 0 && !(dense && code === before)) {
      const list = byCode.get(code) ?? [];
      byCode.set(code, list);
      list.push(times[i] as number);
    }
    before = code;
  }
  return [...byCode].map(([code, list]) => labelled(column, alone, code, { times: Float64Array.from(list) }));
}

/** A list of times, with or without a label or a number with each. */
function events(table: LoadedTable, named: LoadedColumn | undefined, context: Context): Interpreted {
  const [first] = table.columns;
  const time = named ?? first;
  if (time === undefined) return rows(table, context);
  const zero = zeroOf(time, context);
  const raw = time.kind === 'date' ? time.numbers.map((value) => value - (zero?.seconds ?? 0)) : time.numbers;
  const stated = statedTimeUnit(time);
  const present = raw.filter((value) => Number.isFinite(value));
  const asked =
    stated === undefined
      ? askedUnit(`time-unit${context.suffix}`, table.file, unitOfEvents(present, context.range), context.answers)
      : undefined;
  const times = inSeconds(raw, stated ?? asked?.unit ?? 's');
  const lost = raw.length - present.length;
  const warnings = lost === 0 ? [] : [`${table.file}: ${lost} rows without time are left out`];
  const other = table.columns.find((column) => column !== time && !isCounter(column));
  return {
    signals: [],
    events: eventsBy(table, times, other),
    tables: [],
    questions: asked === undefined ? [] : [asked.question],
    warnings,
    zero,
  };
}

/** Rows with anything, such as one a trial. Columns of times become seconds. */
function rows(table: LoadedTable, context: Context): Interpreted {
  const found = table.columns.map((column) => foundColumn(column, context));
  const roles = found.map(columnRole);
  const times = found.flatMap((column, i) =>
    column.kind === 'number' && isTimeRole(roles[i])
      ? [{ values: column.values, stated: timeUnitOf(column.unit) }]
      : [],
  );
  const open = times.filter(({ stated }) => stated === undefined).flatMap(({ values }) => [...values]);
  const asked =
    open.length === 0
      ? undefined
      : askedUnit(
          `time-unit${context.suffix}`,
          table.file,
          unitOfEvents(Float64Array.from(open).filter(Number.isFinite), context.range),
          context.answers,
        );
  const columns = found.map((column, i): FoundColumn => {
    const proposal = roles[i];
    if (column.kind !== 'number' || !isTimeRole(proposal)) return { ...column, ...(proposal && { proposal }) };
    const values = inSeconds(column.values, timeUnitOf(column.unit) ?? asked?.unit ?? 's');
    return { ...column, values, unit: 's', ...(proposal && { proposal }) };
  });
  return {
    signals: [],
    events: [],
    tables: [{ id: table.stem, rows: table.rows, columns }],
    questions: asked === undefined ? [] : [asked.question],
    warnings: [],
    zero: context.zero,
  };
}

/** Rows of samples around an event, and a table of what else is known of each. */
function windows(table: LoadedTable, context: Context): Interpreted {
  const read = tableWindows(table, samplesOf(table) as WindowColumns, context);
  const { tables, questions, ...others } = rows(read.rest, context);
  return {
    ...others,
    tables: tables.map((one) => ({ ...one, columns: withWindowRoles(one.columns) })),
    windows: [read.windows],
    questions: [...read.questions, ...questions],
  };
}

/** Roles that columns of times have, and columns of values have not. */
const isTimeRole = (proposal: Proposal | undefined): boolean =>
  proposal !== undefined && ['trial start', 'trial end', 'cue', 'reward', 'lick'].includes(proposal.role);

function foundColumn(column: LoadedColumn, context: Context): FoundColumn {
  const { name: id, unit } = column.heading;
  if (column.kind === 'text')
    return { id, kind: 'text', values: Array.from(column.numbers, (code) => column.words[code] as string) };
  if (column.kind === 'number') return { id, kind: 'number', values: column.numbers, ...(unit && { unit }) };
  const zero = zeroOf(column, context)?.seconds ?? 0;
  return { id, kind: 'number', unit: 's', values: column.numbers.map((value) => value - zero) };
}
