import type { Drawing } from '../src/contracts/drawing.ts';
import { flag, integer, type Values } from '../src/contracts/parameters.ts';
import { defineSteppedEnv, playParameters, type Draws, type World } from '../src/contracts/stepped-env.ts';

const side = 10;
const channels = 4;
const size = side * side * channels;
const birdX = 2;
const spacing = 5;
const rampPipes = 5;

const parameters = {
  gap: integer({ default: 4, min: 2, max: 8, unit: 'cells', help: 'Height of the gap in a pipe' }),
  ramping: flag({ default: true, help: 'Whether the gap narrows by a cell, down to 2, after every five pipes' }),
  ...playParameters({ timeLimit: 0 }),
};

const passed = 1;
const crashed = 2;

export default defineSteppedEnv({
  id: 'flappy',
  version: 1,
  title: 'Flap',
  summary: 'A bird falls ever faster and is thrown up by a flap; pipes come towards it, and each gap that it passes is a point. In the style of Flappy Bird, on a grid.',
  citation: { text: 'Nguyen 2013, Flappy Bird; rules of our own on a 10 x 10 grid, after the style of Young & Tian 2019, arXiv:1903.03176' },
  genre: 'arcade',
  stepSeconds: 0.1,
  events: [
    { id: 'pipe-passed', title: 'Pipe passed' },
    { id: 'crashed', title: 'Crashed' },
  ],
  agent: 'ppo-conv',
  parameters,
  create,
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

  function newPipe(i: number, x: number, draws: Draws): void {
    gapSize[i] = ramping ? Math.max(2, gap - Math.floor(pipes / rampPipes)) : gap;
    pipeX[i] = x;
    gapTop[i] = draws.integer(0, side - (gapSize[i]) + 1);
  }

  const hits = (i: number): boolean => pipeX[i] === birdX && (y < (gapTop[i] as number) || y >= (gapTop[i] as number) + (gapSize[i] as number));

  function step(action: number, draws: Draws): number {
    happened = 0;
    if (over) return 0;
    velocity = action === 1 ? -1 : Math.min(2, velocity + 1);
    y += velocity;
    let reward = 0;
    for (let i = 0; i < 2; i++) {
      pipeX[i] = (pipeX[i] as number) - 1;
      if (pipeX[i] === birdX - 1) {
        reward = 1;
        pipes += 1;
        happened |= passed;
      }
      if ((pipeX[i] as number) < 0) newPipe(i, (pipeX[1 - i] as number) + spacing, draws);
    }
    if (y < 0 || y >= side || hits(0) || hits(1)) {
      over = true;
      happened |= crashed;
    }
    return reward;
  }

  function forEachPipeCell(mark: (x: number, row: number) => void): void {
    for (let i = 0; i < 2; i++) {
      const x = pipeX[i] as number;
      if (x < 0 || x >= side) continue;
      for (let row = 0; row < side; row++) if (row < (gapTop[i] as number) || row >= (gapTop[i] as number) + (gapSize[i] as number)) mark(x, row);
    }
  }

  return {
    observation: { kind: 'binary', shape: [side, side, channels], channels: ['bird', 'pipes', 'falling', 'falling fast'] },
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
      newPipe(0, 6, draws);
      newPipe(1, 6 + spacing, draws);
      over = false;
      happened = 0;
    },
    step,
    observe(into, offset) {
      into.fill(0, offset, offset + size);
      const row = Math.min(side - 1, Math.max(0, y));
      const at = offset + (row * side + birdX) * channels;
      into[at] = 1;
      if (velocity > 0) into[at + 2] = 1;
      if (velocity > 1) into[at + 3] = 1;
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
          { kind: 'circle', x: birdX + 0.5, y: Math.min(side - 1, Math.max(0, y)) + 0.5, radius: 0.42, paint: over ? 'enemy' : 'friend' },
        ],
      };
    },
    describe: () => `The bird is in row ${y + 1} of ${side} after ${pipes} pipes.`,
    state: () => ({ pipeX: pipeX.slice(), gapTop: gapTop.slice(), gapSize: gapSize.slice(), y, velocity, pipes, over, happened }),
    restore(saved) {
      const state = saved as { pipeX: Int32Array; gapTop: Int32Array; gapSize: Int32Array; y: number; velocity: number; pipes: number; over: boolean; happened: number };
      pipeX.set(state.pipeX);
      gapTop.set(state.gapTop);
      gapSize.set(state.gapSize);
      ({ y, velocity, pipes, over, happened } = state);
    },
  };
}
