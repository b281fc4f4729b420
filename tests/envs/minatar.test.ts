import { describe, expect, test } from 'vitest';
import { InputError } from '../../src/core/errors.ts';
import { parseParameters } from '../../src/contracts/parameters.ts';
import type { ControlEnv, World } from '../../src/contracts/control-env.ts';
import type { Saved } from '../../src/contracts/saved.ts';
import { randomStream } from '../../src/core/random.ts';
import { streamDraws } from '../../src/engine/control/draws.ts';
import { findControlEnv } from '../../src/engine/registry.ts';

// Not covered by the recorded trajectories: events, the smaller sets of actions, and impossible states.

const make = (env: ControlEnv, given = {}): World => env.create(parseParameters(env.parameters, given, env.id));
const eventsOf = ({ events }: ControlEnv, world: World): readonly string[] =>
  events.filter((_, i) => (world.happened & (1 << i)) !== 0).map(({ id }) => id);

/** By the action numbers that all games share. */
const minimal = {
  breakout: [0, 1, 3],
  asterix: [0, 1, 2, 3, 4],
  freeway: [0, 2, 4],
  seaquest: [0, 1, 2, 3, 4, 5],
  'space-invaders': [0, 1, 3, 5],
};
/** Events that accompany a reward, and those that accompany an end. */
const meaning: Readonly<Record<string, { rewarded: readonly string[]; ends: readonly string[] }>> = {
  breakout: { rewarded: ['brick-hit'], ends: ['ball-lost'] },
  asterix: { rewarded: ['gold'], ends: ['hit'] },
  freeway: { rewarded: ['crossed'], ends: ['time-up'] },
  // Six divers give nothing if no oxygen is left.
  seaquest: {
    rewarded: ['fish-shot', 'submarine-shot', 'surfaced-with-six'],
    ends: ['hit', 'oxygen-out', 'surfaced-alone'],
  },
  'space-invaders': { rewarded: ['alien-shot'], ends: ['hit', 'landed'] },
};

describe.each(Object.entries(minimal))('%s', (id, codes) => {
  const env = findControlEnv(id);

  test('the minimal set contains those of the six actions that have an effect', () => {
    const [few, all] = [make(env), make(env, { actionSet: 'full' })];
    const [a, b] = [streamDraws(randomStream(1, 'draws')), streamDraws(randomStream(1, 'draws'))];
    const choose = randomStream(1, 'actions');
    few.reset(a);
    all.reset(b);
    for (let step = 0; step < 500; step++) {
      const action = choose.integer(codes.length);
      expect(all.step(codes[action] as number, b)).toBe(few.step(action, a));
      expect(all.state()).toEqual(few.state());
      if (!few.terminated) continue;
      few.reset(a);
      all.reset(b);
    }
    // The others have no effect.
    for (const idle of [0, 1, 2, 3, 4, 5].filter((code) => !codes.includes(code))) {
      few.step(0, a);
      all.step(idle, b);
      expect(all.state()).toEqual(few.state());
    }
  });

  test('a reward and an end are accompanied by an event, and nothing happens after an end', () => {
    const world = make(env);
    const draws = streamDraws(randomStream(2, 'draws'));
    const choose = randomStream(2, 'actions');
    const seen = new Set<string>();
    const told = meaning[id] as { rewarded: readonly string[]; ends: readonly string[] };
    world.reset(draws);
    for (let step = 0; step < 10_000; step++) {
      const reward = world.step(choose.integer(codes.length), draws);
      const events = eventsOf(env, world);
      for (const event of events) seen.add(event);
      if (events.includes('surfaced-with-six')) expect(events).toContain('surfaced');
      else expect(events.some((event) => told.rewarded.includes(event))).toBe(reward > 0);
      if (world.terminated) expect(events.some((event) => told.ends.includes(event))).toBe(true);
      else expect(events.filter((event) => told.ends.includes(event))).toEqual([]);
      if (!world.terminated) continue;
      const before = JSON.stringify(world.state());
      expect(world.step(1, draws)).toBe(0);
      expect([world.happened, world.terminated, JSON.stringify(world.state())]).toEqual([0, true, before]);
      world.reset(draws);
    }
    // Random actions do not cross the road or collect six divers.
    const rare = new Set(['crossed', 'surfaced-with-six']);
    for (const event of told.rewarded.filter((one) => !rare.has(one))) expect(seen).toContain(event);
  });

  test('an impossible state is refused, with the invalid field', () => {
    const world = make(env);
    world.reset(streamDraws(randomStream(3, 'draws')));
    const state = world.state() as Readonly<Record<string, Saved>>;
    for (const name of Object.keys(state)) {
      const wrong = { ...state, [name]: 'x' };
      expect(() => world.restore(wrong), name).toThrow(InputError);
      expect(() => world.restore(wrong), name).toThrow(name);
      expect(
        () => world.restore(Object.fromEntries(Object.entries(state).filter(([other]) => other !== name))),
        name,
      ).toThrow(InputError);
    }
    expect(() => world.restore(null)).toThrow(InputError);
    // A failed attempt leaves the environment unchanged, and further fields of an object are ignored.
    expect(world.state()).toEqual(state);
    world.restore({ ...state, lastAction: 3 });
    expect(world.state()).toEqual(state);
  });
});
