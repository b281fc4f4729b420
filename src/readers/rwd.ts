import {
  type Answers,
  type Claim,
  type FoundEvents,
  type OpenedRecording,
  type SourceFile,
  defineReader,
} from '../contracts/reader.ts';
import { proposals } from './sampled/propose.ts';
import { type TableClock, tableClock } from './table/clock.ts';
import type { LoadedColumn } from './table/columns.ts';
import { grouped } from './table/grouped.ts';
import { type LoadedTable, openTable, stemOf } from './table/load.ts';
import { type TableHead, folderOf, tableHeads } from './table/names.ts';
import { type SampledColumn, tableRecording } from './table/recording.ts';
import { askedUnit, inSeconds } from './table/time-unit.ts';

const channelName = /^CH\d+(-\d{3})?$/i;
const isFluorescence = ({ names }: TableHead): boolean =>
  /^time ?stamps?$/i.test(names[0] ?? '') && names.some((name) => channelName.test(name));
const isEvents = ({ names }: TableHead): boolean => /^time ?stamps?,name(,state)?$/i.test(names.join());

export default defineReader({
  id: 'rwd',
  title: 'RWD',
  summary: 'Exports of RWD fibre photometry systems (R810, R820, R821): Fluorescence.csv, with or without Events.csv.',
  extensions: ['.csv'],
  source: 'https://github.com/LernerLab/GuPPy/issues/63, and public analysis scripts of its users',
  detect(source) {
    const folders = grouped(tableHeads(source.files), ({ file }) => folderOf(file));
    return [...folders.values()].flatMap((heads) => {
      const events = heads.filter(isEvents).map(({ file }) => file);
      // Unaligned samples of the same session are a recording of their own, without the list of events.
      const [first, ...rest] = heads.filter(isFluorescence).sort((one, other) => unaligned(one) - unaligned(other));
      if (first === undefined) return [];
      return [
        { files: [first.file, ...events], certainty: certaintyOf(first) },
        ...rest.map((head) => ({ files: [head.file], certainty: certaintyOf(head) })),
      ];
    });
  },
  open: async ({ files }, _source, answers) => open(files, answers),
});

const unaligned = ({ file }: TableHead): number => (/unaligned/i.test(stemOf(file.name)) ? 1 : 0);

const certaintyOf = ({ dialect }: TableHead): Claim['certainty'] =>
  statedFps(dialect.preamble) === undefined ? 'likely' : 'certain';

/** Frames per second in the line of settings: JSON, whose commas are semicolons in some versions. */
function statedFps(preamble: readonly string[]): number | undefined {
  const fps = /"?Fps"+\s*:\s*(\d+(?:\.\d+)?)/i.exec(preamble.join('\n'))?.[1];
  return fps === undefined || !(Number(fps) > 0) ? undefined : Number(fps);
}

function open(files: readonly SourceFile[], answers: Answers): Promise<OpenedRecording> {
  const [fluorescence, ...others] = files.map((file) => openTable(file)) as [LoadedTable, ...LoadedTable[]];
  const { file, lineOf, columns } = fluorescence;
  const [time] = columns as readonly [LoadedColumn, ...LoadedColumn[]];
  const lights = columns.find(({ heading }) => /^lights?$/i.test(heading.name));
  const channels = columns.filter(({ heading }) => channelName.test(heading.name));
  const fps = statedFps(fluorescence.preamble);
  const unit = unitOf(fluorescence, time, lampsOf(channels, lights), fps, answers);
  const times = inSeconds(time.numbers, unit.unit);
  const all = tableClock({ times, file, lineOf });
  const signals = channels.flatMap((column) =>
    signalsOf(column, lights, (only) => (only === undefined ? all : tableClock({ times, file, lineOf, only }))),
  );
  const marks = columns.filter(({ heading }) => /^(events|markings?)$/i.test(heading.name));
  return tableRecording({
    file,
    signals,
    events: [
      ...marks.flatMap((column) => markedEvents(column, all)),
      ...others.flatMap((table) => listedEvents(table, unit.unit)),
    ],
    questions: unit.question === undefined ? [] : [unit.question],
    warnings: [
      ...[fluorescence, ...others].flatMap(({ warnings }) => warnings),
      ...all.warnings,
      ...rateWarning(file, fps, signals),
    ],
  });
}

/** Lamps that take turns. */
const lampsOf = (channels: readonly LoadedColumn[], lights: LoadedColumn | undefined): number =>
  lights === undefined ? new Set(channels.map(({ heading }) => heading.name.split('-')[1])).size : 1;

/** Milliseconds, which the stated frames per second confirm; asked if they are not stated. */
function unitOf(
  { file, lineOf }: LoadedTable,
  time: LoadedColumn,
  lamps: number,
  fps: number | undefined,
  answers: Answers,
) {
  const step = 1 / tableClock({ times: time.numbers, file, lineOf }).rateHz;
  const milliseconds = { unit: 'ms', reason: 'programs of RWD write milliseconds' };
  if (fps === undefined) return askedUnit('time-unit', file, milliseconds, answers);
  // Between one frame of all lamps and one of one lamp, with a factor for lost frames.
  const fits = (perSecond: number): boolean => {
    const frames = (step / perSecond) * fps;
    return frames > 0.5 && frames < 2 * Math.max(1, lamps);
  };
  if (fits(1000)) return { unit: 'ms', question: undefined };
  const seconds = {
    unit: 's',
    reason: `then the steps of time are those of the ${fps} frames per second that it states`,
  };
  return askedUnit('time-unit', file, fits(1) ? seconds : milliseconds, answers);
}

/** A column under each lamp: as its heading says, or by the rows whose lamp is on. */
function signalsOf(
  { heading: { name }, numbers }: LoadedColumn,
  lights: LoadedColumn | undefined,
  clockOf: (only: Uint32Array | undefined) => TableClock,
): SampledColumn[] {
  const signal = (channel: string, lamp: string | undefined, only?: Uint32Array): SampledColumn => {
    const id = lamp === undefined ? channel : `${channel}-${lamp}`;
    const facts = { channel, ...(lamp === undefined ? {} : { 'wavelength (nm)': Number(lamp) }) };
    return { id, clock: clockOf(only), numbers, proposal: proposals.signal(id), facts };
  };
  const [channel = name, lamp] = name.split('-');
  if (lights?.kind !== 'number') return [signal(channel, lamp)];
  const lamps = grouped(lights.numbers.keys(), (row) => lights.numbers[row] as number);
  return [...lamps]
    .filter(([lamp]) => lamp > 0)
    .sort(([one], [other]) => one - other)
    .map(([lamp, rows]) => signal(channel, String(lamp), Uint32Array.from(rows)));
}

/** Marks beside samples: `Input1*2*0` is line, kind and state; several are separated by semicolons; 0 is none. */
function markedEvents(column: LoadedColumn, { seconds, rows }: TableClock): FoundEvents[] {
  if (column.kind !== 'text') return [];
  const marks = new Map<string, number[]>();
  seconds.forEach((time, i) => {
    const cell = column.words[column.numbers[rows === undefined ? i : (rows[i] as number)] as number] as string;
    for (const mark of cell.split(';').map((one) => one.trim())) {
      if (mark === '' || mark === '0') continue;
      const times = marks.get(mark);
      if (times === undefined) marks.set(mark, [time]);
      else times.push(time);
    }
  });
  const lines = [...marks.keys()].map((mark) => mark.split('*')[0] as string);
  return [...marks].map(([mark, times]): FoundEvents => {
    const line = mark.split('*')[0] as string;
    // One code on a line needs no code in its name.
    const id = lines.filter((one) => one === line).length === 1 ? line : mark;
    const proposal = proposals.events(id);
    return { id, times: Float64Array.from(times), ...(proposal && { proposal }) };
  });
}

/** Events.csv: a name and the state that its line takes. */
function listedEvents(table: LoadedTable, unit: string): FoundEvents[] {
  const [time, name, state] = table.columns;
  if (time === undefined || name?.kind !== 'text') return [];
  const clock = tableClock({ times: inSeconds(time.numbers, unit), file: table.file, lineOf: table.lineOf });
  const rowOf = (sample: number): number => clock.rows?.[sample] ?? sample;
  const word = (sample: number): string => name.words[name.numbers[rowOf(sample)] as number] as string;
  const stateOf = (sample: number): number | undefined => state?.numbers[rowOf(sample)];
  const byName = grouped(clock.seconds.keys(), word);
  return [...byName].flatMap(([name, samples]) => {
    const states = grouped(samples, stateOf);
    return [...states].map(([state, list]): FoundEvents => {
      const proposal = proposals.events(name);
      const times = Float64Array.from(list, (sample) => clock.seconds[sample] as number).sort();
      return { id: states.size === 1 ? name : `${name} = ${state}`, times, ...(proposal && { proposal }) };
    });
  });
}

/** The stated frames count all lamps. */
function rateWarning(file: string, fps: number | undefined, [signal]: readonly SampledColumn[]): string[] {
  if (fps === undefined || signal === undefined) return [];
  const { rateHz } = signal.clock;
  if (Math.abs(rateHz / fps - 1) < 0.05) return [];
  return [
    `${file}: states ${fps} frames per second, of all lamps together; each signal has ${Number(rateHz.toPrecision(4))} samples per second`,
  ];
}
