import { expect, test } from 'vitest';
import { sessionNames } from '../../../src/recorded/data-set/session-names.ts';

const namesOf = (files: readonly string[], subject?: string) =>
  sessionNames(files.map((file) => ({ files: [file], subject })));
const animals = (files: readonly string[]): readonly string[] => namesOf(files).map(({ animal }) => animal);

test.each([
  [
    ['A12_day1.csv', 'A12_day2.csv', 'B3_day1.csv'],
    ['A12', 'A12', 'B3'],
  ],
  [
    ['20240101_m1_s1.ppd', '20240102_m2_s1.ppd'],
    ['m1', 'm2'],
  ],
  [
    ['m1_day1.csv', 'm1_day2.csv'],
    ['m1', 'm1'],
  ],
  [
    ['sub-01_ses-a.nwb', 'sub-02_ses-b.nwb'],
    ['sub-01', 'sub-02'],
  ],
  [
    ['set/WT1/day1.csv', 'set/WT1/day2.csv', 'set/KO1/day1.csv'],
    ['WT1', 'WT1', 'KO1'],
  ],
  // Each in a folder of its own, as TDT's blocks.
  [
    ['tank/m1-230101/x.tsq', 'tank/m2-230102/x.tsq'],
    ['m1', 'm2'],
  ],
  [
    ['monday.csv', 'second try.csv'],
    ['monday', 'second try'],
  ],
])('animals of %j are %j', (files, expected) => {
  expect(animals(files)).toEqual(expected);
});

test('a name in the file counts most, and each name has its reason', () => {
  expect(namesOf(['a.nwb', 'b.nwb'], 'Leo')).toEqual([
    { name: 'a', animal: 'Leo', reason: 'the file names it' },
    { name: 'b', animal: 'Leo', reason: 'the file names it' },
  ]);
  expect(namesOf(['A12_day1.csv', 'B3_day1.csv'])[1]?.reason).toBe('part 1 of its name, in which sessions differ');
  expect(namesOf(['m1/rec.csv', 'm2/rec.csv'])[0]).toMatchObject({ name: 'm1', animal: 'm1' });
});

test('names of sessions are unique', () => {
  expect(namesOf(['x.csv', 'x.ppd']).map(({ name }) => name)).toEqual(['x', 'x (2)']);
});
