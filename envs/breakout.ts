import * as v from 'valibot';
import type { Drawing } from '../src/contracts/drawing.ts';
import type { Values } from '../src/contracts/parameters.ts';
import { defineControlEnv, controlParameters, type World } from '../src/contracts/control-env.ts';
import {
  actionSet,
  boardShape,
  citation,
  left,
  offered,
  planes,
  right,
  side,
  stepSeconds,
  still,
  stickyProbability,
} from './minatar/board.ts';
import { place } from './minatar/saved-state.ts';
import { readState, whole } from './state/read-state.ts';

const id = 'breakout';
const parameters = { actionSet, ...controlParameters({ stickyProbability, timeLimit: 0 }) };
const observation = planes('paddle', 'ball', 'trail', 'bricks');
const channels = 4;
const size = side * side * channels;
const brickRows = 3;

const brickHit = 1;
const paddleHit = 2;
const ballLost = 4;
const wallBuilt = 8;

const stateSchema = v.object({
  paddleX: place,
  ballX: place,
  ballY: place,
  heading: whole(0, 3),
  prevBallX: place,
  prevBallY: place,
  bricks: v.pipe(v.array(v.tuple([whole(1, brickRows), place])), v.maxLength(brickRows * side)),
  ploughing: v.boolean(),
  over: v.boolean(),
});

/** Headings: 0 up-left, 1 up-right, 2 down-right, 3 down-left. */
const sidewaysOf = [-1, 1, 1, -1] as const;
const downwardOf = [-1, -1, 1, 1] as const;
const mirroredSideways = [1, 0, 3, 2] as const;
const mirroredUpDown = [3, 2, 1, 0] as const;
const reversed = [2, 3, 0, 1] as const;

export default defineControlEnv({
  id,
  version: 1,
  title: 'Breakout',
  summary:
    'A ball breaks bricks, one point each, as long as the paddle keeps it from the ground. When all are broken the wall is built anew. MinAtar’s Breakout.',
  citation,
  genre: 'arcade',
  stepSeconds,
  alwaysDrawsSticky: true,
  events: [
    { id: 'brick-hit', title: 'Brick hit' },
    { id: 'paddle-hit', title: 'Ball met by the paddle' },
    { id: 'ball-lost', title: 'Ball lost' },
    { id: 'wall-built', title: 'New wall' },
  ],
  agent: 'ppo-conv',
  parameters,
  create,
});

function create(values: Values<typeof parameters>): World {
  const { actions, codes } = offered(values, [still, left, right]);
  // Bricks by row and column; no other rows ever hold any.
  const bricks = new Uint8Array(brickRows * side);
  let bricksLeft = 0;
  let paddleX = 4;
  let ballX = 0;
  let ballY = 0;
  let heading = 0;
  let prevBallX = 0;
  let prevBallY = 0;
  let ploughing = false;
  let over = false;
  let happened = 0;

  const brickAt = (x: number, y: number): boolean => y >= 1 && y <= brickRows && bricks[(y - 1) * side + x] === 1;

  function build(): void {
    bricks.fill(1);
    bricksLeft = bricks.length;
  }

  function step(action: number): number {
    happened = 0;
    if (over) return 0;
    const code = codes[action];
    if (code === left && paddleX > 0) paddleX -= 1;
    else if (code === right && paddleX < side - 1) paddleX += 1;
    const oldX = ballX;
    prevBallX = ballX;
    prevBallY = ballY;
    let x = ballX + (sidewaysOf[heading] as number);
    let y = ballY + (downwardOf[heading] as number);
    if (x < 0 || x >= side) {
      x = x < 0 ? 0 : side - 1;
      heading = mirroredSideways[heading] as number;
    }
    let touched = false;
    let reward = 0;
    if (y < 0) {
      y = 0;
      heading = mirroredUpDown[heading] as number;
    } else if (brickAt(x, y)) {
      touched = true;
      if (!ploughing) {
        reward = 1;
        happened |= brickHit;
        bricks[(y - 1) * side + x] = 0;
        bricksLeft -= 1;
        ploughing = true;
        y = ballY;
        heading = mirroredUpDown[heading] as number;
      }
    } else if (y === side - 1) {
      if (bricksLeft === 0) {
        build();
        happened |= wallBuilt;
      }
      if (oldX === paddleX || x === paddleX) {
        heading = (oldX === paddleX ? mirroredUpDown : reversed)[heading] as number;
        y = ballY;
        happened |= paddleHit;
      } else {
        over = true;
        happened |= ballLost;
      }
    }
    if (!touched) ploughing = false;
    ballX = x;
    ballY = y;
    return reward;
  }

  return {
    observation,
    actions,
    get terminated() {
      return over;
    },
    get happened() {
      return happened;
    },
    reset(draws) {
      const fromRight = draws.integer(0, 2) === 1;
      ballX = fromRight ? side - 1 : 0;
      ballY = 3;
      heading = fromRight ? 3 : 2;
      paddleX = 4;
      build();
      prevBallX = ballX;
      prevBallY = ballY;
      ploughing = false;
      over = false;
      happened = 0;
    },
    step,
    observe(into, offset) {
      into.fill(0, offset, offset + size);
      into[offset + ((side - 1) * side + paddleX) * channels] = 1;
      into[offset + (ballY * side + ballX) * channels + 1] = 1;
      into[offset + (prevBallY * side + prevBallX) * channels + 2] = 1;
      const first = offset + side * channels + 3;
      for (let i = 0; i < bricks.length; i++) into[first + i * channels] = bricks[i] as number;
    },
    draw: (): Drawing => ({
      width: side,
      height: side,
      shapes: [
        boardShape,
        {
          kind: 'cells',
          cells: [...bricks].flatMap((there, i) => (there === 1 ? [i % side, 1 + Math.floor(i / side)] : [])),
          paint: 'brick',
        },
        { kind: 'cells', cells: [prevBallX, prevBallY], paint: 'trail' },
        { kind: 'cells', cells: [paddleX, side - 1], paint: 'player' },
        { kind: 'circle', x: ballX + 0.5, y: ballY + 0.5, radius: 0.42, paint: 'ball' },
      ],
    }),
    describe: () =>
      over
        ? 'The ball is lost.'
        : `The ball is in column ${ballX + 1}, row ${ballY + 1}, going ${heading < 2 ? 'up' : 'down'}; the paddle is in column ${paddleX + 1}; ${bricksLeft} bricks are left.`,
    state: () => ({
      paddleX,
      ballX,
      ballY,
      heading,
      prevBallX,
      prevBallY,
      bricks: [...bricks].flatMap((there, i) => (there === 1 ? [[1 + Math.floor(i / side), i % side]] : [])),
      ploughing,
      over,
    }),
    restore(saved) {
      const state = readState(stateSchema, saved, id);
      ({ paddleX, ballX, ballY, heading, prevBallX, prevBallY, ploughing, over } = state);
      bricks.fill(0);
      for (const [y, x] of state.bricks) bricks[(y - 1) * side + x] = 1;
      bricksLeft = bricks.reduce((sum, there) => sum + there, 0);
      happened = 0;
    },
  };
}
