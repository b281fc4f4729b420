import * as v from 'valibot';
import { integer, type Values } from '../src/contracts/parameters.ts';
import { defineControlEnv, controlParameters, type ActionSpace, type World } from '../src/contracts/control-env.ts';
import { bitsOf, whole } from './state/read-state.ts';
import { worldOf } from './state/world.ts';

const id = 'catch';
const parameters = {
  rows: integer({ default: 10, min: 4, max: 30, unit: 'rows', help: 'Number of rows that the ball falls through' }),
  columns: integer({ default: 5, min: 3, max: 30, unit: 'columns', help: 'Number of columns' }),
  ...controlParameters({ timeLimit: 0 }),
};

const caught = 1;
const missed = 2;
const events = [
  { id: 'caught', title: 'Ball caught' },
  { id: 'missed', title: 'Ball missed' },
] as const;

const actions: ActionSpace = {
  kind: 'discrete',
  actions: [
    { id: 'left', title: 'Left', keys: ['ArrowLeft'] },
    { id: 'stay', title: 'Stay' },
    { id: 'right', title: 'Right', keys: ['ArrowRight'] },
  ],
};

export default defineControlEnv({
  id,
  version: 1,
  title: 'Catch',
  summary:
    'A ball falls straight down and a paddle moves to meet it: 1 for a catch, -1 for a miss. The smallest game in which reward comes later than the action.',
  citation: { text: 'Mnih et al. 2014, arXiv:1406.6247; Osband et al. 2020, bsuite, arXiv:1908.03568' },
  genre: 'arcade',
  stepSeconds: 0.1,
  events,
  agent: 'ppo-conv',
  parameters,
  manual: {
    observation: 'The board.',
    seen: { 'ball and paddle': 'The ball, and the paddle in the lowest row' },
    actions: 'The paddle moves one column and stops at the edge; then the ball falls one row.',
    rewards: [
      { size: 1, on: ['caught'], when: 'the ball lands on the paddle' },
      { size: -1, on: ['missed'], when: 'the ball misses the paddle' },
    ],
    start: 'The ball is in the top row, in a column drawn uniformly; the paddle is in the middle.',
    ends: [{ on: ['caught', 'missed'], when: 'the ball reaches the lowest row' }],
  },
  create,
});

function create({ rows, columns }: Values<typeof parameters>): World {
  const bottom = rows - 1;
  return worldOf({
    id,
    observation: { kind: 'binary', shape: [rows, columns, 1], channels: ['ball and paddle'] },
    actions,
    schema: v.object({
      ballX: whole(0, columns - 1),
      ballY: whole(0, bottom),
      paddle: whole(0, columns - 1),
      happened: bitsOf(events),
    }),
    begin: (draws) => ({ ballX: draws.integer(0, columns), ballY: 0, paddle: Math.floor(columns / 2), happened: 0 }),
    isOver: ({ ballY }) => ballY === bottom,
    step(game, action) {
      game.paddle = Math.min(columns - 1, Math.max(0, game.paddle + action - 1));
      game.ballY += 1;
      if (game.ballY < bottom) return 0;
      const isCaught = game.ballX === game.paddle;
      game.happened = isCaught ? caught : missed;
      return isCaught ? 1 : -1;
    },
    observe({ ballX, ballY, paddle }, into, offset) {
      into.fill(0, offset, offset + rows * columns);
      into[offset + ballY * columns + ballX] = 1;
      into[offset + bottom * columns + paddle] = 1;
    },
    draw: ({ ballX, ballY, paddle, happened }) => ({
      width: columns,
      height: rows,
      shapes: [
        { kind: 'rectangle', x: 0, y: 0, width: columns, height: rows, paint: 'floor' },
        { kind: 'cells', cells: [paddle, bottom], paint: 'player' },
        { kind: 'circle', x: ballX + 0.5, y: ballY + 0.5, radius: 0.4, paint: happened === missed ? 'enemy' : 'ball' },
      ],
    }),
    describe: ({ ballX, ballY, paddle }) =>
      `The ball is in column ${ballX + 1}, row ${ballY + 1} of ${rows}; the paddle is in column ${paddle + 1}.`,
  });
}
