import type { Drawing } from '../src/contracts/drawing.ts';
import { integer, type Values } from '../src/contracts/parameters.ts';
import { defineSteppedEnv, playParameters, type Draws, type World } from '../src/contracts/stepped-env.ts';

const parameters = {
  side: integer({ default: 10, min: 4, max: 30, help: 'Rows and columns' }),
  hunger: integer({ default: 200, min: 0, max: 100_000, unit: 'steps', help: 'Steps without food after which it starves; 0: never' }),
  ...playParameters({ timeLimit: 0 }),
};

const ate = 1;
const died = 2;
const starved = 4;
const channels = 3;

/** Up, right, down, left. */
const moves = [
  [0, -1],
  [1, 0],
  [0, 1],
  [-1, 0],
] as const;

export default defineSteppedEnv({
  id: 'snake',
  version: 1,
  title: 'Snake',
  summary: 'A snake grows with every piece of food, a point each, and dies of walls and of itself. It cannot turn back on the spot.',
  citation: { text: 'Gremlin Industries 1976, Blockade; rules as commonly played' },
  genre: 'arcade',
  stepSeconds: 0.1,
  events: [
    { id: 'food', title: 'Food' },
    { id: 'died', title: 'Ran into a wall or itself' },
    { id: 'starved', title: 'Starved' },
  ],
  agent: 'ppo-conv',
  parameters,
  create,
});

function create({ side, hunger }: Values<typeof parameters>): World {
  const cells = side * side;
  // The body as a ring of cells: the tail first, the head last.
  const body = new Int32Array(cells + 1);
  const taken = new Uint8Array(cells);
  let tail = 0;
  let length = 0;
  let heading = 1;
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

  function step(action: number, draws: Draws): number {
    happened = 0;
    if (over) return 0;
    if ((action + 2) % 4 !== heading) heading = action;
    const [dx, dy] = moves[heading] as (typeof moves)[number];
    const head = cellAt(length - 1);
    const [x, y] = [(head % side) + dx, Math.floor(head / side) + dy];
    if (x < 0 || y < 0 || x >= side || y >= side) return end(died);
    const next = y * side + x;
    const eats = next === food;
    // The tail moves away in the same step, unless it grows.
    if (!eats) shrink();
    if (taken[next] === 1) return end(died);
    grow(next);
    if (!eats) {
      sinceFood += 1;
      return hunger > 0 && sinceFood >= hunger ? end(starved) : 0;
    }
    sinceFood = 0;
    happened = ate;
    if (length === cells) over = true;
    else placeFood(draws);
    return 1;
  }

  return {
    observation: { kind: 'binary', shape: [side, side, channels], channels: ['head', 'body', 'food'] },
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
      for (let k = 2; k >= 0; k--) grow(middle * side + middle - k);
      heading = 1;
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
    },
    draw(): Drawing {
      const places = (from: number, to: number): number[] => Array.from({ length: Math.max(0, to - from) }, (_, k) => cellAt(from + k)).flatMap((cell) => [cell % side, Math.floor(cell / side)]);
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
    describe: () => `The snake is ${length} long; the food is in row ${Math.floor(food / side) + 1}, column ${(food % side) + 1}.`,
    state: () => ({ cells: Int32Array.from({ length }, (_, k) => cellAt(k)), heading, food, sinceFood, over, happened }),
    restore(saved) {
      const state = saved as { cells: Int32Array; heading: number; food: number; sinceFood: number; over: boolean; happened: number };
      taken.fill(0);
      tail = 0;
      length = 0;
      for (const cell of state.cells) grow(cell);
      ({ heading, food, sinceFood, over, happened } = state);
    },
  };
}
