import * as v from 'valibot';
import type { Drawing } from '../src/contracts/drawing.ts';
import { flag, integer, real, type Values } from '../src/contracts/parameters.ts';
import {
  defineControlEnv,
  controlParameters,
  type ActionSpace,
  type Draws,
  type World,
} from '../src/contracts/control-env.ts';
import { bitsOf, whole } from './state/read-state.ts';
import { worldOf } from './state/world.ts';

const id = 'pong';
const side = 10;
const channels = 4;
const size = side * side * channels;
/** Rows that a paddle covers above and below its middle. */
const reach = 1;
const rampPoints = 3;

const parameters = {
  points: integer({ default: 5, min: 1, max: 100, unit: 'points', help: 'Points needed to win' }),
  skill: real({ default: 0.7, min: 0, max: 1, symbol: 'p', help: 'Probability that the opponent follows the ball' }),
  ramping: flag({
    default: true,
    help: 'Whether the probability that the opponent follows rises by 0.1 after every third point that it loses',
  }),
  ...controlParameters({ timeLimit: 2000 }),
};

const won = 1;
const lost = 2;
const returned = 4;
const wonGame = 8;
const lostGame = 16;
const events = [
  { id: 'point-won', title: 'Point won' },
  { id: 'point-lost', title: 'Point lost' },
  { id: 'returned', title: 'Ball returned' },
  { id: 'game-won', title: 'Game won' },
  { id: 'game-lost', title: 'Game lost' },
] as const;

const actions: ActionSpace = {
  kind: 'discrete',
  actions: [
    { id: 'stay', title: 'Stay' },
    { id: 'up', title: 'Up', keys: ['ArrowUp'] },
    { id: 'down', title: 'Down', keys: ['ArrowDown'] },
  ],
};

export default defineControlEnv({
  id,
  version: 1,
  title: 'Pong',
  summary:
    'A ball between two paddles: the agent’s on the right, and on the left that of a simple opponent, which follows the ball most of the time. A point won gives 1, a point lost costs 1; by default the first with five points wins.',
  citation: {
    text: 'Atari 1972, Pong; custom rules on a 10 x 10 grid, in the style of Young & Tian 2019, arXiv:1903.03176',
  },
  genre: 'arcade',
  stepSeconds: 0.1,
  events,
  agent: 'ppo-conv',
  parameters,
  manual: {
    observation: 'The board, without the score.',
    seen: {
      'own paddle': 'Three cells in the last column',
      opponent: 'Three cells in the first column',
      ball: 'The ball',
      trail: 'The ball one step earlier',
    },
    actions:
      'The paddle moves one row and stops at the edge. Then the opponent follows the ball by one row, with probability skill, and the ball moves diagonally by one cell.',
    rewards: [
      { size: 1, on: ['point-won'], when: 'the opponent misses the ball' },
      { size: -1, on: ['point-lost'], when: 'the agent misses the ball' },
    ],
    start:
      'Both paddles are in the middle. The ball is served from column 6, in a row and a diagonal direction drawn at random, as after each point.',
    ends: [
      { on: ['point-won'], times: 'points', when: 'the agent has won enough points' },
      { on: ['point-lost'], times: 'points', when: 'the opponent has won enough points' },
    ],
  },
  create,
});

interface Game {
  own: number;
  other: number;
  x: number;
  y: number;
  dx: number;
  dy: number;
  lastX: number;
  lastY: number;
  ownPoints: number;
  otherPoints: number;
  happened: number;
}

const paddle = whole(reach, side - 1 - reach);
const place = whole(0, side - 1);
const way = v.picklist([-1, 1]);

function create({ points, skill, ramping }: Values<typeof parameters>): World {
  return worldOf({
    id,
    observation: {
      kind: 'binary',
      shape: [side, side, channels],
      channels: ['own paddle', 'opponent', 'ball', 'trail'],
    },
    actions,
    schema: v.object({
      own: paddle,
      other: paddle,
      x: place,
      y: place,
      dx: way,
      dy: way,
      lastX: place,
      lastY: place,
      ownPoints: whole(0, points),
      otherPoints: whole(0, points),
      happened: bitsOf(events),
    }),
    begin,
    isOver: ({ ownPoints, otherPoints }) => ownPoints >= points || otherPoints >= points,
    step(game, action, draws) {
      game.own = clamp(game.own + (action === 1 ? -1 : action === 2 ? 1 : 0));
      const chance = skill + (ramping ? 0.1 * Math.floor(game.ownPoints / rampPoints) : 0);
      if (draws.unit() < Math.min(1, chance)) game.other = clamp(game.other + Math.sign(game.y - game.other));
      moveBall(game);
      return game.dx > 0 ? atOwn(game, points, draws) : atOther(game, points, draws);
    },
    observe,
    draw,
    describe: ({ x, y, own, ownPoints, otherPoints }) =>
      `The ball is in column ${x + 1}, row ${y + 1}; your paddle is in row ${own + 1}. It is ${ownPoints} to ${otherPoints}.`,
  });
}

const middle = Math.floor(side / 2);

function begin(draws: Draws): Game {
  const game = {
    own: middle,
    other: middle,
    x: 0,
    y: 0,
    dx: 1,
    dy: 1,
    lastX: 0,
    lastY: 0,
    ownPoints: 0,
    otherPoints: 0,
    happened: 0,
  };
  serve(game, draws);
  return game;
}

function serve(game: Game, draws: Draws): void {
  game.x = middle;
  game.y = draws.integer(1, side - 1);
  game.dx = draws.integer(0, 2) === 0 ? -1 : 1;
  game.dy = draws.integer(0, 2) === 0 ? -1 : 1;
  // As if it had come from there, so that its direction is visible.
  game.lastX = game.x - game.dx;
  game.lastY = game.y - game.dy;
}

const clamp = (row: number): number => Math.min(side - 1 - reach, Math.max(reach, row));

function moveBall(game: Game): void {
  game.lastX = game.x;
  game.lastY = game.y;
  game.x += game.dx;
  game.y += game.dy;
  if (game.y >= 0 && game.y < side) return;
  game.dy = -game.dy;
  game.y += 2 * game.dy;
}

const meets = ({ y }: Game, paddle: number): boolean => Math.abs(y - paddle) <= reach;

function atOwn(game: Game, points: number, draws: Draws): number {
  if (game.x < side - 1) return 0;
  if (meets(game, game.own)) {
    game.dx = -1;
    game.x = side - 2;
    // The edge of the paddle returns it with the other slant.
    if (game.y !== game.own) game.dy = Math.sign(game.y - game.own);
    game.happened |= returned;
    return 0;
  }
  game.otherPoints += 1;
  game.happened |= game.otherPoints >= points ? lost | lostGame : lost;
  serve(game, draws);
  return -1;
}

function atOther(game: Game, points: number, draws: Draws): number {
  if (game.x > 0) return 0;
  if (meets(game, game.other)) {
    game.dx = 1;
    game.x = 1;
    return 0;
  }
  game.ownPoints += 1;
  game.happened |= game.ownPoints >= points ? won | wonGame : won;
  serve(game, draws);
  return 1;
}

function observe({ own, other, x, y, lastX, lastY }: Game, into: Float32Array, offset: number): void {
  into.fill(0, offset, offset + size);
  for (let k = -reach; k <= reach; k++) {
    into[offset + ((own + k) * side + side - 1) * channels] = 1;
    into[offset + (other + k) * side * channels + 1] = 1;
  }
  into[offset + (y * side + x) * channels + 2] = 1;
  into[offset + (lastY * side + lastX) * channels + 3] = 1;
}

const draw = ({ own, other, x, y, ownPoints, otherPoints }: Game): Drawing => ({
  width: side,
  height: side,
  shapes: [
    { kind: 'rectangle', x: 0, y: 0, width: side, height: side, paint: 'floor' },
    { kind: 'line', points: [side / 2, 0, side / 2, side], width: 0.04, paint: 'faint' },
    { kind: 'rectangle', x: side - 0.8, y: own - reach, width: 0.6, height: 2 * reach + 1, paint: 'player' },
    { kind: 'rectangle', x: 0.2, y: other - reach, width: 0.6, height: 2 * reach + 1, paint: 'enemy' },
    { kind: 'circle', x: x + 0.5, y: y + 0.5, radius: 0.35, paint: 'ball' },
    { kind: 'text', x: side / 2 - 1, y: 0.7, text: String(otherPoints), size: 0.5, paint: 'trail' },
    { kind: 'text', x: side / 2 + 1, y: 0.7, text: String(ownPoints), size: 0.5, paint: 'trail' },
  ],
});
