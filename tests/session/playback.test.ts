import { expect, test } from 'vitest';
import * as fc from 'fast-check';
import type { TrialProgress } from '../../src/protocol/trials.ts';
import { runToEnd } from '../../src/session/run-to-end.ts';
import { finish, hosted, type Face } from './face.ts';
import { schultz } from './spec.ts';

const last = (page: Face): TrialProgress => page.progress.at(-1) as TrialProgress;

/** Every row sent to a page, by trial; a trial that was sent twice must be the same both times. */
function rowsByTrial(page: Face): Map<number, readonly number[]> {
  const rows = new Map<number, readonly number[]>();
  for (const { firstTrial, rows: count, columns, rpe, trialsPerRow } of page.blocks) {
    expect(trialsPerRow).toBe(1);
    for (let row = 0; row < count; row++) {
      const cells = [...rpe.subarray(row * columns, (row + 1) * columns)];
      const known = rows.get(firstTrial + row);
      if (known !== undefined) expect(cells).toEqual(known);
      rows.set(firstTrial + row, cells);
    }
  }
  return rows;
}

test('pausing, stepping, rewinding and continuing changes nothing', async () => {
  const plain = hosted();
  const expected = await finish(plain, schultz(3));
  const page = hosted();
  const { session } = await page.client.request({ type: 'open', spec: schultz(3) });
  const { client } = page;
  await client.request({ type: 'run', session, perSecond: 2000 });
  await page.progressWhere(({ trialsDone }) => trialsDone >= 20);
  await client.request({ type: 'pause', session });
  const pausedAt = last(page);
  expect(pausedAt.state).toBe('paused');
  expect(pausedAt.trialsDone).toBeLessThan(360);
  for (const trialsDone of [0, 17, 359, 17, 300, 299, 301, 0, 5]) {
    await client.request({ type: 'seek', session, trialsDone });
    expect(last(page)).toMatchObject({ state: 'paused', trialsDone });
  }
  await client.request({ type: 'step', session });
  expect(last(page).trialsDone).toBe(6);
  await client.request({ type: 'run', session, perSecond: null });
  const done = await page.progressWhere(({ state, trialsDone }) => state === 'finished' && trialsDone === 360);
  expect(done.result).toEqual(expected.result);
  expect(done.weights).toEqual(expected.progress.weights);
  expect(rowsByTrial(page)).toEqual(rowsByTrial(plain));
  expect(rowsByTrial(page).size).toBe(360);
});

test('any sequence of seeks and steps ends in the same run', async () => {
  const expected = runToEnd(schultz(5, { trainingTrials: 60 })).result;
  const orders = fc.array(fc.oneof(fc.constant('step' as const), fc.integer({ min: 0, max: 120 })), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(orders, async (given) => {
      const page = hosted();
      const { session } = await page.client.request({ type: 'open', spec: expected.spec });
      for (const order of given) {
        await page.client.request(
          order === 'step' ? { type: 'step', session } : { type: 'seek', session, trialsDone: order },
        );
      }
      await page.client.request({ type: 'seek', session, trialsDone: 120 });
      expect(last(page)).toMatchObject({ state: 'finished', result: expected });
    }),
    { numRuns: 30 },
  );
});

test('rewinding shows the averages and weights of that trial again', async () => {
  const page = hosted();
  const { session } = await page.client.request({ type: 'open', spec: schultz() });
  await page.client.request({ type: 'seek', session, trialsDone: 40 });
  const first = last(page);
  await page.client.request({ type: 'seek', session, trialsDone: 360 });
  expect(last(page).weights).not.toEqual(first.weights);
  await page.client.request({ type: 'seek', session, trialsDone: 40 });
  expect(last(page)).toEqual(first);
});

test('trials after rewinding are shown again as they are run', async () => {
  const page = hosted();
  const { opened } = await finish(page, schultz());
  await page.client.request({ type: 'seek', session: opened.session, trialsDone: 0 });
  const before = page.blocks.length;
  // On a busy machine the first run was reported at such places too.
  page.progress.length = 0;
  await page.client.request({ type: 'run', session: opened.session, perSecond: 500 });
  await page.progressWhere(({ state, trialsDone }) => state === 'running' && trialsDone > 20 && trialsDone < 100);
  await page.client.request({ type: 'pause', session: opened.session });
  const again = page.blocks.slice(before);
  expect(again[0]?.firstTrial).toBe(0);
  expect(again.reduce((rows, block) => rows + block.rows, 0)).toBe(last(page).trialsDone);
});

test('the latest request counts: an earlier seek is answered, and the session stays at the last target', async () => {
  const page = hosted();
  const { session } = await page.client.request({ type: 'open', spec: schultz(1, { trainingTrials: 20_000 }) });
  const far = page.client.request({ type: 'seek', session, trialsDone: 20_000 });
  const near = page.client.request({ type: 'seek', session, trialsDone: 7 });
  await Promise.all([far, near]);
  expect(last(page)).toMatchObject({ state: 'paused', trialsDone: 7 });
  const again = page.client.request({ type: 'seek', session, trialsDone: 20_000 });
  await page.client.request({ type: 'pause', session });
  await again;
  expect(last(page).trialsDone).toBeLessThan(20_000);
});

test('messages are answered during a long run', async () => {
  const page = hosted();
  const { session } = await page.client.request({ type: 'open', spec: schultz(1, { trainingTrials: 20_000 }) });
  await page.client.request({ type: 'run', session, perSecond: null });
  const began = performance.now();
  const isOver = (): boolean => last(page)?.state === 'finished';
  let longest = 0;
  let answered = 0;
  for (; !isOver(); answered++) {
    const asked = performance.now();
    // Waits for one slice of the run.
    await new Promise((resolve) => setImmediate(resolve));
    await page.client.request({ type: 'catalogue' });
    longest = Math.max(longest, performance.now() - asked);
  }
  expect(answered).toBeGreaterThan(3);
  expect(longest).toBeLessThan((performance.now() - began) / 2);
});

test('results are sent at most ten times per second while a session runs, and at its end', async () => {
  const page = hosted();
  const { session } = await page.client.request({ type: 'open', spec: schultz(1, { trainingTrials: 20_000 }) });
  const began = performance.now();
  await page.client.request({ type: 'run', session, perSecond: null });
  await page.progressWhere(({ state }) => state === 'finished');
  const seconds = (performance.now() - began) / 1000;
  const running = page.progress.filter(({ state }) => state === 'running');
  expect(running.length).toBeGreaterThan(0);
  expect(running.length).toBeLessThanOrEqual(Math.ceil(seconds / 0.016));
  expect(running.filter(({ result }) => result !== undefined).length).toBeLessThanOrEqual(Math.ceil(seconds * 10) + 1);
  expect(running.every(({ trial }) => trial !== undefined && trial.text !== '')).toBe(true);
  expect(last(page).result?.hash).toMatch(/^[0-9a-f]{64}$/);
});
