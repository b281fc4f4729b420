import * as v from 'valibot';
import type { Drawing, Paint } from '../src/contracts/drawing.ts';
import { parseMap, type GridMap, type MapCell } from '../src/contracts/grid-map.ts';
import { choice, real, text, type Values } from '../src/contracts/parameters.ts';
import { defineControlEnv, controlParameters, type World } from '../src/contracts/control-env.ts';
import { fourWays } from './state/actions.ts';
import { bitsOf, whole } from './state/read-state.ts';
import { worldOf } from './state/world.ts';

const id = 'open-field';

/** The rooms are from Sutton, Precup & Singh 1999, the maze from Sutton 1990. */
const namedMaps = {
  field: 'S......../........./........./........./........./........./........./........./........G',
  'four rooms':
    'S....#...../.....#...../.........../.....#...../.....#...../#.####...../.....###.##/.....#...../.....#...../.........../.....#....G',
  'dyna maze': '.......#G/..#....#./S.#....#./..#....../.....#.../.........',
} as const;

const parameters = {
  map: choice({
    options: ['field', 'four rooms', 'dyna maze'],
    default: 'field',
    help: 'Built-in map, used unless a custom map is given',
  }),
  ownMap: text({
    default: '',
    help: 'custom map, e.g. S..#/..../.X.G: rows from the top; S start, G goal, # wall, X hazard, ~ water',
  }),
  goalReward: real({ default: 1, min: -1000, max: 1000, unit: 'reward units', help: 'Reward at the goal' }),
  hazardReward: real({
    default: -1,
    min: -1000,
    max: 1000,
    unit: 'reward units',
    help: 'Reward at a hazard, which ends the episode',
  }),
  waterReward: real({
    default: -0.1,
    min: -1000,
    max: 1000,
    unit: 'reward units',
    help: 'Reward for a step into water',
  }),
  stepReward: real({ default: 0, min: -1000, max: 1000, unit: 'reward units', help: 'Reward added at every step' }),
  slip: real({ default: 0, min: 0, max: 1, symbol: 'p', help: 'Probability that a step goes in a random direction' }),
  ...controlParameters({ timeLimit: 500 }),
};

const reachedGoal = 1;
const hitHazard = 2;
const bumped = 4;
const waded = 8;
const events = [
  { id: 'goal', title: 'Reached a goal' },
  { id: 'hazard', title: 'Ran into a hazard' },
  { id: 'bump', title: 'Ran into a wall' },
  { id: 'water', title: 'Waded through water' },
] as const;

const paints: Readonly<Record<MapCell, Paint>> = {
  floor: 'floor',
  wall: 'wall',
  start: 'faint',
  goal: 'goal',
  hazard: 'hazard',
  water: 'water',
};

/** Up, right, down, left. */
const moves = [
  [0, -1],
  [1, 0],
  [0, 1],
  [-1, 0],
] as const;

export default defineControlEnv({
  id,
  version: 1,
  title: 'Open field',
  summary:
    'A grid to walk in, with walls, water, hazards and goals where you put them: an open field, four rooms, a maze, or a custom map.',
  citation: {
    text: 'Sutton, Precup & Singh 1999, Artificial Intelligence 112:181; Sutton 1990, Integrated architectures for learning, planning, and reacting, ICML',
    doi: '10.1016/S0004-3702(99)00052-1',
  },
  genre: 'maze',
  stepSeconds: 0.2,
  events,
  agent: 'dyna-q',
  parameters,
  manual: {
    observation: 'The cell: columns × row + column, both counted from 0 at the top left.',
    actions:
      'A step to the next cell; walls and the edge block it. With probability slip its direction is drawn from all four instead.',
    rewards: [
      { size: { parameter: 'goalReward' }, on: ['goal'], when: 'a goal is reached' },
      { size: { parameter: 'hazardReward' }, on: ['hazard'], when: 'a hazard is reached' },
      { size: { parameter: 'waterReward' }, on: ['water'], when: 'a step leads into water' },
      { size: { parameter: 'stepReward' }, on: 'every step', when: 'in every step, added to the others' },
    ],
    start: 'At the start, S, of the map.',
    ends: [
      { on: ['goal'], when: 'a goal is reached' },
      { on: ['hazard'], when: 'a hazard is reached' },
    ],
  },
  create,
});

/** The target of a step, at cell * 4 + direction; the cell itself if a wall or the edge blocks it. */
function targets({ rows, columns, cells }: GridMap): Int32Array {
  const target = (cell: number, [dx, dy]: (typeof moves)[number]): number => {
    const [x, y] = [(cell % columns) + dx, Math.floor(cell / columns) + dy];
    return x < 0 || y < 0 || x >= columns || y >= rows || cells[y * columns + x] === 'wall' ? cell : y * columns + x;
  };
  return Int32Array.from(cells.flatMap((_, cell) => moves.map((move) => target(cell, move))));
}

function create(values: Values<typeof parameters>): World {
  const { goalReward, hazardReward, waterReward, stepReward, slip } = values;
  const map = parseMap(values.ownMap === '' ? namedMaps[values.map] : values.ownMap);
  const { rows, columns, cells } = map;
  const next = targets(map);
  // The reward for entering a cell, and its event.
  const rewards: Partial<Record<MapCell, number>> = { goal: goalReward, hazard: hazardReward, water: waterReward };
  const entered = Float64Array.from(cells, (kind) => rewards[kind] ?? 0);
  const bits: Partial<Record<MapCell, number>> = { goal: reachedGoal, hazard: hitHazard, water: waded };
  const enteredEvent = Int32Array.from(cells, (kind) => bits[kind] ?? 0);
  return worldOf({
    id,
    observation: { kind: 'discrete', count: rows * columns },
    actions: fourWays,
    schema: v.object({
      at: v.pipe(
        whole(0, cells.length - 1),
        v.check((cell) => cells[cell] !== 'wall', 'must not be in a wall'),
      ),
      happened: bitsOf(events),
    }),
    begin: () => ({ at: cells.indexOf('start'), happened: 0 }),
    isOver: ({ at }) => cells[at] === 'goal' || cells[at] === 'hazard',
    step(walker, action, draws) {
      const way = slip > 0 && draws.unit() < slip ? draws.integer(0, 4) : action;
      const to = next[walker.at * 4 + way] as number;
      if (to === walker.at) {
        walker.happened = bumped;
        return stepReward;
      }
      walker.at = to;
      walker.happened = enteredEvent[to] as number;
      return stepReward + (entered[to] as number);
    },
    observe({ at }, into, offset) {
      into[offset] = at;
    },
    draw: ({ at }) => draw(map, at),
    describe: ({ at }) =>
      `You are in row ${Math.floor(at / columns) + 1}, column ${(at % columns) + 1} of a grid of ${rows} by ${columns}.`,
  });
}

const draw = ({ rows, columns, cells }: GridMap, at: number): Drawing => ({
  width: columns,
  height: rows,
  shapes: [
    { kind: 'rectangle', x: 0, y: 0, width: columns, height: rows, paint: 'floor' },
    ...(['wall', 'water', 'hazard', 'start', 'goal'] as const).map(
      (kind) =>
        ({
          kind: 'cells',
          cells: cells.flatMap((cell, i) => (cell === kind ? [i % columns, Math.floor(i / columns)] : [])),
          paint: paints[kind],
        }) as const,
    ),
    { kind: 'circle', x: (at % columns) + 0.5, y: Math.floor(at / columns) + 0.5, radius: 0.32, paint: 'player' },
  ],
});
