// Tables of the International Brain Laboratory: its dataset types of fibre photometry and trials.
import type { FoundColumn, FoundEvents, OpenedRecording, SourceFile } from '../../contracts/reader.ts';
import { eventsBy } from '../table/event-list.ts';
import type { LoadedTable } from '../table/load.ts';
import { tableRecording } from '../table/recording.ts';
import type { ParquetFile } from './file.ts';
import { loadedTable } from './table.ts';

/** Names of the columns of times in order of preference: the camera's clock is the one of the frames. */
const timeNames = ['SystemTimestamp', 'Timestamp', 'Value.Seconds', 'Seconds'];
const kindNames = ['ChannelName', 'Channel'];
const stateNames = ['Value.Value', 'Value', 'AlwaysTrue'];

const has = ({ columns }: ParquetFile, names: readonly string[]): string | undefined =>
  names.find((name) => columns.some((one) => one.name === name));

/** Whether it is a list of changes of digital lines. */
export const areLines = (parquet: ParquetFile): boolean =>
  has(parquet, timeNames) !== undefined &&
  (has(parquet, kindNames) ?? has(parquet, stateNames)) !== undefined &&
  parquet.columns.length <= 6;

/** A list of events: times, then what happened; changes to low are left out. */
export async function lineList(file: SourceFile, parquet: ParquetFile): Promise<LoadedTable> {
  const order = [has(parquet, timeNames), has(parquet, kindNames)].flatMap((name) => name ?? []);
  const table = await loadedTable(file, parquet, order);
  const state = table.columns.find(({ heading }) => heading.name === has(parquet, stateNames));
  const isHigh = (row: number): boolean => state === undefined || state.kind === 'text' || state.numbers[row] !== 0;
  const rows = Array.from({ length: table.rows }, (_, row) => row).filter((row) => isHigh(row));
  const kept = table.columns.slice(0, Math.max(1, order.length)).map((column) => ({
    ...column,
    length: rows.length,
    numbers: Float64Array.from(rows, (row) => column.numbers[row] as number),
  }));
  return { ...table, rows: rows.length, columns: kept };
}

/** Digital lines that are opened without frames: in seconds, as the device and ALF have it. */
export async function linesAlone(file: SourceFile, parquet: ParquetFile): Promise<OpenedRecording> {
  const list = await lineList(file, parquet);
  return tableRecording({
    file: file.name,
    signals: [],
    events: eventsBy(list, list.columns[0]?.numbers ?? new Float64Array(), list.columns[1]),
    warnings: list.warnings,
  });
}

/** Whether it is `_ibl_trials.table`. */
export const areTrials = ({ columns }: ParquetFile): boolean =>
  ['feedback_times', 'feedbackType', 'goCue_times'].every((name) => columns.some((one) => one.name === name));

/** ALF has times in seconds. */
export const isTrialTime = (name: string): boolean => /_times$|^intervals_[01]$/.test(name);

/** Feedback is a reward (feedbackType 1, of rewardVolume µl) or a noise (-1): two kinds of events. */
export function withRewards(opened: OpenedRecording): OpenedRecording {
  const columns = opened.found.tables.flatMap((table) => table.columns);
  const numbers = (name: string): Float64Array =>
    columns.find((one): one is FoundColumn & { kind: 'number' } => one.id === name && one.kind === 'number')?.values ??
    new Float64Array();
  const [times, type, volume] = [numbers('feedback_times'), numbers('feedbackType'), numbers('rewardVolume')];
  const kind = (code: number): number[] =>
    [...times.keys()].filter((row) => type[row] === code && Number.isFinite(times[row]));
  const pick = (all: Float64Array, rows: readonly number[]): Float64Array =>
    Float64Array.from(rows, (row) => all[row] ?? Number.NaN);
  const feedback: FoundEvents[] = [
    {
      id: 'feedback_times with feedbackType = 1',
      times: pick(times, kind(1)),
      values: pick(volume, kind(1)),
      valueUnit: 'µl',
      proposal: { role: 'reward', reason: 'feedbackType 1 is a reward, of rewardVolume' },
    },
    { id: 'feedback_times with feedbackType = -1', times: pick(times, kind(-1)) },
  ];
  const events = opened.found.events.flatMap((one) => (one.id === 'feedback_times' ? feedback : [one]));
  return { ...opened, found: { ...opened.found, events } };
}
