import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import csv from '../../src/readers/csv.ts';
import { windowColumns } from '../../src/readers/windows/columns.ts';
import { proposedSample } from '../../src/readers/windows/event-sample.ts';
import { fileSource } from '../../src/storage/file-source.ts';
import { dataFolder } from './lab-case.ts';
import { openOne } from './open-one.ts';

const samples = 30;
/** Six rows of a mouse each: 0 before the tenth sample, then the number of the row. */
const rows = (headings: readonly string[], decimals = 3): string =>
  [
    ['mouse', 'session', 'trial', 'cs', ...headings],
    ...Array.from({ length: 6 }, (_, row) => [
      `m${row % 2}`,
      '1',
      String(1 + Math.floor(row / 2)),
      row < 3 ? 'A' : 'B',
      ...headings.map((_, i) => (i < 9 ? 0 : row + 1).toFixed(decimals)),
    ]),
  ]
    .map((cells) => `${cells.join(',')}\n`)
    .join('');

const counted = Array.from({ length: samples }, (_, i) => `photometry.${i + 1}`);
const timed = Array.from({ length: samples }, (_, i) => ((i - 9) * 0.1).toFixed(1));

it('reads columns that count as windows, and asks what they do not say', async () => {
  const { found } = await openOne(csv, { 'a.csv': rows(counted) });
  expect(found.signals).toEqual([]);
  expect(found.questions.map(({ id, proposed }) => [id, proposed])).toEqual([
    ['window-rate', '20'],
    ['window-sample', '10'],
    ['window-event', 'cue'],
  ]);
  const [windows] = found.windows ?? [];
  expect(windows).toMatchObject({ id: 'photometry', rows: 6, align: 'cue', table: 'a', unit: undefined });
  // At 20 Hz with the event at the tenth sample.
  expect(Array.from(windows?.seconds ?? []).map((s) => Number(s.toFixed(3)))).toEqual(
    Array.from({ length: samples }, (_, i) => Number(((i - 9) / 20).toFixed(3))),
  );
  expect(found.tables[0]?.columns.map(({ id, proposal }) => [id, proposal?.role])).toEqual([
    ['mouse', 'animal'],
    ['session', 'session'],
    ['trial', 'trial'],
    ['cs', 'trial type'],
  ]);
});

it('takes answers, and ignores those that are not allowed', async () => {
  const of = async (answers: Record<string, string>) =>
    (await openOne(csv, { 'a.csv': rows(counted) }, answers)).found.windows?.[0];
  const answered = await of({ 'window-rate': '12.5', 'window-sample': '3', 'window-event': 'lick' });
  expect(answered?.align).toBe('lick');
  expect(answered?.seconds[2]).toBe(0);
  expect(answered?.seconds[3]).toBeCloseTo(0.08, 12);
  const refused = await of({ 'window-rate': '-1', 'window-sample': '3.5', 'window-event': 'sneeze' });
  expect(refused?.seconds[9]).toBe(0);
  expect(refused?.align).toBe('cue');
});

it('reads headings that are times, of which it asks only the unit', async () => {
  const { found, windows } = await openOne(csv, { 'a.csv': rows(timed) });
  expect(found.questions.map(({ id, proposed }) => [id, proposed])).toEqual([
    ['window-unit', 's'],
    ['window-event', 'cue'],
  ]);
  expect(found.windows?.[0]?.seconds[0]).toBeCloseTo(-0.9, 12);
  const values = (await windows?.('windows')) as Float32Array;
  expect(values).toHaveLength(6 * samples);
  // The last row has its number, 6, from the tenth sample on.
  expect(Array.from(values.subarray(5 * samples, 5 * samples + 11))).toEqual([...Array<number>(9).fill(0), 6, 6]);
});

it('takes neither channels over time nor a few numbered columns for windows', async () => {
  const channels = ['time', ...Array.from({ length: 24 }, (_, i) => `ch${i + 1}`)];
  const recording = [
    channels,
    ...Array.from({ length: 40 }, (_, i) => channels.map((_, c) => (c === 0 ? i / 20 : c + i / 7))),
  ];
  const { found } = await openOne(csv, { 'a.csv': recording.map((cells) => `${cells.join(',')}\n`).join('') });
  expect(found.windows).toBeUndefined();
  expect(found.signals).toHaveLength(24);
  expect(windowColumns(Array.from({ length: 8 }, (_, i) => `region${i}`))).toBeUndefined();
  expect(windowColumns(['a', ...Array.from({ length: 25 }, (_, i) => `x ${i * i}`)])).toBeUndefined();
});

it('orders columns by their number', () => {
  const shuffled = ['id', 'y3', ...Array.from({ length: 22 }, (_, i) => `y${i < 3 ? i : i + 1}`)];
  expect(windowColumns(shuffled)).toEqual({
    stem: 'y',
    places: [2, 3, 4, 1, ...Array.from({ length: 19 }, (_, i) => i + 5)],
    times: undefined,
  });
});

it('proposes the middle where nothing responds', () => {
  expect(proposedSample(Float64Array.from({ length: 41 }, (_, i) => i % 2)).sample).toBe(21);
});

const folder = join(dataFolder, 'jeong2022-flmm-cc0');
it.skipIf(!existsSync(folder))(
  'opens the tables of Jeong et al. 2022 as distributed (skipped without ../shared/data)',
  async () => {
    const source = fileSource(join(folder, 'binary.csv'));
    const [claim] = csv.detect(source);
    const { found } = await csv.open(claim as NonNullable<typeof claim>, source, { 'window-rate': '25' });
    // The cue is at sample 50 of 125, which the file does not say: it is where the mean begins to rise.
    expect(found.questions.find(({ id }) => id === 'window-sample')?.proposed).toBe('50');
    const seconds = found.windows?.[0]?.seconds ?? new Float64Array();
    expect([seconds[0], seconds[49], seconds.at(-1)]).toEqual([-1.96, 0, 3]);
    source.close();
  },
);
