import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mapLetters, parseMap, printMap } from '../../src/contracts/grid-map.ts';

describe('maps', () => {
  test('are read row by row from the top', () => {
    expect(parseMap('S.#/~XG')).toEqual({
      rows: 2,
      columns: 3,
      cells: ['start', 'floor', 'wall', 'water', 'hazard', 'goal'],
    });
  });

  test('are the same after writing and reading', () => {
    const letters = Object.keys(mapLetters).filter((letter) => letter !== 'S');
    const maps = fc.integer({ min: 1, max: 9 }).chain((columns) =>
      fc
        .tuple(
          fc.array(fc.array(fc.constantFrom(...letters), { minLength: columns, maxLength: columns }), {
            minLength: 1,
            maxLength: 8,
          }),
          fc.nat(),
          fc.nat(),
        )
        .map(([rows, y, x]) => {
          const start = y % rows.length;
          return rows
            .map((row, k) =>
              row.map((letter, column) => (k === start && column === x % columns ? 'S' : letter)).join(''),
            )
            .join('/');
        }),
    );
    fc.assert(fc.property(maps, (text) => printMap(parseMap(text)) === text));
  });

  test.each([
    ['S../..', 'map: row 2 has 2 cells and the first one 3; give every row the same number of cells'],
    ['S../', 'map: row 2 has 0 cells and the first one 3; give every row the same number of cells'],
    ['', 'map: row 1 has 0 cells and the first one 0; give every row the same number of cells'],
    ['S.?/...', "map: '?' in row 1, column 3 is not a cell; use . floor, # wall, S start, G goal, X hazard, ~ water"],
    ['.../.sG', "map: 's' in row 2, column 2 is not a cell; use . floor, # wall, S start, G goal, X hazard, ~ water"],
    ['.../..G', 'map: there is no start; put one S where the animal begins'],
    ['S../S.G', 'map: there are 2 starts; put one S where the animal begins'],
  ])('%j is refused with the place and the remedy', (text, message) => {
    expect(() => parseMap(text)).toThrow(message);
  });
});
