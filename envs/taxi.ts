import type { Drawing, Shape } from '../src/contracts/drawing.ts';
import { flag, type Values } from '../src/contracts/parameters.ts';
import type { Saved } from '../src/contracts/saved.ts';
import {
  defineControlEnv,
  controlParameters,
  type ActionSpace,
  type Draws,
  type ObservationSpace,
  type World,
} from '../src/contracts/control-env.ts';
import { gridLines, placeText, type Board } from './gymnasium/board.ts';
import { categorical, runningSums } from './gymnasium/categorical.ts';
import { savedCell } from './gymnasium/saved-state.ts';

const id = 'taxi';
const board: Board = { rows: 5, columns: 5 };
const inTaxi = 4;
const states = board.rows * board.columns * 5 * 4;

const places = [
  { name: 'Red', row: 0, column: 0 },
  { name: 'Green', row: 0, column: 4 },
  { name: 'Yellow', row: 4, column: 0 },
  { name: 'Blue', row: 4, column: 3 },
] as const;

/** Walls stand to the right of these cells. */
const walls = [
  [0, 1],
  [1, 1],
  [3, 0],
  [4, 0],
  [3, 2],
  [4, 2],
] as const;

const actions: ActionSpace = {
  kind: 'discrete',
  actions: [
    { id: 'south', title: 'South', keys: ['ArrowDown'] },
    { id: 'north', title: 'North', keys: ['ArrowUp'] },
    { id: 'east', title: 'East', keys: ['ArrowRight'] },
    { id: 'west', title: 'West', keys: ['ArrowLeft'] },
    { id: 'pick-up', title: 'Pick up', keys: ['Space'] },
    { id: 'drop-off', title: 'Drop off', keys: ['Enter'] },
  ],
};
const south = 0;
const north = 1;
const east = 2;
const west = 3;
const pickUp = 4;

const observation: ObservationSpace = { kind: 'discrete', count: states };

/** In the rain: as intended, left of it, right of it. */
const rainSums = runningSums([0.8, (1 - 0.8) / 2, (1 - 0.8) / 2]);
const leftOf = [east, west, north, south] as const;
const rightOf = [west, east, south, north] as const;
const fickleness = 0.3;

const placeAt = (row: number, column: number): number =>
  places.findIndex((place) => place.row === row && place.column === column);
const cellOf = (state: number): number => Math.floor(state / 20);
const passengerOf = (state: number): number => Math.floor(state / 4) % 5;
const destinationOf = (state: number): number => state % 4;
const stateOf = (cell: number, passenger: number, destination: number): number =>
  (cell * 5 + passenger) * 4 + destination;

// The 300 states in which a passenger waits whose destination is elsewhere, in ascending order.
const startSums = runningSums(
  Array.from({ length: states }, (_, state) =>
    passengerOf(state) < inTaxi && passengerOf(state) !== destinationOf(state) ? 1 / 300 : 0,
  ),
);

/** The target of each of the four moves from each cell, at cell * 4 + move. */
const nextCells = Int32Array.from({ length: board.rows * board.columns * 4 }, (_, i) =>
  moved(Math.floor(i / 4), i % 4),
);
const placeOfCell = Int32Array.from({ length: board.rows * board.columns }, (_, cell) =>
  placeAt(Math.floor(cell / 5), cell % 5),
);

function moved(cell: number, move: number): number {
  const [row, column] = [Math.floor(cell / board.columns), cell % board.columns];
  if (move === south) return row < board.rows - 1 ? cell + board.columns : cell;
  if (move === north) return row > 0 ? cell - board.columns : cell;
  const left = move === east ? column : column - 1;
  const isBlocked = left < 0 || left >= board.columns - 1 || walls.some(([r, c]) => r === row && c === left);
  return isBlocked ? cell : cell + (move === east ? 1 : -1);
}

const pickedUp = 1;
const delivered = 2;
const wrongPlace = 4;
const setDown = 8;
const changedMind = 16;

const parameters = {
  rainy: flag({ default: false, help: 'Whether one move in five goes to the left or right of the chosen direction' }),
  fickle: flag({
    default: false,
    help: 'Whether the passenger changes the destination after the first move of the taxi, in three of ten episodes',
  }),
  ...controlParameters({ timeLimit: 200 }),
};

export default defineControlEnv({
  id,
  version: 1,
  title: 'Taxi',
  summary:
    'A taxi fetches a passenger from one of four places and takes them to another. Each step costs 1, picking up or dropping off at the wrong place 10, and a delivery earns 20. Taxi-v3 of Gymnasium, with the rainy and fickle forms of Taxi-v4.',
  citation: {
    text: 'Dietterich 2000, Journal of Artificial Intelligence Research 13:227; in the form of Towers et al. 2024, arXiv:2407.17032',
    doi: '10.1613/jair.639',
  },
  genre: 'grid',
  stepSeconds: 0.2,
  events: [
    { id: 'picked-up', title: 'Picked up the passenger' },
    { id: 'delivered', title: 'Delivered the passenger' },
    { id: 'wrong-place', title: 'Wrong pick-up or drop-off' },
    { id: 'set-down', title: 'Set the passenger down elsewhere' },
    { id: 'changed-mind', title: 'The passenger changed their mind' },
  ],
  agent: 'q-table',
  parameters,
  manual: {
    observation:
      '((5 × row + column) × 5 + passenger) × 4 + destination. Row and column count from 0 at the top left; places are 0 Red, 1 Green, 2 Yellow and 3 Blue; passenger 4 is in the taxi.',
    actions:
      'A move into a wall or off the board has no effect. If rainy, any other move goes to the left of the intended direction with probability 0.1, and to its right with probability 0.1.',
    rewards: [
      { size: 20, on: ['delivered'], when: 'the passenger is dropped off at the destination' },
      {
        size: -10,
        on: ['wrong-place'],
        when: 'the taxi picks up where no passenger waits, or drops off without a passenger or outside the four places',
      },
      { size: -1, on: 'other steps', when: 'in every other step' },
    ],
    start: 'The cell of the taxi, and two different places for passenger and destination, are drawn uniformly.',
    ends: [{ on: ['delivered'], when: 'the passenger is dropped off at the destination' }],
  },
  create,
});

interface Cab {
  state: number;
  /** Whether the passenger may still change the destination. */
  mayChange: boolean;
  terminated: boolean;
  happened: number;
}

function create({ rainy, fickle }: Values<typeof parameters>): World {
  const cab: Cab = { state: 0, mayChange: false, terminated: false, happened: 0 };
  const stand = (state: number, mayChange: boolean): Cab =>
    Object.assign(cab, { state, mayChange, terminated: false, happened: 0 });
  return {
    observation,
    actions,
    get terminated() {
      return cab.terminated;
    },
    get happened() {
      return cab.happened;
    },
    reset(draws) {
      stand(categorical(startSums, draws.unit()), fickle && draws.unit() < fickleness);
    },
    step: (action, draws) => step(cab, action, rainy, draws),
    observe(into, offset) {
      into[offset] = cab.state;
    },
    draw: () => draw(cab.state),
    describe: () => describe(cab.state),
    state: (): Saved => (fickle ? [cab.state, cab.mayChange ? 1 : 0] : cab.state),
    restore(saved) {
      const [state, mark = 0] = (Array.isArray(saved) ? saved : [saved]) as readonly Saved[];
      stand(savedCell(state, states, id), mark === 1);
    },
  };
}

function step(cab: Cab, action: number, rainy: boolean, draws: Draws): number {
  const u = draws.unit();
  const wasIn = passengerOf(cab.state) === inTaxi;
  const before = cellOf(cab.state);
  cab.terminated = false;
  cab.happened = 0;
  const reward = action < pickUp ? move(cab, action, rainy, u) : action === pickUp ? fetch(cab) : leave(cab);
  if (cab.mayChange && wasIn && cellOf(cab.state) !== before) changeMind(cab, draws);
  return reward;
}

function move(cab: Cab, action: number, rainy: boolean, u: number): number {
  const { state } = cab;
  const cell = cellOf(state);
  const intended = nextCells[cell * 4 + action] as number;
  let target = intended;
  // If the way is blocked, rain does not change the move.
  if (rainy && intended !== cell) {
    const way = categorical(rainSums, u);
    if (way > 0) target = nextCells[cell * 4 + ((way === 1 ? leftOf : rightOf)[action] as number)] as number;
  }
  cab.state = stateOf(target, passengerOf(state), destinationOf(state));
  return -1;
}

function fetch(cab: Cab): number {
  const cell = cellOf(cab.state);
  const passenger = passengerOf(cab.state);
  if (passenger === inTaxi || placeOfCell[cell] !== passenger) return wrong(cab);
  cab.state = stateOf(cell, inTaxi, destinationOf(cab.state));
  cab.happened = pickedUp;
  return -1;
}

function leave(cab: Cab): number {
  const cell = cellOf(cab.state);
  const place = placeOfCell[cell] as number;
  if (passengerOf(cab.state) !== inTaxi || place < 0) return wrong(cab);
  const destination = destinationOf(cab.state);
  cab.state = stateOf(cell, place, destination);
  cab.terminated = place === destination;
  cab.happened = cab.terminated ? delivered : setDown;
  return cab.terminated ? 20 : -1;
}

function wrong(cab: Cab): number {
  cab.happened = wrongPlace;
  return -10;
}

function changeMind(cab: Cab, draws: Draws): void {
  cab.mayChange = false;
  cab.happened |= changedMind;
  const drawn = draws.integer(0, 3);
  const old = destinationOf(cab.state);
  cab.state = cab.state - old + (drawn < old ? drawn : drawn + 1);
}

function describe(state: number): string {
  const passenger = passengerOf(state);
  const where = passenger === inTaxi ? 'the passenger is in it' : `the passenger waits at ${places[passenger]?.name}`;
  return `The taxi is at ${placeText(board, cellOf(state))}; ${where} and wants to go to ${places[destinationOf(state)]?.name}.`;
}

function draw(state: number): Drawing {
  const cell = cellOf(state);
  const [x, y] = [cell % board.columns, Math.floor(cell / board.columns)];
  const passenger = passengerOf(state);
  const destination = places[destinationOf(state)] as (typeof places)[number];
  const waiting = passenger === inTaxi ? { row: y, column: x } : (places[passenger] as (typeof places)[number]);
  return {
    width: board.columns,
    height: board.rows,
    shapes: [
      { kind: 'rectangle', x: 0, y: 0, width: board.columns, height: board.rows, paint: 'floor' },
      { kind: 'cells', cells: [destination.column, destination.row], paint: 'goal' },
      ...gridLines(board),
      ...walls.map(([row, column]): Shape => ({
        kind: 'line',
        points: [column + 1, row, column + 1, row + 1],
        width: 0.08,
        paint: 'wall',
      })),
      ...places.map(({ name, row, column }): Shape => ({
        kind: 'text',
        x: column + 0.5,
        y: row + 0.5,
        text: name.slice(0, 1),
        size: 0.35,
        paint: 'ink',
      })),
      { kind: 'rectangle', x: x + 0.2, y: y + 0.3, width: 0.6, height: 0.4, paint: 'player' },
      {
        kind: 'circle',
        x: waiting.column + (passenger === inTaxi ? 0.5 : 0.8),
        y: waiting.row + (passenger === inTaxi ? 0.5 : 0.2),
        radius: 0.13,
        paint: 'friend',
      },
    ],
  };
}
