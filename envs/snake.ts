import * as v from 'valibot';
import type { Drawing } from '../src/contracts/drawing.ts';
import { flag, integer, type Values } from '../src/contracts/parameters.ts';
import { defineControlEnv, controlParameters, type Draws, type World } from '../src/contracts/control-env.ts';
import { fourWays } from './state/actions.ts';
import { bitsOf, whole } from './state/read-state.ts';
import { worldOf } from './state/world.ts';

const id = 'snake';
const rampMeals = 5;

const parameters = {
  side: integer({ default: 10, min: 4, max: 30, unit: 'squares', help: 'Number of rows and columns' }),
  period: integer({
    default: 1,
    min: 1,
    max: 5,
    unit: 'steps',
    help: 'Initial number of steps between two moves; the snake turns in the direction chosen last',
  }),
  ramping: flag({
    default: true,
    help: 'Whether the interval between moves shrinks by one step after every five pieces of food, to a minimum of 1',
  }),
  hunger: integer({
    default: 200,
    min: 0,
    max: 100_000,
    unit: 'steps',
    help: 'Steps without food after which the snake starves; 0: never',
  }),
  ...controlParameters({ timeLimit: 0 }),
};

const ate = 1;
const died = 2;
const starved = 4;
const channels = 4;
const events = [
  { id: 'food', title: 'Food' },
  { id: 'died', title: 'Ran into a wall or itself' },
  { id: 'starved', title: 'Starved' },
] as const;

const firstLength = 3;

export default defineControlEnv({
  id,
  version: 1,
  title: 'Snake',
  summary:
    'A snake grows with every piece of food, a point each, and dies of walls and of itself. It cannot turn back on the spot.',
  citation: { text: 'Gremlin Industries 1976, Blockade; rules as commonly played' },
  genre: 'arcade',
  stepSeconds: 0.1,
  events,
  agent: 'ppo-conv',
  parameters,
  manual: {
    observation: 'The board.',
    seen: {
      head: 'The head',
      body: 'The other cells of the snake',
      food: 'The food',
      neck: 'The cell behind the head, into which the snake cannot turn',
    },
    actions:
      'The direction in which the snake turns; it ignores a turn back into its neck. At first it moves one cell every period steps.',
    rewards: [{ size: 1, on: ['food'], when: 'the snake eats the food and grows by one cell' }],
    start: 'The snake is three cells long, in the middle, moving right; the food is in a free cell drawn at random.',
    ends: [
      { on: ['died'], when: 'the snake runs into a wall or itself' },
      { on: ['starved'], when: 'it has eaten nothing for hunger steps; never if hunger is 0' },
      { on: ['food'], some: true, when: 'it fills the board' },
    ],
  },
  create,
});

interface Game {
  readonly side: number;
  /** The body as a ring buffer of cells: the tail first, the head last. */
  readonly body: Int32Array;
  readonly taken: Uint8Array;
  tail: number;
  length: number;
  /** The requested direction; and the steps since the last move. */
  heading: number;
  waited: number;
  food: number;
  sinceFood: number;
  over: boolean;
  happened: number;
}

function create({ side, period, ramping, hunger }: Values<typeof parameters>): World {
  const cells = side * side;
  const body = new Int32Array(cells + 1);
  const taken = new Uint8Array(cells);
  const stepsBetweenMoves = ({ length }: Game): number =>
    ramping ? Math.max(1, period - Math.floor((length - firstLength) / rampMeals)) : period;
  return worldOf({
    id,
    observation: { kind: 'binary', shape: [side, side, channels], channels: ['head', 'body', 'food', 'neck'] },
    actions: fourWays,
    schema: v.object({
      cells: v.pipe(
        v.instance(Int32Array),
        v.check((snake) => isSnake(snake, side), 'must be distinct cells, each adjacent to the one before'),
      ),
      heading: whole(0, 3),
      waited: whole(0, period - 1),
      food: whole(0, cells - 1),
      sinceFood: whole(0, 1e9),
      over: v.boolean(),
      happened: bitsOf(events),
    }),
    begin: (draws) => begin(side, body, taken, draws),
    isOver: ({ over }) => over,
    step(game, action, draws) {
      game.sinceFood += 1;
      turn(game, action);
      game.waited += 1;
      if (game.waited >= stepsBetweenMoves(game)) {
        game.waited = 0;
        if (move(game, draws)) return 1;
      }
      if (!game.over && hunger > 0 && game.sinceFood >= hunger) end(game, starved);
      return 0;
    },
    observe,
    draw,
    describe: ({ length, food }) =>
      `The snake is ${length} long; the food is in row ${Math.floor(food / side) + 1}, column ${(food % side) + 1}.`,
    save: (game) => ({ cells: Int32Array.from({ length: game.length }, (_, k) => cellAt(game, k)) }),
    load(game, saved) {
      game.taken.fill(0);
      game.length = 0;
      for (const cell of saved.cells) grow(game, cell);
    },
  });
}

function begin(side: number, body: Int32Array, taken: Uint8Array, draws: Draws): Game {
  const game: Game = {
    side,
    body,
    taken: taken.fill(0),
    tail: 0,
    length: 0,
    heading: 1,
    waited: 0,
    food: 0,
    sinceFood: 0,
    over: false,
    happened: 0,
  };
  const middle = Math.floor(side / 2);
  for (let k = firstLength - 1; k >= 0; k--) grow(game, middle * side + middle - k);
  placeFood(game, draws);
  return game;
}

/** The cell of a body segment, counted from the tail. */
const cellAt = ({ body, tail }: Game, k: number): number => body[(tail + k) % body.length] as number;

function placeFood(game: Game, draws: Draws): void {
  const { taken } = game;
  let skip = draws.integer(0, taken.length - game.length);
  for (let i = 0; i < taken.length; i++) {
    if (taken[i] === 1 || skip-- > 0) continue;
    game.food = i;
    return;
  }
}

function grow(game: Game, cell: number): void {
  const { body, taken } = game;
  body[(game.tail + game.length) % body.length] = cell;
  taken[cell] = 1;
  game.length += 1;
}

function shrink(game: Game): void {
  game.taken[cellAt(game, 0)] = 0;
  game.tail = (game.tail + 1) % game.body.length;
  game.length -= 1;
}

function end(game: Game, event: number): void {
  game.over = true;
  game.happened |= event;
}

/** The change of the cell index by a move: up, right, down or left. */
const offsetOf = ({ side }: Game, heading: number): number =>
  heading === 0 ? -side : heading === 1 ? 1 : heading === 2 ? side : -1;

/** It cannot turn back into its neck. */
function turn(game: Game, heading: number): void {
  const head = cellAt(game, game.length - 1);
  if (head + offsetOf(game, heading) !== cellAt(game, game.length - 2)) game.heading = heading;
}

/** Whether there is a wall ahead of a cell. */
function isAtEdge({ side, taken, heading }: Game, cell: number): boolean {
  if (heading === 0) return cell < side;
  if (heading === 2) return cell >= taken.length - side;
  return cell % side === (heading === 1 ? side - 1 : 0);
}

/** Moves the head by a cell; returns whether it ate. */
function move(game: Game, draws: Draws): boolean {
  const head = cellAt(game, game.length - 1);
  const next = head + offsetOf(game, game.heading);
  const isWall = isAtEdge(game, head);
  const eats = !isWall && next === game.food;
  // The tail moves away in the same step, unless the snake grows.
  if (!isWall && !eats) shrink(game);
  if (isWall || game.taken[next] === 1) {
    end(game, died);
    return false;
  }
  grow(game, next);
  if (!eats) return false;
  game.sinceFood = 0;
  game.happened = ate;
  if (game.length === game.taken.length) game.over = true;
  else placeFood(game, draws);
  return true;
}

function observe(game: Game, into: Float32Array, offset: number): void {
  const { length, food, taken } = game;
  into.fill(0, offset, offset + taken.length * channels);
  for (let k = 0; k < length; k++) into[offset + cellAt(game, k) * channels + (k === length - 1 ? 0 : 1)] = 1;
  into[offset + food * channels + 2] = 1;
  into[offset + cellAt(game, length - 2) * channels + 3] = 1;
}

function draw(game: Game): Drawing {
  const { side, length, food, over } = game;
  const places = (from: number, to: number): number[] =>
    Array.from({ length: Math.max(0, to - from) }, (_, k) => cellAt(game, from + k)).flatMap((cell) => [
      cell % side,
      Math.floor(cell / side),
    ]);
  return {
    width: side,
    height: side,
    shapes: [
      { kind: 'rectangle', x: 0, y: 0, width: side, height: side, paint: 'floor' },
      { kind: 'cells', cells: places(0, length - 1), paint: 'trail' },
      { kind: 'cells', cells: places(Math.max(0, length - 1), length), paint: over ? 'enemy' : 'player' },
      { kind: 'circle', x: (food % side) + 0.5, y: Math.floor(food / side) + 0.5, radius: 0.38, paint: 'food' },
    ],
  };
}

/** Whether cells form a snake, the tail first: each adjacent to the previous one, without repetition. */
function isSnake(cells: Int32Array, side: number): boolean {
  const isNext = (cell: number, k: number): boolean => {
    const before = cells[k - 1] as number;
    const [rows, columns] = [Math.floor(cell / side) - Math.floor(before / side), (cell % side) - (before % side)];
    return Math.abs(rows) + Math.abs(columns) === 1;
  };
  return (
    cells.length >= 2 &&
    new Set(cells).size === cells.length &&
    cells.every((cell, k) => cell >= 0 && cell < side * side && (k === 0 || isNext(cell, k)))
  );
}
