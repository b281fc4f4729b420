import * as v from 'valibot';
import type { Drawing } from '../src/contracts/drawing.ts';
import { flag, integer, type Values } from '../src/contracts/parameters.ts';
import {
  defineControlEnv,
  controlParameters,
  type ActionSpace,
  type Draws,
  type World,
} from '../src/contracts/control-env.ts';
import { bitsOf, whole, wholes } from './state/read-state.ts';
import { worldOf } from './state/world.ts';

const id = 'flappy';
const side = 10;
const channels = 5;
const size = side * side * channels;
const birdX = 2;
const spacing = 5;
const rampPipes = 5;
const smallestGap = 2;
const fastestFall = 2;
/**
 * Maximum number of rows by which one gap is above the previous one: fewer than the bird can climb from pipe to pipe.
 */
const steepest = spacing - 1;

const parameters = {
  gap: integer({ default: 4, min: smallestGap, max: 8, unit: 'cells', help: 'Height of the gap in a pipe' }),
  ramping: flag({
    default: true,
    help: 'Whether the gap narrows by one cell after every five pipes, to a minimum of 2',
  }),
  ...controlParameters({ timeLimit: 0 }),
};

const passed = 1;
const crashed = 2;
const events = [
  { id: 'pipe-passed', title: 'Pipe passed' },
  { id: 'crashed', title: 'Crashed' },
] as const;

const actions: ActionSpace = {
  kind: 'discrete',
  actions: [
    { id: 'fall', title: 'Fall' },
    { id: 'flap', title: 'Flap', keys: ['Space', 'ArrowUp'] },
  ],
};

export default defineControlEnv({
  id,
  version: 1,
  title: 'Flap',
  summary:
    'A bird falls faster and faster and rises with each flap; pipes come towards it, and each gap that it passes is a point. In the style of Flappy Bird, on a grid.',
  citation: {
    text: 'Nguyen 2013, Flappy Bird; custom rules on a 10 x 10 grid, in the style of Young & Tian 2019, arXiv:1903.03176',
  },
  genre: 'arcade',
  stepSeconds: 0.1,
  events,
  agent: 'ppo-conv',
  parameters,
  manual: {
    observation: 'The board; the last three channels mark the bird by its velocity.',
    seen: {
      bird: 'The bird, always in column 3; after it has left the board, in the nearest row',
      pipes: 'The pipes, without their gaps',
      rising: 'The bird if it moves up one row per step',
      falling: 'The bird if it moves down, by one or two rows per step',
      'falling fast': 'The bird if it moves down two rows per step',
    },
    actions:
      'A flap moves the bird up one row; otherwise its downward velocity grows by one row per step, up to two. Then the pipes come one column closer.',
    rewards: [{ size: 1, on: ['pipe-passed'], when: 'a pipe passes behind the bird' }],
    start:
      'The bird is in row 5 of 10 at velocity 0. The first pipe is in column 7, and one follows every five columns; the rows of the gaps are drawn so that each gap can be reached from the one before.',
    ends: [{ on: ['crashed'], when: 'the bird hits a pipe or leaves the board' }],
  },
  create,
});

// A crashed bird may be below the board by one fall.
const stateSchema = v.object({
  pipeX: wholes(2, 0, side + spacing),
  gapTop: wholes(2, 0, side - smallestGap),
  gapSize: wholes(2, smallestGap, side),
  y: whole(-1, side - 1 + fastestFall),
  velocity: whole(-1, fastestFall),
  pipes: whole(0, 1e9),
  over: v.boolean(),
  happened: bitsOf(events),
});

/** Two pipes are on the board at a time: column, top and height of the gap of each. */
interface Game {
  readonly pipeX: Int32Array;
  readonly gapTop: Int32Array;
  readonly gapSize: Int32Array;
  y: number;
  velocity: number;
  pipes: number;
  over: boolean;
  happened: number;
}

function create({ gap, ramping }: Values<typeof parameters>): World {
  const pair = { pipeX: new Int32Array(2), gapTop: new Int32Array(2), gapSize: new Int32Array(2) };
  const gapAfter = (pipes: number): number =>
    ramping ? Math.max(smallestGap, gap - Math.floor(pipes / rampPipes)) : gap;
  return worldOf({
    id,
    observation: {
      kind: 'binary',
      shape: [side, side, channels],
      channels: ['bird', 'pipes', 'rising', 'falling', 'falling fast'],
    },
    actions,
    schema: stateSchema,
    begin(draws) {
      const { pipeX, gapTop, gapSize } = pair;
      const game: Game = { pipeX, gapTop, gapSize, y: 4, velocity: 0, pipes: 0, over: false, happened: 0 };
      newPipe(game, 0, 6, gapAfter(0), 0, draws);
      followPipe(game, 1, gapAfter(0), draws);
      return game;
    },
    isOver: ({ over }) => over,
    step(game, action, draws) {
      const reward = fly(game, action);
      for (let i = 0; i < 2; i++) if ((game.pipeX[i] as number) < 0) followPipe(game, i, gapAfter(game.pipes), draws);
      if (game.y < 0 || game.y >= side || hits(game, 0) || hits(game, 1)) {
        game.over = true;
        game.happened |= crashed;
      }
      return reward;
    },
    observe,
    draw,
    describe: ({ y, pipes }) => `The bird is in row ${y + 1} of ${side} after ${pipes} pipes.`,
    save: ({ pipeX, gapTop, gapSize }) => ({
      pipeX: pipeX.slice(),
      gapTop: gapTop.slice(),
      gapSize: gapSize.slice(),
    }),
    load({ pipeX, gapTop, gapSize }, saved) {
      pipeX.set(saved.pipeX);
      gapTop.set(saved.gapTop);
      gapSize.set(saved.gapSize);
    },
  });
}

/** The bird flaps or falls, and pipes approach; one point for passing a pipe. */
function fly(game: Game, action: number): number {
  const { pipeX } = game;
  game.velocity = action === 1 ? -1 : Math.min(fastestFall, game.velocity + 1);
  game.y += game.velocity;
  pipeX[0] = (pipeX[0] as number) - 1;
  pipeX[1] = (pipeX[1] as number) - 1;
  if (pipeX[0] !== birdX - 1 && pipeX[1] !== birdX - 1) return 0;
  game.pipes += 1;
  game.happened |= passed;
  return 1;
}

/** @param highest the topmost row of its gap */
function newPipe(
  { pipeX, gapTop, gapSize }: Game,
  i: number,
  x: number,
  size: number,
  highest: number,
  draws: Draws,
): void {
  gapSize[i] = size;
  pipeX[i] = x;
  gapTop[i] = draws.integer(Math.min(side - size, Math.max(0, highest)), side - size + 1);
}

/** Places a pipe after the other one, where the bird can climb from gap to gap. */
function followPipe(game: Game, i: number, size: number, draws: Draws): void {
  const other = 1 - i;
  newPipe(game, i, (game.pipeX[other] as number) + spacing, size, (game.gapTop[other] as number) - steepest, draws);
}

const isInGap = ({ gapTop, gapSize }: Game, i: number, row: number): boolean =>
  row >= (gapTop[i] as number) && row < (gapTop[i] as number) + (gapSize[i] as number);

const hits = (game: Game, i: number): boolean => game.pipeX[i] === birdX && !isInGap(game, i, game.y);

function forEachPipeCell(game: Game, mark: (x: number, row: number) => void): void {
  for (let i = 0; i < 2; i++) {
    const x = game.pipeX[i] as number;
    if (x < 0 || x >= side) continue;
    for (let row = 0; row < side; row++) if (!isInGap(game, i, row)) mark(x, row);
  }
}

/** The bird's displayed row: at the edge if it has flown out. */
const rowOf = ({ y }: Game): number => Math.min(side - 1, Math.max(0, y));

function observe(game: Game, into: Float32Array, offset: number): void {
  into.fill(0, offset, offset + size);
  const at = offset + (rowOf(game) * side + birdX) * channels;
  into[at] = 1;
  if (game.velocity < 0) into[at + 2] = 1;
  if (game.velocity > 0) into[at + 3] = 1;
  if (game.velocity > 1) into[at + 4] = 1;
  forEachPipeCell(game, (x, row) => (into[offset + (row * side + x) * channels + 1] = 1));
}

function draw(game: Game): Drawing {
  const cells: number[] = [];
  forEachPipeCell(game, (x, row) => cells.push(x, row));
  const paint = game.over ? 'enemy' : 'friend';
  return {
    width: side,
    height: side,
    shapes: [
      { kind: 'rectangle', x: 0, y: 0, width: side, height: side, paint: 'water' },
      { kind: 'cells', cells, paint: 'food' },
      { kind: 'circle', x: birdX + 0.5, y: rowOf(game) + 0.5, radius: 0.42, paint },
    ],
  };
}
