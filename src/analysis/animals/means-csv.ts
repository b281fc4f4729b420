import { csvTable } from '../../core/csv.ts';
import type { ColumnNote, Table } from '../../contracts/table.ts';
import type { AnimalBand, Range } from '../bands/animal-bands.ts';
import type { AnimalMeans } from './means.ts';

/** What a table of means must say of its data. */
export interface MeansSource {
  readonly title: string;
  readonly unit: string;
  /** Each one line, as in the figure. */
  readonly notes: readonly string[];
  readonly provenance: string;
}

const columnNotes = (unit: string) =>
  ({
    line: { what: 'condition, or what its rows are divided into; of a difference, one minus other' },
    kind: { what: 'mean, paired difference, or group difference' },
    align: { what: 'event at time 0' },
    t_s: { what: 'middle of the bin, from that event', unit: 's' },
    mean: { what: 'mean over animals, each counted once; empty where an animal has no value', unit },
    pointwise_low: { what: 'lower end of the 95 % band for one point that was chosen beforehand', unit },
    pointwise_high: { what: 'its upper end', unit },
    simultaneous_low: { what: 'lower end of the 95 % band for the whole curve; empty with fewer than 4 animals', unit },
    simultaneous_high: { what: 'its upper end', unit },
    symmetric_low: { what: 'lower end of the simultaneous band that holds only if animals differ symmetrically', unit },
    symmetric_high: { what: 'its upper end', unit },
    n_animals: { what: 'number of animals; of a group difference, of both' },
    n_events: { what: 'number of their events; empty for a difference' },
  }) satisfies Record<string, ColumnNote>;

/** Means over animals and their bands, one row per line and time. Missing values are empty. */
export function meansTable(
  { lines, difference, align, t }: AnimalMeans,
  { title, unit, notes, provenance }: MeansSource,
): Table {
  const columns = columnNotes(unit);
  const all = [
    ...lines.map((line) => ({ ...line, kind: 'mean', n: line.animals.length, events: line.events })),
    ...(difference === undefined
      ? []
      : [
          {
            ...difference,
            kind: difference.of,
            n: difference.animals.reduce((sum, count) => sum + count, 0),
            events: undefined,
          },
        ]),
  ];
  const rows = all.flatMap(({ title, kind, mean, band, n, events }) =>
    Array.from(t, (seconds, i) => [
      title,
      kind,
      align,
      Number(seconds.toFixed(6)),
      cell(mean[i]),
      ...bandCells(band, i),
      n,
      events,
    ]),
  );
  return {
    csv: csvTable([Object.keys(columns), ...rows]),
    notes: { title, notes, provenance, methods: methodsOf(all), columns },
  };
}

function bandCells(band: AnimalBand | undefined, i: number): readonly (number | undefined)[] {
  const ends = (range: Range | undefined): readonly (number | undefined)[] => [
    cell(range?.low[i]),
    cell(range?.high[i]),
  ];
  return [...ends(band?.pointwise), ...ends(band?.simultaneous), ...ends(band?.ifSymmetric)];
}

const cell = (value: number | undefined): number | undefined =>
  value === undefined || !Number.isFinite(value) ? undefined : value;

const methodsOf = (
  all: readonly {
    readonly title: string;
    readonly band: AnimalBand | undefined;
    readonly missing: string | undefined;
  }[],
): Readonly<Record<string, string>> =>
  Object.fromEntries(all.map(({ title, band, missing }) => [title, band?.method ?? missing ?? '']));
