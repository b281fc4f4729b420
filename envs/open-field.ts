import type { Drawing, Paint } from '../src/contracts/drawing.ts';
import { parseMap, type MapCell } from '../src/contracts/grid-map.ts';
import { choice, real, text, type Values } from '../src/contracts/parameters.ts';
import { defineSteppedEnv, playParameters, type World } from '../src/contracts/stepped-env.ts';

/** The maze is that of Sutton 1990. */
const namedMaps = {
  field: 'S......../........./........./........./........./........./........./........./........G',
  'four rooms': 'S....#..../.....#..../........../.....#..../.....#..../##.####.##/.....#..../.....#..../........../.....#...G',
  'dyna maze': '.......#G/..#....#./S.#....#./..#....../.....#.../.........',
} as const;

const parameters = {
  map: choice({ options: ['field', 'four rooms', 'dyna maze'], default: 'field', help: 'Where it takes place, unless a map of your own is given' }),
  ownMap: text({ default: '', help: 'a map of your own, e.g. S..#/..../.X.G: rows from the top; S start, G goal, # wall, X hazard, ~ water' }),
  goalReward: real({ default: 1, min: -1000, max: 1000, help: 'What the goal brings' }),
  hazardReward: real({ default: -1, min: -1000, max: 1000, help: 'What a hazard brings; it ends the episode' }),
  waterReward: real({ default: -0.1, min: -1000, max: 1000, help: 'What a step into water brings' }),
  stepReward: real({ default: 0, min: -1000, max: 1000, help: 'What every step brings besides' }),
  slip: real({ default: 0, min: 0, max: 1, help: 'How often a step goes in a direction drawn at random' }),
  ...playParameters({ timeLimit: 500 }),
};

const reachedGoal = 1;
const hitHazard = 2;
const bumped = 4;
const waded = 8;

const paints: Readonly<Record<MapCell, Paint>> = { floor: 'floor', wall: 'wall', start: 'faint', goal: 'goal', hazard: 'hazard', water: 'water' };

/** Up, right, down, left. */
const moves = [
  [0, -1],
  [1, 0],
  [0, 1],
  [-1, 0],
] as const;

export default defineSteppedEnv({
  id: 'open-field',
  version: 1,
  title: 'Open field',
  summary: 'A grid to walk in, with walls, water, hazards and goals where you put them: an open field, four rooms, a maze, or a map of your own.',
  citation: { text: 'Sutton 1990, Integrated architectures for learning, planning, and reacting, ICML; Sutton, Precup & Singh 1999, Artificial Intelligence 112:181', doi: '10.1016/S0004-3702(99)00052-1' },
  genre: 'maze',
  stepSeconds: 0.2,
  events: [
    { id: 'goal', title: 'Reached a goal' },
    { id: 'hazard', title: 'Ran into a hazard' },
    { id: 'bump', title: 'Ran into a wall' },
    { id: 'water', title: 'Waded through water' },
  ],
  agent: 'dyna-q',
  parameters,
  create,
});

function create(values: Values<typeof parameters>): World {
  const { goalReward, hazardReward, waterReward, stepReward, slip } = values;
  const { rows, columns, cells } = parseMap(values.ownMap === '' ? namedMaps[values.map] : values.ownMap);
  const start = cells.indexOf('start');
  let at = start;
  let terminated = false;
  let happened = 0;
  return {
    observation: { kind: 'discrete', count: rows * columns },
    actions: {
      kind: 'discrete',
      actions: [
        { id: 'up', title: 'Up', keys: ['ArrowUp'] },
        { id: 'right', title: 'Right', keys: ['ArrowRight'] },
        { id: 'down', title: 'Down', keys: ['ArrowDown'] },
        { id: 'left', title: 'Left', keys: ['ArrowLeft'] },
      ],
    },
    get terminated() {
      return terminated;
    },
    get happened() {
      return happened;
    },
    reset() {
      at = start;
      terminated = false;
      happened = 0;
    },
    step(action, draws) {
      happened = 0;
      if (terminated) return 0;
      const way = slip > 0 && draws.unit() < slip ? draws.integer(0, 4) : action;
      const [dx, dy] = moves[way] as (typeof moves)[number];
      const [x, y] = [(at % columns) + dx, Math.floor(at / columns) + dy];
      const isBlocked = x < 0 || y < 0 || x >= columns || y >= rows || cells[y * columns + x] === 'wall';
      if (isBlocked) {
        happened = bumped;
        return stepReward;
      }
      at = y * columns + x;
      const cell = cells[at];
      if (cell === 'goal' || cell === 'hazard') {
        terminated = true;
        happened = cell === 'goal' ? reachedGoal : hitHazard;
        return stepReward + (cell === 'goal' ? goalReward : hazardReward);
      }
      if (cell === 'water') happened = waded;
      return stepReward + (cell === 'water' ? waterReward : 0);
    },
    observe(into, offset) {
      into[offset] = at;
    },
    draw: (): Drawing => ({
      width: columns,
      height: rows,
      shapes: [
        { kind: 'rectangle', x: 0, y: 0, width: columns, height: rows, paint: 'floor' },
        ...(['wall', 'water', 'hazard', 'start', 'goal'] as const).map((kind) => ({ kind: 'cells', cells: cells.flatMap((cell, i) => (cell === kind ? [i % columns, Math.floor(i / columns)] : [])), paint: paints[kind] }) as const),
        { kind: 'circle', x: (at % columns) + 0.5, y: Math.floor(at / columns) + 0.5, radius: 0.32, paint: 'player' },
      ],
    }),
    describe: () => `You are in row ${Math.floor(at / columns) + 1}, column ${(at % columns) + 1} of a grid of ${rows} by ${columns}.`,
    state: () => ({ at, terminated, happened }),
    restore(saved) {
      ({ at, terminated, happened } = saved as { at: number; terminated: boolean; happened: number });
    },
  };
}
