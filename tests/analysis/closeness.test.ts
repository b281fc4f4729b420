import { describe, expect, test } from 'vitest';
import { closestFirst } from '../../src/analysis/closeness.ts';
import { judgeSeeds } from '../../src/analysis/judge-seeds.ts';
import type { BenchSignature } from '../../src/contracts/bench.ts';
import type { Expectation } from '../../src/contracts/paradigm.ts';

const declared = { claim: '', source: '', quantity: '' };
const signature = (
  id: string,
  role: 'finding' | 'control',
  expected: Expectation,
  values: readonly (number | null)[],
): BenchSignature => ({ ...declared, id, role, expected, ...judgeSeeds(values, expected) });

/**
 * A paradigm with two findings, above 1 and below 0 in units a thousand times as small, and a control that must be 0.
 */
const setting = (first: number | null, second: number | null, control: number | null): readonly BenchSignature[] => [
  signature('first', 'finding', { above: 1 }, [first]),
  signature('second', 'finding', { below: 0 }, [second]),
  signature('control', 'control', { about: 0, within: 0.1 }, [control]),
];

describe('settings, the closest first', () => {
  test('what counts in the letter comes first: findings shown with their control held', () => {
    // Both findings without the control; one with it; both with it; none with it.
    expect(closestFirst([setting(9, -9000, 5), setting(2, 9000, 0), setting(1.1, -1, 0), setting(0.9, 1, 0)])).toEqual([
      2, 1, 3, 0,
    ]);
  });

  test('among those that show the same number, the one that is further inside, or less far outside, is closer', () => {
    expect(closestFirst([setting(1.1, -1000, 0), setting(3, -1000, 0), setting(2, -1000, 0)])).toEqual([1, 2, 0]);
    expect(closestFirst([setting(0.1, 900, 0), setting(0.9, 900, 0), setting(-5, 900, 0)])).toEqual([1, 0, 2]);
  });

  test('of those that show all, the smallest margin counts, not the mean: a finding with a small margin is lost under the next seed', () => {
    expect(closestFirst([setting(1.01, -1e6, 0), setting(2, -1000, 0), setting(1.5, -2000, 0)])).toEqual([2, 1, 0]);
  });

  test('units do not matter', () => {
    const candidates = [
      [0.5, 3],
      [0.9, 8],
      [0.2, 1],
      [0.7, 5],
    ] as const;
    const inUnits = (unit: number): readonly number[] =>
      closestFirst(
        candidates.map(([first, second]) => [
          signature('first', 'finding', { above: 1 }, [first]),
          signature('second', 'finding', { below: 0 }, [second * unit]),
        ]),
      );
    expect(inUnits(1)).toEqual(inUnits(1000));
  });

  test('undefined is furthest away, and ties keep their order', () => {
    expect(closestFirst([setting(null, 5, 0), setting(-1e6, 5, 0), setting(-1e6, 5, 0)])).toEqual([1, 2, 0]);
    expect(closestFirst([])).toEqual([]);
  });

  test('over seeds the whole interval counts', () => {
    const over = (values: readonly number[]): readonly BenchSignature[] => [
      signature('first', 'finding', { above: 1 }, values),
    ];
    expect(closestFirst([over([1.1, 9, 9]), over([2, 2.1, 2.2])])).toEqual([1, 0]);
  });
});
