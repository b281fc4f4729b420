import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { InputError } from '../../src/core/errors.ts';
import { TraceFeed } from '../../src/session/control/trace-feed.ts';
import { changeManifest } from '../storage/change-manifest.ts';
import { hosted, openSteps, type Face } from './face.ts';
import { openControl } from './open-control.ts';

let runsFolder: string;
beforeAll(() => (runsFolder = mkdtempSync(join(tmpdir(), 'phasic-plays-'))));
afterAll(() => rmSync(runsFolder, { recursive: true, force: true }));

const spec = { world: 'cliff-walking', agent: 'q-table', steps: 5000, seed: 2 };
const open = (page: Face, given: Parameters<typeof openSteps>[1] = { spec }) => openSteps(page, given);

describe('an environment opened by a page', () => {
  test('steps one by one, and shows its state with the agent’s signals', async () => {
    const page = hosted({ runsFolder });
    const opened = await open(page);
    expect(opened).toMatchObject({ title: 'CliffWalking', stepSeconds: 0.2, channels: 1 });
    await page.client.request({ type: 'step', session: opened.session });
    const news = await page.stepsWhere(({ steps }) => steps === 1);
    expect(news).toMatchObject({ state: 'paused', episodes: 0, meanReturn: null, backend: 'typed-arrays' });
    expect(news.frame.reward === -1 || news.frame.reward === -100).toBe(true);
    expect(news.frame.policy.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9);
    expect(news.trace).toMatchObject({ from: 0, ticksPer: 1, rpe: [news.frame.rpe], reward: [news.frame.reward] });
    expect(news.frame.drawing.shapes.length).toBeGreaterThan(3);
  });

  test('runs, pauses, sends every step of its traces once, and the figures of its events', async () => {
    const page = hosted({ runsFolder });
    const { session } = await open(page);
    await page.client.request({ type: 'run', session, perSecond: null });
    await page.stepsWhere(({ steps }) => steps > 2000);
    await page.client.request({ type: 'pause', session });
    const last = await page.stepsWhere(({ state, steps }) => state === 'paused' && steps > 2000);
    // Each begins where the previous one ended, whose last number may represent fewer steps than the others.
    let end = 0;
    for (const { trace } of page.steps.filter((news) => news.trace.rpe.length > 0)) {
      expect(trace.from).toBe(end);
      expect(trace.to).toBeGreaterThan(trace.from + (trace.rpe.length - 1) * trace.ticksPer);
      expect(trace.to).toBeLessThanOrEqual(trace.from + trace.rpe.length * trace.ticksPer);
      end = trace.to;
    }
    expect(last.steps).toBe(end);
    const figures = await page.client.request({ type: 'figures', session, event: 'cliff' });
    expect(figures.eventId).toBe('cliff');
    expect(figures.counts).toHaveLength(3);
    expect(figures.event.conditions.every(({ averages }) => averages.n > 0)).toBe(true);
    // A fall costs 100, and is not expected early on.
    const { averages } = figures.event.conditions[0] as (typeof figures.event.conditions)[number];
    expect(averages.rpe.mean[averages.t.indexOf(0)]).toBeLessThan(-20);
    expect(figures.curve.points.length).toBeGreaterThan(0);
    // Sent as text: no numbers that JSON lacks.
    expect(JSON.parse(JSON.stringify(figures))).toEqual(figures);
    const svg = await page.client.request({ type: 'export', session, what: 'event', event: 'cliff' });
    expect(svg.text).toMatch(/<svg /);
  });

  test('is played by a person, whose actions are executed and evaluated by the critic', async () => {
    const page = hosted({ runsFolder });
    const { session } = await open(page);
    await page.client.request({ type: 'learn', session, learns: false });
    await page.client.request({ type: 'act', session, action: 3 });
    for (let k = 0; k < 5; k++) await page.client.request({ type: 'step', session });
    const news = await page.stepsWhere(({ person }) => person?.steps === 5);
    expect(news.frame.action).toBe(3);
    // Nothing has been learned, and learning is off: the RPE is the reward.
    expect(news.frame.rpe).toBe(-1);
    await expect(page.client.request({ type: 'act', session, action: 9 })).rejects.toThrow(InputError);
  });

  test('shows the end of an episode before the next one', async () => {
    const page = hosted({ runsFolder });
    const { session } = await open(page, { spec: { world: 'catch', agent: 'ppo', worlds: 1 } });
    for (let k = 0; k < 9; k++) await page.client.request({ type: 'step', session });
    const end = await page.stepsWhere(({ steps }) => steps === 9);
    expect(end.frame).toMatchObject({ episode: 1, episodeSteps: 9 });
    expect(Math.abs(end.frame.episodeReturn)).toBe(1);
    expect(end.frame.happened).toHaveLength(1);
    expect(end.frame.value).toBe(0);
    await page.client.request({ type: 'step', session });
    expect((await page.stepsWhere(({ steps }) => steps === 10)).frame).toMatchObject({ episode: 2, episodeSteps: 1 });
  });

  test('is saved, listed and opened again at the same step', async () => {
    const page = hosted({ runsFolder });
    const { session } = await open(page);
    for (let k = 0; k < 30; k++) await page.client.request({ type: 'step', session });
    const { run } = await page.client.request({ type: 'save', session });
    const runs = await page.client.request({ type: 'runs' });
    expect(runs).toMatchObject([{ run, steps: 30 }]);
    const again = await open(page, { run });
    expect(again).toMatchObject({ run, spec: { world: { id: 'cliff-walking' } } });
    await page.client.request({ type: 'step', session: again.session });
    await page.client.request({ type: 'step', session });
    const [one, other] = await Promise.all([
      page.stepsWhere((news) => news.session === session && news.steps === 31),
      page.stepsWhere((news) => news.session === again.session && news.steps === 31),
    ]);
    expect({ ...other.frame, episode: 0 }).toEqual({ ...one.frame, episode: 0 });
  });

  test('a saved run is never replaced: a session continues in its own folder, another one gets a new folder', async () => {
    const page = hosted({ runsFolder });
    const given = { spec: { ...spec, seed: 8 } };
    const stepped = async (session: number, count: number): Promise<void> => {
      for (let k = 0; k < count; k++) await page.client.request({ type: 'step', session });
    };
    const save = async (session: number): Promise<string> => (await page.client.request({ type: 'save', session })).run;
    const stepsOf = (run: string): number =>
      (JSON.parse(readFileSync(join(runsFolder, run, 'manifest.json'), 'utf8')) as { steps: number }).steps;
    const [one, same] = [await open(page, given), await open(page, given)];
    await stepped(one.session, 20);
    const first = await save(one.session);
    await stepped(one.session, 20);
    expect(await save(one.session)).toBe(first);
    await stepped(same.session, 5);
    const second = await save(same.session);
    expect([stepsOf(first), second, stepsOf(second)]).toEqual([40, `${first}_2`, 5]);

    // Opened twice: the first to save continues the run, and the other becomes a different run.
    const [early, late] = [await open(page, { run: first }), await open(page, { run: first })];
    await stepped(early.session, 10);
    await stepped(late.session, 3);
    expect(await save(early.session)).toBe(first);
    const other = await save(late.session);
    expect(other).not.toBe(first);
    expect([stepsOf(first), stepsOf(other)]).toEqual([50, 43]);

    // After steps without learning, spec and seed no longer reproduce it.
    await page.client.request({ type: 'learn', session: early.session, learns: false });
    await stepped(early.session, 1);
    const fixed = await save(early.session);
    expect([first, second, other]).not.toContain(fixed);
    expect(stepsOf(first)).toBe(50);
    expect(JSON.parse(readFileSync(join(runsFolder, fixed, 'manifest.json'), 'utf8'))).toMatchObject({
      steps: 51,
      stepsWithoutLearning: 1,
    });
    await page.client.request({ type: 'close', session: same.session });
    await expect(open(page, { run: fixed })).resolves.toMatchObject({ run: fixed });
  });

  test('a run whose backend does not work here continues as another run', async () => {
    const page = hosted({ runsFolder });
    const small = {
      world: 'cartpole',
      agent: { id: 'a2c', architecture: { id: 'mlp', parameters: { units: 8 } } },
      worlds: 1,
      seed: 9,
    };
    const { session } = await open(page, { spec: small });
    await page.client.request({ type: 'step', session });
    const { run } = await page.client.request({ type: 'save', session });
    changeManifest(join(runsFolder, run, 'manifest.json'), (manifest) => (manifest['backend'] = 'tfjs-cuda'));
    const before = readFileSync(join(runsFolder, run, 'manifest.json'));
    const again = await open(page, { run });
    await page.client.request({ type: 'step', session: again.session });
    const other = (await page.client.request({ type: 'save', session: again.session })).run;
    expect(other).not.toBe(run);
    expect(JSON.parse(readFileSync(join(runsFolder, other, 'manifest.json'), 'utf8'))).toMatchObject({
      steps: 2,
      continues: { run, steps: 1 },
    });
    expect(readFileSync(join(runsFolder, run, 'manifest.json')).equals(before)).toBe(true);
  });

  test('if learning diverges the run is saved as diverged, and opened as such', async () => {
    const page = hosted({ runsFolder });
    const wild = {
      world: 'mountain-car',
      agent: {
        architecture: 'tile-coding',
        objective: { id: 'discounted-return', parameters: { discount: 1 } },
        learningRule: { id: 'q-control', parameters: { learningRate: 2, traceDecay: 1, trace: 'accumulating' } },
        policy: 'epsilon-greedy',
      },
    };
    const { session } = await open(page, { spec: wild });
    await page.client.request({ type: 'run', session, perSecond: null });
    const failure = await page.failure();
    expect(failure.where).toMatch(/^step \d+, environment 0/);
    const step = Number(/\d+/.exec(failure.where)?.[0]);
    const saved = await page.client.request({ type: 'save', session });
    const { run } = saved;
    expect(run).toMatch(new RegExp(`_diverged-at-step-${step}$`));
    expect(await page.client.request({ type: 'save', session })).toEqual(saved);
    const again = await open(page, { run });
    await expect(page.client.request({ type: 'step', session: again.session })).rejects.toThrow(failure.where);
  });

  test('errors are one line: environments, runs outside the folder, too many', async () => {
    const page = hosted({ runsFolder });
    await expect(open(page, { spec: { world: 'nowhere' } })).rejects.toThrow(/unknown world/);
    await expect(open(page, { run: '../../etc' })).rejects.toThrow(/is not the name of a run/);
    for (let k = 0; k < 4; k++) await open(page);
    await expect(open(page)).rejects.toThrow(/open already/);
  });

  test('a page that does not draw is not flooded', async () => {
    const page = hosted({ runsFolder, draws: false });
    const { session } = await open(page);
    await page.client.request({ type: 'run', session, perSecond: null });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(page.steps.length).toBeLessThanOrEqual(2);
    await page.client.request({ type: 'close', session });
  });

  test('every environment has a thumbnail of its start', async () => {
    const drawings = await hosted({ runsFolder }).client.request({ type: 'thumbnails' });
    expect(Object.keys(drawings)).toEqual(expect.arrayContaining(['breakout', 'cartpole', 'taxi', 'two-step']));
    expect(Object.values(drawings).every(({ shapes }) => shapes.length > 0)).toBe(true);
  });
});

test('the event of the figure is the first that the environment declares, until another is requested', () => {
  const { control, run } = openControl({ world: 'frozen-lake', agent: 'q-table' });
  for (let k = 0; k < 5; k++) {
    const { eventId, counts } = control.figures(undefined);
    expect(eventId).toBe('hole');
    if (k > 0) expect(counts.indexOf(Math.max(...counts))).toBe(2);
    expect(control.figures('goal').eventId).toBe('goal');
    run.session.advance(300);
  }
});

test('a trace that is not fetched is folded: rewards and rates keep their sums, RPEs their peaks, and no step is lost', () => {
  const feed = new TraceFeed(10, true);
  let sum = 0;
  for (let k = 0; k < 1000; k++) {
    const reward = k % 7 === 0 ? 1 : 0;
    sum += reward;
    feed.add(k === 500 ? -9 : Math.sin(k), k, reward, 3);
  }
  const trace = feed.take();
  expect(trace.from).toBe(10);
  expect(trace.to).toBe(1010);
  expect(trace.rpe.length).toBeLessThanOrEqual(128);
  expect(trace.rpe.length * trace.ticksPer).toBeGreaterThanOrEqual(1000);
  expect((trace.rpe.length - 1) * trace.ticksPer).toBeLessThan(1000);
  expect(trace.reward.reduce((total, one) => total + one, 0)).toBe(sum);
  expect(trace.rate?.reduce((total, one) => total + one, 0)).toBe(3000);
  expect(trace.rpe[Math.floor(500 / trace.ticksPer)]).toBe(-9);
  expect(trace.value.at(-1)).toBe(999);
  expect(feed.pending).toBe(false);
  feed.add(1, 1, 1, 6);
  expect(feed.take()).toMatchObject({ from: 1010, ticksPer: 1, rpe: [1], rate: [6] });
});
