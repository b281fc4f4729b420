import * as v from 'valibot';
import type { Draws } from '../src/contracts/control-env.ts';
import type { Shape } from '../src/contracts/drawing.ts';
import { defineBoardGame } from './minatar/board-game.ts';
import { disc, left, right, side, still } from './minatar/board.ts';
import { place } from './minatar/saved-state.ts';
import { whole } from './state/read-state.ts';

const channels = ['paddle', 'ball', 'trail', 'bricks'] as const;
const planes = channels.length;
const brickRows = 3;

const brickHit = 1;
const paddleHit = 2;
const ballLost = 4;
const wallBuilt = 8;

/** Headings: 0 up-left, 1 up-right, 2 down-right, 3 down-left. */
const sidewaysOf = [-1, 1, 1, -1] as const;
const downwardOf = [-1, -1, 1, 1] as const;
const mirroredSideways = [1, 0, 3, 2] as const;
const mirroredUpDown = [3, 2, 1, 0] as const;
const reversed = [2, 3, 0, 1] as const;

/** Bricks by row and column; no other rows ever contain bricks. */
const make = () => ({ bricks: new Uint8Array(brickRows * side) });

function begin({ bricks }: ReturnType<typeof make>, draws: Draws) {
  const isFromRight = draws.integer(0, 2) === 1;
  const ballX = isFromRight ? side - 1 : 0;
  return {
    paddleX: 4,
    ballX,
    ballY: 3,
    heading: isFromRight ? 3 : 2,
    prevBallX: ballX,
    prevBallY: 3,
    bricks: bricks.fill(1),
    bricksLeft: bricks.length,
    ploughing: false,
    over: false,
    happened: 0,
  };
}

type Game = ReturnType<typeof begin>;

export default defineBoardGame({
  id: 'breakout',
  title: 'Breakout',
  summary:
    'A ball breaks bricks, one point each, as long as the paddle keeps it off the ground. When all are broken, a new wall is built. MinAtar’s Breakout.',
  events: [
    { id: 'brick-hit', title: 'Brick hit' },
    { id: 'paddle-hit', title: 'Ball met by the paddle' },
    { id: 'ball-lost', title: 'Ball lost' },
    { id: 'wall-built', title: 'New wall' },
  ],
  manual: {
    observation: 'The board.',
    seen: {
      paddle: 'The paddle, in the lowest row',
      ball: 'The ball',
      trail: 'The ball one step earlier',
      bricks: 'The remaining bricks, in rows 2 to 4',
    },
    actions: 'The paddle moves one column and stops at the edge; then the ball moves diagonally by one cell.',
    rewards: [{ size: 1, on: ['brick-hit'], when: 'a brick is broken' }],
    start:
      'All 30 bricks are in place. The ball is in row 4 at the left or the right edge, drawn at random, and moves down; the paddle is in column 5.',
    ends: [{ on: ['ball-lost'], when: 'the ball reaches the lowest row and misses the paddle' }],
  },
  parameters: {},
  actions: [still, left, right],
  channels,
  make,
  begin,
  step,
  mark,
  shapes,
  describe: ({ over, ballX, ballY, heading, paddleX, bricksLeft }) =>
    over
      ? 'The ball is lost.'
      : `The ball is in column ${ballX + 1}, row ${ballY + 1}, going ${heading < 2 ? 'up' : 'down'}; the paddle is in column ${paddleX + 1}; ${bricksLeft} bricks are left.`,
  saved: {
    paddleX: place,
    ballX: place,
    ballY: place,
    heading: whole(0, 3),
    prevBallX: place,
    prevBallY: place,
    bricks: v.pipe(v.array(v.tuple([whole(1, brickRows), place])), v.maxLength(brickRows * side)),
    ploughing: v.boolean(),
  },
  save: ({ bricks }) => ({
    bricks: [...bricks].flatMap((there, i) => (there === 1 ? [[1 + Math.floor(i / side), i % side]] : [])),
  }),
  load(game, { bricks }) {
    game.bricks.fill(0);
    for (const [y, x] of bricks) game.bricks[(y - 1) * side + x] = 1;
    game.bricksLeft = game.bricks.reduce((sum, there) => sum + there, 0);
  },
});

function build(game: Game): void {
  game.bricks.fill(1);
  game.bricksLeft = game.bricks.length;
}

function step(game: Game, code: number): number {
  if (code === left && game.paddleX > 0) game.paddleX -= 1;
  else if (code === right && game.paddleX < side - 1) game.paddleX += 1;
  game.prevBallX = game.ballX;
  game.prevBallY = game.ballY;
  game.ballX += sidewaysOf[game.heading] as number;
  game.ballY += downwardOf[game.heading] as number;
  if (game.ballX < 0 || game.ballX >= side) {
    game.ballX = game.ballX < 0 ? 0 : side - 1;
    game.heading = mirroredSideways[game.heading] as number;
  }
  if (game.ballY < 0) {
    game.ballY = 0;
    game.heading = mirroredUpDown[game.heading] as number;
  } else if (isBrick(game, game.ballX, game.ballY)) return meetBrick(game);
  else if (game.ballY === side - 1) reachGround(game);
  game.ploughing = false;
  return 0;
}

const isBrick = ({ bricks }: Game, x: number, y: number): boolean =>
  y >= 1 && y <= brickRows && bricks[(y - 1) * side + x] === 1;

/** A ball that has just broken a brick passes through further bricks until it reaches free space. */
function meetBrick(game: Game): number {
  if (game.ploughing) return 0;
  game.bricks[(game.ballY - 1) * side + game.ballX] = 0;
  game.bricksLeft -= 1;
  game.happened |= brickHit;
  game.ploughing = true;
  game.ballY = game.prevBallY;
  game.heading = mirroredUpDown[game.heading] as number;
  return 1;
}

function reachGround(game: Game): void {
  if (game.bricksLeft === 0) {
    build(game);
    game.happened |= wallBuilt;
  }
  const isAbove = game.prevBallX === game.paddleX;
  if (isAbove || game.ballX === game.paddleX) {
    game.heading = (isAbove ? mirroredUpDown : reversed)[game.heading] as number;
    game.ballY = game.prevBallY;
    game.happened |= paddleHit;
  } else {
    game.over = true;
    game.happened |= ballLost;
  }
}

function mark({ paddleX, ballX, ballY, prevBallX, prevBallY, bricks }: Game, into: Float32Array, offset: number): void {
  into[offset + ((side - 1) * side + paddleX) * planes] = 1;
  into[offset + (ballY * side + ballX) * planes + 1] = 1;
  into[offset + (prevBallY * side + prevBallX) * planes + 2] = 1;
  const first = offset + side * planes + 3;
  for (let i = 0; i < bricks.length; i++) into[first + i * planes] = bricks[i] as number;
}

function shapes({ bricks, prevBallX, prevBallY, paddleX, ballX, ballY }: Game): readonly Shape[] {
  return [
    {
      kind: 'cells',
      cells: [...bricks].flatMap((there, i) => (there === 1 ? [i % side, 1 + Math.floor(i / side)] : [])),
      paint: 'brick',
    },
    { kind: 'cells', cells: [prevBallX, prevBallY], paint: 'trail' },
    { kind: 'cells', cells: [paddleX, side - 1], paint: 'player' },
    disc(ballX, ballY, 'ball'),
  ];
}
