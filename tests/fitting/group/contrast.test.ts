import { expect, test } from 'vitest';
import { contrastOf } from '../../../src/fitting/group/contrast.ts';

const cells = (...all: readonly string[]) => all.map((cell, i) => ({ subject: `S${i}`, cell }));

test('levels are compared with the first in order, or with the one that is named', () => {
  const given = cells('wt', 'ko', 'het', 'ko');
  expect(contrastOf('genotype', given)).toMatchObject({
    reference: 'het',
    names: ['ko minus het', 'wt minus het'],
    rows: [
      [0, 1],
      [1, 0],
      [0, 0],
      [1, 0],
    ],
  });
  expect(contrastOf('genotype', given, 'wt').names).toEqual(['het minus wt', 'ko minus wt']);
  // Two numbers are two levels.
  expect(contrastOf('dose', cells('10', '2', '10')).names).toEqual(['10 minus 2']);
});

test('of many numbers it is a slope per standard deviation', () => {
  const { names, rows, reference } = contrastOf('age', cells('10', '12', '14'));
  // Mean 12, sample standard deviation 2.
  expect(names).toEqual(['age higher by 2']);
  expect(reference).toBe('age 12');
  expect(rows).toEqual([[-1], [0], [1]]);
});

test('what is no contrast is refused', () => {
  expect(() => contrastOf('sex', cells('f', 'f'))).toThrow('all subjects have the same sex, f');
  expect(() => contrastOf('sex', cells('f', ''))).toThrow('subject S1 has no sex');
  expect(() => contrastOf('sex', cells('f', 'm'), 'x')).toThrow('no subject has sex x');
});
