import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { trialRows } from '../../src/engine/trial-map.ts';
import { runToEnd } from '../../src/host/run-to-end.ts';
import { TrialFeed } from '../../src/host/trial-feed.ts';
import { foldBlock } from '../../src/protocol/fold.ts';
import type { TrialBlock } from '../../src/protocol/frames.ts';
import { hosted, type Face } from './face.ts';
import { schultz } from './spec.ts';

const initialCredit = 2;
const long = schultz(1, { trainingTrials: 20_000 });
const trials = 20_060;

async function opened(page: Face, spec = long): Promise<number> {
  return (await page.client.request({ type: 'open', spec })).session;
}

test('a page that draws nothing gets no more than its credit, and is still told the end', async () => {
  const page = hosted({ draws: false });
  const session = await opened(page);
  await page.client.request({ type: 'run', session, trialsPerSecond: null });
  const end = await page.progressWhere(({ state }) => state === 'finished');
  expect(end.trialsDone).toBe(trials);
  expect(page.blocks).toHaveLength(initialCredit);
  // While it runs, word goes out with frames only: nothing else piles up for a page that does not read.
  expect(page.progress).toHaveLength(initialCredit + 1);
});

test('when it draws again it gets everything that it missed, in one folded block', async () => {
  const page = hosted({ draws: false });
  const session = await opened(page);
  await page.client.request({ type: 'run', session, trialsPerSecond: null });
  await page.progressWhere(({ state }) => state === 'finished');
  const before = page.blocks.length;
  page.client.credit(1);
  expect(page.blocks).toHaveLength(before + 1);
  const block = page.blocks.at(-1) as TrialBlock;
  const sent = page.blocks[before - 1] as TrialBlock;
  expect(block.firstTrial).toBe(sent.trialsDone);
  expect(block.rows).toBeLessThanOrEqual(512);
  expect(block.rows).toBeGreaterThan(256);
  expect(block.trialsPerRow).toBe(Math.ceil((trials - block.firstTrial) / 512));
  expect(block.firstTrial + block.rows * block.trialsPerRow).toBeGreaterThanOrEqual(trials);
  page.client.credit(1);
  expect(page.blocks).toHaveLength(before + 1);
});

test('a folded block holds in each cell the value farthest from zero of the trials that share its row', () => {
  const { session } = runToEnd(schultz(1, { trainingTrials: 1_000 }));
  const feed = new TrialFeed(session, 1);
  const block = feed.take() as TrialBlock;
  expect(block).toMatchObject({ firstTrial: 0, trialsPerRow: 3, trialsDone: 1_060, rows: Math.ceil(1_060 / 3) });
  const { columns } = block;
  const whole = trialRows(session, 0, 1_060);
  for (const signal of ['rpe', 'value'] as const) {
    for (let row = 0; row < block.rows; row++) {
      for (let column = 0; column < columns; column++) {
        const shared = [0, 1, 2].map((k) => 3 * row + k).filter((trial) => trial < 1_060).map((trial) => whole[signal][trial * columns + column] as number);
        const farthest = shared.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a), 0);
        if (block[signal][row * columns + column] !== farthest) throw new Error(`${signal}, row ${row}, column ${column}`);
      }
    }
  }
  expect(block.rpe.some((rpe) => rpe > 0.5)).toBe(true);
  const types = Object.keys(session.design.trialTypes);
  expect([...block.types].map((type) => types[type])).toEqual(Array.from({ length: block.rows }, (_, row) => session.trials[3 * row]?.type));
  expect(foldBlock({ ...block, rows: 1, rpe: block.rpe.slice(0, columns), value: block.value.slice(0, columns) }, 1).rows).toBe(1);
});

test('a feed sends each trial once, and again after going back', () => {
  const { session } = runToEnd(schultz());
  const start = { ...session.checkpoint(), trialsDone: 0 };
  const feed = new TrialFeed(session, 1);
  expect(feed.take()?.rows).toBe(360);
  expect(feed.pending).toBe(false);
  expect(feed.take()).toBeUndefined();
  session.restore(start);
  feed.rewind();
  expect(feed.pending).toBe(false);
  session.advance(3);
  expect(feed.take()).toMatchObject({ firstTrial: 0, rows: 3, trialsDone: 3 });
});

test('a page that draws gets every trial of a run, in order and without gaps', async () => {
  const page = hosted();
  const session = await opened(page);
  await page.client.request({ type: 'run', session, trialsPerSecond: null });
  await page.progressWhere(({ state }) => state === 'finished');
  let next = 0;
  for (const { firstTrial, rows, trialsPerRow, trialsDone } of page.blocks) {
    expect(firstTrial).toBe(next);
    next = trialsDone;
    expect(rows).toBe(Math.ceil((trialsDone - firstTrial) / trialsPerRow));
    expect(rows).toBeLessThanOrEqual(512);
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

test.each([true, false])('a million steps leave memory as it was (page draws: %s)', async (draws) => {
  const spec = schultz(1, { trainingTrials: 14_000, stepSeconds: 0.1 });
  const page = hosted({ draws });
  const session = await opened(page, spec);
  await page.client.request({ type: 'seek', session, trialsDone: 100 });
  const before = used();
  let most = 0;
  const watch = setInterval(() => (most = Math.max(most, used())), 50);
  await page.client.request({ type: 'run', session, trialsPerSecond: null });
  await page.progressWhere(({ state }) => state === 'finished');
  clearInterval(watch);
  // What this test itself keeps is not the host's.
  page.blocks.length = 0;
  page.progress.length = 0;
  const after = used();
  expect(after - before).toBeLessThan(16);
  expect(most - before).toBeLessThan(64);
});
