import type { Shape } from '../../src/contracts/drawing.ts';

/** A board whose cells are numbered row by row. */
export interface Board {
  readonly rows: number;
  readonly columns: number;
}

/** The direction of an action, in rows (down) and columns (right). */
export interface Heading {
  readonly rows: number;
  readonly columns: number;
}

const within = (value: number, count: number): number => Math.min(Math.max(value, 0), count - 1);

/**
 * The target of each heading from each cell, at cell * headings + heading; a move off the board leaves that coordinate
 * unchanged.
 */
export function targets({ rows, columns }: Board, headings: readonly Heading[]): Int32Array {
  const cells = Array.from(
    { length: rows * columns },
    (_, cell) => [Math.floor(cell / columns), cell % columns] as const,
  );
  return Int32Array.from(
    cells.flatMap(([row, column]) =>
      headings.map((heading) => within(row + heading.rows, rows) * columns + within(column + heading.columns, columns)),
    ),
  );
}

/** The executed direction of four, if the draw selects left of it (0), itself (1) or right of it (2) in their order. */
export const slipped = (action: number, drawn: number): number => (action + drawn + 3) & 3;

/** x, y of cells, in the drawing's format. */
export const cellPlaces = ({ columns }: Board, cells: readonly number[]): readonly number[] =>
  cells.flatMap((cell) => [cell % columns, Math.floor(cell / columns)]);

/** Lines between the cells, and around them. */
export function gridLines({ rows, columns }: Board): readonly Shape[] {
  const line = (...points: number[]): Shape => ({ kind: 'line', points, width: 0.02, paint: 'faint' });
  const across = Array.from({ length: rows + 1 }, (_, row) => line(0, row, columns, row));
  const down = Array.from({ length: columns + 1 }, (_, column) => line(column, 0, column, rows));
  return [...across, ...down];
}

/** The figure at a cell. */
export const playerAt = ({ columns }: Board, cell: number): Shape => ({
  kind: 'circle',
  x: (cell % columns) + 0.5,
  y: Math.floor(cell / columns) + 0.5,
  radius: 0.3,
  paint: 'player',
});

/** A cell in one-based coordinates. */
export const placeText = ({ rows, columns }: Board, cell: number): string =>
  `row ${Math.floor(cell / columns) + 1} of ${rows}, column ${(cell % columns) + 1} of ${columns}`;
