import * as v from 'valibot';
import type { Drawing } from '../src/contracts/drawing.ts';
import { flag, integer, type Values } from '../src/contracts/parameters.ts';
import { defineControlEnv, controlParameters, type Draws, type World } from '../src/contracts/control-env.ts';
import { bitsOf, readState, whole } from './state/read-state.ts';

const id = 'snake';
const rampMeals = 5;

const parameters = {
  side: integer({ default: 10, min: 4, max: 30, unit: 'squares', help: 'Rows and columns' }),
  period: integer({
    default: 1,
    min: 1,
    max: 5,
    unit: 'steps',
    help: 'Steps from one move to the next, at first; it turns where it was sent last',
  }),
  ramping: flag({
    default: true,
    help: 'Whether it moves a step sooner, down to every step, after every five pieces of food',
  }),
  hunger: integer({
    default: 200,
    min: 0,
    max: 100_000,
    unit: 'steps',
    help: 'Steps without food after which it starves; 0: never',
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
  create,
});

function create({ side, period, ramping, hunger }: Values<typeof parameters>): World {
  const cells = side * side;
  const stateSchema = v.object({
    cells: v.pipe(
      v.instance(Int32Array),
      v.check((snake) => isSnake(snake, side), 'must be cells of which each is beside the one before, and none twice'),
    ),
    heading: whole(0, 3),
    waited: whole(0, period - 1),
    food: whole(0, cells - 1),
    sinceFood: whole(0, 1e9),
    over: v.boolean(),
    happened: bitsOf(events),
  });
  /** What a move up, right, down and left adds to a cell. */
  const offsets = [-side, 1, side, -1] as const;
  // The body as a ring of cells: the tail first, the head last.
  const body = new Int32Array(cells + 1);
  const taken = new Uint8Array(cells);
  let tail = 0;
  let length = 0;
  /** Where it has been sent; and the steps since it moved. */
  let heading = 1;
  let waited = 0;
  let food = 0;
  let sinceFood = 0;
  let over = false;
  let happened = 0;
  const cellAt = (k: number): number => body[(tail + k) % body.length] as number;

  function placeFood(draws: Draws): void {
    let skip = draws.integer(0, cells - length);
    for (let i = 0; i < cells; i++) {
      if (taken[i] === 1 || skip-- > 0) continue;
      food = i;
      return;
    }
  }

  function grow(cell: number): void {
    body[(tail + length) % body.length] = cell;
    taken[cell] = 1;
    length += 1;
  }

  function shrink(): void {
    taken[cellAt(0)] = 0;
    tail = (tail + 1) % body.length;
    length -= 1;
  }

  function end(event: number): number {
    over = true;
    happened |= event;
    return 0;
  }

  const stepsBetweenMoves = (): number =>
    ramping ? Math.max(1, period - Math.floor((length - firstLength) / rampMeals)) : period;
  const starve = (): number => (hunger > 0 && sinceFood >= hunger ? end(starved) : 0);

  /** Whether the way ahead of a cell is a wall. */
  function isAtEdge(cell: number): boolean {
    if (heading === 0) return cell < side;
    if (heading === 2) return cell >= cells - side;
    return cell % side === (heading === 1 ? side - 1 : 0);
  }

  function step(action: number, draws: Draws): number {
    happened = 0;
    if (over) return 0;
    sinceFood += 1;
    const head = cellAt(length - 1);
    // It cannot turn back into its neck.
    if (head + (offsets[action] as number) !== cellAt(length - 2)) heading = action;
    waited += 1;
    if (waited < stepsBetweenMoves()) return starve();
    waited = 0;
    return move(head, draws);
  }

  function move(head: number, draws: Draws): number {
    if (isAtEdge(head)) return end(died);
    const next = head + (offsets[heading] as number);
    const eats = next === food;
    // The tail moves away in the same step, unless it grows.
    if (!eats) shrink();
    if (taken[next] === 1) return end(died);
    grow(next);
    if (!eats) return starve();
    sinceFood = 0;
    happened = ate;
    if (length === cells) over = true;
    else placeFood(draws);
    return 1;
  }

  return {
    observation: { kind: 'binary', shape: [side, side, channels], channels: ['head', 'body', 'food', 'neck'] },
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
      return over;
    },
    get happened() {
      return happened;
    },
    reset(draws) {
      taken.fill(0);
      tail = 0;
      length = 0;
      const middle = Math.floor(side / 2);
      for (let k = firstLength - 1; k >= 0; k--) grow(middle * side + middle - k);
      heading = 1;
      waited = 0;
      sinceFood = 0;
      over = false;
      happened = 0;
      placeFood(draws);
    },
    step,
    observe(into, offset) {
      into.fill(0, offset, offset + cells * channels);
      for (let k = 0; k < length; k++) into[offset + cellAt(k) * channels + (k === length - 1 ? 0 : 1)] = 1;
      into[offset + food * channels + 2] = 1;
      into[offset + cellAt(length - 2) * channels + 3] = 1;
    },
    draw(): Drawing {
      const places = (from: number, to: number): number[] =>
        Array.from({ length: Math.max(0, to - from) }, (_, k) => cellAt(from + k)).flatMap((cell) => [
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
    },
    describe: () =>
      `The snake is ${length} long; the food is in row ${Math.floor(food / side) + 1}, column ${(food % side) + 1}.`,
    state: () => ({
      cells: Int32Array.from({ length }, (_, k) => cellAt(k)),
      heading,
      waited,
      food,
      sinceFood,
      over,
      happened,
    }),
    restore(saved) {
      const state = readState(stateSchema, saved, id);
      taken.fill(0);
      tail = 0;
      length = 0;
      for (const cell of state.cells) grow(cell);
      ({ heading, waited, food, sinceFood, over, happened } = state);
    },
  };
}

/** Whether cells are those of a snake, the tail first: each beside the one before, and none twice. */
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
