import * as v from 'valibot';
import type { Drawing } from '../src/contracts/drawing.ts';
import { flag, integer, real, type Values } from '../src/contracts/parameters.ts';
import { defineControlEnv, controlParameters, type Draws, type World } from '../src/contracts/control-env.ts';
import { bitsOf, readState, whole } from './state/read-state.ts';

const id = 'pong';
const side = 10;
const channels = 4;
const size = side * side * channels;
/** Rows that a paddle covers above and below its middle. */
const reach = 1;
const rampPoints = 3;

const parameters = {
  points: integer({ default: 5, min: 1, max: 100, unit: 'points', help: 'Points that win' }),
  skill: real({ default: 0.7, min: 0, max: 1, symbol: 'p', help: 'How often the opponent follows the ball' }),
  ramping: flag({
    default: true,
    help: 'Whether the opponent follows more often, by a tenth, after every third point that it loses',
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

export default defineControlEnv({
  id,
  version: 1,
  title: 'Pong',
  summary:
    'A ball between two paddles, ours on the right and a simple opponent’s on the left that follows the ball, but not always. A point brings 1 or costs 1; the first to win five wins.',
  citation: {
    text: 'Atari 1972, Pong; rules of our own on a 10 x 10 grid, after the style of Young & Tian 2019, arXiv:1903.03176',
  },
  genre: 'arcade',
  stepSeconds: 0.1,
  events,
  agent: 'ppo-conv',
  parameters,
  create,
});

function create({ points, skill, ramping }: Values<typeof parameters>): World {
  const [place, paddle, way, count] = [
    whole(0, side - 1),
    whole(reach, side - 1 - reach),
    v.picklist([-1, 1]),
    whole(0, points),
  ];
  const schema = v.object({
    own: paddle,
    other: paddle,
    x: place,
    y: place,
    dx: way,
    dy: way,
    lastX: place,
    lastY: place,
    ownPoints: count,
    otherPoints: count,
    happened: bitsOf(events),
  });
  let own = 0;
  let other = 0;
  let x = 0;
  let y = 0;
  let dx = 1;
  let dy = 1;
  let lastX = 0;
  let lastY = 0;
  let ownPoints = 0;
  let otherPoints = 0;
  let happened = 0;

  function serve(draws: Draws): void {
    x = Math.floor(side / 2);
    y = draws.integer(1, side - 1);
    dx = draws.integer(0, 2) === 0 ? -1 : 1;
    dy = draws.integer(0, 2) === 0 ? -1 : 1;
    // As if it had come from there, so that its way is to be seen.
    lastX = x - dx;
    lastY = y - dy;
  }

  const clamp = (row: number): number => Math.min(side - 1 - reach, Math.max(reach, row));
  const meets = (paddle: number): boolean => Math.abs(y - paddle) <= reach;

  const isOver = (): boolean => ownPoints >= points || otherPoints >= points;

  function step(action: number, draws: Draws): number {
    happened = 0;
    if (isOver()) return 0;
    own = clamp(own + (action === 1 ? -1 : action === 2 ? 1 : 0));
    const follows = draws.unit() < Math.min(1, skill + (ramping ? 0.1 * Math.floor(ownPoints / rampPoints) : 0));
    if (follows) other = clamp(other + Math.sign(y - other));
    lastX = x;
    lastY = y;
    x += dx;
    y += dy;
    if (y < 0 || y >= side) {
      dy = -dy;
      y += 2 * dy;
    }
    return dx > 0 ? atOwn(draws) : atOther(draws);
  }

  function atOwn(draws: Draws): number {
    if (x < side - 1) return 0;
    if (meets(own)) {
      dx = -1;
      x = side - 2;
      // The edge of the paddle sends it away at the other slant.
      if (y !== own) dy = Math.sign(y - own);
      happened |= returned;
      return 0;
    }
    otherPoints += 1;
    happened |= otherPoints >= points ? lost | lostGame : lost;
    serve(draws);
    return -1;
  }

  function atOther(draws: Draws): number {
    if (x > 0) return 0;
    if (meets(other)) {
      dx = 1;
      x = 1;
      return 0;
    }
    ownPoints += 1;
    happened |= ownPoints >= points ? won | wonGame : won;
    serve(draws);
    return 1;
  }

  return {
    observation: {
      kind: 'binary',
      shape: [side, side, channels],
      channels: ['own paddle', 'opponent', 'ball', 'trail'],
    },
    actions: {
      kind: 'discrete',
      actions: [
        { id: 'stay', title: 'Stay' },
        { id: 'up', title: 'Up', keys: ['ArrowUp'] },
        { id: 'down', title: 'Down', keys: ['ArrowDown'] },
      ],
    },
    get terminated() {
      return isOver();
    },
    get happened() {
      return happened;
    },
    reset(draws) {
      own = Math.floor(side / 2);
      other = Math.floor(side / 2);
      ownPoints = 0;
      otherPoints = 0;
      happened = 0;
      serve(draws);
    },
    step,
    observe(into, offset) {
      into.fill(0, offset, offset + size);
      for (let k = -reach; k <= reach; k++) {
        into[offset + ((own + k) * side + side - 1) * channels] = 1;
        into[offset + (other + k) * side * channels + 1] = 1;
      }
      into[offset + (y * side + x) * channels + 2] = 1;
      into[offset + (lastY * side + lastX) * channels + 3] = 1;
    },
    draw: (): Drawing => ({
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
    }),
    describe: () =>
      `The ball is in column ${x + 1}, row ${y + 1}; your paddle is in row ${own + 1}. It is ${ownPoints} to ${otherPoints}.`,
    state: () => ({ own, other, x, y, dx, dy, lastX, lastY, ownPoints, otherPoints, happened }),
    restore(saved) {
      ({ own, other, x, y, dx, dy, lastX, lastY, ownPoints, otherPoints, happened } = readState(schema, saved, id));
    },
  };
}
