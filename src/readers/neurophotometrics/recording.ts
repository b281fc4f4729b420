import type { Answers, FoundEvents, OpenedRecording } from '../../contracts/reader.ts';
import { InputError } from '../../core/errors.ts';
import { several } from '../sampled/words.ts';
import { type TableClock, tableClock } from '../table/clock.ts';
import type { LoadedColumn } from '../table/columns.ts';
import { edgesOf, isDigital } from '../table/edges.ts';
import { eventsBy } from '../table/event-list.ts';
import type { LoadedTable } from '../table/load.ts';
import { tableRecording } from '../table/recording.ts';
import { clocksOf, eventSeconds } from './clocks.ts';
import { lampSignals } from './lamps.ts';

const wordName = /^(ledstate|flags)$/i;
const timeName = /^(system|computer)?timestamp$/i;
const counterName = /^framecounter$/i;
const lineName = /^(stimulation|output\d|input\d|triggerevents)$/i;

/** Whether columns of these names are frames with the lamps of each. */
export const areFrames = (names: readonly string[]): boolean =>
  [wordName, timeName, counterName].every((pattern) => names.some((name) => pattern.test(name)));

/**
 * Frames in which lamps took turns, and lists of events: times in the first column, kinds in the second.
 * @throws InputError if no frame has a lamp on
 */
export function lampRecording(
  table: LoadedTable,
  lists: readonly LoadedTable[],
  answers: Answers,
): Promise<OpenedRecording> {
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
