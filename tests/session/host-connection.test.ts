import { expect, test } from 'vitest';
import { find } from '../../src/engine/registry.ts';
import { columnSeconds } from '../../src/engine/trial-map.ts';
import { connectHost } from '../../src/session/host-connection.ts';
import { runToEnd } from '../../src/session/run-to-end.ts';
import type { HostMessage } from '../../src/protocol/messages.ts';
import { face, finish, hosted, openTrials } from './face.ts';
import { pair } from './pair.ts';
import { diverging, schultz, tdParts } from './spec.ts';

test('opening a spec fills in missing values and describes the content of frames', async () => {
  const opened = await openTrials(hosted(), { spec: { world: 'schultz-1997', agent: tdParts, seed: 7 } });
  const { session } = runToEnd(schultz(7));
  expect(opened.spec).toEqual(schultz(7));
  expect(opened).toMatchObject({
    session: 1,
    trials: 360,
    stepSeconds: 0.1,
    types: ['predicted', 'omitted', 'unpredicted'].map((id) => ({ id })),
    spiking: true,
    rateUnit: 'spikes/s',
  });
  expect(opened.columns).toEqual(columnSeconds(session.design));
  expect(opened.features).toEqual(Array.from(session.weights, (_, i) => session.featureLabel(i)));
});

test('a session that is run at once gives the result of the engine', async () => {
  const page = hosted();
  const { opened, result, progress } = await finish(page, schultz());
  const direct = runToEnd(schultz());
  expect(result).toEqual(direct.result);
  expect(result.hash).toMatch(/^[0-9a-f]{64}$/);
  expect(progress.weights).toEqual([...direct.session.weights]);
  const last = direct.session.trials.at(-1) as (typeof direct.session.trials)[number];
  expect(progress.trial).toEqual({
    phase: 'probe',
    type: direct.session.design.trialTypes[last.type]?.title,
    text: direct.session.describe(last),
  });
  expect(opened.trials).toBe(progress.trialsDone);
});

test('a step runs one trial and its rows are the signals of that trial', async () => {
  const page = hosted();
  const { session, columns } = await openTrials(page, { spec: schultz() });
  for (let i = 0; i < 3; i++) await page.client.request({ type: 'step', session });
  expect(page.progress.map(({ trialsDone, state }) => [trialsDone, state])).toEqual([
    [1, 'paused'],
    [2, 'paused'],
    [3, 'paused'],
  ]);
  expect(page.blocks.map(({ firstTrial, rows, trialsPerRow }) => [firstTrial, rows, trialsPerRow])).toEqual([
    [0, 1, 1],
    [1, 1, 1],
    [2, 1, 1],
  ]);
  const direct = runToEnd(schultz()).session;
  const third = direct.trials[2] as (typeof direct.trials)[number];
  const start =
    (direct.offsets[2] as number) + third.zeroStep + Math.round((columns[0] as number) / direct.design.stepSeconds);
  const expected = Float32Array.from(direct.signals.rpe.slice(start, start + columns.length));
  expect(expected.some((rpe) => rpe !== 0)).toBe(true);
  expect(page.blocks[2]?.rpe).toEqual(expected);
});

test('a result before the end has no hash, and counts finished trials', async () => {
  const page = hosted();
  const { session } = await page.client.request({ type: 'open', spec: schultz() });
  await page.client.request({ type: 'seek', session, trialsDone: 10 });
  const { result } = page.progress.at(-1) as (typeof page.progress)[number];
  expect(result?.hash).toBe('');
  expect(result?.conditions['naive']?.n).toBe(1);
  expect(result?.conditions['predicted']?.n).toBe(0);
});

test('a raster has the spikes of each trial of its condition', async () => {
  const page = hosted();
  const { opened } = await finish(page, schultz());
  const raster = await page.client.request({ type: 'raster', session: opened.session, condition: 'omitted' });
  expect(raster).toMatchObject({ condition: 'omitted', spiking: true });
  expect(raster.rows).toHaveLength(20);
  const times = raster.rows.flatMap((row) => row.times);
  expect(times.length).toBeGreaterThan(20);
  expect(Math.min(...times)).toBeGreaterThanOrEqual(-1);
  expect(Math.max(...times)).toBeLessThan(2.6);
  await expect(page.client.request({ type: 'raster', session: opened.session, condition: 'omited' })).rejects.toThrow(
    "did you mean 'omitted'?",
  );
});

test('a raster has the number of spikes of the recorded rate', async () => {
  const page = hosted();
  const { opened, result } = await finish(page, schultz());
  const { rows, units } = await page.client.request({
    type: 'raster',
    session: opened.session,
    condition: 'unpredicted',
  });
  const rate = result.conditions['unpredicted']?.rate.mean ?? [];
  const expected = rate.reduce((sum, one) => sum + one, 0) * opened.stepSeconds * rows.length;
  const found = rows.flatMap((row) => row.times).length;
  // The raster shows one unit of several, so the numbers agree up to differences between units.
  expect(units).toBeGreaterThan(0);
  expect(found).toBeGreaterThan(expected / 3);
  expect(found).toBeLessThan(expected * 3);
});

test.each([
  ['an unknown paradigm', { type: 'open', spec: { world: 'schulz-1997' } }, "did you mean 'schultz-1997'?"],
  [
    'a value out of range',
    { type: 'open', spec: { world: { id: 'schultz-1997', parameters: { trainingTrials: 1 } }, agent: tdParts } },
    'trainingTrials = 1 is not allowed',
  ],
  ['an invalid spec', { type: 'open', spec: 7 }, 'this is not a spec'],
  ['a session that is not open', { type: 'run', session: 99, perSecond: null }, 'there is no session 99'],
  ['a speed of 0', { type: 'run', session: 1, perSecond: 0 }, 'this is not a message of the protocol'],
  ['a request that does not exist', { type: 'shutdown' }, 'this is not a message of the protocol'],
])('%s is refused in one line', async (_, body, line) => {
  const { client } = hosted();
  await expect(client.request(body as never)).rejects.toThrow(line);
});

test('seeking a trial beyond the session is refused', async () => {
  const { client } = hosted();
  const { session } = await client.request({ type: 'open', spec: schultz() });
  await expect(client.request({ type: 'seek', session, trialsDone: 361 })).rejects.toThrow('seek from 0 to 360');
});

test.each([
  ['text', 'hello'],
  ['null', null],
  ['too much credit', { credit: 1e9 }],
  ['an extra field', { credit: 1, more: true }],
])('an invalid message (%s) is answered, and the next one works', async (_, message) => {
  const { host, face: channel, inject } = pair();
  connectHost(host, { runsFolder: '/nonexistent' });
  const page = face(channel);
  inject(message);
  expect((await page.failure()).what).toBe('this is not a message of the protocol');
  await expect(page.client.request({ type: 'catalogue' })).resolves.toHaveProperty('paradigms');
});

test('diverging learning is reported in one line, and the session is before the failed trial', async () => {
  const page = hosted();
  const { session } = await page.client.request({ type: 'open', spec: diverging });
  await page.client.request({ type: 'run', session, perSecond: null });
  const failure = await page.failure();
  expect(failure.what).toContain('learning diverged');
  const { state, trialsDone, weights } = page.progress.at(-1) as (typeof page.progress)[number];
  expect(state).toBe('paused');
  expect(failure.where).toBe(`trial ${trialsDone + 1}`);
  expect(weights?.every(Number.isFinite)).toBe(true);
  // The same error again, as the answer to a request.
  await expect(page.client.request({ type: 'step', session })).rejects.toThrow('learning diverged');
});

test('sessions end with their channel', async () => {
  const { host, face: channel } = pair();
  const sent: HostMessage[] = [];
  connectHost({ ...host, send: (message) => void sent.push(message) }, { runsFolder: '/nonexistent' });
  channel.send({ request: 1, body: { type: 'open', spec: schultz(1, { trainingTrials: 20_000 }) } });
  channel.send({ request: 2, body: { type: 'run', session: 1, perSecond: null } });
  await expect.poll(() => sent.some((message) => 'progress' in message)).toBe(true);
  channel.close();
  const before = sent.length;
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(sent.length).toBe(before);
});

test('a closed session is gone, and others continue', async () => {
  const page = hosted();
  const first = await page.client.request({ type: 'open', spec: schultz(1, { trainingTrials: 20_000 }) });
  await page.client.request({ type: 'run', session: first.session, perSecond: null });
  const second = await finish(page, schultz(2));
  await page.client.request({ type: 'close', session: first.session });
  await expect(page.client.request({ type: 'pause', session: first.session })).rejects.toThrow('there is no session 1');
  expect(second.result.hash).toBe(runToEnd(schultz(2)).result.hash);
});

test('the number of open sessions is limited', async () => {
  const { client } = hosted();
  for (let i = 0; i < 8; i++) await client.request({ type: 'open', spec: schultz() });
  await expect(client.request({ type: 'open', spec: schultz() })).rejects.toThrow('8 sessions are open already');
  await client.request({ type: 'close', session: 3 });
  await expect(client.request({ type: 'open', spec: schultz() })).resolves.toMatchObject({ session: 9 });
});

test('the catalogue has all registered parts, and the doctor measures', async () => {
  const { client } = hosted();
  const catalogue = await client.request({ type: 'catalogue' });
  expect(catalogue.paradigms.map(({ id }) => id)).toContain('schultz-1997');
  expect(catalogue['learning-rules'].find(({ id }) => id === 'td-lambda')?.title).toBe(
    find('learning-rules', 'td-lambda').title,
  );
  const { backends, node } = await client.request({ type: 'doctor' });
  expect(node).toBe(process.version);
  expect(backends.find(({ name }) => name === 'typed-arrays')).toMatchObject({ works: true });
  for (const { works, remedy } of backends) expect(works || remedy !== undefined).toBe(true);
});
