import type { Drawing, Shape } from '../src/contracts/drawing.ts';
import { choice, flag, type Values } from '../src/contracts/parameters.ts';
import { defineSteppedEnv, playParameters, type ActionSpace, type World } from '../src/contracts/stepped-env.ts';
import { cellPlaces, gridLines, placeText, playerAt, slipped, targets, type Board, type Heading } from './gymnasium/board.ts';
import { categorical, runningSums } from './gymnasium/categorical.ts';
import { savedCell } from './gymnasium/saved-state.ts';

const id = 'frozen-lake';

/** Start, frozen, hole, goal. */
const maps = {
  '4x4': ['SFFF', 'FHFH', 'FFFH', 'HFFG'],
  '8x8': ['SFFFFFFF', 'FFFFFFFF', 'FFFHFFFF', 'FFFFFHFF', 'FFFHFFFF', 'FHHFFFHF', 'FHFFHFHF', 'FFFHFFFG'],
} as const;

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

// As Gymnasium 1.3 computes them: the direction wanted 1/3, the others half of the rest each.
const sideways = (1 - 1 / 3) / 2;
const slipSums = runningSums([sideways, 1 / 3, sideways]);
const straight = 1;

const fellIn = 1;
const reachedGoal = 2;
const slid = 4;

const play = playParameters({ timeLimit: 100 });
const parameters = {
  map: choice({ options: ['4x4', '8x8'], default: '4x4', help: 'The lake' }),
  slippery: flag({ default: true, help: 'Two of three moves go to one side or the other of where they should' }),
  ...play,
  timeLimit: { ...play.timeLimit, help: `${play.timeLimit.help}. Gymnasium has 100 for the 4x4 map and 200 for the 8x8 map` },
};

export default defineSteppedEnv({
  id,
  version: 1,
  title: 'FrozenLake',
  summary:
    'A walk over a frozen lake to a goal that brings reward 1; a hole ends it with nothing. On slippery ice each move goes where it should or to either side of that, a third each. FrozenLake-v1 of Gymnasium; set timeLimit to 200 for its FrozenLake8x8-v1.',
  citation: { text: 'Brockman et al. 2016, OpenAI Gym, arXiv:1606.01540; in the form of Towers et al. 2024, arXiv:2407.17032', doi: '10.48550/arXiv.1606.01540' },
  genre: 'grid',
  stepSeconds: 0.2,
  events: [
    { id: 'hole', title: 'Fell into a hole' },
    { id: 'goal', title: 'Reached the goal' },
    { id: 'slipped', title: 'Slipped to a side' },
  ],
  agent: 'q-table',
  parameters,
  create,
});

function create({ map, slippery }: Values<typeof parameters>): World {
  const letters = maps[map].join('');
  const board: Board = { rows: maps[map].length, columns: maps[map][0].length };
  const next = targets(board, headings);
  /** What it means to be at a cell: fellIn, reachedGoal or nothing. */
  const ends = Int32Array.from(letters, (letter) => (letter === 'H' ? fellIn : letter === 'G' ? reachedGoal : 0));
  const start = letters.indexOf('S');
  let cell = start;
  let happened = 0;
  return {
    observation: { kind: 'discrete', count: letters.length },
    actions,
    get terminated() {
      return (happened & (fellIn | reachedGoal)) !== 0;
    },
    get happened() {
      return happened;
    },
    reset(draws) {
      // Certain, and drawn for all the same.
      draws.unit();
      cell = start;
      happened = 0;
    },
    step(action, draws) {
      const u = draws.unit();
      const ended = ends[cell] as number;
      if (ended !== 0) {
        // Past the end one stays there, for nothing.
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
    draw: () => draw(board, letters, cell),
    describe: () => describe(board, letters, cell),
    state: () => cell,
    restore(saved) {
      cell = savedCell(saved, letters.length, id);
      happened = 0;
    },
  };
}

const cellsOf = (letters: string, letter: string): readonly number[] => Array.from(letters, (one, cell) => (one === letter ? cell : -1)).filter((cell) => cell >= 0);

function draw(board: Board, letters: string, cell: number): Drawing {
  const holes = cellsOf(letters, 'H').map((hole): Shape => ({ kind: 'circle', x: (hole % board.columns) + 0.5, y: Math.floor(hole / board.columns) + 0.5, radius: 0.38, paint: 'water' }));
  return {
    width: board.columns,
    height: board.rows,
    shapes: [
      { kind: 'rectangle', x: 0, y: 0, width: board.columns, height: board.rows, paint: 'floor' },
      { kind: 'cells', cells: cellPlaces(board, cellsOf(letters, 'G')), paint: 'goal' },
      ...gridLines(board),
      ...holes,
      playerAt(board, cell),
    ],
  };
}

function describe(board: Board, letters: string, cell: number): string {
  const place = { H: 'in a hole', G: 'at the goal', S: 'at the start', F: 'on ice' }[letters[cell] as 'S' | 'F' | 'H' | 'G'];
  return `You are ${place} at ${placeText(board, cell)}; the goal is at ${placeText(board, letters.indexOf('G'))}.`;
}
