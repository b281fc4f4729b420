import { describe, expect, test } from 'vitest';
import frozenLake from '../../envs/frozen-lake.ts';
import { parseParameters } from '../../src/contracts/parameters.ts';
import { Worlds } from '../../src/engine/control/worlds.ts';
import { eventsOf, fed, make, seen, u } from './worlds.ts';

const [left, down, right, up] = [0, 1, 2, 3];

/** Steps of the first episode, in which the agent walks against the edge and never moves. */
function cutAt(parameters: Readonly<Record<string, unknown>>): number {
  const worlds = new Worlds(
    frozenLake,
    {
      id: frozenLake.id,
      parameters: parseParameters(frozenLake.parameters, { slippery: false, ...parameters }, frozenLake.id),
    },
    1,
    1,
  );
  worlds.reset();
  let steps = 0;
  do {
    worlds.step(Float64Array.of(up));
    steps += 1;
  } while (worlds.truncated[0] === 0 && steps < 2000);
  return steps;
}

// 100 and 200: Gymnasium's limits for FrozenLake-v1 and FrozenLake8x8-v1; for other sizes in proportion to the side.
test.each([
  [{}, 100],
  [{ map: '8x8' }, 200],
  [{ ownMap: 'SFFF/FHFH/FFFH/HFFG' }, 100],
  [{ ownMap: 'SFFFFF/FFFFFG' }, 150],
  [{ ownMap: 'S/F/F/F/F/F/F/F/F/G' }, 250],
  [{ map: '8x8', timeLimit: 37 }, 37],
])('%j: an episode is cut off after %i steps', (parameters, steps) => expect(cutAt(parameters)).toBe(steps));

test('0 is no limit', () => expect(cutAt({ timeLimit: 0 })).toBe(2000));

describe('a custom map', () => {
  test('has the letters of start, ice, hole and goal', () => {
    const lake = make(frozenLake, { ownMap: 'HSG/FFH', slippery: false });
    fed([u(0)], (draws) => lake.reset(draws));
    expect(seen(lake)).toBe(1);
    expect(fed([u(0)], (draws) => lake.step(right, draws))).toBe(1);
    expect([lake.terminated, eventsOf(frozenLake, lake), seen(lake)]).toEqual([true, ['goal'], 2]);
    fed([u(0)], (draws) => lake.reset(draws));
    expect(fed([u(0)], (draws) => lake.step(left, draws))).toBe(0);
    expect([lake.terminated, eventsOf(frozenLake, lake), seen(lake)]).toEqual([true, ['hole'], 0]);
    expect(lake.describe()).toBe(
      'You are in a hole at row 1 of 2, column 1 of 3; the goal is at row 1 of 2, column 3 of 3.',
    );
  });

  test.each([
    ['FFF/FFG', 'map: there is no start; put one S where the animal begins'],
    ['S.F/FFG', "map: '.' in row 1, column 2 is not a cell; use F floor, S start, H hazard, G goal"],
    ['SF/FFG', 'map: row 2 has 3 cells and the first one 2; give every row the same number of cells'],
  ])('%s is refused with the place and the remedy', (ownMap, message) =>
    expect(() => make(frozenLake, { ownMap })).toThrow(message),
  );
});

test.each([
  // From the middle of nine cells with the action right: its left is up, its right is down; sums of (1 - p) / 2, p, (1 - p) / 2.
  [0.8, 0.099, down],
  [0.8, 0.101, right],
  [0.8, 0.899, right],
  [0.8, 0.901, up],
  [0, 0.499, down],
  [0, 0.501, up],
  [1, 0, right],
  [1, 0.999999, right],
])('with success rate %d, a draw of %d moves in that direction', (successRate, draw, way) => {
  const lake = make(frozenLake, { ownMap: 'FFF/FSF/FFG', successRate });
  fed([u(0)], (draws) => lake.reset(draws));
  fed([u(draw)], (draws) => lake.step(right, draws));
  expect(seen(lake)).toBe({ [left]: 3, [down]: 7, [right]: 5, [up]: 1 }[way]);
});
