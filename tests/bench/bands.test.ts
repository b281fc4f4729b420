import { describe, expect, test } from 'vitest';
import measured from '../../src/analysis/bands/coverage.json' with { type: 'json' };
import { cells } from '../../bench/bands/cells.ts';
import { measureCell } from '../../bench/bands/measure-cell.ts';
import { nullEvents } from '../../bench/bands/null-events.ts';

const simulations = 200;
/** More than a binomial count of 200 leaves its mean by chance in one of 10,000: 3.9 standard deviations. */
const chance = (percent: number): number => 3.9 * Math.sqrt((percent * (100 - percent)) / simulations);

describe('coverage of simultaneous bands', () => {
  test.each([
    ['group difference', 'both normal', 6],
    ['group difference', 'one normal, one skewed', 6],
    ['curve', 'skewed', 6],
  ])('%s, %s, %d animals', (of, shape, animals) => {
    const cell = cells.find((one) => one.of === of && one.shape === shape && one.animals[0] === animals);
    if (cell === undefined) throw new Error('no such cell');
    const { simultaneous } = measureCell(cell, simulations);
    const [low, high] = cell.required;
    expect(simultaneous).toBeGreaterThanOrEqual(low - chance(low));
    if (high < 100) expect(simultaneous).toBeLessThanOrEqual(high + chance(high));
  });

  test('events of the same animals are no more animals: false positives', () => {
    const { falsePositives, pooledRows } = nullEvents('group difference', 50);
    // At most 6 %: of 50, more than 11 are less likely than one in 10,000.
    expect(falsePositives).toBeLessThanOrEqual(22);
    // Rows as if independent find a difference most of the time.
    expect(pooledRows).toBeGreaterThan(50);
  });
});

describe('the stored measurement', () => {
  test('has every cell', () => {
    const name = (cell: { of: string; shape: string; animals: readonly number[] }): string =>
      `${cell.of}, ${cell.shape}, ${cell.animals.join('+')}`;
    expect(Math.min(...measured.cells.map((cell) => cell.simulations))).toBe(2000);
    expect(measured.cells.map(name)).toEqual(cells.map(name));
  });

  test.each(cells.map((cell, i) => ({ cell, i, name: `${cell.of}, ${cell.shape}, ${cell.animals.join(' + ')}` })))(
    'is within what is required: $name',
    ({ cell, i }) => {
      expect(measured.cells[i]?.simultaneous).toBeGreaterThanOrEqual(cell.required[0]);
      expect(measured.cells[i]?.simultaneous).toBeLessThanOrEqual(cell.required[1]);
    },
  );

  test('has at most 6 % false positives', () => {
    expect(measured.nulls).toHaveLength(2);
    for (const { falsePositives } of measured.nulls) expect(falsePositives).toBeLessThanOrEqual(6);
  });
});
