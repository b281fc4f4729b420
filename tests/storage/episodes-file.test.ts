import { appendFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { EpisodesFile, type EpisodeRows } from '../../src/storage/episodes-file.ts';
import { temporaryFolder } from './temporary-folder.ts';

const row = (i: number): [number, number, number] => [3 * i + 2, i % 7, i / 3 - 100];
const line = (i: number): string => `${row(i).join(',')}\n`;
const text = (count: number): string =>
  `end_step,length_steps,return\n${Array.from({ length: count }, (_, i) => line(i)).join('')}`;

/** Episodes that are computed on request, and the maximum number requested at a time. */
function synthetic(): EpisodeRows & { readonly spans: [number, number][] } {
  const spans: [number, number][] = [];
  return {
    spans,
    visit(from, to, one) {
      spans.push([from, to]);
      for (let i = from; i < to; i++) one(...row(i));
    },
  };
}

test('rows are appended in chunks of bounded size, each once, for any number of rows', async () => {
  const file = join(temporaryFolder(), 'episodes.csv');
  const [episodes, table] = [synthetic(), new EpisodesFile()];
  for (const count of [0, 3, 3, 100_000, 300_000]) await table.append(file, episodes, count);
  expect(episodes.spans.reduce((at, [from, to]) => (expect(from).toBe(at), to), 0)).toBe(300_000);
  expect(Math.max(...episodes.spans.map(([from, to]) => to - from))).toBeLessThanOrEqual(10_000);
  expect(readFileSync(file, 'utf8')).toBe(text(300_000));
});

test('a table is continued at its valid end; anything after it is removed', async () => {
  const file = join(temporaryFolder(), 'episodes.csv');
  const extent = await new EpisodesFile().append(file, synthetic(), 20_000);
  appendFileSync(file, '1,2,3\nhalf a l');
  const read: number[][] = [];
  const table = await EpisodesFile.read(file, extent, (...one) => read.push(one));
  expect(read).toEqual(Array.from({ length: 20_000 }, (_, i) => row(i)));
  const episodes = synthetic();
  const whole = await table.append(file, episodes, 20_002);
  expect(episodes.spans).toEqual([[20_000, 20_002]]);
  expect(readFileSync(file, 'utf8')).toBe(text(20_002));
  expect(whole).toEqual(await new EpisodesFile().append(join(temporaryFolder(), 'other.csv'), synthetic(), 20_002));
});

test('a changed or truncated table is neither read nor written to', async () => {
  const file = join(temporaryFolder(), 'episodes.csv');
  const table = new EpisodesFile();
  const extent = await table.append(file, synthetic(), 10);
  writeFileSync(file, text(10).replace('\n2,0', '\n3,0'));
  await expect(EpisodesFile.read(file, extent, () => undefined)).rejects.toThrow(/SHA-256 differs/);
  truncateSync(file, 40);
  await expect(EpisodesFile.read(file, extent, () => undefined)).rejects.toThrow(/has 40 bytes, the manifest says/);
  await expect(table.append(file, synthetic(), 12)).rejects.toThrow(/shorter than/);
});
