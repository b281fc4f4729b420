import { describe, expect, test } from 'vitest';
import linearTrack from '../../envs/linear-track.ts';
import openField from '../../envs/open-field.ts';
import tMaze from '../../envs/t-maze.ts';
import wMaze from '../../envs/w-maze.ts';
import type { World } from '../../src/contracts/control-env.ts';
import { InputError } from '../../src/core/errors.ts';
import { randomStream } from '../../src/core/random.ts';
import { eventsOf, fed, i, make, noDraws, seen, u } from './worlds.ts';

describe('T-maze', () => {
  const [forward, left, right] = [0, 1, 2];

  test.each([1, 6, 20])(
    'a stem of %i takes one more step than its length, and looks the same after either cue',
    (stem) => {
      const ways = [0, 1].map((side) => {
        const world = make(tMaze, { stem });
        fed([i(0, 2, side)], (draws) => world.reset(draws));
        expect(eventsOf(tMaze, world)).toEqual(['cue']);
        const shown = [seen(world)];
        const rewards: number[] = [];
        for (let step = 0; step < stem; step++) {
          rewards.push(world.step(forward, noDraws));
          shown.push(seen(world));
          expect(eventsOf(tMaze, world)).toEqual(step === stem - 1 ? ['junction'] : []);
        }
        expect(world.terminated).toBe(false);
        expect(rewards.every((reward) => reward === 0)).toBe(true);
        expect(world.step(side === 0 ? left : right, noDraws)).toBe(1);
        expect([world.terminated, eventsOf(tMaze, world)]).toEqual([true, ['reward']]);
        return shown;
      }) as [number[], number[]];
      expect(ways[0][0]).not.toBe(ways[1][0]);
      expect(ways[0].slice(1)).toEqual(ways[1].slice(1));
    },
  );

  test('a wall or the wrong arm costs .1', () => {
    const world = make(tMaze, { stem: 2 });
    fed([i(0, 2, 0)], (draws) => world.reset(draws));
    expect([left, right].map((action) => world.step(action, noDraws))).toEqual([-0.1, -0.1]);
    expect(seen(world)).toBe(0);
    world.step(forward, noDraws);
    world.step(forward, noDraws);
    expect(world.step(forward, noDraws)).toBe(-0.1);
    expect(world.terminated).toBe(false);
    expect(world.step(right, noDraws)).toBe(-0.1);
    expect([world.terminated, eventsOf(tMaze, world)]).toEqual([true, ['omission']]);
  });
});

describe('W-maze', () => {
  const [up, rightward, down, leftward] = [0, 1, 2, 3];

  /** Walks from the end of one arm to that of another on the shortest path; returns the last reward and the number of steps. */
  function walk(world: World, arm: number, from: number, to: number): { reward: number; steps: number } {
    const bridge = Array.from({ length: 2 * Math.abs(to - from) }, () => (to > from ? rightward : leftward));
    const way = [...Array.from({ length: arm }, () => down), ...bridge, ...Array.from({ length: arm }, () => up)];
    const rewards = way.map((action) => world.step(action, noDraws));
    expect(rewards.slice(0, -1).every((reward) => reward === 0)).toBe(true);
    return { reward: rewards.at(-1) as number, steps: way.length };
  }

  test.each([1, 4, 9])(
    'with arms of %i, alternating through the centre is rewarded at every visit, every 2 arm + 2 steps',
    (arm) => {
      const world = make(wMaze, { arm, visits: 9 });
      world.reset(noDraws);
      const wells = [1, 0, 1, 2, 1, 0, 1, 2, 1, 0];
      for (let k = 1; k < wells.length; k++) {
        expect(world.terminated).toBe(false);
        expect(walk(world, arm, wells[k - 1] as number, wells[k] as number)).toEqual({ reward: 1, steps: 2 * arm + 2 });
        expect(eventsOf(wMaze, world)).toEqual(['reward']);
      }
      expect(world.terminated).toBe(true);
    },
  );

  test('any sequence of visits is rewarded by the rule: the centre after an outer arm; an outer arm after the centre if it is not the last visited outer arm', () => {
    const world = make(wMaze, { arm: 2, visits: 10_000 });
    const choose = randomStream(1, 'wells');
    world.reset(noDraws);
    const visited = [1];
    for (let k = 0; k < 500; k++) {
      const from = visited.at(-1) as number;
      const to = (from + 1 + choose.integer(2)) % 3;
      const lastOuter = visited.findLast((well) => well !== 1);
      const isRight = to === 1 || (from === 1 && to !== lastOuter);
      expect(walk(world, 2, from, to).reward).toBe(isRight ? 1 : 0);
      expect(eventsOf(wMaze, world)).toEqual([isRight ? 'reward' : 'omission']);
      visited.push(to);
    }
  });

  test('returning to the same well is not a visit', () => {
    const world = make(wMaze, { arm: 2 });
    world.reset(noDraws);
    expect(walk(world, 2, 1, 0).reward).toBe(1);
    expect([down, up].map((action) => world.step(action, noDraws))).toEqual([0, 0]);
    expect(world.happened).toBe(0);
    expect(walk(world, 2, 0, 1).reward).toBe(1);
  });

  test('every place has a distinct observation', () => {
    const arm = 3;
    const world = make(wMaze, { arm });
    world.reset(noDraws);
    const places = new Map<number, string>();
    const choose = randomStream(2, 'steps');
    for (let k = 0; k < 2000; k++) {
      world.step(choose.integer(4), noDraws);
      const { column, height } = world.state() as { column: number; height: number };
      const place = `${column},${height}`;
      expect(places.get(seen(world)) ?? place).toBe(place);
      places.set(seen(world), place);
    }
    expect(places.size).toBe(3 * (arm + 1) + 2);
  });
});

describe('linear track', () => {
  const [forward, stay, back] = [0, 1, 2];
  const begin = (
    given: Readonly<Record<string, number | boolean>>,
    reward = 0,
    teleport = 0.99,
    pause = 0.99,
  ): World => {
    const world = make(linearTrack, given);
    fed([u(reward), u(teleport), u(pause)], (draws) => world.reset(draws));
    return world;
  };
  /** Steps until the end, with the step of each event and the observed places. */
  function run(world: World, action: (step: number) => number) {
    const events: Record<string, number> = {};
    const places = [seen(world)];
    let total = 0;
    let step = 0;
    while (!world.terminated) {
      step += 1;
      total += world.step(action(step), noDraws);
      places.push(seen(world));
      for (const id of eventsOf(linearTrack, world)) events[id] = step;
    }
    return { steps: step, events, places, total };
  }

  test.each([
    [40, 1, 39],
    [40, 3, 13],
    [41, 3, 14],
    [4, 10, 1],
  ])('%i places at a speed of %i take %i steps, walking or moving passively', (length, speed, steps) => {
    for (const [moved, action] of [
      [false, () => forward],
      [true, (step: number) => step % 3],
    ] as const) {
      const world = begin({ length, speed, moved });
      expect(eventsOf(linearTrack, world)).toEqual(['start']);
      const { places, ...rest } = run(world, action);
      expect(rest).toEqual({ steps, events: { reward: steps }, total: 1 });
      expect(places).toEqual(Array.from({ length: steps + 1 }, (_, k) => Math.min(length - 1, k * speed)));
    }
  });

  test('the agent stands and walks back, not beyond the start', () => {
    const world = begin({});
    expect(
      [back, stay, forward, forward, stay, back].map((action) => [world.step(action, noDraws), seen(world)]),
    ).toEqual([
      [0, 0],
      [0, 0],
      [0, 1],
      [0, 2],
      [0, 2],
      [0, 1],
    ]);
  });

  test.each([
    // From, to, speed; then the step of the teleport, and of the end: the remaining distance is length - 1 - to.
    [10, 25, 1, 10, 10 + 14],
    [10, 25, 3, 4, 4 + 5],
    [25, 10, 1, 25, 25 + 29],
  ])(
    'a teleport from %i to %i at a speed of %i occurs once, at step %i, and the end at step %i',
    (teleportFrom, teleportTo, speed, teleport, reward) => {
      const given = { moved: true, teleportProbability: 0.5, teleportFrom, teleportTo, speed };
      const { events, places } = run(begin(given, 0, 0.4999), () => stay);
      expect(events).toEqual({ teleport, reward });
      expect(places[teleport]).toBe(teleportTo);
      expect(run(begin(given, 0, 0.5), () => stay).events).toEqual({ reward: Math.ceil(39 / speed) });
    },
  );

  test('walking backward over a teleport does not trigger it; walking forward again does', () => {
    const world = begin({ teleportProbability: 1, teleportFrom: 2, teleportTo: 30 }, 0, 0);
    for (const action of [forward, back, stay]) world.step(action, noDraws);
    expect(seen(world)).toBe(0);
    world.step(forward, noDraws);
    expect(eventsOf(linearTrack, world)).toEqual([]);
    world.step(forward, noDraws);
    expect([seen(world), eventsOf(linearTrack, world)]).toEqual([30, ['teleport']]);
  });

  test('a pause begins at its place and adds its steps', () => {
    const { events, places } = run(
      begin({ moved: true, pauseProbability: 0.5, pauseAt: 7, pauseSteps: 4 }, 0, 0.99, 0.4999),
      () => stay,
    );
    expect(events).toEqual({ pause: 7, reward: 39 + 4 });
    expect(places.slice(6, 13)).toEqual([6, 7, 7, 7, 7, 7, 8]);
  });

  test('there is reward if the draw is below its probability', () => {
    expect(run(begin({ rewardProbability: 0.7 }, 0.6999), () => forward)).toMatchObject({
      events: { reward: 39 },
      total: 1,
    });
    expect(run(begin({ rewardProbability: 0.7 }, 0.7), () => forward)).toMatchObject({
      events: { omission: 39 },
      total: 0,
    });
  });

  test('teleports and pauses beyond the track are refused if they can occur', () => {
    expect(() => make(linearTrack, { length: 20, teleportProbability: 0.1 })).toThrow(
      new InputError(
        'teleportTo = 25 is not before the end of a track of 20 places',
        'env linear-track',
        'give at most 18',
      ),
    );
    expect(() => make(linearTrack, { length: 20, pauseProbability: 0.1, pauseAt: 19 })).toThrow('pauseAt = 19');
    expect(() => make(linearTrack, { length: 20 })).not.toThrow();
  });
});

describe('open field', () => {
  const [up, right, down, left] = [0, 1, 2, 3];

  /** Steps of the shortest path from the start to a goal, by breadth-first search. */
  function shortest(world: World): number {
    world.reset(noDraws);
    const distance = new Map([[seen(world), 0]]);
    for (const [place, steps] of distance) {
      for (const action of [up, right, down, left]) {
        world.restore({ at: place, happened: 0 });
        if (world.step(action, noDraws) === 1) return steps + 1;
        if (!distance.has(seen(world))) distance.set(seen(world), steps + 1);
      }
    }
    return Infinity;
  }

  test.each([
    // From corner to corner of 9 x 9; the rooms from corner to corner of 11 x 11, along two hallways; the maze as in Sutton & Barto 2018, figure 8.2.
    ['field', 16],
    ['four rooms', 20],
    ['dyna maze', 14],
  ])('the goal of %s is %i steps away', (map, steps) => {
    expect(shortest(make(openField, { map }))).toBe(steps);
  });

  test('the four rooms have 104 cells (Sutton, Precup & Singh 1999)', () => {
    const world = make(openField, { map: 'four rooms', goalReward: 0 });
    const places = new Set<number>();
    const choose = randomStream(1, 'steps');
    for (let episode = 0; episode < 100; episode++) {
      world.reset(noDraws);
      for (let k = 0; k < 1000 && !world.terminated; k++) {
        world.step(choose.integer(4), noDraws);
        places.add(seen(world));
      }
    }
    expect(places.size).toBe(104);
  });

  test('walls stop, water slows, hazards and goals end, each with its event and reward', () => {
    const given = { ownMap: 'S~#/XG.', goalReward: 5, hazardReward: -3, waterReward: -0.5, stepReward: -0.25 };
    const world = make(openField, given);
    const course = (...actions: readonly number[]): readonly unknown[] => {
      world.reset(noDraws);
      return actions.map((action) => [
        world.step(action, noDraws),
        seen(world),
        eventsOf(openField, world).join(),
        world.terminated,
      ]);
    };
    expect(course(up, left, right, right, down)).toEqual([
      [-0.25, 0, 'bump', false],
      [-0.25, 0, 'bump', false],
      [-0.75, 1, 'water', false],
      [-0.25, 1, 'bump', false],
      [4.75, 4, 'goal', true],
    ]);
    expect(course(down)).toEqual([[-3.25, 3, 'hazard', true]]);
  });

  test('a slip occurs if the draw is below its probability, in the drawn direction', () => {
    const world = make(openField, { slip: 0.2 });
    world.reset(noDraws);
    fed([u(0.1999), i(0, 4, down)], (draws) => world.step(right, draws));
    expect(seen(world)).toBe(9);
    fed([u(0.2)], (draws) => world.step(right, draws));
    expect(seen(world)).toBe(10);
  });

  test('a map with a mistake is refused', () => {
    expect(() => make(openField, { ownMap: 'S.?/..G' })).toThrow(InputError);
    expect(() => make(openField, { ownMap: `S${'.'.repeat(80)}` })).toThrow(InputError);
  });
});
