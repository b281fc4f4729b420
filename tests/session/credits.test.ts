import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { trialRows } from '../../src/engine/trial-map.ts';
import { runToEnd } from '../../src/session/run-to-end.ts';
import { TrialFeed } from '../../src/session/trial-feed.ts';
import { severalTypes } from '../../src/protocol/fold.ts';
import type { TrialBlock } from '../../src/protocol/frames.ts';
import { hosted, type Face } from './face.ts';
import { schultz } from './spec.ts';

const initialCredit = 2;
const long = schultz(1, { trainingTrials: 20_000 });
const trials = 20_060;
// At most 4096 rows.
const perMapRow = 5;

async function opened(page: Face, spec = long): Promise<number> {
  return (await page.client.request({ type: 'open', spec })).session;
}

test('a page that does not draw gets no more than its credit, and is still notified of the end', async () => {
  const page = hosted({ draws: false });
  const session = await opened(page);
  await page.client.request({ type: 'run', session, perSecond: null });
  const end = await page.progressWhere(({ state }) => state === 'finished');
  expect(end.trialsDone).toBe(trials);
  expect(page.blocks).toHaveLength(initialCredit);
  // While it runs, messages are sent only with frames, so nothing accumulates for a page that does not read.
  expect(page.progress).toHaveLength(initialCredit + 1);
});

test('when it draws again it gets everything that it missed, first in one folded block, then each row of its map separately', async () => {
  const page = hosted({ draws: false });
  const session = await opened(page);
  await page.client.request({ type: 'run', session, perSecond: null });
  await page.progressWhere(({ state }) => state === 'finished');
  const before = page.blocks.length;
  page.client.credit(1);
  expect(page.blocks).toHaveLength(before + 1);
  const block = page.blocks.at(-1) as TrialBlock;
  const sent = page.blocks[before - 1] as TrialBlock;
  // The row of its map that was sent with only some of its trials is sent again completely.
  expect(block.firstTrial).toBe(Math.floor(sent.trialsDone / perMapRow) * perMapRow);
  expect(block.rows).toBeLessThanOrEqual(512);
  expect(block.rows).toBeGreaterThan(256);
  expect(block.trialsPerRow).toBe(perMapRow * Math.ceil((trials - block.firstTrial) / perMapRow / 512));
  expect(block.endTrial).toBe(trials);
  const refined = Math.ceil(trials / perMapRow / 512);
  // No more than its credit here either.
  for (let i = 1; i <= refined + 3; i++) {
    page.client.credit(1);
    expect(page.blocks.length).toBeLessThanOrEqual(before + 1 + i);
  }
  const rows = page.blocks.slice(before + 1);
  expect(rows.every(({ trialsPerRow, rows: count }) => trialsPerRow === perMapRow && count <= 512)).toBe(true);
  const sentAlone = new Set(
    [...page.blocks.slice(0, before), ...rows]
      .filter(({ trialsPerRow }) => trialsPerRow === perMapRow)
      .flatMap(({ firstTrial, rows: count }) =>
        Array.from({ length: count }, (_, row) => firstTrial / perMapRow + row),
      ),
  );
  expect(sentAlone.size).toBe(Math.ceil(trials / perMapRow));
  page.client.credit(1);
  expect(page.blocks).toHaveLength(before + 1 + rows.length);
});

test('a folded block contains in each cell the value farthest from zero of the trials in its row, and the last trial unchanged', () => {
  const { session } = runToEnd(schultz(1, { trainingTrials: 1_000 }));
  const feed = new TrialFeed(session, 1);
  const block = feed.take() as TrialBlock;
  expect(block).toMatchObject({ firstTrial: 0, trialsPerRow: 3, trialsDone: 1_060, rows: Math.ceil(1_060 / 3) });
  const { columns } = block;
  const whole = trialRows(session, 0, 1_060);
  for (const signal of ['rpe', 'value'] as const) {
    for (let row = 0; row < block.rows; row++) {
      for (let column = 0; column < columns; column++) {
        const shared = [0, 1, 2]
          .map((k) => 3 * row + k)
          .filter((trial) => trial < 1_060)
          .map((trial) => whole[signal][trial * columns + column] as number);
        const farthest = shared.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a), 0);
        if (block[signal][row * columns + column] !== farthest)
          throw new Error(`${signal}, row ${row}, column ${column}`);
      }
    }
  }
  expect(block.rpe.some((rpe) => rpe > 0.5)).toBe(true);
  const types = Object.keys(session.design.trialTypes);
  const kinds = (row: number): ReadonlySet<string> =>
    new Set([0, 1, 2].flatMap((k) => session.trials[3 * row + k]?.type ?? []));
  const named = (row: number): string => (kinds(row).size === 1 ? ([...kinds(row)][0] as string) : 'several');
  expect([...block.types].map((type) => (type === severalTypes ? 'several' : types[type]))).toEqual(
    Array.from({ length: block.rows }, (_, row) => named(row)),
  );
  expect([...block.types]).toContain(severalTypes);
  expect(block.last).toEqual({ rpe: whole.rpe.slice(-columns), value: whole.value.slice(-columns) });
});

test('a feed sends each trial once, and again after rewinding', () => {
  const { session } = runToEnd(schultz());
  const start = { ...session.state(), done: 0 };
  const feed = new TrialFeed(session, 1);
  expect(feed.take()?.rows).toBe(360);
  expect(feed.pending).toBe(false);
  expect(feed.take()).toBeUndefined();
  session.restore(start);
  feed.rewind();
  expect(feed.pending).toBe(false);
  session.advance(3);
  expect(feed.take()).toMatchObject({ firstTrial: 0, rows: 3, trialsDone: 3 });
  // After rewinding, the current trial is sent again, so that the page can show it.
  session.restore({ ...start, done: 2 });
  feed.rewind();
  expect(feed.take()).toMatchObject({ firstTrial: 1, rows: 1, trialsDone: 2 });
  expect(feed.folded).toBe(false);
});

test('a page that draws gets every trial of a run, in order and without gaps', async () => {
  const page = hosted();
  const session = await opened(page);
  await page.client.request({ type: 'run', session, perSecond: null });
  await page.progressWhere(({ state }) => state === 'finished');
  let next = 0;
  for (const { firstTrial, endTrial, rows, trialsPerRow } of page.blocks) {
    expect(rows).toBe(Math.ceil((endTrial - firstTrial) / trialsPerRow));
    expect(rows).toBeLessThanOrEqual(512);
    // A row of the map is sent again if it has more trials, or is no longer folded.
    expect(firstTrial).toBeLessThanOrEqual(next);
    next = Math.max(next, endTrial);
  }
  expect(next).toBe(trials);
});

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const used = (): number => {
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 2 ** 20;
};

test.each([true, false])('a million steps do not increase memory (page draws: %s)', async (draws) => {
  const spec = schultz(1, { trainingTrials: 14_000 });
  const page = hosted({ draws });
  const session = await opened(page, spec);
  await page.client.request({ type: 'seek', session, trialsDone: 100 });
  const before = used();
  let most = 0;
  const watch = setInterval(() => (most = Math.max(most, used())), 50);
  await page.client.request({ type: 'run', session, perSecond: null });
  await page.progressWhere(({ state }) => state === 'finished');
  clearInterval(watch);
  // Memory of this test does not count.
  page.blocks.length = 0;
  page.progress.length = 0;
  const after = used();
  expect(after - before).toBeLessThan(16);
  expect(most - before).toBeLessThan(64);
});
