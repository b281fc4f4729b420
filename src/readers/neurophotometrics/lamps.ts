import type { Proposal } from '../../contracts/reader.ts';
import { several } from '../sampled/words.ts';
import { type ClockSource, type TableClock, tableClock } from '../table/clock.ts';
import type { LoadedColumn } from '../table/columns.ts';
import { grouped } from '../table/grouped.ts';
import type { LoadedTable } from '../table/load.ts';
import type { SampledColumn } from '../table/recording.ts';

/** Lamps by their bits in the word of a frame, nm. */
const lamps = [
  [1, 415],
  [2, 470],
  [4, 560],
] as const;
const allLamps = 7;

type Color = 'green' | 'red' | undefined;

/** Half of the camera that a region is in: `Region0G` and `G0` green, `Region1R` and `R1` red; free names have none. */
function colorOf(region: string): Color {
  const letter = /^(?:region)?\d*([GR])\d*$/i.exec(region.trim())?.[1]?.toUpperCase();
  return letter === undefined ? undefined : letter === 'G' ? 'green' : 'red';
}

/**
 * Lamps whose light a region holds: if two are on in one frame, a green region has that of 415 or 470 nm and a red one
 * that of 560 nm.
 */
function wavelengthsOf(word: number, color: Color): number[] {
  const on = lamps.filter(([bit]) => Math.floor(word / bit) % 2 === 1).map(([, nm]) => nm);
  const own = on.filter((nm) => color === undefined || (nm === 560) === (color === 'red'));
  return own.length === 0 ? on : own;
}

/** Each region under each lamp, by the bits of each frame's word and never by turns. */
export function lampSignals(
  table: LoadedTable,
  word: LoadedColumn,
  regions: readonly LoadedColumn[],
  source: ClockSource,
): { signals: SampledColumn[]; warnings: string[] } {
  const words = grouped(word.numbers.keys(), (row) => word.numbers[row] as number);
  const lit = [...words].filter(([value]) => value % 8 > 0 && value % 8 < allLamps && Number.isInteger(value));
  const clocks = new Map<string, TableClock>();
  const signals = regions.flatMap((region) => {
    const color = colorOf(region.heading.name);
    const byLamp = grouped(lit, ([value]) => wavelengthsOf(value % 8, color).join('+'));
    return [...byLamp].map(([nm, entries]): SampledColumn => {
      const key = `${color} ${nm}`;
      const only = (): Uint32Array => Uint32Array.from(entries.flatMap(([, rows]) => rows)).sort();
      const clock = clocks.get(key) ?? tableClock({ ...source, only: only() });
      clocks.set(key, clock);
      return signalOf(region, color, nm, [...new Set(entries.map(([value]) => value % 8))].join(' or '), word, clock);
    });
  });
  const order = signals.toSorted((one, other) => regionOf(one) - regionOf(other) || (one.id < other.id ? -1 : 1));
  return { signals: order, warnings: leftOut(table, words) };

  function regionOf({ facts }: SampledColumn): number {
    return regions.findIndex(({ heading }) => heading.name === facts?.['region']);
  }
}

function signalOf(
  { heading: { name, unit }, numbers }: LoadedColumn,
  color: Color,
  nm: string,
  values: string,
  word: LoadedColumn,
  clock: TableClock,
): SampledColumn {
  const proposal = proposalOf(color, nm, `frames of ${name} with ${word.heading.name} ${values} are those of ${nm} nm`);
  const wavelength = Number(nm);
  const facts = { region: name, ...(Number.isNaN(wavelength) ? {} : { 'wavelength (nm)': wavelength }) };
  return { id: `${name} at ${nm} nm`, unit, clock, numbers, facts, proposal };
}

function proposalOf(color: Color, nm: string, reason: string): Proposal | undefined {
  if (nm === '415') return color === 'red' ? undefined : { role: 'control', reason };
  if (nm === '470') return color === 'red' ? undefined : { role: 'signal', reason };
  return nm === '560' && color !== 'green' ? { role: 'signal', reason } : undefined;
}

/** Frames without a lamp, and those with all of them, with which a recording starts up. */
function leftOut({ file, lineOf }: LoadedTable, words: ReadonlyMap<number, readonly number[]>): string[] {
  const rowsOf = (test: (value: number) => boolean): number[] =>
    [...words]
      .filter(([value]) => test(value))
      .flatMap(([, rows]) => rows)
      .sort((one, other) => one - other);
  const said = (rows: readonly number[], what: string): string[] =>
    rows[0] === undefined
      ? []
      : [`${file}: ${several(rows.length, 'frame')} ${what} left out, the first in row ${lineOf(rows[0])}`];
  return [
    ...said(
      rowsOf((value) => value % 8 === 0 && Number.isInteger(value)),
      'without a lamp',
    ),
    ...said(
      rowsOf((value) => value % 8 === allLamps),
      'with all lamps on, as at the start of a recording,',
    ),
    ...said(
      rowsOf((value) => !Number.isInteger(value) || value < 0),
      'without a LedState',
    ),
  ];
}
