import type { Drawing, Shape } from '../src/contracts/drawing.ts';
import { lakeLetters, parseMap, type GridMap, type MapCell } from '../src/contracts/grid-map.ts';
import { choice, flag, real, text, type Values } from '../src/contracts/parameters.ts';
import { defineControlEnv, controlParameters, type ActionSpace, type World } from '../src/contracts/control-env.ts';
import { cellPlaces, gridLines, placeText, playerAt, slipped, targets, type Heading } from './gymnasium/board.ts';
import { categorical, runningSums } from './gymnasium/categorical.ts';
import { savedCell } from './gymnasium/saved-state.ts';

const id = 'frozen-lake';

const namedMaps = {
  '4x4': 'SFFF/FHFH/FFFH/HFFG',
  '8x8': 'SFFFFFFF/FFFFFFFF/FFFHFFFF/FFFFFHFF/FFFHFFFF/FHHFFFHF/FHFFHFHF/FFFHFFFG',
} as const;

/**
 * Gymnasium cuts an episode off after 100 steps on a side of 4 and 200 on one of 8; maps of other sizes get as many per
 * row or column.
 */
const stepsPerSide = 25;

const headings: readonly Heading[] = [
  { rows: 0, columns: -1 },
  { rows: 1, columns: 0 },
  { rows: 0, columns: 1 },
  { rows: -1, columns: 0 },
];

const actions: ActionSpace = {
  kind: 'discrete',
  actions: [
    { id: 'left', title: 'Left', keys: ['ArrowLeft'] },
    { id: 'down', title: 'Down', keys: ['ArrowDown'] },
    { id: 'right', title: 'Right', keys: ['ArrowRight'] },
    { id: 'up', title: 'Up', keys: ['ArrowUp'] },
  ],
};

const straight = 1;

const fellIn = 1;
const reachedGoal = 2;
const slid = 4;

const play = controlParameters({ timeLimit: 100 });
const parameters = {
  map: choice({ options: ['4x4', '8x8'], default: '4x4', help: 'Built-in map, used unless a custom map is given' }),
  ownMap: text({
    default: '',
    help: 'custom map, e.g. SFFH/FHFG: rows from the top; S start, F ice, H hole, G goal',
  }),
  slippery: flag({ default: true, help: 'Whether a step may slip to the side' }),
  successRate: real({
    default: 1 / 3,
    min: 0,
    max: 1,
    symbol: 'p',
    help: 'On slippery ice, probability that a step goes in the chosen direction; the rest is split evenly between the two sides',
  }),
  ...play,
  timeLimit: {
    ...play.timeLimit,
    default: -1,
    min: -1,
    help: `${play.timeLimit.help}; -1 uses the limit of Gymnasium for the size of the map: 100 for 4x4, 200 for 8x8, and for a custom map 25 times the larger of the numbers of rows and columns`,
  },
};

export default defineControlEnv({
  id,
  version: 1,
  title: 'FrozenLake',
  summary:
    'A walk over a frozen lake to a goal with reward 1; a hole ends the episode without reward. On slippery ice each move goes in the chosen direction or to either side of it, by default with probability 1/3 each. FrozenLake-v1 and FrozenLake8x8-v1 of Gymnasium, or a custom map.',
  citation: {
    text: 'Brockman et al. 2016, OpenAI Gym, arXiv:1606.01540; in the form of Towers et al. 2024, arXiv:2407.17032',
    doi: '10.48550/arXiv.1606.01540',
  },
  genre: 'grid',
  stepSeconds: 0.2,
  events: [
    { id: 'hole', title: 'Fell into a hole' },
    { id: 'goal', title: 'Reached the goal' },
    { id: 'slipped', title: 'Slipped to a side' },
  ],
  agent: 'q-table',
  parameters,
  manual: {
    observation: 'The cell: columns × row + column, both counted from 0 at the top left.',
    actions:
      'A step to the next cell; a step off the board has no effect. If slippery, it goes in the intended direction with probability successRate, otherwise to its left or to its right, equally often.',
    rewards: [{ size: 1, on: ['goal'], when: 'the goal is reached' }],
    start: 'At the start, S, of the map: the top left of both named maps.',
    ends: [
      { on: ['hole'], when: 'a hole is reached' },
      { on: ['goal'], when: 'the goal is reached' },
    ],
  },
  create,
});

function create({ map, ownMap, slippery, successRate }: Values<typeof parameters>): World {
  const lake = parseMap(ownMap === '' ? namedMaps[map] : ownMap, lakeLetters);
  const { cells } = lake;
  const next = targets(lake, headings);
  /** The event of being at a cell: fellIn, reachedGoal or nothing. */
  const ends = Int32Array.from(cells, (kind) => (kind === 'hazard' ? fellIn : kind === 'goal' ? reachedGoal : 0));
  // As Gymnasium 1.3 computes it: the intended direction, the others half of the rest each.
  const sideways = (1 - successRate) / 2;
  const slipSums = runningSums([sideways, successRate, sideways]);
  const start = cells.indexOf('start');
  let cell = start;
  let happened = 0;
  return {
    observation: { kind: 'discrete', count: cells.length },
    actions,
    usualTimeLimit: stepsPerSide * Math.max(lake.rows, lake.columns),
    get terminated() {
      return (happened & (fellIn | reachedGoal)) !== 0;
    },
    get happened() {
      return happened;
    },
    reset(draws) {
      // Certain, but drawn nevertheless.
      draws.unit();
      cell = start;
      happened = 0;
    },
    step(action, draws) {
      const u = draws.unit();
      const ended = ends[cell] as number;
      if (ended !== 0) {
        // After the end one stays there, without reward.
        happened = ended;
        return 0;
      }
      const way = slippery ? categorical(slipSums, u) : straight;
      cell = next[cell * 4 + slipped(action, way)] as number;
      const end = ends[cell] as number;
      happened = way === straight ? end : end | slid;
      return end === reachedGoal ? 1 : 0;
    },
    observe(into, offset) {
      into[offset] = cell;
    },
    draw: () => draw(lake, cell),
    describe: () => describe(lake, cell),
    state: () => cell,
    restore(saved) {
      cell = savedCell(saved, cells.length, id);
      happened = 0;
    },
  };
}

const cellsOf = ({ cells }: GridMap, kind: MapCell): readonly number[] =>
  cells.flatMap((one, cell) => (one === kind ? [cell] : []));

function draw(lake: GridMap, cell: number): Drawing {
  const holes = cellsOf(lake, 'hazard').map((hole): Shape => ({
    kind: 'circle',
    x: (hole % lake.columns) + 0.5,
    y: Math.floor(hole / lake.columns) + 0.5,
    radius: 0.38,
    paint: 'water',
  }));
  return {
    width: lake.columns,
    height: lake.rows,
    shapes: [
      { kind: 'rectangle', x: 0, y: 0, width: lake.columns, height: lake.rows, paint: 'floor' },
      { kind: 'cells', cells: cellPlaces(lake, cellsOf(lake, 'goal')), paint: 'goal' },
      ...gridLines(lake),
      ...holes,
      playerAt(lake, cell),
    ],
  };
}

function describe(lake: GridMap, cell: number): string {
  const places: Partial<Record<MapCell, string>> = { hazard: 'in a hole', goal: 'at the goal', start: 'at the start' };
  const goals = cellsOf(lake, 'goal').map((goal) => placeText(lake, goal));
  const there =
    goals.length === 0
      ? 'there is no goal'
      : goals.length === 1
        ? `the goal is at ${goals[0]}`
        : `the goals are at ${goals.join('; ')}`;
  return `You are ${places[lake.cells[cell] as MapCell] ?? 'on ice'} at ${placeText(lake, cell)}; ${there}.`;
}
