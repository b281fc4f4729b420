import {
  type Answers,
  type Claim,
  type OpenedRecording,
  type SourceFile,
  type Question,
  defineReader,
} from '../contracts/reader.ts';
import { InputError } from '../core/errors.ts';
import { proposals } from './sampled/propose.ts';
import { type TableClock, tableClock } from './table/clock.ts';
import { eventsBy } from './table/event-list.ts';
import { grouped } from './table/grouped.ts';
import { type LoadedTable, openTable } from './table/load.ts';
import { folderOf, tableHeads } from './table/names.ts';
import { type SampledColumn, tableRecording } from './table/recording.ts';
import { askedUnit, inSeconds } from './table/time-unit.ts';

const signalNames = ['data', 'sampling_rate', 'timestamps'];
const isSignal = (names: readonly string[]): boolean =>
  names.length === 3 &&
  [...names]
    .map((name) => name.toLowerCase())
    .sort()
    .join() === signalNames.join();
const isList = (names: readonly string[]): boolean => names.length === 1 && names[0]?.toLowerCase() === 'timestamps';

export default defineReader({
  id: 'guppy-csv',
  title: 'GuPPy CSV',
  summary: 'Tables in the layout that GuPPy imports: one file for each signal and for each kind of events.',
  extensions: ['.csv'],
  source: 'https://github.com/LernerLab/GuPPy, csv_recording_extractor.py and issues 5, 42 and 66',
  detect(source) {
    const heads = tableHeads(source.files).filter(({ names }) => isSignal(names) || isList(names));
    return [...grouped(heads, ({ file }) => folderOf(file)).values()]
      .filter((inFolder) => inFolder.some(({ names }) => isSignal(names)))
      .map((inFolder): Claim => {
        const signals = inFolder.filter(({ names }) => isSignal(names));
        const lists = inFolder.filter(({ names }) => isList(names));
        return { files: [...signals, ...lists].map(({ file }) => file), certainty: 'likely' };
      });
  },
  open: async ({ files }, _source, answers) => open(files, answers),
});

function open(files: readonly SourceFile[], answers: Answers): Promise<OpenedRecording> {
  const tables = files.map((file) => openTable(file));
  const lists = tables.filter(({ columns }) => columns.length === 1);
  const signals = tables.filter((table) => !lists.includes(table));
  const [first] = signals;
  const unit = first === undefined ? undefined : unitOf(first, answers);
  const seconds = (numbers: Float64Array): Float64Array => inSeconds(numbers, unit?.unit ?? 's');
  const read = signals.map((table) => signalOf(table, seconds));
  return tableRecording({
    file: (files[0] as SourceFile).name,
    signals: read.map(({ signal }) => signal),
    events: lists.flatMap((table) => eventsBy(table, seconds(columnOf(table, 'timestamps')), undefined)),
    questions: unit?.question === undefined ? [] : [unit.question],
    warnings: [...tables, ...read].flatMap(({ warnings }) => warnings),
  });
}

function columnOf({ columns, file }: LoadedTable, name: string): Float64Array {
  const column = columns.find(({ heading }) => heading.name.toLowerCase() === name);
  if (column?.kind === 'number') return column.numbers;
  throw new InputError(`the column '${name}' has no numbers`, file, 'give each sample a number there');
}

const statedRate = (table: LoadedTable): number | undefined =>
  columnOf(table, 'sampling_rate').find((rate) => rate > 0 && Number.isFinite(rate));

const clockOf = (table: LoadedTable, times: Float64Array): TableClock =>
  tableClock({ times, file: table.file, lineOf: table.lineOf });

function signalOf(table: LoadedTable, seconds: (numbers: Float64Array) => Float64Array) {
  const measured = clockOf(table, seconds(columnOf(table, 'timestamps')));
  const stated = statedRate(table);
  const clock: TableClock = { ...measured, rateHz: stated ?? measured.rateHz };
  const warnings = [...clock.warnings];
  if (stated !== undefined && Math.abs(measured.rateHz / stated - 1) > 0.01)
    warnings.push(
      `${table.file}: states ${stated} samples per second, but its times are those of ${Number(measured.rateHz.toPrecision(4))}`,
    );
  const proposal = proposals.signal(table.stem);
  const signal: SampledColumn = { id: table.stem, clock, numbers: columnOf(table, 'data'), proposal };
  return { signal, warnings };
}

/** Seconds as in GuPPy, unless the stated rate says that they are milliseconds, which is asked. */
function unitOf(table: LoadedTable, answers: Answers): { unit: string; question?: Question } {
  const stated = statedRate(table);
  const measured = clockOf(table, columnOf(table, 'timestamps')).rateHz;
  const perSecond = stated === undefined ? 1 : stated / measured;
  if (!(perSecond > 500 && perSecond < 2000)) return { unit: 's' };
  const reason = `then its times have the rate that it states, ${stated} samples per second`;
  return askedUnit('time-unit', table.file, { unit: 'ms', reason }, answers);
}
