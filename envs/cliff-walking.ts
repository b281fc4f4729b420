import type { Drawing } from '../src/contracts/drawing.ts';
import { flag, type Values } from '../src/contracts/parameters.ts';
import {
  defineControlEnv,
  controlParameters,
  type ActionSpace,
  type ObservationSpace,
  type World,
} from '../src/contracts/control-env.ts';
import {
  cellPlaces,
  gridLines,
  placeText,
  playerAt,
  slipped,
  targets,
  type Board,
  type Heading,
} from './gymnasium/board.ts';
import { categorical, runningSums } from './gymnasium/categorical.ts';
import { savedCell } from './gymnasium/saved-state.ts';

const id = 'cliff-walking';
const board: Board = { rows: 4, columns: 12 };
const cells = board.rows * board.columns;
const start = 36;
const goal = 47;
const cliff = [37, 38, 39, 40, 41, 42, 43, 44, 45, 46];

const headings: readonly Heading[] = [
  { rows: -1, columns: 0 },
  { rows: 0, columns: 1 },
  { rows: 1, columns: 0 },
  { rows: 0, columns: -1 },
];

const observation: ObservationSpace = { kind: 'discrete', count: cells };
const actions: ActionSpace = {
  kind: 'discrete',
  actions: [
    { id: 'up', title: 'Up', keys: ['ArrowUp'] },
    { id: 'right', title: 'Right', keys: ['ArrowRight'] },
    { id: 'down', title: 'Down', keys: ['ArrowDown'] },
    { id: 'left', title: 'Left', keys: ['ArrowLeft'] },
  ],
};

const slipSums = runningSums([1 / 3, 1 / 3, 1 / 3]);
const straight = 1;

const fell = 1;
const reachedGoal = 2;
const slid = 4;

const next = targets(board, headings);
const endings = Int32Array.from({ length: cells }, (_, cell) =>
  cliff.includes(cell) ? fell : cell === goal ? reachedGoal : 0,
);

const parameters = {
  slippery: flag({
    default: false,
    help: 'Whether two moves in three go to the left or right of the chosen direction',
  }),
  ...controlParameters({ timeLimit: 0 }),
};

export default defineControlEnv({
  id,
  version: 1,
  title: 'CliffWalking',
  summary:
    'A path from start to goal along the edge of a cliff. Each move costs 1; a fall costs 100 and returns to the start. Q-learning walks the edge, SARSA keeps away from it. CliffWalking-v1 of Gymnasium, which has no time limit.',
  citation: {
    text: 'Sutton & Barto 2018, Reinforcement Learning: An Introduction, MIT Press, example 6.6; in the form of Towers et al. 2024, arXiv:2407.17032',
  },
  genre: 'grid',
  stepSeconds: 0.2,
  events: [
    { id: 'cliff', title: 'Fell off the cliff' },
    { id: 'goal', title: 'Reached the goal' },
    { id: 'slipped', title: 'Slipped to a side' },
  ],
  agent: 'q-table',
  parameters,
  manual: {
    observation:
      'The cell: 12 × row + column, both counted from 0 at the top left. The start is 36, the goal 47; the cliff is 37 to 46, between them.',
    actions:
      'A step to the next cell; a step off the board has no effect. If slippery, it goes in the intended direction, to its left or to its right, each with probability 1/3.',
    rewards: [
      { size: -100, on: ['cliff'], when: 'a step leads off the cliff, and so back to the start' },
      { size: -1, on: 'other steps', when: 'in every other step' },
    ],
    start: 'At the lower left corner.',
    ends: [{ on: ['goal'], when: 'the goal, the lower right corner, is reached' }],
  },
  create,
});

function create({ slippery }: Values<typeof parameters>): World {
  let cell = start;
  let happened = 0;
  return {
    observation,
    actions,
    get terminated() {
      return (happened & reachedGoal) !== 0;
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
      const way = slippery ? categorical(slipSums, u) : straight;
      const target = next[cell * 4 + slipped(action, way)] as number;
      const ending = endings[target] as number;
      happened = way === straight ? ending : ending | slid;
      cell = ending === fell ? start : target;
      return ending === fell ? -100 : -1;
    },
    observe(into, offset) {
      into[offset] = cell;
    },
    draw: () => draw(cell),
    describe: () =>
      `You are at ${placeText(board, cell)}; the goal is at ${placeText(board, goal)}, and the cliff lies between the start and the goal.`,
    state: () => cell,
    restore(saved) {
      cell = savedCell(saved, cells, id);
      happened = 0;
    },
  };
}

const draw = (cell: number): Drawing => ({
  width: board.columns,
  height: board.rows,
  shapes: [
    { kind: 'rectangle', x: 0, y: 0, width: board.columns, height: board.rows, paint: 'floor' },
    { kind: 'cells', cells: cellPlaces(board, cliff), paint: 'hazard' },
    { kind: 'cells', cells: cellPlaces(board, [goal]), paint: 'goal' },
    { kind: 'cells', cells: cellPlaces(board, [start]), paint: 'faint' },
    ...gridLines(board),
    playerAt(board, cell),
  ],
});
