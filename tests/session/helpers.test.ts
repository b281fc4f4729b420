// Long work is computed by a separate process, as for a real page.
import { describe, expect, onTestFinished, test } from 'vitest';
import { connectHost } from '../../src/session/host-connection.ts';
import { Helpers } from '../../src/session/helpers/helpers.ts';
import { runToEnd } from '../../src/session/run-to-end.ts';
import { sensedSpecs } from '../../src/session/sensed-specs.ts';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { packSensed, unpackSensed } from '../../src/protocol/packed-sensed.ts';
import type { Request } from '../../src/protocol/messages.ts';
import { builtProgram } from '../built-program.ts';
import { temporaryFolder } from '../storage/temporary-folder.ts';
import { face, finish, hosted, type Face } from './face.ts';
import { pair } from './pair.ts';
import { schultz } from './spec.ts';

const helperFile = builtProgram('helper-process');

/** A page with helpers. */
function helped({ draws = true, idleMs }: { readonly draws?: boolean; readonly idleMs?: number } = {}): {
  page: Face;
  helpers: Helpers;
  runsFolder: string;
  close(): void;
} {
  const runsFolder = temporaryFolder();
  const helpers = new Helpers({
    runsFolder,
    benchFolder: temporaryFolder(),
    file: helperFile,
    idleMs,
  });
  const ends = pair();
  connectHost(ends.host, { runsFolder, helpers });
  onTestFinished(() => helpers.endAll());
  return { page: face(ends.face, draws), helpers, runsFolder, close: () => ends.face.close() };
}

const long = schultz(1, { trainingTrials: 4000 });
const trials = 4060;
const game = { world: 'cliff-walking', agent: 'q-table', steps: 5000, seed: 2 };

describe('a long session', () => {
  test('has the hash of the run, and its frames contain its trials', async () => {
    const { page, helpers } = helped();
    const short = await finish(page, schultz(2));
    expect(helpers.processes.length).toBe(0);
    const { opened, result } = await finish(page, long);
    expect(helpers.processes.length).toBe(1);
    expect(opened.session).toBe(short.opened.session + 1);
    expect(result.hash).toBe(runToEnd(long).result.hash);
    const blocks = () => page.blocks.filter(({ session }) => session === opened.session);
    await expect.poll(() => blocks().at(-1)?.trialsDone).toBe(opened.trials);
    expect(blocks()[0]?.firstTrial).toBe(0);
    const raster = await page.client.request({ type: 'raster', session: opened.session, condition: 'omitted' });
    expect(raster.rows.length).toBeGreaterThan(0);
  });

  test('can be paused, sought and saved like any other', async () => {
    const { page, runsFolder } = helped();
    const { session } = await page.client.request({ type: 'open', spec: long });
    await page.client.request({ type: 'seek', session, trialsDone: 10 });
    expect(page.progress.at(-1)).toMatchObject({ session, state: 'paused', trialsDone: 10 });
    await expect(page.client.request({ type: 'save', session })).rejects.toThrow('the run is not finished');
    await page.client.request({ type: 'seek', session, trialsDone: trials });
    const { folder } = await page.client.request({ type: 'save', session });
    expect(folder.startsWith(runsFolder)).toBe(true);
  });

  test('leaves no process after repeated opening and closing', async () => {
    const { page, helpers } = helped({ idleMs: 50 });
    for (let i = 0; i < 6; i++) {
      const { session } = await page.client.request({ type: 'open', spec: long });
      await page.client.request({ type: 'step', session });
      await page.client.request({ type: 'close', session });
      expect(helpers.processes.length).toBeLessThanOrEqual(2);
      await expect(page.client.request({ type: 'pause', session })).rejects.toThrow(`there is no session ${session}`);
    }
    await expect.poll(() => helpers.processes.length).toBe(0);
  });

  test('does not run ahead of a page that does not draw', async () => {
    const { page } = helped({ draws: false });
    const { session } = await page.client.request({ type: 'open', spec: long });
    await page.client.request({ type: 'run', session, perSecond: null });
    const end = await page.progressWhere(({ state }) => state === 'finished');
    expect(end.trialsDone).toBe(trials);
    // Twice the initial credit of a page: its own, and that of the helper towards it.
    expect(page.blocks.length).toBeLessThanOrEqual(4);
  });
});

const slow: readonly (readonly [string, Request])[] = [
  ['opening a design', { type: 'open', spec: long }],
  [
    'a comparison',
    {
      type: 'compare',
      specs: ['td-csc', 'rescorla-wagner'].map((agent) => ({ ...schultz(1, { trainingTrials: 5000 }), agent })),
    },
  ],
  ['measuring the backends of a network', { type: 'open', spec: { world: 'cartpole', agent: 'ppo', backend: 'auto' } }],
  ['the doctor', { type: 'doctor' }],
  ['the matrix of the bench', { type: 'bench' }],
];

test.each(slow)('%s does not delay other requests of the page, also after it was stopped', async (_, request) => {
  const { page, helpers } = helped();
  const { session } = await page.client.request({ type: 'open', spec: schultz() });
  // Of the matrix nothing is computed that could be stopped.
  if (request.type !== 'bench') {
    const stop = new AbortController();
    const stopped = page.client.request(request, { signal: stop.signal });
    stop.abort();
    await expect(stopped).rejects.toThrow('stopped before it was done');
    await expect.poll(() => helpers.processes.length).toBe(0);
    expect(page.failures).toEqual([]);
  }
  const order: string[] = [];
  const answer = page.client.request(request).then(() => order.push('the long one'));
  await page.client.request({ type: 'pause', session });
  order.push('pause');
  await answer;
  expect(order).toEqual(['pause', 'the long one']);
});

test('a comparison reports its progress', async () => {
  const { page } = helped();
  const shares: number[] = [];
  const specs = ['td-csc', 'rescorla-wagner'].map((agent) => ({ ...schultz(1, { trainingTrials: 2000 }), agent }));
  const told = await page.client.request({ type: 'compare', specs }, { onShare: (share) => shares.push(share) });
  expect(shares.length).toBeGreaterThan(4);
  expect(shares).toEqual([...shares].sort((a, b) => a - b));
  expect(shares[0]).toBeGreaterThan(0);
  expect(shares.at(-1)).toBeLessThanOrEqual(1);
  const { client } = helpless();
  const own = await client.request({ type: 'compare', specs });
  // Only a built program, as the helper is, knows its commit.
  const comparable = ({ notes, ...rest }: typeof own): string =>
    JSON.stringify([rest, { ...(JSON.parse(notes) as object), commit: undefined }]);
  // Plain data in both cases; between processes it is text.
  expect(comparable(told)).toBe(comparable(own));
});

/** A page whose host computes everything itself. */
const helpless = (runsFolder?: string): Face => hosted(runsFolder === undefined ? {} : { runsFolder });

test('what sensors show of a session is the same whoever computes it', async () => {
  const { page } = helped();
  const specs = ['gcamp6f', 'spikes'].map((recording) => ({ ...schultz(1, { trainingTrials: 20 }), recording }));
  const told = await page.client.request({ type: 'sense', specs });
  const own = sensedSpecs(specs.map((spec) => completeTrialSpec(spec)));
  expect(told.map(unpackSensed)).toEqual(own.map((one) => unpackSensed(packSensed(one))));
  expect(own[0]?.all.some((value) => value > 1)).toBe(true);
  await expect(page.client.request({ type: 'sense', specs: [{ world: 'breakout' }] })).rejects.toThrow(
    'an environment, not a paradigm',
  );
});

test('a figure of a short session is that of the session', async () => {
  const { page } = helped();
  const spec = schultz(3, { trainingTrials: 50 });
  const { session } = await page.client.request({ type: 'open', spec });
  await page.client.request({ type: 'seek', session, trialsDone: 70 });
  const { text } = await page.client.request({ type: 'export', session, what: 'svg' });
  const alone = helpless();
  const other = await alone.client.request({ type: 'open', spec });
  await alone.client.request({ type: 'seek', session: other.session, trialsDone: 70 });
  expect(text).toBe((await alone.client.request({ type: 'export', session: other.session, what: 'svg' })).text);
  // Events of the helper's own session are not reported.
  expect(page.progress.every((progress) => progress.session === session)).toBe(true);
});

describe('an environment', () => {
  test('runs, pauses and is closed in a separate process', async () => {
    const { page, helpers } = helped({ idleMs: 50 });
    const { session } = await page.client.request({ type: 'open', spec: game });
    await page.client.request({ type: 'run', session, perSecond: null });
    await page.stepsWhere(({ steps }) => steps > 2000);
    await page.client.request({ type: 'pause', session });
    await page.stepsWhere(({ state, steps }) => state === 'paused' && steps > 2000);
    expect((await page.client.request({ type: 'figures', session })).counts).toHaveLength(3);
    await page.client.request({ type: 'close', session });
    await expect(page.client.request({ type: 'pause', session })).rejects.toThrow(`there is no session ${session}`);
    await expect.poll(() => helpers.processes.length).toBe(0);
  });

  test('of a page that does not draw is not sent repeatedly', async () => {
    const { page } = helped({ draws: false });
    const { session } = await page.client.request({ type: 'open', spec: game });
    await page.client.request({ type: 'run', session, perSecond: null });
    await page.stepsWhere(({ state }) => state === 'running');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(page.steps.length).toBeLessThanOrEqual(4);
  });

  test('whose process ends is reported in one line, and another can be opened', async () => {
    const { page, helpers } = helped();
    const { session } = await page.client.request({ type: 'open', spec: game });
    // Killed from outside, as by a system that has run out of memory.
    process.kill(helpers.processes[0] as number, 'SIGKILL');
    expect(await page.failure()).toMatchObject({
      where: `session ${session}`,
      what: expect.stringContaining('has ended (SIGKILL)'),
    });
    await expect(page.client.request({ type: 'pause', session })).rejects.toThrow(`there is no session ${session}`);
    await page.client.request({ type: 'open', spec: game });
  });
});

test('everything ends with the page, after pending saves', async () => {
  const { page, helpers, runsFolder, close } = helped();
  const { session } = await page.client.request({ type: 'open', spec: game });
  await page.client.request({ type: 'open', spec: long });
  page.client.request({ type: 'save', session }).catch(() => undefined);
  close();
  await expect.poll(() => helpers.processes.length).toBe(0);
  expect(await helpless(runsFolder).client.request({ type: 'runs' })).toHaveLength(1);
});

test('a spec is completed before a helper is used, so that errors are reported immediately', async () => {
  const { page, helpers } = helped();
  await expect(page.client.request({ type: 'open', spec: { world: 'schulz-1997' } })).rejects.toThrow(
    "did you mean 'schultz-1997'?",
  );
  expect(helpers.processes).toEqual([]);
});
