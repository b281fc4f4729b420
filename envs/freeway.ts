import * as v from 'valibot';
import type { Drawing, Shape } from '../src/contracts/drawing.ts';
import type { Values } from '../src/contracts/parameters.ts';
import { defineControlEnv, controlParameters, type Draws, type World } from '../src/contracts/control-env.ts';
import {
  actionSet,
  boardShape,
  citation,
  down,
  offered,
  planes,
  side,
  stepSeconds,
  still,
  stickyProbability,
  up,
} from './minatar/board.ts';
import { counter, place } from './minatar/saved-state.ts';
import { readState, whole } from './state/read-state.ts';

const id = 'freeway';
const parameters = { actionSet, ...controlParameters({ stickyProbability, timeLimit: 0 }) };
const observation = planes(
  'chicken',
  'cars',
  'trail, pace 1',
  'trail, pace 2',
  'trail, pace 3',
  'trail, pace 4',
  'trail, pace 5',
);
const channels = 7;
const size = side * side * channels;
const carCount = 8;
const column = 4;
const cooldown = 3;
const clock = 2500;
/** The pace of the slowest cars: a larger one is slower. */
const slowest = 5;

const crossed = 1;
const wasHit = 2;
const timeUp = 4;

const car = v.object({
  x: place,
  countdown: counter,
  velocity: v.pipe(whole(-slowest, slowest), v.notValue(0, 'must not be 0')),
});

const stateSchema = v.object({
  chickenY: place,
  playerCooldown: counter,
  stepsLeft: counter,
  cars: v.pipe(v.array(car), v.length(carCount, `must have ${carCount} entries`)),
  over: v.boolean(),
});

export default defineControlEnv({
  id,
  version: 1,
  title: 'Freeway',
  summary:
    'A chicken crosses eight lanes of cars, a point each time it reaches the other side; a car sends it back to the start. It has 2,500 steps. MinAtar’s Freeway.',
  citation,
  genre: 'arcade',
  stepSeconds,
  alwaysDrawsSticky: true,
  events: [
    { id: 'crossed', title: 'Crossed the road' },
    { id: 'hit', title: 'Hit by a car' },
    { id: 'time-up', title: 'Time is up' },
  ],
  agent: 'ppo-conv',
  parameters,
  create,
});

function create(values: Values<typeof parameters>): World {
  const { actions, codes } = offered(values, [still, up, down]);
  // Car i drives in row i + 1. The sign of its velocity is its direction, its size the pace: larger is slower.
  const x = new Int32Array(carCount);
  const countdown = new Int32Array(carCount);
  const velocity = new Int32Array(carCount);
  let chickenY = side - 1;
  let playerCooldown = cooldown;
  let stepsLeft = clock;
  let over = false;
  let happened = 0;

  function shuffle(draws: Draws): void {
    for (let i = 0; i < carCount; i++) velocity[i] = draws.integer(1, slowest + 1);
    for (let i = 0; i < carCount; i++) {
      countdown[i] = velocity[i] as number;
      if (!(draws.unit() > 0.5)) velocity[i] = -(velocity[i] as number);
    }
  }

  function hit(i: number): void {
    if (x[i] !== column || chickenY !== i + 1) return;
    chickenY = side - 1;
    happened |= wasHit;
  }

  function drive(i: number): void {
    hit(i);
    if (countdown[i] !== 0) {
      countdown[i] = (countdown[i] as number) - 1;
      return;
    }
    const speed = velocity[i] as number;
    countdown[i] = Math.abs(speed);
    const moved = (x[i] as number) + (speed > 0 ? 1 : -1);
    x[i] = moved < 0 ? side - 1 : moved >= side ? 0 : moved;
    hit(i);
  }

  function step(action: number, draws: Draws): number {
    happened = 0;
    if (over) return 0;
    let reward = 0;
    const code = codes[action];
    if ((code === up || code === down) && playerCooldown === 0) {
      playerCooldown = cooldown;
      chickenY = code === up ? Math.max(0, chickenY - 1) : Math.min(side - 1, chickenY + 1);
    }
    if (chickenY === 0) {
      reward = 1;
      happened |= crossed;
      shuffle(draws);
      chickenY = side - 1;
    }
    for (let i = 0; i < carCount; i++) drive(i);
    if (playerCooldown > 0) playerCooldown -= 1;
    stepsLeft -= 1;
    if (stepsLeft < 0) {
      over = true;
      happened |= timeUp;
    }
    return reward;
  }

  /** The cell behind a car, round the edge. */
  const behind = (i: number): number => ((x[i] as number) + ((velocity[i] as number) > 0 ? -1 : 1) + side) % side;

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
      shuffle(draws);
      x.fill(0);
      chickenY = side - 1;
      playerCooldown = cooldown;
      stepsLeft = clock;
      over = false;
      happened = 0;
    },
    step,
    observe(into, offset) {
      into.fill(0, offset, offset + size);
      into[offset + (chickenY * side + column) * channels] = 1;
      for (let i = 0; i < carCount; i++) {
        const row = offset + (i + 1) * side * channels;
        into[row + (x[i] as number) * channels + 1] = 1;
        into[row + behind(i) * channels + 1 + Math.abs(velocity[i] as number)] = 1;
      }
    },
    draw: (): Drawing => ({
      width: side,
      height: side,
      shapes: [
        boardShape,
        { kind: 'rectangle', x: 0, y: 0, width: side, height: 1, paint: 'goal' },
        { kind: 'rectangle', x: 0, y: 1, width: side, height: carCount, paint: 'faint' },
        ...Array.from(x, (_, i) => trail(behind(i), i + 1, Math.abs(velocity[i] as number))),
        { kind: 'cells', cells: Array.from(x, (at, i) => [at, i + 1]).flat(), paint: 'enemy' },
        { kind: 'circle', x: column + 0.5, y: chickenY + 0.5, radius: 0.42, paint: 'player' },
      ],
    }),
    describe: () =>
      `The chicken is in row ${chickenY + 1} of 10 and has to reach row 1; ${Math.max(0, stepsLeft)} steps are left.`,
    state: () => ({
      chickenY,
      playerCooldown,
      stepsLeft,
      cars: Array.from(x, (at, i) => ({ x: at, countdown: countdown[i] as number, velocity: velocity[i] as number })),
      over,
    }),
    restore(saved) {
      const state = readState(stateSchema, saved, id);
      ({ chickenY, playerCooldown, stepsLeft, over } = state);
      state.cars.forEach((car, i) => {
        x[i] = car.x;
        countdown[i] = car.countdown;
        velocity[i] = car.velocity;
      });
      happened = 0;
    },
  };
}

/** The trail of a slow car is thin, that of a fast one as high as the car. */
function trail(x: number, y: number, pace: number): Shape {
  const height = (slowest + 1 - pace) / slowest;
  return { kind: 'rectangle', x, y: y + (1 - height) / 2, width: 1, height, paint: 'trail' };
}
