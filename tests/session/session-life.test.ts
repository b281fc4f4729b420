// A session behaves the same in both kinds of worlds.
import { describe, expect, test } from 'vitest';
import { parsePartialSpec } from '../../src/spec/parse-spec.ts';
import { isControl } from '../../src/spec/spec.ts';
import { completeSpec } from '../../src/engine/complete-spec.ts';
import type { Request } from '../../src/protocol/messages.ts';
import { temporaryFolder } from '../storage/temporary-folder.ts';
import { hosted, type Face } from './face.ts';
import { tdParts } from './spec.ts';

interface Kind {
  readonly kind: 'trials' | 'steps';
  readonly spec: object;
  /** Maximum number of open sessions of one kind. */
  readonly most: number;
  /** Latest number of trials or steps reported to the page. */
  readonly done: (page: Face) => number;
  readonly state: (page: Face) => string | undefined;
}

const trials: Kind = {
  kind: 'trials',
  spec: { world: { id: 'schultz-1997', parameters: { trainingTrials: 40, probeTrials: 4 } }, agent: tdParts, seed: 5 },
  most: 8,
  done: ({ progress }) => progress.at(-1)?.trialsDone ?? 0,
  state: ({ progress }) => progress.at(-1)?.state,
};
const steps: Kind = {
  kind: 'steps',
  spec: { world: 'cliff-walking', agent: 'q-table', steps: 500, seed: 5 },
  most: 4,
  done: ({ steps: told }) => told.at(-1)?.steps ?? 0,
  state: ({ steps: told }) => told.at(-1)?.state,
};
const kinds = [trials, steps];
const byKind = kinds.map((one) => [one.kind, one] as const);

test.each(byKind)(
  'a session of %s is opened, steps, runs, pauses, is exported, saved, listed, opened again and closed',
  async (kind, { spec, done, state }) => {
    const runsFolder = temporaryFolder();
    const page = hosted({ runsFolder });
    const { client } = page;
    const opened = await client.request({ type: 'open', spec });
    const whole = completeSpec(parsePartialSpec(spec, 'spec'));
    expect(opened).toMatchObject({ kind, session: 1, spec: whole });
    expect(opened.run).toBeUndefined();
    const { session } = opened;

    await client.request({ type: 'step', session });
    await client.request({ type: 'step', session });
    expect([done(page), state(page)]).toEqual([2, 'paused']);
    await client.request({ type: 'run', session, perSecond: 50 });
    await expect.poll(() => done(page)).toBeGreaterThan(4);
    expect(state(page)).toBe('running');
    await client.request({ type: 'pause', session });
    const pausedAt = done(page);
    expect(state(page)).toBe('paused');
    expect(pausedAt).toBeLessThan(40);
    await client.request({ type: 'run', session, perSecond: null });
    await expect.poll(() => done(page)).toBeGreaterThanOrEqual(46);
    await client.request({ type: 'pause', session });

    const exported = await client.request({ type: 'export', session, what: 'spec' });
    expect(exported.mediaType).toBe('application/json');
    expect(JSON.parse(exported.text)).toEqual(whole);
    const { run, folder } = await client.request({ type: 'save', session });
    expect(folder).toBe(`${runsFolder}/${run}`);
    const runs = await client.request({ type: 'runs' });
    expect(runs).toMatchObject([{ run, spec: whole }]);
    expect(isControl(whole)).toBe(kind === 'steps');

    const again = await client.request({ type: 'open', run });
    expect(again).toMatchObject({ kind, session: 2, spec: whole, run });
    await client.request({ type: 'close', session });
    const orders: readonly Request[] = [
      { type: 'run', session, perSecond: null },
      ...(['pause', 'step', 'save', 'close'] as const).map((type) => ({ type, session })),
      { type: 'export', session, what: 'spec' },
    ];
    for (const order of orders) await expect(client.request(order)).rejects.toThrow('there is no session 1');
    await client.request({ type: 'step', session: again.session });
    expect(page.failures).toEqual([]);
  },
);

test('a saved experiment is repeated with the same hash when it is opened', async () => {
  const page = hosted({ runsFolder: temporaryFolder() });
  const finished = async (session: number): Promise<string | undefined> => {
    await page.client.request({ type: 'run', session, perSecond: null });
    return (await page.progressWhere((told) => told.session === session && told.state === 'finished')).result?.hash;
  };
  const { session } = await page.client.request({ type: 'open', spec: trials.spec });
  const hash = await finished(session);
  const { run } = await page.client.request({ type: 'save', session });
  const again = await page.client.request({ type: 'open', run });
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
  expect(await finished(again.session)).toBe(hash);
});

test('sessions of every kind share one numbering, and each reports its own progress', async () => {
  const page = hosted();
  const opened = [];
  for (const { spec } of [...kinds, ...kinds]) opened.push(await page.client.request({ type: 'open', spec }));
  expect(opened.map(({ session, kind }) => [session, kind])).toEqual([
    [1, 'trials'],
    [2, 'steps'],
    [3, 'trials'],
    [4, 'steps'],
  ]);
  for (const session of [4, 1, 2]) await page.client.request({ type: 'step', session });
  expect(page.progress.map(({ session }) => session)).toEqual([1]);
  expect(page.steps.map(({ session }) => session)).toEqual([4, 2]);
});

describe('the number of open sessions is limited', () => {
  test.each(byKind)('of %s', async (_, { spec, most }) => {
    const { client } = hosted();
    for (let i = 0; i < most; i++) await client.request({ type: 'open', spec });
    await expect(client.request({ type: 'open', spec })).rejects.toThrow(
      `${most} sessions are open already; close one of them`,
    );
    await client.request({ type: 'close', session: 3 });
    await expect(client.request({ type: 'open', spec })).resolves.toMatchObject({ session: most + 1 });
  });

  test('of both, where a session of steps counts as two of trials', async () => {
    const { client } = hosted();
    for (const { spec } of [steps, steps, steps, trials]) await client.request({ type: 'open', spec });
    await expect(client.request({ type: 'open', spec: steps.spec })).rejects.toThrow('4 sessions are open already');
    await client.request({ type: 'open', spec: trials.spec });
    await expect(client.request({ type: 'open', spec: trials.spec })).rejects.toThrow('5 sessions are open already');
    await client.request({ type: 'close', session: 1 });
    await client.request({ type: 'open', spec: steps.spec });
  });

  test.each(byKind)('a session of %s that cannot be opened does not count', async (_, { spec, most }) => {
    const { client } = hosted();
    for (let i = 0; i < 10; i++)
      await expect(client.request({ type: 'open', spec: { ...spec, backend: 'abacus' } })).rejects.toThrow(
        "unknown backend 'abacus'",
      );
    for (let i = 0; i < most; i++) await client.request({ type: 'open', spec });
  });
});

test.each<[Kind, object, string]>([
  [
    trials,
    { type: 'learn', learns: false },
    "session 1: 'learn' is for sessions of steps, and this is one of trials; open a stepped environment for it",
  ],
  [trials, { type: 'act', action: 0 }, "'act' is for sessions of steps, and this is one of trials"],
  [trials, { type: 'figures' }, "'figures' is for sessions of steps, and this is one of trials"],
  [
    trials,
    { type: 'export', what: 'curve' },
    "session 1: a session of trials is not exported as 'curve'; ask for svg, csv, json, spec or steps",
  ],
  [
    steps,
    { type: 'seek', trialsDone: 1 },
    "session 1: 'seek' is for sessions of trials, and this is one of steps; open an experiment for it",
  ],
  [steps, { type: 'raster', condition: 'omitted' }, "'raster' is for sessions of trials, and this is one of steps"],
  [steps, { type: 'units', group: 'belief', condition: 'goal' }, "this agent has no units 'belief'"],
  [
    steps,
    { type: 'export', what: 'csv' },
    "session 1: a session of steps is not exported as 'csv'; ask for event, table, curve or spec",
  ],
])(
  'a request that this kind of session does not support is refused in one line: $0.kind, $1',
  async ({ spec }, body, line) => {
    const { client } = hosted();
    const { session } = await client.request({ type: 'open', spec });
    await expect(client.request({ ...body, session } as Extract<Request, { type: 'pause' }>)).rejects.toThrow(line);
    // It continues.
    await client.request({ type: 'step', session });
  },
);

test.each<[string, object, string]>([
  ['neither a spec nor a run', {}, 'this is not a spec'],
  [
    'a spec and a run',
    { spec: trials.spec, run: 'some' },
    'a session is opened of a spec or of a saved run, not of both',
  ],
  ['a run outside the folder', { run: '../../etc' }, "'../../etc' is not the name of a run"],
  ['a missing run', { run: 'nowhere_agent_seed-1' }, 'nowhere_agent_seed-1'],
])('%s opens nothing', async (_, what, line) => {
  const { client } = hosted({ runsFolder: temporaryFolder() });
  await expect(client.request({ type: 'open', ...what })).rejects.toThrow(line);
});
