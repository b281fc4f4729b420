import { InputError } from '../core/errors.ts';

/** The types of a map's cells, by letter. */
export const mapLetters = { '.': 'floor', '#': 'wall', S: 'start', G: 'goal', X: 'hazard', '~': 'water' } as const;

/** The letters of FrozenLake (Gymnasium): start, frozen, hole, goal. */
export const lakeLetters = { F: 'floor', S: 'start', H: 'hazard', G: 'goal' } as const;

export type MapCell = (typeof mapLetters)[keyof typeof mapLetters];
/** The letters of a map, each for a cell type; one must be the start. */
export type MapLetters = Readonly<Record<string, MapCell>>;

/** A map of cells, row by row. */
export interface GridMap {
  readonly rows: number;
  readonly columns: number;
  readonly cells: readonly MapCell[];
}

/** Separates rows in a map's text. */
const between = '/';

/**
 * Reads a map such as `S..#/..../.X.G`: rows from the top, one letter per cell.
 * @param known what each letter stands for
 * @throws InputError for rows of unequal length, unknown letters, or a map without one start
 */
export function parseMap(text: string, known: MapLetters = mapLetters): GridMap {
  const lines = text.split(between);
  const columns = lines[0]?.length ?? 0;
  const uneven = lines.findIndex((line) => line.length !== columns || line.length === 0);
  if (uneven >= 0)
    throw new InputError(
      `row ${uneven + 1} has ${lines[uneven]?.length ?? 0} cells and the first one ${columns}`,
      'map',
      'give every row the same number of cells',
    );
  const letters = Array.from(lines.join(''));
  const unknown = letters.findIndex((letter) => !Object.hasOwn(known, letter));
  if (unknown >= 0)
    throw new InputError(
      `'${letters[unknown]}' in row ${Math.floor(unknown / columns) + 1}, column ${(unknown % columns) + 1} is not a cell`,
      'map',
      `use ${Object.entries(known)
        .map(([letter, cell]) => `${letter} ${cell}`)
        .join(', ')}`,
    );
  const starts = letters.filter((letter) => known[letter] === 'start').length;
  if (starts !== 1)
    throw new InputError(
      `there ${starts === 0 ? 'is no start' : `are ${starts} starts`}`,
      'map',
      'put one S where the animal begins',
    );
  return { rows: lines.length, columns, cells: letters.map((letter) => known[letter] as MapCell) };
}

/** The text of a map. */
export function printMap({ rows, columns, cells }: GridMap, known: MapLetters = mapLetters): string {
  const letterOf = (cell: MapCell): string =>
    (Object.entries(known).find(([, name]) => name === cell) as [string, string])[0];
  return Array.from({ length: rows }, (_, row) =>
    cells
      .slice(row * columns, (row + 1) * columns)
      .map(letterOf)
      .join(''),
  ).join(between);
}
