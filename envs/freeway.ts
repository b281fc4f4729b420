import * as v from 'valibot';
import type { Draws } from '../src/contracts/control-env.ts';
import type { Shape } from '../src/contracts/drawing.ts';
import { defineBoardGame } from './minatar/board-game.ts';
import { disc, down, side, still, up } from './minatar/board.ts';
import { counter, place } from './minatar/saved-state.ts';
import { whole } from './state/read-state.ts';

const channels = [
  'chicken',
  'cars',
  'trail, pace 1',
  'trail, pace 2',
  'trail, pace 3',
  'trail, pace 4',
  'trail, pace 5',
] as const;
const planes = channels.length;
const carCount = 8;
const column = 4;
const cooldown = 3;
const clock = 2500;
/** The pace of the slowest cars: a larger number is slower. */
const slowest = 5;

const crossed = 1;
const wasHit = 2;
const timeUp = 4;

/**
 * Car i drives in row i + 1. The sign of its velocity is its direction, its absolute value the pace: larger is slower.
 */
const make = () => ({
  x: new Int32Array(carCount),
  countdown: new Int32Array(carCount),
  velocity: new Int32Array(carCount),
});
type Cars = ReturnType<typeof make>;

function begin({ x, countdown, velocity }: Cars, draws: Draws) {
  const game = {
    x: x.fill(0),
    countdown,
    velocity,
    chickenY: side - 1,
    playerCooldown: cooldown,
    stepsLeft: clock,
    over: false,
    happened: 0,
  };
  shuffle(game, draws);
  return game;
}

type Game = ReturnType<typeof begin>;

export default defineBoardGame({
  id: 'freeway',
  title: 'Freeway',
  summary:
    'A chicken crosses eight lanes of cars, a point each time it reaches the other side; a car sends it back to the start. It has 2,500 steps. MinAtar’s Freeway.',
  events: [
    { id: 'crossed', title: 'Crossed the road' },
    { id: 'hit', title: 'Hit by a car' },
    { id: 'time-up', title: 'Time is up' },
  ],
  manual: {
    observation: 'The board. A car of pace p moves every p + 1 steps.',
    seen: {
      chicken: 'The chicken, in column 5',
      cars: 'The cars, one in each of rows 2 to 9',
      'trail, pace 1': 'The cell behind each car of pace 1, the fastest',
      'trail, pace 2': 'The same for pace 2',
      'trail, pace 3': 'The same for pace 3',
      'trail, pace 4': 'The same for pace 4',
      'trail, pace 5': 'The same for pace 5, the slowest',
    },
    actions:
      'The chicken moves one row, at most every third step. A car that hits it sends it back to the lowest row, at no cost.',
    rewards: [
      {
        size: 1,
        on: ['crossed'],
        when: 'the chicken reaches the top row; it returns to the lowest one, and new paces and directions are drawn',
      },
    ],
    start:
      'The chicken is in the lowest row, all cars are in column 1; the pace and the direction of each car are drawn.',
    ends: [{ on: ['time-up'], when: 'the clock of 2500 steps has run out, in step 2501' }],
  },
  parameters: {},
  actions: [still, up, down],
  channels,
  make,
  begin,
  step,
  mark,
  shapes,
  describe: ({ chickenY, stepsLeft }) =>
    `The chicken is in row ${chickenY + 1} of 10 and must reach row 1; ${Math.max(0, stepsLeft)} steps are left.`,
  saved: {
    chickenY: place,
    playerCooldown: counter,
    stepsLeft: counter,
    cars: v.pipe(
      v.array(
        v.object({
          x: place,
          countdown: counter,
          velocity: v.pipe(whole(-slowest, slowest), v.notValue(0, 'must not be 0')),
        }),
      ),
      v.length(carCount, `must have ${carCount} entries`),
    ),
  },
  save: ({ x, countdown, velocity }) => ({
    cars: Array.from(x, (at, i) => ({ x: at, countdown: countdown[i] as number, velocity: velocity[i] as number })),
  }),
  load({ x, countdown, velocity }, { cars }) {
    cars.forEach((car, i) => {
      x[i] = car.x;
      countdown[i] = car.countdown;
      velocity[i] = car.velocity;
    });
  },
});

function shuffle({ countdown, velocity }: Cars, draws: Draws): void {
  for (let i = 0; i < carCount; i++) velocity[i] = draws.integer(1, slowest + 1);
  for (let i = 0; i < carCount; i++) {
    countdown[i] = velocity[i] as number;
    if (!(draws.unit() > 0.5)) velocity[i] = -(velocity[i] as number);
  }
}

function step(game: Game, code: number, draws: Draws): number {
  let reward = 0;
  if ((code === up || code === down) && game.playerCooldown === 0) {
    game.playerCooldown = cooldown;
    game.chickenY = code === up ? Math.max(0, game.chickenY - 1) : Math.min(side - 1, game.chickenY + 1);
  }
  if (game.chickenY === 0) {
    reward = 1;
    game.happened |= crossed;
    shuffle(game, draws);
    game.chickenY = side - 1;
  }
  drive(game);
  if (game.playerCooldown > 0) game.playerCooldown -= 1;
  game.stepsLeft -= 1;
  if (game.stepsLeft < 0) {
    game.over = true;
    game.happened |= timeUp;
  }
  return reward;
}

function drive(game: Game): void {
  const { x, countdown, velocity } = game;
  for (let i = 0; i < carCount; i++) {
    hit(game, x[i] as number, i + 1);
    if (countdown[i] !== 0) {
      countdown[i] = (countdown[i] as number) - 1;
      continue;
    }
    const speed = velocity[i] as number;
    countdown[i] = Math.abs(speed);
    const moved = (x[i] as number) + (speed > 0 ? 1 : -1);
    x[i] = moved < 0 ? side - 1 : moved >= side ? 0 : moved;
    hit(game, x[i] as number, i + 1);
  }
}

/** Whether a car hits the chicken, which then starts again. */
function hit(game: Game, x: number, y: number): void {
  if (x !== column || y !== game.chickenY) return;
  game.chickenY = side - 1;
  game.happened |= wasHit;
}

/** The column behind a car, wrapping around the edge. */
const behind = ({ x, velocity }: Game, i: number): number =>
  ((x[i] as number) + ((velocity[i] as number) > 0 ? -1 : 1) + side) % side;

function mark(game: Game, into: Float32Array, offset: number): void {
  const { chickenY, x, velocity } = game;
  into[offset + (chickenY * side + column) * planes] = 1;
  for (let i = 0; i < carCount; i++) {
    const row = offset + (i + 1) * side * planes;
    into[row + (x[i] as number) * planes + 1] = 1;
    into[row + behind(game, i) * planes + 1 + Math.abs(velocity[i] as number)] = 1;
  }
}

function shapes(game: Game): readonly Shape[] {
  const { x, velocity, chickenY } = game;
  return [
    { kind: 'rectangle', x: 0, y: 0, width: side, height: 1, paint: 'goal' },
    { kind: 'rectangle', x: 0, y: 1, width: side, height: carCount, paint: 'faint' },
    ...Array.from(x, (_, i) => trail(behind(game, i), i + 1, Math.abs(velocity[i] as number))),
    { kind: 'cells', cells: Array.from(x, (at, i) => [at, i + 1]).flat(), paint: 'enemy' },
    disc(column, chickenY, 'player'),
  ];
}

/** The trail of a slow car is thin, that of a fast one as high as the car. */
function trail(x: number, y: number, pace: number): Shape {
  const height = (slowest + 1 - pace) / slowest;
  return { kind: 'rectangle', x, y: y + (1 - height) / 2, width: 1, height, paint: 'trail' };
}
