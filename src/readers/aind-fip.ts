import {
  type Answers,
  type Claim,
  type OpenedRecording,
  type Proposal,
  type Question,
  type SourceFile,
  defineReader,
} from '../contracts/reader.ts';
import { InputError } from '../core/errors.ts';
import { type TableClock, tableClock } from './table/clock.ts';
import type { LoadedColumn } from './table/columns.ts';
import { grouped } from './table/grouped.ts';
import { type LoadedTable, openTable, stemOf } from './table/load.ts';
import { type TableHead, folderOf, tableHeads } from './table/names.ts';
import { type SampledColumn, tableRecording } from './table/recording.ts';

const millisecondsPerDay = 86_400_000;

type Channel = 'green' | 'iso' | 'red';
const channels: Readonly<Record<string, Channel>> = {
  datag: 'green',
  dataiso: 'iso',
  datar: 'red',
  green: 'green',
  iso: 'iso',
  red: 'red',
};

/** The channel and the session that a file's name states: `FIP_DataG_2024-06-05T08_25_33.csv`, or `green.csv`. */
function namedAs(name: string): { channel: Channel; session: string } | undefined {
  const [, channel = '', session = ''] =
    /^(?:FIP_(Data(?:G|Iso|R))|(?:green|iso|red)$)_?(.*)$/i.exec(stemOf(name)) ?? [];
  const found = channels[(channel === '' ? stemOf(name) : channel).toLowerCase()];
  return found === undefined ? undefined : { channel: found, session };
}

const isChannel = ({ file, dialect }: TableHead): boolean =>
  namedAs(file.name) !== undefined &&
  dialect.headingRows.length === 0 &&
  dialect.numeric > 0.95 &&
  dialect.sample.every((row) => row.length > 2);

export default defineReader({
  id: 'aind-fip',
  title: 'AIND FIP',
  summary:
    'Frame-projected photometry of the Allen Institute for Neural Dynamics: a table for each of the green, red and isosbestic channels.',
  extensions: ['.csv'],
  source: 'https://github.com/AllenNeuralDynamics/aind-file-standards, file_formats/fip.md, versions 0.1 and 0.2',
  detect(source) {
    const heads = tableHeads(source.files).filter(isChannel);
    const sessions = grouped(heads, ({ file }) => `${folderOf(file)}${namedAs(file.name)?.session}`);
    return [...sessions.values()].map((inSession): Claim => {
      const files = inSession
        .map(({ file }) => file)
        .sort((one, other) => (stemOf(one.name) < stemOf(other.name) ? -1 : 1));
      // `green.csv` alone may be anything.
      return {
        files,
        certainty: files.length > 1 || /^FIP_/i.test(stemOf(files[0]?.name ?? '')) ? 'likely' : 'possible',
      };
    });
  },
  open: async ({ files }, _source, answers) => open(files, answers),
});

function open(files: readonly SourceFile[], answers: Answers): Promise<OpenedRecording> {
  const tables = files.map((file) => openTable(file));
  const hasHarp = tables.length > 0 && tables.every((table) => harpOf(table) !== undefined);
  const isHarp = hasHarp && answers['clock'] === 'harp';
  const read = tables.map((table) => channelOf(table, isHarp));
  return tableRecording({
    file: (files[0] as SourceFile).name,
    signals: read.flatMap(({ signals }) => signals),
    startsAt: startOf(files[0] as SourceFile),
    questions: hasHarp ? [clockQuestion] : [],
    warnings: [...tables, ...read].flatMap(({ warnings }) => warnings),
  });
}

/** The date in a file's name is when the session began, in local time. */
function startOf({ name }: SourceFile): string | undefined {
  const [, date, time] = /^(\d{4}-\d\d-\d\d)T(\d\d_\d\d_\d\d)$/.exec(namedAs(name)?.session ?? '') ?? [];
  return date === undefined || time === undefined ? undefined : `${date}T${time.replaceAll('_', ':')}`;
}

const clockQuestion: Question = {
  id: 'clock',
  text: 'Which clock is time?',
  options: [
    { id: 'software', title: 'Software, milliseconds of the day' },
    { id: 'harp', title: 'Harp, taken as seconds' },
  ],
  proposed: 'software',
  reason: 'the format does not state the unit of the Harp clock',
};

/** The last column, if it is a second clock: increasing in regular steps. */
function harpOf({ columns, file, lineOf }: LoadedTable): LoadedColumn | undefined {
  const last = columns.at(-1);
  if (last?.kind !== 'number' || columns.length < 4) return undefined;
  const rises = last.numbers.every((value, i, all) => i === 0 || value > (all[i - 1] as number));
  return rises && last.numbers.length > 2 && tableClock({ times: last.numbers, file, lineOf }).regular
    ? last
    : undefined;
}

function channelOf(table: LoadedTable, isHarp: boolean): { signals: SampledColumn[]; warnings: string[] } {
  const { file, columns, lineOf } = table;
  const harp = harpOf(table);
  const [time, ...values] = columns.filter((column) => column !== harp);
  if (time?.kind !== 'number') throw new InputError('the first column is not a time', file, 'copy the file again');
  const { milliseconds, warnings } = overMidnight(table, time.numbers);
  const times = isHarp && harp !== undefined ? harp.numbers : milliseconds.map((value) => value / 1000);
  const clock = tableClock({ times, file, lineOf });
  const channel = namedAs(file)?.channel ?? 'green';
  const signals = values
    .filter(({ kind }) => kind === 'number')
    .map(({ numbers }, i, all) => signalOf(channel, i === all.length - 1 ? 'background' : `ROI${i}`, clock, numbers));
  return { signals, warnings: [...(isHarp ? [] : warnings), ...clock.warnings] };
}

function signalOf(channel: Channel, region: string, clock: TableClock, numbers: Float64Array): SampledColumn {
  const proposal: Proposal | undefined =
    region === 'background'
      ? undefined
      : {
          role: channel === 'iso' ? 'control' : 'signal',
          reason: `it is in the file of the ${channel === 'iso' ? 'isosbestic' : channel} channel`,
        };
  return { id: `${channel} ${region}`, clock, numbers, proposal, facts: { channel, region } };
}

/** Milliseconds of the day begin again at midnight. */
function overMidnight(
  { file, lineOf }: LoadedTable,
  times: Float64Array,
): { milliseconds: Float64Array; warnings: string[] } {
  let days = 0;
  const warnings: string[] = [];
  const milliseconds = times.map((time, row) => {
    const step = time - (times[row - 1] ?? NaN);
    if (step < -0.9 * millisecondsPerDay) {
      days++;
      warnings.push(`${file}: time passes midnight at row ${lineOf(row)}, and is counted on`);
    }
    return time + days * millisecondsPerDay;
  });
  return days > maxDays ? { milliseconds: times, warnings: [] } : { milliseconds, warnings };
}

/** Times that jump back more often are damaged, and are said to be by their clock. */
const maxDays = 7;
