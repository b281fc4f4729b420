import { describe, expect, test } from 'vitest';
import { InputError } from '../../src/core/errors.ts';
import { hosted } from './face.ts';
import { framesOf, openControl } from './open-control.ts';

const small = { learningStarts: 50, bufferSize: 300, trainFrequency: 8, units: 16, nSteps: 16, nEpochs: 1, filters: 2 };
const of = (agent: string, wanted: readonly string[]): Readonly<Record<string, number>> =>
  Object.fromEntries(Object.entries(small).filter(([name]) => wanted.includes(name)));

describe('a person who plays', () => {
  test.each([
    ['actor-critic-tiles', 'cartpole', []],
    ['q-table', 'taxi', []],
    ['dqn', 'cartpole', ['learningStarts', 'bufferSize', 'trainFrequency', 'units']],
    ['ppo', 'breakout', ['units', 'nSteps', 'nEpochs']],
    ['a2c-conv', 'seaquest', ['units', 'filters']],
    ['recurrent-a2c', 'bandit', ['units']],
  ] as const)('does not change the run of %s in %s', (agent, env, changed) => {
    const open = () => openControl({ world: env, agent, worlds: 3 }, of(agent, changed), { learned: 600 });
    const [visited, alone] = [open(), open()];
    visited.control.act(1);
    framesOf(visited, 40);
    visited.control.act(0);
    framesOf(visited, 40);
    visited.control.act(null);
    expect(visited.control.progress().frame).toMatchObject({ episode: alone.control.progress().frame.episode });
    expect(framesOf(visited, 200)).toEqual(framesOf(alone, 200));
    expect(visited.run.session.steps).toBe(alone.run.session.steps);
    const [{ curve, ...events }, { curve: undisturbed, ...undisturbedEvents }] = [
      visited.control.figures(undefined),
      alone.control.figures(undefined),
    ];
    expect(events).toEqual(undisturbedEvents);
    // The person's return is shown next to the agent's curve.
    expect({ ...curve, levels: curve.levels.filter(({ label }) => label !== 'you') }).toEqual(undisturbed);
  });

  test('has a separate episode, and events of other environments are neither reported nor drawn as the person’s', () => {
    const { control } = openControl(
      { world: 'cartpole', agent: 'actor-critic-tiles', worlds: 4 },
      {},
      { learned: 400 },
    );
    const { steps, episodes, meanReturn } = control.progress();
    control.act(0);
    expect(control.progress().frame).toMatchObject({
      episode: 1,
      episodeSteps: 0,
      episodeReturn: 0,
      chosen: 0,
      action: null,
    });
    const frames = framesOf({ control } as never, 60);
    const ends = frames.filter(({ chosen }) => chosen === null);
    expect(ends.length).toBeGreaterThan(3);
    const told = control.progress();
    expect(told).toMatchObject({ steps, episodes, meanReturn, person: { steps: 60, episodes: ends.length } });
    expect(told.person?.meanReturn).toBeCloseTo(
      ends.reduce((sum, { episodeReturn }) => sum + episodeReturn, 0) / ends.length,
      9,
    );
    expect(control.figures(undefined).curve.levels.map(({ label }) => label)).toEqual(['random actions']);
    const { counts, event } = control.figures('pole-fell');
    expect(counts).toEqual([0, 1].map((kind) => frames.filter(({ happened }) => happened.includes(kind)).length));
    expect(event.note).toMatch(/in 60 steps/);
    control.act(null);
    expect(control.figures(undefined).curve.levels[1]).toEqual({ label: 'you', value: told.person?.meanReturn });
  });

  test('is not learned from, and afterwards learning is as before, or as set meanwhile', () => {
    for (const before of [true, false]) {
      for (const meanwhile of [undefined, true, false]) {
        const { control, run } = openControl(
          { world: 'cartpole', agent: 'actor-critic-tiles' },
          {},
          { learns: before },
        );
        control.act(1);
        if (meanwhile !== undefined) control.learn(meanwhile);
        expect(run.session.acting.plastic).toBe(false);
        control.act(null);
        expect(run.session.acting.plastic).toBe(meanwhile ?? before);
      }
    }
  });

  test('sees the end of an episode before the next begins, because play stops there', async () => {
    const page = hosted();
    const { session } = await page.client.request({ type: 'open', spec: { world: 'catch', agent: 'ppo', worlds: 2 } });
    await page.client.request({ type: 'act', session, action: 0 });
    await page.client.request({ type: 'run', session, perSecond: 200 });
    const end = await page.stepsWhere(({ state, person }) => state === 'paused' && (person?.episodes ?? 0) > 0);
    expect(end.person).toMatchObject({ steps: 9, episodes: 1 });
    expect(end.frame).toMatchObject({ chosen: null, episodeSteps: 9 });
  });

  test('is not saved as the agent', async () => {
    const page = hosted();
    const { session } = await page.client.request({ type: 'open', spec: { world: 'catch', agent: 'ppo' } });
    await page.client.request({ type: 'act', session, action: 0 });
    await expect(page.client.request({ type: 'save', session })).rejects.toThrow(InputError);
  });
});
