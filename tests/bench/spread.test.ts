import { describe, expect, test } from 'vitest';
import { againstUsage, alternated, isSlower, ratioText, spreadOf, spreadText } from '../../bench/spread.ts';

describe('over 5 % slower beyond the spread', () => {
  const theirs = [100, 101, 99, 100, 102, 98, 100];
  const scaled = (factor: number): readonly number[] => theirs.map((time) => factor * time);

  test('the same times are not slower, nor are faster ones', () => {
    expect(isSlower(theirs, theirs)).toBe(false);
    expect(isSlower(scaled(0.5), theirs)).toBe(false);
    expect(isSlower(theirs, scaled(0.5))).toBe(true);
  });

  test('the quartiles decide: 99.5 and 100.5, so a factor above 1.05 x 100.5 / 99.5', () => {
    expect(spreadOf(theirs)).toEqual({ median: 100, lowerQuartile: 99.5, upperQuartile: 100.5 });
    expect(isSlower(scaled((1.05 * 100.5) / 99.5 - 0.001), theirs)).toBe(false);
    expect(isSlower(scaled((1.05 * 100.5) / 99.5 + 0.001), theirs)).toBe(true);
  });

  test('a factor of 1.5 is nothing beyond a spread from 50 to 150, and one disturbed run is nothing', () => {
    const wide = [50, 50, 60, 100, 140, 150, 150];
    expect(
      isSlower(
        wide.map((time) => 1.5 * time),
        wide,
      ),
    ).toBe(false);
    expect(isSlower([...theirs.slice(1), 1000], theirs)).toBe(false);
  });

  test('exactly 5 % slower, without spread, is not over 5 %', () => {
    expect(isSlower([105, 105, 105], [100, 100, 100])).toBe(false);
    expect(isSlower([106, 106, 106], [100, 100, 100])).toBe(true);
  });
});

test('each thing is measured once a round, in the other order every other round', () => {
  const order: string[] = [];
  const measure = (name: string) => (): number => order.push(name);
  const found = alternated(3, { a: measure('a'), b: measure('b') });
  expect(order).toEqual(['a', 'b', 'b', 'a', 'a', 'b']);
  expect(found).toEqual({ a: [1, 4, 5], b: [2, 3, 6] });
});

test('ratios are of pairs: the median of ratios, not the ratio of medians', () => {
  const pairs = [
    [10, 1],
    [20, 10],
    [30, 10],
  ] as const;
  expect(ratioText(pairs, 'theirs')).toBe('3.00 x theirs (2.50 to 6.50)');
  expect(spreadText([10, 1234.4, 0.01234])).toBe('10.0 (5.01 to 622)');
});

test('another program is compared in the same round, in processor time and by the clock', () => {
  const used = (cpu: number, wall: number, megabytes: number) => ({ cpu, wall, megabytes });
  const found = { ours: [used(1, 2, 50), used(2, 2, 50)], theirs: [used(3, 4, 100), used(6, 4, 100)] };
  expect(againstUsage(found, 'theirs')).toBe(
    '3.00 x as fast as theirs in CPU (3.00 to 3.00); 2.00 x by the clock (2.00 to 2.00); theirs: 4.50 (3.75 to 5.25) CPU s; 4.00 (4.00 to 4.00) s; peak 100 (100 to 100) MB',
  );
});
