import { describe, expect, test } from 'vitest';
import catchEnv from '../../envs/catch.ts';
import deepSea from '../../envs/deep-sea.ts';
import flappy from '../../envs/flappy.ts';
import pong from '../../envs/pong.ts';
import snake from '../../envs/snake.ts';
import type { Draws, World } from '../../src/contracts/control-env.ts';
import { randomStream } from '../../src/core/random.ts';
import { cellsOf, eventsOf, fed, fieldsOf, i, make, noDraws, seeded, seen, u } from './worlds.ts';

describe('Catch (Osband et al. 2020)', () => {
  const columns = [0, 1, 2, 3, 4];
  const begin = (column: number): World => {
    const world = make(catchEnv);
    fed([i(0, 5, column)], (draws) => world.reset(draws));
    return world;
  };
  /** The rewards until the end. */
  function play(world: World, action: () => number): readonly number[] {
    const rewards: number[] = [];
    while (!world.terminated) rewards.push(world.step(action(), noDraws));
    return rewards;
  }
  const allBut = (last: number): readonly number[] => [0, 0, 0, 0, 0, 0, 0, 0, last];

  test('moving under the ball gives 1 after nine steps, in every column', () => {
    for (const column of columns) {
      const world = begin(column);
      expect(play(world, () => Math.sign(column - fieldsOf(world)['paddle']!) + 1)).toEqual(allBut(1));
      expect(eventsOf(catchEnv, world)).toEqual(['caught']);
    }
  });

  test('not moving gives 1 in the middle column and -1 in the others, -.6 on average', () => {
    for (const column of columns) {
      const world = begin(column);
      expect(play(world, () => 1)).toEqual(allBut(column === 2 ? 1 : -1));
      expect(eventsOf(catchEnv, world)).toEqual([column === 2 ? 'caught' : 'missed']);
    }
  });

  test('the observation has the ball and the paddle, which stops at the walls', () => {
    const world = begin(1);
    expect(cellsOf(world, 'ball and paddle')).toEqual([0, 1, 9, 2]);
    for (let k = 0; k < 4; k++) world.step(0, noDraws);
    expect(cellsOf(world, 'ball and paddle')).toEqual([4, 1, 9, 0]);
  });
});

describe('Deep Sea (Osband et al. 2019)', () => {
  const size = 5;
  /** The return of every sequence of actions, with the event at its end. */
  function dives(
    mapping: number,
  ): readonly { readonly actions: number; readonly total: number; readonly event: string }[] {
    const world = make(deepSea, { size, mapping });
    return Array.from({ length: 2 ** size }, (_, actions) => {
      world.reset(noDraws);
      let total = 0;
      for (let row = 0; row < size; row++) {
        expect(world.terminated).toBe(false);
        total += world.step((actions >> row) & 1, noDraws);
      }
      expect(world.terminated).toBe(true);
      return { actions, total, event: eventsOf(deepSea, world).join() };
    });
  }
  const ones = (actions: number): number => actions.toString(2).replaceAll('0', '').length;

  test('a step right costs .01 / N, and going right in every row reaches the treasure, 1', () => {
    for (const { actions, total, event } of dives(0)) {
      const isAllRight = actions === 2 ** size - 1;
      expect(total).toBeCloseTo((isAllRight ? 1 : 0) - (0.01 / size) * ones(actions), 12);
      expect(event).toBe(isAllRight ? 'treasure' : 'nothing');
    }
  });

  test.each([1, 2, 3])('with mapping %i too, one of 2^N action sequences finds it, with a return of .99', (mapping) => {
    const found = dives(mapping).filter(({ event }) => event === 'treasure');
    expect(found).toHaveLength(1);
    expect(found[0]?.total).toBeCloseTo(0.99, 12);
    expect(dives(mapping).every(({ event, total }) => event === 'treasure' || (total <= 0 && total > -0.01))).toBe(
      true,
    );
    expect(dives(mapping)).toEqual(dives(mapping));
  });

  test('mappings differ, and with 0 the second action is right everywhere', () => {
    const treasures = [1, 2, 3, 4, 5, 6].map(
      (mapping) => dives(mapping).find(({ event }) => event === 'treasure')?.actions,
    );
    expect(new Set(treasures).size).toBeGreaterThan(1);
    const world = make(deepSea, { size, mapping: 0 });
    world.reset(noDraws);
    world.step(1, noDraws);
    expect(seen(world)).toBe(size + 1);
    world.step(0, noDraws);
    expect(seen(world)).toBe(2 * size);
    world.step(0, noDraws);
    expect(seen(world)).toBe(3 * size);
  });
});

describe('Snake', () => {
  const [up, right, down, left] = [0, 1, 2, 3];
  /** The hidden cells from the tail on, and what is seen: head, neck, food and the size of the body. */
  const shownBy = (world: World): string =>
    JSON.stringify([
      [...(world.state() as unknown as { cells: Int32Array }).cells],
      ...['head', 'neck', 'food'].map((channel) => cellsOf(world, channel)),
      cellsOf(world, 'body').length / 2,
    ]);

  /** A slow implementation of the rules: the snake as a list of [row, column], the head first. */
  class SlowSnake {
    body: (readonly [number, number])[];
    food: readonly [number, number] = [0, 0];
    way = right;
    waited = 0;
    eaten = 0;
    over = false;
    readonly side: number;
    readonly period: number;
    readonly draws: Draws;

    constructor(side: number, period: number, draws: Draws) {
      [this.side, this.period, this.draws] = [side, period, draws];
      const middle = Math.floor(side / 2);
      this.body = [0, 1, 2].map((back) => [middle, middle - back] as const);
      this.placeFood();
    }

    private placeFood(): void {
      const all = Array.from(
        { length: this.side ** 2 },
        (_, cell) => [Math.floor(cell / this.side), cell % this.side] as const,
      );
      const free = all.filter((cell) => !this.isAt(this.body, cell));
      this.food = free[this.draws.integer(0, free.length)] as readonly [number, number];
    }

    private isAt(cells: readonly (readonly [number, number])[], [y, x]: readonly [number, number]): boolean {
      return cells.some(([row, column]) => row === y && column === x);
    }

    ahead(way: number): readonly [number, number] {
      const [y, x] = this.body[0] as readonly [number, number];
      return [y + ([-1, 0, 1, 0][way] as number), x + ([0, 1, 0, -1][way] as number)];
    }

    isDeadly(way: number): boolean {
      const [y, x] = this.ahead(way);
      const eats = this.isAt([this.food], [y, x]);
      return (
        y < 0 ||
        x < 0 ||
        y >= this.side ||
        x >= this.side ||
        this.isAt(eats ? this.body : this.body.slice(0, -1), [y, x])
      );
    }

    step(action: number): number {
      if (!this.isAt([this.body[1] as readonly [number, number]], this.ahead(action))) this.way = action;
      this.waited += 1;
      if (this.waited < Math.max(1, this.period - Math.floor(this.eaten / 5))) return 0;
      this.waited = 0;
      if (this.isDeadly(this.way)) {
        this.over = true;
        return 0;
      }
      const head = this.ahead(this.way);
      const eats = this.isAt([this.food], head);
      this.body = [head, ...(eats ? this.body : this.body.slice(0, -1))];
      if (!eats) return 0;
      this.eaten += 1;
      if (this.body.length === this.side ** 2) this.over = true;
      else this.placeFood();
      return 1;
    }

    shown(): string {
      const cells = this.body.map(([y, x]) => y * this.side + x).toReversed();
      return JSON.stringify([cells, this.body[0], this.body[1], this.food, this.body.length - 1]);
    }
  }

  test.each([
    [6, 1],
    [5, 2],
    [6, 4],
  ])(
    'on a side of %i cells, with a move every %i steps at first, it agrees with the slow implementation',
    (side, period) => {
      const world = make(snake, { side, period, hunger: 0 });
      const choose = randomStream(side, 'choices');
      let longest = 0;
      for (let episode = 0; episode < 20; episode++) {
        world.reset(seeded(episode));
        const slow = new SlowSnake(side, period, seeded(episode));
        const draws = seeded(episode);
        draws.integer(0, side * side - 3);
        const [shown, expected]: [string[], string[]] = [[], []];
        for (let k = 0; k < 400 * period && !slow.over; k++) {
          // Mostly a direction that does not kill at once, so that it grows.
          const safe = [up, right, down, left].filter((way) => !slow.isDeadly(way));
          const action =
            safe.length === 0 || choose.next() < 0.01
              ? choose.integer(4)
              : (safe[choose.integer(safe.length)] as number);
          shown.push(`${world.step(action, draws)} ${world.terminated}`);
          expected.push(`${slow.step(action)} ${slow.over}`);
          if (slow.over) break;
          shown.push(shownBy(world));
          expected.push(slow.shown());
        }
        expect(shown).toEqual(expected);
        longest = Math.max(longest, slow.body.length);
      }
      // Long enough to have bitten itself and to have become faster.
      expect(longest).toBeGreaterThan(3 + 5);
    },
  );

  test('a path over the whole board eats until it is full: all cells but the first three are points', () => {
    const way = [
      2 * 4 + 2,
      1 * 4 + 2,
      1 * 4 + 1,
      1 * 4,
      0,
      1,
      2,
      3,
      1 * 4 + 3,
      2 * 4 + 3,
      3 * 4 + 3,
      3 * 4 + 2,
      3 * 4 + 1,
      3 * 4,
      2 * 4,
      2 * 4 + 1,
    ];
    for (let seed = 0; seed < 5; seed++) {
      const world = make(snake, { side: 4 });
      const draws = seeded(seed);
      world.reset(draws);
      let total = 0;
      for (let k = 0; !world.terminated; k++) {
        const by = (way[(k + 1) % 16] as number) - (way[k % 16] as number);
        total += world.step(by === -4 ? up : by === 1 ? right : by === 4 ? down : left, draws);
      }
      expect(total).toBe(16 - 3);
      expect(eventsOf(snake, world)).toEqual(['food']);
    }
  });

  test('it dies at a wall, ignores a reversal, and cannot reverse by two turns between moves', () => {
    const world = make(snake, { side: 6, period: 2 });
    const begin = (): void => fed([i(0, 33, 0)], (draws) => world.reset(draws));
    begin();
    expect(cellsOf(world, 'head')).toEqual([3, 3]);
    for (const action of [left, left]) world.step(action, noDraws);
    expect(cellsOf(world, 'head')).toEqual([3, 4]);
    for (const action of [up, left]) world.step(action, noDraws);
    expect(cellsOf(world, 'head')).toEqual([2, 4]);
    for (const action of [right, right, right]) world.step(action, noDraws);
    expect(world.terminated).toBe(false);
    expect(world.step(right, noDraws)).toBe(0);
    expect([world.terminated, eventsOf(snake, world)]).toEqual([true, ['died']]);
  });

  test('it starves after N steps without food', () => {
    const world = make(snake, { hunger: 10 });
    fed([i(0, 97, 0)], (draws) => world.reset(draws));
    for (let k = 0; k < 9; k++) world.step([up, left, down, right][k % 4] as number, noDraws);
    expect(world.terminated).toBe(false);
    world.step(left, noDraws);
    expect([world.terminated, eventsOf(snake, world)]).toEqual([true, ['starved']]);
  });
});

describe('Flap', () => {
  const [fall, flap] = [0, 1];
  const pipesOf = (world: World) =>
    world.state() as unknown as {
      pipeX: Int32Array;
      gapTop: Int32Array;
      gapSize: Int32Array;
      y: number;
      velocity: number;
      pipes: number;
    };
  const begin = (given: Readonly<Record<string, unknown>>, first: number, second: number): World => {
    const world = make(flappy, given);
    const lowest = 11 - Number(given['gap'] ?? 4);
    fed([i(0, lowest, first), i(Math.max(0, first - 4), lowest, second)], (draws) => world.reset(draws));
    return world;
  };

  test('it falls by 1, 2, 2 … rows, and a flap lifts it by one', () => {
    const world = begin({}, 3, 3);
    const rows = [fall, fall, flap, flap, fall].map((action) => {
      world.step(action, noDraws);
      return fieldsOf(world)['y'];
    });
    expect(rows).toEqual([5, 7, 6, 5, 5]);
    expect(cellsOf(world, 'bird')).toEqual([5, 2]);
  });

  test('the ground and the sky end the episode', () => {
    const world = begin({ gap: 4 }, 3, 3);
    for (const action of [fall, fall, fall, fall]) world.step(action, noDraws);
    expect([world.terminated, eventsOf(flappy, world)]).toEqual([true, ['crashed']]);
    const other = begin({ gap: 4 }, 0, 0);
    for (let k = 0; k < 4; k++) other.step(flap, noDraws);
    expect([other.terminated, cellsOf(other, 'bird')]).toEqual([false, [0, 2]]);
    other.step(flap, noDraws);
    expect(other.terminated).toBe(true);
  });

  test('a pipe moves one column per step: it ends the episode outside its gap, and is a point once it is passed', () => {
    const world = begin({ gap: 4 }, 6, 6);
    expect(cellsOf(world, 'pipes')).toEqual([0, 1, 2, 3, 4, 5].flatMap((row) => [row, 6]));
    for (const action of [flap, fall, fall]) world.step(action, noDraws);
    expect(world.terminated).toBe(false);
    // Row 4 is above the gap of rows 6 to 9.
    world.step(flap, noDraws);
    expect([fieldsOf(world)['y'], world.terminated, eventsOf(flappy, world)]).toEqual([3, true, ['crashed']]);
    const through = begin({ gap: 4 }, 3, 3);
    for (const action of [flap, fall, fall, flap]) expect(through.step(action, noDraws)).toBe(0);
    expect(through.terminated).toBe(false);
    expect(through.step(fall, noDraws)).toBe(1);
    expect(eventsOf(flappy, through)).toEqual(['pipe-passed']);
  });

  test('its speed is observable', () => {
    const world = begin({ gap: 8, ramping: false }, 0, 0);
    const speeds = ['rising', 'falling', 'falling fast'] as const;
    const shown = (action: number): string => {
      world.step(action, noDraws);
      return speeds.filter((speed) => cellsOf(world, speed).length > 0).join();
    };
    expect([flap, fall, fall, fall].map(shown)).toEqual(['rising', '', 'falling', 'falling,falling fast']);
  });

  /**
   * Whether some sequence of flaps brings a bird into a gap in N steps, without touching sky or ground, by the rules of
   * flight only.
   */
  function canReach(
    y: number,
    velocity: number,
    steps: number,
    gap: (row: number) => boolean,
  ): readonly number[] | undefined {
    if (y < 0 || y > 9) return undefined;
    if (steps === 0) return gap(y) ? [] : undefined;
    for (const action of [fall, flap]) {
      const next = action === flap ? -1 : Math.min(2, velocity + 1);
      const rest = canReach(y + next, next, steps - 1, gap);
      if (rest !== undefined) return [action, ...rest];
    }
    return undefined;
  }

  test('from any position and speed in a gap the next one can be reached', () => {
    for (const [size, next] of [
      [4, 4],
      [4, 3],
      [3, 3],
      [3, 2],
      [2, 2],
    ] as const) {
      for (let top = 0; top <= 10 - size; top++) {
        for (let nextTop = Math.max(0, top - 4); nextTop <= top; nextTop++) {
          for (let y = top; y < top + size; y++) {
            for (const velocity of [-1, 0, 1, 2])
              expect(
                canReach(y, velocity, 5, (row) => row >= nextTop && row < nextTop + next),
                `${y} at ${velocity} to ${nextTop}`,
              ).toBeDefined();
          }
        }
      }
    }
  });

  test('pipes come five steps apart, and the gaps narrow after every five', () => {
    const world = make(flappy);
    const draws = seeded(1);
    world.reset(draws);
    for (let passed = 1; passed <= 30; passed++) {
      for (let k = 0; k < 5; k++) {
        expect(world.terminated).toBe(false);
        // Flight has separate tests: here the bird is held in the gap of the nearest pipe.
        const state = pipesOf(world);
        const nearest =
          (state.pipeX[0] as number) > 2 &&
          ((state.pipeX[0] as number) < (state.pipeX[1] as number) || (state.pipeX[1] as number) <= 2)
            ? 0
            : 1;
        world.restore({ ...state, y: (state.gapTop[nearest] as number) + 1, velocity: 0 });
        expect(world.step(flap, draws)).toBe(k === 4 ? 1 : 0);
      }
      // The current pipes were created when at most N, and at least N - 2, had been passed.
      const smallest = Math.max(2, 4 - Math.floor(passed / 5));
      const largest = Math.max(2, 4 - Math.floor(Math.max(0, passed - 2) / 5));
      for (const one of pipesOf(world).gapSize) expect([smallest, largest]).toContain(one);
    }
  });
});

describe('Pong', () => {
  const [stay, up, down] = [0, 1, 2];
  const serveOf = (row: number, dx: number, dy: number) => [
    i(1, 9, row),
    i(0, 2, dx === -1 ? 0 : 1),
    i(0, 2, dy === -1 ? 0 : 1),
  ];
  const begin = (row: number, dx: number, dy: number, given: Readonly<Record<string, unknown>> = {}): World => {
    const world = make(pong, given);
    fed(serveOf(row, dx, dy), (draws) => world.reset(draws));
    return world;
  };
  const idle = [u(0.999)];

  test('the ball moves one column per step, is reflected at the walls, and shows its direction', () => {
    // Rows unfolded: 0 … 9 and back make a period of 18.
    const mirrored = (row: number): number => 9 - Math.abs(9 - (((row % 18) + 18) % 18));
    for (const row of [1, 2, 5, 8]) {
      for (const dy of [-1, 1]) {
        const world = begin(row, -1, dy);
        expect(cellsOf(world, 'ball')).toEqual([row, 5]);
        expect(cellsOf(world, 'trail')).toEqual([row - dy, 6]);
        for (let step = 1; step <= 4; step++) {
          fed(idle, (draws) => world.step(stay, draws));
          expect(cellsOf(world, 'ball')).toEqual([mirrored(row + dy * step), 5 - step]);
          expect(cellsOf(world, 'trail')).toEqual([mirrored(row + dy * (step - 1)), 6 - step]);
        }
      }
    }
  });

  test.each([
    // Position of the paddle when the ball reaches row 5 in the last column, moving down, and the ball's next
    // direction.
    [5, 1],
    [4, 1],
    [6, -1],
  ])('a paddle at row %i returns it, at its edge with the slope of that side', (own, dy) => {
    const world = begin(5, 1, 1);
    world.restore({ ...fieldsOf(world), x: 8, y: 4, lastX: 7, lastY: 3, dy: 1, own });
    expect(fed(idle, (draws) => world.step(stay, draws))).toBe(0);
    expect(eventsOf(pong, world)).toEqual(['returned']);
    expect(fieldsOf(world)).toMatchObject({ dx: -1, dy, x: 8, y: 5 });
    fed(idle, (draws) => world.step(stay, draws));
    expect(cellsOf(world, 'ball')).toEqual([5 + dy, 7]);
  });

  test.each([3, 7])('a paddle at row %i misses it: the opponent gets a point, and a new serve follows', (own) => {
    const world = begin(5, 1, 1);
    world.restore({ ...fieldsOf(world), x: 8, y: 4, lastX: 7, lastY: 3, own });
    expect(fed([...idle, ...serveOf(2, -1, 1)], (draws) => world.step(stay, draws))).toBe(-1);
    expect(eventsOf(pong, world)).toEqual(['point-lost']);
    expect(fieldsOf(world)).toMatchObject({ x: 5, y: 2, ownPoints: 0, otherPoints: 1 });
  });

  test('a ball past the opponent is a point; the winning score ends the game', () => {
    const world = begin(5, -1, 1, { points: 2 });
    const shoot = (): number => {
      world.restore({ ...fieldsOf(world), x: 1, y: 4, dx: -1, dy: 1, other: 8 });
      return fed([...idle, ...serveOf(2, 1, 1)], (draws) => world.step(stay, draws));
    };
    expect(shoot()).toBe(1);
    expect([world.terminated, eventsOf(pong, world)]).toEqual([false, ['point-won']]);
    expect(shoot()).toBe(1);
    expect([world.terminated, eventsOf(pong, world)]).toEqual([true, ['point-won', 'game-won']]);
    const lost = begin(5, 1, 1, { points: 1 });
    lost.restore({ ...fieldsOf(lost), x: 8, y: 4, dx: 1, dy: 1, own: 8 });
    expect(fed([...idle, ...serveOf(2, 1, 1)], (draws) => lost.step(stay, draws))).toBe(-1);
    expect([lost.terminated, eventsOf(pong, lost)]).toEqual([true, ['point-lost', 'game-lost']]);
  });

  test('the paddle moves one row per step and stays on the board', () => {
    const world = begin(5, -1, 1);
    const rowsOf = (): readonly number[] => cellsOf(world, 'own paddle').filter((_, k) => k % 2 === 0);
    expect(rowsOf()).toEqual([4, 5, 6]);
    for (let k = 0; k < 3; k++) fed(idle, (draws) => world.step(up, draws));
    expect(rowsOf()).toEqual([1, 2, 3]);
    world.restore({ ...fieldsOf(world), own: 8, x: 7 });
    fed(idle, (draws) => world.step(down, draws));
    expect(rowsOf()).toEqual([7, 8, 9]);
  });

  test.each([
    [0, true, 0.7],
    [2, true, 0.7],
    [3, true, 0.8],
    [6, true, 0.9],
    [9, true, 1],
    [9, false, 0.7],
  ])(
    'after %i points lost (ramp: %s) the opponent follows the ball in a share of %f of steps',
    (ownPoints, ramping, share) => {
      for (const draw of [share - 1e-9, share]) {
        if (draw >= 1) continue;
        const world = begin(2, 1, 1, { points: 10, ramping });
        world.restore({ ...fieldsOf(world), ownPoints, x: 4, y: 2, other: 5 });
        fed([u(draw)], (draws) => world.step(stay, draws));
        expect(fieldsOf(world)['other']).toBe(draw < share ? 4 : 5);
      }
    },
  );
});
