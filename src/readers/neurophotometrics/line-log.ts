import type { LoadedTable } from '../table/load.ts';
import type { TableHead } from '../table/names.ts';

const headings = ['ChannelName', 'Channel', 'AlwaysTrue', 'SystemTimestamp', 'ComputerTimestamp'];
const [nameAt, timeAt] = [0, 3];

const areHeadings = (names: readonly string[]): boolean =>
  names.length === headings.length && names.every((name, i) => name.trim() === headings[i]);

/** By the words of AlwaysTrue where the log has no headings. */
const isRow = (cells: readonly string[]): boolean =>
  cells.length === headings.length && /^true$/i.test((cells[2] as string).trim()) && cells.slice(3).every(isNumber);

const isNumber = (cell: string): boolean => cell.trim() !== '' && Number.isFinite(Number(cell));

/** A log of digital lines, one row each time that one goes up: its name and number, and both clocks. */
export const isLineLog = ({ names, dialect }: TableHead): boolean =>
  areHeadings(names) || (dialect.headingRows.length === 0 && dialect.sample.length > 0 && dialect.sample.every(isRow));

/** Such a log as a list of events: the camera's clock, then the name of the line. Undefined for another table. */
export function lineLog(table: LoadedTable): LoadedTable | undefined {
  const [name, times] = [table.columns[nameAt], table.columns[timeAt]];
  if (table.columns.length !== headings.length || name === undefined || times === undefined) return undefined;
  return { ...table, columns: [times, name] };
}
