import {
  type Answers,
  type Claim,
  type FoundEvents,
  type OpenedRecording,
  type SourceFile,
  defineReader,
} from '../contracts/reader.ts';
import { InputError } from '../core/errors.ts';
import { clocksOf, eventSeconds } from './neurophotometrics/clocks.ts';
import { lampSignals } from './neurophotometrics/lamps.ts';
import { several } from './sampled/words.ts';
import { type TableClock, tableClock } from './table/clock.ts';
import type { LoadedColumn } from './table/columns.ts';
import { edgesOf, isDigital } from './table/edges.ts';
import { eventsBy } from './table/event-list.ts';
import { grouped } from './table/grouped.ts';
import { type LoadedTable, openTable, stemOf } from './table/load.ts';
import { type TableHead, folderOf, tableHeads } from './table/names.ts';
import { tableRecording } from './table/recording.ts';

const wordName = /^(ledstate|flags)$/i;
const timeName = /^(system|computer)?timestamp$/i;
const counterName = /^framecounter$/i;
const lineName = /^(stimulation|output\d|input\d|triggerevents)$/i;

const isSignals = ({ names }: TableHead): boolean =>
  [wordName, timeName, counterName].every((pattern) => names.some((name) => pattern.test(name)));

/** A time and what happened, as Bonsai writes them: without headings. */
const isEvents = ({ dialect }: TableHead): boolean =>
  dialect.headingRows.length === 0 && dialect.sample.every((row) => row.length === 2);

export default defineReader({
  id: 'neurophotometrics',
  title: 'Neurophotometrics',
  summary: 'Tables of Neurophotometrics FP3001 and FP3002 by Bonsai, with the lists of events next to them.',
  extensions: ['.csv'],
  source:
    'https://github.com/catalystneuro/neuroconv, npmfiberphotometrydatainterface.py and pull request 1756; https://github.com/LernerLab/GuPPy, npm_recording_extractor.py and issues 12 and 74',
  detect(source) {
    const folders = grouped(tableHeads(source.files), ({ file }) => folderOf(file));
    return [...folders.values()].flatMap((heads) => {
      const signals = heads.filter(isSignals);
      const lists = heads.filter(isEvents).map(({ file }) => file);
      return signals.map(({ file }): Claim => {
        const own = lists.filter((list) => signals.length === 1 || stemOf(list.name).startsWith(stemOf(file.name)));
        return { files: [file, ...own], certainty: 'likely' };
      });
    });
  },
  open: async ({ files }, _source, answers) => open(files, answers),
});

function open(files: readonly SourceFile[], answers: Answers): Promise<OpenedRecording> {
  const [table, ...lists] = files.map((file) => openTable(file)) as [LoadedTable, ...LoadedTable[]];
  const { file, lineOf, columns } = table;
  const named = (pattern: RegExp): LoadedColumn[] =>
    columns.filter(({ heading, kind }) => kind === 'number' && pattern.test(heading.name.trim()));
  const [word] = named(wordName);
  if (word === undefined)
    throw new InputError('the column LedState has no numbers', file, 'save the file again with Bonsai');
  const clocks = clocksOf(table, named(timeName), answers);
  const source = { times: clocks.seconds, file, lineOf };
  const all = tableClock(source);
  const known = [wordName, timeName, counterName, lineName];
  const regions = columns.filter(
    ({ heading, kind }) => kind === 'number' && !known.some((pattern) => pattern.test(heading.name.trim())),
  );
  const { signals, warnings } = lampSignals(table, word, regions, source);
  if (signals.length === 0) throw new InputError('no frame has a lamp on', file, 'check the column LedState or Flags');
  const times = eventSeconds(lists, clocks, answers);
  return tableRecording({
    file,
    signals,
    events: [
      ...bitEvents(word, all),
      ...named(lineName).flatMap((line) => lineEvents(line, all)),
      ...lists.flatMap((list, i) => eventsBy(list, times.seconds[i] as Float64Array, list.columns[1])),
    ],
    questions: [...clocks.questions, ...times.questions],
    warnings: [
      ...[table, ...lists].flatMap(({ warnings }) => warnings),
      ...all.warnings,
      ...lostFrames(table, named(counterName)[0]),
      ...warnings,
    ],
  });
}

/** Bits above those of the lamps are digital lines; which line is which depends on the firmware, so a person names them. */
function bitEvents({ heading, numbers }: LoadedColumn, clock: TableClock): FoundEvents[] {
  return Array.from({ length: 13 }, (_, i) => i + 3)
    .map((bit) =>
      edgesOf(
        `${heading.name} bit ${bit}`,
        (row) => Math.floor((numbers[row] as number) / (1 << bit)) % 2,
        clock,
        undefined,
      ),
    )
    .filter(({ times }) => times.length > 0);
}

function lineEvents({ heading, numbers }: LoadedColumn, clock: TableClock): FoundEvents[] {
  if (!isDigital(numbers)) return [];
  return [edgesOf(heading.name, (row) => numbers[row] as number, clock, undefined)];
}

/** Frames that the counter skips. */
function lostFrames({ file, lineOf }: LoadedTable, counter: LoadedColumn | undefined): string[] {
  let [lost, first] = [0, -1];
  counter?.numbers.forEach((count, row, all) => {
    const step = count - (all[row - 1] ?? NaN);
    if (!(step > 1)) return;
    lost += step - 1;
    if (first < 0) first = row;
  });
  if (lost === 0) return [];
  return [
    `${file}: ${several(lost, 'frame')} lost, the first before row ${lineOf(first)}; lamps are told by LedState, not by turns`,
  ];
}
