import {
  type Claim,
  type FoundEvents,
  type OpenedRecording,
  type SourceFile,
  defineReader,
} from '../contracts/reader.ts';
import { proposals } from './sampled/propose.ts';
import { tableClock } from './table/clock.ts';
import type { LoadedColumn } from './table/columns.ts';
import { inOrder } from './table/edges.ts';
import { grouped } from './table/grouped.ts';
import { type LoadedTable, openTable, stemOf } from './table/load.ts';
import { type TableHead, folderOf, tableHeads } from './table/names.ts';
import { type SampledColumn, tableRecording } from './table/recording.ts';
import { statedTimeUnit } from './table/time-column.ts';
import { inSeconds } from './table/time-unit.ts';

const isBehaviour = ({ names }: TableHead): boolean =>
  /^(event|name)s?,onset(,offset)?$/i.test(names.map((name) => name.replace(/ *[([].*/, '')).join());

/** Time, signal, control: the headings are free. */
const isFluorescence = ({ dialect, names }: TableHead): boolean =>
  names.length === 3 &&
  dialect.numeric > 0.9 &&
  dialect.sample.length > 20 &&
  dialect.sample.every((row, i) => i === 0 || Number(row[0]) > Number(dialect.sample[i - 1]?.[0]));

export default defineReader({
  id: 'pmat-csv',
  title: 'pMAT CSV',
  summary:
    'Tables in the layout that pMAT imports: time, signal and control, and behaviour as event, onset and offset.',
  extensions: ['.csv'],
  source: 'https://github.com/djamesbarker/pMAT, Sample Data/Example of CSV formatting, and issues 2 and 4',
  detect(source) {
    const folders = grouped(tableHeads(source.files), ({ file }) => folderOf(file));
    return [...folders.values()].flatMap((heads) => {
      const behaviour = heads.filter(isBehaviour);
      const fluorescence = heads.filter(isFluorescence);
      return behaviour.map((head): Claim => {
        const own = fluorescenceOf(head, behaviour, fluorescence);
        return { files: [...(own === undefined ? [] : [own.file]), head.file], certainty: 'likely' };
      });
    });
  },
  open: async ({ files }) => open(files),
});

/** The table of the same session: the only one, or the one with the same name but for its last word. */
function fluorescenceOf(
  head: TableHead,
  behaviour: readonly TableHead[],
  fluorescence: readonly TableHead[],
): TableHead | undefined {
  if (behaviour.length === 1 && fluorescence.length === 1) return fluorescence[0];
  const key = ({ file }: TableHead): string =>
    stemOf(file.name)
      .toLowerCase()
      .replaceAll(/[_ .-]?(beh(avio(u)?r)?|ca2|events?|fluorescence|photometry)?[_ .-]?(data)?[_ .-]*$/g, '');
  const alike = fluorescence.filter((one) => key(one) === key(head));
  return alike.length === 1 ? alike[0] : undefined;
}

function open(files: readonly SourceFile[]): Promise<OpenedRecording> {
  const tables = files.map((file) => openTable(file));
  const behaviour = tables.at(-1) as LoadedTable;
  const read = tables.slice(0, -1).map((table) => signalsOf(table));
  const listed = eventsOf(behaviour);
  return tableRecording({
    file: (files[0] as SourceFile).name,
    signals: read.flatMap(({ signals }) => signals),
    events: listed.events,
    warnings: [...tables, ...read, listed].flatMap(({ warnings }) => warnings),
  });
}

/** pMAT takes times as seconds, unless a heading says otherwise. */
const secondsOf = (column: LoadedColumn): Float64Array => inSeconds(column.numbers, statedTimeUnit(column) ?? 's');

function signalsOf(table: LoadedTable): { signals: SampledColumn[]; warnings: readonly string[] } {
  const [time, ...values] = table.columns;
  if (time === undefined) return { signals: [], warnings: [] };
  const clock = tableClock({ times: secondsOf(time), file: table.file, lineOf: table.lineOf });
  const signals = values.map(({ heading, numbers }, i): SampledColumn => {
    const place = i === 0 ? 'second' : 'third';
    const proposal = {
      role: i === 0 ? 'signal' : 'control',
      reason: `pMAT takes the ${place} column as ${i === 0 ? 'the signal' : 'its control'}`,
    } as const;
    return { id: heading.name, unit: heading.unit, clock, numbers, proposal };
  });
  return { signals, warnings: clock.warnings };
}

/** Rows of one name are one kind of events. The last may have no end: `Inf`. */
function eventsOf(table: LoadedTable): { events: FoundEvents[]; warnings: string[] } {
  const [name, onset, offset] = table.columns;
  if (name === undefined || onset === undefined) return { events: [], warnings: [] };
  const starts = secondsOf(onset);
  const ends = offset === undefined ? undefined : secondsOf(offset);
  const rows = Array.from(starts.keys()).filter((row) => Number.isFinite(starts[row]));
  const lost = starts.length - rows.length;
  const nameOf = (row: number): string =>
    name.kind === 'text' ? (name.words[name.numbers[row] as number] as string) : String(name.numbers[row]);
  const events = [...grouped(rows, nameOf)].map(([id, list]): FoundEvents => {
    const proposal = proposals.events(id);
    const at = (times: Float64Array): Float64Array =>
      Float64Array.from(list, (row) => (Number.isFinite(times[row]) ? (times[row] as number) : NaN));
    return inOrder({ id, times: at(starts), ...(ends && { ends: at(ends) }), ...(proposal && { proposal }) });
  });
  return { events, warnings: lost === 0 ? [] : [`${table.file}: ${lost} events without onset are left out`] };
}
