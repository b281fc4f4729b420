import { describe, expect, test } from 'vitest';
import { haltonPoints } from '../../src/core/halton.ts';

describe('Halton points', () => {
  test('fill each axis: of b^k points, one lies in each of b^k equal intervals', () => {
    const points = haltonPoints(125, 3, 'any');
    for (const [k, [base, powers]] of [
      [2, [2, 4, 64]],
      [3, [3, 9, 81]],
      [5, [5, 25, 125]],
    ].entries() as IterableIterator<[number, [number, number[]]]>) {
      expect(base).toBeGreaterThan(k);
      for (const parts of powers)
        expect(
          points
            .slice(0, parts)
            .map((point) => Math.floor((point[k] as number) * parts + 1e-14))
            .sort((a, b) => a - b),
        ).toEqual(Array.from({ length: parts }, (_, i) => i));
    }
  });

  test('fill planes: for the bases 2 and 3 one of the first 6 points lies in each of 2 x 3 boxes', () => {
    const boxes = haltonPoints(6, 2, 'any').map(
      ([x, y]) => `${Math.floor((x as number) * 2)} ${Math.floor((y as number) * 3)}`,
    );
    expect(new Set(boxes).size).toBe(6);
  });

  test('axes of high bases are not correlated', () => {
    const points = haltonPoints(64, 16, 'any');
    const column = (k: number): number[] => points.map((point) => point[k] as number);
    const correlation = (x: number[], y: number[]): number => {
      const mean = (list: number[]): number => list.reduce((sum, one) => sum + one, 0) / list.length;
      const [mx, my] = [mean(x), mean(y)];
      const of = (a: number[], ma: number, b: number[], mb: number): number =>
        a.reduce((sum, one, i) => sum + (one - ma) * ((b[i] as number) - mb), 0);
      return of(x, mx, y, my) / Math.sqrt(of(x, mx, x, mx) * of(y, my, y, my));
    };
    // Unpermuted, the axes of 47 and 53 have a correlation of .8 in their first 64 points.
    for (let i = 0; i < 16; i++)
      for (let k = 0; k < i; k++) expect(Math.abs(correlation(column(i), column(k)))).toBeLessThan(0.5);
  });

  test('are the same each time, and start equally for any number of points', () => {
    expect(haltonPoints(64, 5, 'a').slice(0, 8)).toEqual(haltonPoints(8, 5, 'a'));
    expect(haltonPoints(8, 5, 'b')).not.toEqual(haltonPoints(8, 5, 'a'));
    for (const one of haltonPoints(200, 12, 'a').flat()) expect(one >= 0 && one < 1).toBe(true);
  });
});
