import * as v from 'valibot';
import type { Drawing } from '../src/contracts/drawing.ts';
import { flag, integer, type Values } from '../src/contracts/parameters.ts';
import { defineControlEnv, controlParameters, type Draws, type World } from '../src/contracts/control-env.ts';
import { bitsOf, readState, whole, wholes } from './state/read-state.ts';

const id = 'flappy';
const side = 10;
const channels = 5;
const size = side * side * channels;
const birdX = 2;
const spacing = 5;
const rampPipes = 5;
const smallestGap = 2;
const fastestFall = 2;
/** Rows that one gap is above the one before, at most: fewer than the bird can climb from pipe to pipe. */
const steepest = spacing - 1;

const parameters = {
  gap: integer({ default: 4, min: smallestGap, max: 8, unit: 'cells', help: 'Height of the gap in a pipe' }),
  ramping: flag({ default: true, help: 'Whether the gap narrows by a cell, down to 2, after every five pipes' }),
  ...controlParameters({ timeLimit: 0 }),
};

const passed = 1;
const crashed = 2;
const events = [
  { id: 'pipe-passed', title: 'Pipe passed' },
  { id: 'crashed', title: 'Crashed' },
] as const;

export default defineControlEnv({
  id,
  version: 1,
  title: 'Flap',
  summary:
    'A bird falls ever faster and is thrown up by a flap; pipes come towards it, and each gap that it passes is a point. In the style of Flappy Bird, on a grid.',
  citation: {
    text: 'Nguyen 2013, Flappy Bird; rules of our own on a 10 x 10 grid, after the style of Young & Tian 2019, arXiv:1903.03176',
  },
  genre: 'arcade',
  stepSeconds: 0.1,
  events,
  agent: 'ppo-conv',
  parameters,
  create,
});

// A bird that has crashed may be a fall outside.
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

function create({ gap, ramping }: Values<typeof parameters>): World {
  // Two pipes are on the board at a time: column and top of the gap of each.
  const pipeX = new Int32Array(2);
  const gapTop = new Int32Array(2);
  const gapSize = new Int32Array(2);
  let y = 4;
  let velocity = 0;
  let pipes = 0;
  let over = false;
  let happened = 0;

  /** @param highest the row above which its gap does not reach */
  function newPipe(i: number, x: number, highest: number, draws: Draws): void {
    const size = ramping ? Math.max(smallestGap, gap - Math.floor(pipes / rampPipes)) : gap;
    gapSize[i] = size;
    pipeX[i] = x;
    gapTop[i] = draws.integer(Math.min(side - size, Math.max(0, highest)), side - size + 1);
  }

  const hits = (i: number): boolean =>
    pipeX[i] === birdX && (y < (gapTop[i] as number) || y >= (gapTop[i] as number) + (gapSize[i] as number));

  function step(action: number, draws: Draws): number {
    happened = 0;
    if (over) return 0;
    velocity = action === 1 ? -1 : Math.min(fastestFall, velocity + 1);
    y += velocity;
    pipeX[0] = (pipeX[0] as number) - 1;
    pipeX[1] = (pipeX[1] as number) - 1;
    const isPassed = pipeX[0] === birdX - 1 || pipeX[1] === birdX - 1;
    if (isPassed) {
      pipes += 1;
      happened |= passed;
    }
    for (let i = 0; i < 2; i++)
      if ((pipeX[i] as number) < 0)
        newPipe(i, (pipeX[1 - i] as number) + spacing, (gapTop[1 - i] as number) - steepest, draws);
    if (y < 0 || y >= side || hits(0) || hits(1)) {
      over = true;
      happened |= crashed;
    }
    return isPassed ? 1 : 0;
  }

  function forEachPipeCell(mark: (x: number, row: number) => void): void {
    for (let i = 0; i < 2; i++) {
      const x = pipeX[i] as number;
      if (x < 0 || x >= side) continue;
      for (let row = 0; row < side; row++)
        if (row < (gapTop[i] as number) || row >= (gapTop[i] as number) + (gapSize[i] as number)) mark(x, row);
    }
  }

  return {
    observation: {
      kind: 'binary',
      shape: [side, side, channels],
      channels: ['bird', 'pipes', 'rising', 'falling', 'falling fast'],
    },
    actions: {
      kind: 'discrete',
      actions: [
        { id: 'fall', title: 'Fall' },
        { id: 'flap', title: 'Flap', keys: ['Space', 'ArrowUp'] },
      ],
    },
    get terminated() {
      return over;
    },
    get happened() {
      return happened;
    },
    reset(draws) {
      y = 4;
      velocity = 0;
      pipes = 0;
      newPipe(0, 6, 0, draws);
      newPipe(1, 6 + spacing, (gapTop[0] as number) - steepest, draws);
      over = false;
      happened = 0;
    },
    step,
    observe(into, offset) {
      into.fill(0, offset, offset + size);
      const row = Math.min(side - 1, Math.max(0, y));
      const at = offset + (row * side + birdX) * channels;
      into[at] = 1;
      if (velocity < 0) into[at + 2] = 1;
      if (velocity > 0) into[at + 3] = 1;
      if (velocity > 1) into[at + 4] = 1;
      forEachPipeCell((x, cell) => (into[offset + (cell * side + x) * channels + 1] = 1));
    },
    draw(): Drawing {
      const cells: number[] = [];
      forEachPipeCell((x, row) => cells.push(x, row));
      return {
        width: side,
        height: side,
        shapes: [
          { kind: 'rectangle', x: 0, y: 0, width: side, height: side, paint: 'water' },
          { kind: 'cells', cells, paint: 'food' },
          {
            kind: 'circle',
            x: birdX + 0.5,
            y: Math.min(side - 1, Math.max(0, y)) + 0.5,
            radius: 0.42,
            paint: over ? 'enemy' : 'friend',
          },
        ],
      };
    },
    describe: () => `The bird is in row ${y + 1} of ${side} after ${pipes} pipes.`,
    state: () => ({
      pipeX: pipeX.slice(),
      gapTop: gapTop.slice(),
      gapSize: gapSize.slice(),
      y,
      velocity,
      pipes,
      over,
      happened,
    }),
    restore(saved) {
      const state = readState(stateSchema, saved, id);
      pipeX.set(state.pipeX);
      gapTop.set(state.gapTop);
      gapSize.set(state.gapSize);
      ({ y, velocity, pipes, over, happened } = state);
    },
  };
}
