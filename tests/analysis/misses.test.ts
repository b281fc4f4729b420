import { expect, test } from 'vitest';
import { judgeSeeds } from '../../src/analysis/judge-seeds.ts';
import { missesOf, missText } from '../../src/analysis/misses.ts';
import type { BenchSignature } from '../../src/contracts/bench.ts';
import type { Expectation } from '../../src/contracts/paradigm.ts';

const signature = (
  id: string,
  expected: Expectation,
  values: readonly (number | null)[],
  more: Partial<BenchSignature> = {},
): BenchSignature => ({
  claim: '',
  source: '',
  quantity: '',
  id,
  role: 'finding',
  expected,
  ...judgeSeeds(values, expected),
  ...more,
});

test('misses are distances from what is expected in units of its limit, the largest first', () => {
  const misses = missesOf([
    signature('held', { above: 0.2 }, [0.3]),
    signature('bound', { above: 0.2 }, [0.15]),
    signature('negative', { below: -2 }, [-1]),
    signature('zero', { below: 0 }, [0.1]),
    signature('around', { about: 1, within: 0.1 }, [0.86]),
    signature('between', { above: 2, below: 4 }, [5.5]),
  ]);
  // .05 of .2; 1 of 2; .1 of the .05 that a limit of 0 counts as; .04 beyond within, of .1; 1.5 of half the range, 1.
  expect(misses.map(({ id }) => id)).toEqual(['zero', 'between', 'negative', 'around', 'bound']);
  [2, 1.5, 0.5, 0.4, 0.25].forEach((limits, i) => expect(misses[i]?.limits).toBeCloseTo(limits, 12));
});

test('only what the letter depends on is missed, and what is undefined in some seed has no distance', () => {
  const misses = missesOf([
    signature('finding', { above: 1 }, [null, 0]),
    signature('by-construction', { above: 1 }, [0], { byConstruction: 'the world' }),
    signature('control', { below: 1 }, [1.5], { role: 'control' }),
  ]);
  expect(misses).toEqual([
    { id: 'finding', limits: null },
    { id: 'control', limits: 0.5 },
  ]);
  expect(missText(misses)).toBe('misses control by 50 % of its limit; undefined: finding');
});

test('over seeds the farther end of the interval counts', () => {
  const [miss] = missesOf([signature('mean', { above: 1 }, [0.2, 0.4, 0.6])]);
  const { interval } = signature('mean', { above: 1 }, [0.2, 0.4, 0.6]);
  expect(interval?.[0]).toBeLessThan(0.4);
  expect(miss?.limits).toBeCloseTo(1 - (interval?.[0] as number), 12);
});

test('in words', () => {
  expect(
    missText([
      { id: 'first', limits: 2.14 },
      { id: 'second', limits: 0.004 },
    ]),
  ).toBe('misses first by 210 % of its limit, second by 0.4 %');
  expect(missText([])).toBe('');
});
