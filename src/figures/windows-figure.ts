// Windows that a table has cut out already: means over animals, and rows as maps.
import { animalLines } from '../analysis/animals/lines.ts';
import { animalMeans } from '../analysis/animals/means.ts';
import type { AnimalRows } from '../contracts/animal-rows.ts';
import { animalFigure, type AnimalBandKind, type AnimalFigureData } from './animal-figure.ts';
import { heatMap } from './heat-map.ts';
import { heatRows, orderedRows } from './heat-rows.ts';
import { startsOf } from './recording-data.ts';
import type { Place } from './recording-panels.ts';
import type { SheetPart } from './recording-sheet.ts';

/** Windows of a table as they are shown. */
export interface ShownWindows {
  readonly windows: readonly AnimalRows[];
  /** Name of the values. */
  readonly title: string;
  /** Undefined if the table states none. */
  readonly unit: string | undefined;
}

/** More lines cannot be told apart. */
export const maxLines = 6;

/** The unit of values whose table states none. */
export const asGiven = 'as given';

/** Means over the animals of a table, and the difference of its first two lines. @param by see groupingsOf */
export function windowMeans(
  { windows, title, unit = asGiven }: ShownWindows,
  { by, band, provenance }: { readonly by: string; readonly band: AnimalBandKind; readonly provenance: string },
): AnimalFigureData {
  const lines = animalLines(windows, by, {});
  const [one, other] = lines;
  return {
    title,
    unit: `${title} (${unit})`,
    means: animalMeans(
      lines.slice(0, maxLines),
      one === undefined || other === undefined ? undefined : { one: one.id, other: other.id },
    ),
    band,
    showsAnimals: band === 'none',
    notes: lines.length > maxLines ? [`${lines.length - maxLines} more lines are not drawn.`] : [],
    provenance,
  };
}

/** The rows of a condition, in the order of the table or of a column. */
export const windowMap = (
  shown: AnimalRows,
  by: string | undefined,
  { title, unit = asGiven }: Omit<ShownWindows, 'windows'>,
  place: Place,
): SVGSVGElement =>
  heatMap({
    ...place,
    heat: heatRows(sortedRows(shown, by), startsOf(shown.t), () => true, shown.title),
    events: shown.marks.map(({ seconds, label }) => ({ seconds, label })),
    eventLabels: true,
    rowLabel: by === undefined ? 'row' : 'sorted row',
    value: { what: title, unit },
    timeLabel: `time from ${shown.align} (s)`,
  });

/** From the lowest value of a column to the highest; rows without one come last. */
function sortedRows({ rows, t, columns }: AnimalRows, by: string | undefined): Float32Array {
  const cells = by === undefined ? undefined : columns[by];
  if (cells === undefined) return rows;
  const value = (row: number): number => {
    const cell = Number(cells[row]);
    return Number.isNaN(cell) ? Infinity : cell;
  };
  const order = [...cells.keys()].sort((one, other) => (value(one) === value(other) ? 0 : value(one) - value(other)));
  return orderedRows(rows, t.length, order);
}

const mapHeight = 250;

/** Means over animals, and below them the rows of each condition. */
export function windowParts(shown: ShownWindows, means: AnimalFigureData, document: Document): readonly SheetPart[] {
  const drawn = animalFigure(means, { document });
  return [
    { height: Number(drawn.getAttribute('height')), draw: () => drawn },
    ...shown.windows.slice(0, maxLines).map((one): SheetPart => ({
      height: mapHeight,
      draw: (place) => windowMap(one, undefined, shown, place),
    })),
  ];
}
