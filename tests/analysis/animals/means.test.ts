import { expect, test } from 'vitest';
import { animalLines, groupingsOf } from '../../../src/analysis/animals/lines.ts';
import type { AnimalRows } from '../../../src/contracts/animal-rows.ts';
import { animalMeans } from '../../../src/analysis/animals/means.ts';

/** One value per event, at one point. */
const windows = (
  condition: string,
  events: readonly (readonly [animal: string, value: number, session?: string, trial?: number])[],
  columns: AnimalRows['columns'] = {},
): AnimalRows => ({
  condition,
  title: condition,
  t: Float64Array.of(0),
  align: 'cue',
  rows: Float32Array.from(events, ([, value]) => value),
  animals: events.map(([animal]) => animal),
  sessions: events.map(([animal, , session]) => session ?? animal),
  trials: events.map(([, , , trial], i) => trial ?? i),
  columns,
  marks: [],
});

const means = (lines: ReturnType<typeof animalLines>): readonly (readonly [string, number])[] =>
  animalMeans(lines).lines.map(({ title, mean }) => [title, mean[0] as number]);

test('every animal counts once, and the difference of two conditions is taken within animals', () => {
  // m1 has three events with mean 2, m2 one with 4; of m3 there is only one condition.
  const plus = windows('plus', [
    ['m1', 1],
    ['m1', 2],
    ['m1', 3],
    ['m2', 4],
    ['m3', 9],
  ]);
  const minus = windows('minus', [
    ['m1', 1],
    ['m2', 1],
  ]);
  const lines = animalLines([plus, minus], 'condition', {});
  const { lines: drawn, difference } = animalMeans(lines, { one: 'plus', other: 'minus' });
  expect(drawn[0]).toMatchObject({ mean: Float64Array.of(5), animals: ['m1', 'm2', 'm3'], events: 5 });
  // Differences 1 and 3: mean 2, standard error 1; t of one degree of freedom at 97.5 % is 12.706.
  expect(difference).toMatchObject({ title: 'plus minus minus', of: 'paired difference', unpaired: ['m3'] });
  expect(difference?.mean[0]).toBe(2);
  expect(difference?.band?.pointwise.high[0]).toBeCloseTo(2 + 12.706, 2);
  expect(difference?.missing).toBe('no simultaneous band of 2 animals: it needs 4');
});

test('the difference of two groups is that of their means', () => {
  const tone = windows('tone', [
    ['a', 1],
    ['b', 3],
    ['c', 10],
    ['d', 12],
    ['x', 99],
  ]);
  const groups = { a: 'wild type', b: 'wild type', c: 'knock-out', d: 'knock-out' };
  const lines = animalLines([tone], 'group', groups);
  expect(means(lines)).toEqual([
    ['wild type', 2],
    ['knock-out', 11],
  ]);
  const { difference } = animalMeans(lines, { one: 'tone | knock-out', other: 'tone | wild type' });
  expect(difference).toMatchObject({ of: 'group difference', animals: [2, 2], mean: Float64Array.of(9) });
});

test('one animal has a mean and no band, and it is said why', () => {
  const { lines } = animalMeans(
    animalLines(
      [
        windows('tone', [
          ['m1', 1],
          ['m1', 3],
        ]),
      ],
      'condition',
      {},
    ),
  );
  expect(lines[0]).toMatchObject({
    mean: Float64Array.of(2),
    band: undefined,
    missing: '1 animal has no band: it needs 2',
  });
});

test('rows are grouped by session of the animal, by third, and by columns', () => {
  const tone = windows(
    'tone',
    [
      ['m1', 1, 'm1 a', 0],
      ['m1', 2, 'm1 a', 3],
      ['m1', 3, 'm1 b', 0],
      ['m2', 4, 'm2 a', 5],
    ],
    { side: ['left', 'right', '', 'left'], size: [1, 2, 1, Number.NaN] },
  );
  expect(groupingsOf([tone], {}).map(({ id }) => id)).toEqual(['condition', 'session', 'third', 'side', 'size']);
  // m1 a and m2 a are first sessions: m1 has 1.5, m2 4.
  expect(means(animalLines([tone], 'session', {}))).toEqual([
    ['session 1', 2.75],
    ['session 2', 3],
  ]);
  expect(means(animalLines([tone], 'side', {}))).toEqual([
    ['left', 2.5],
    ['right', 2],
  ]);
  expect(means(animalLines([tone], 'size', {}))).toEqual([
    ['size 1', 2],
    ['size 2', 2],
  ]);
  // Trial 0 of 4 is early, 3 of 4 late, 0 of 1 early, 5 of 6 late.
  expect(means(animalLines([tone], 'third', {}))).toEqual([
    ['early third', 2],
    ['late third', 3],
  ]);
});

test('many numbers are divided into three classes with as many rows each', () => {
  const numbers = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
  const tone = windows(
    'tone',
    numbers.map((number) => ['m', number]),
    { latency: numbers },
  );
  const lines = animalLines([tone], 'latency', {});
  expect(lines.map(({ title }) => title)).toEqual(['latency 0.1 to 0.3', 'latency 0.4 to 0.6', 'latency 0.7 to 0.9']);
  expect(animalLines([tone, { ...tone, condition: 'b', title: 'b' }], 'latency', {})[0]?.title).toBe(
    'tone, latency 0.1 to 0.3',
  );
});
