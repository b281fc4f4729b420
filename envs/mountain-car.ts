import { cosine, sine } from '../src/core/trigonometry.ts';
import type { Drawing } from '../src/contracts/drawing.ts';
import {
  defineControlEnv,
  controlParameters,
  type ActionSpace,
  type ObservationSpace,
  type World,
} from '../src/contracts/control-env.ts';
import { savedNumbers } from './gymnasium/saved-state.ts';

const id = 'mountain-car';
const leftEnd = -1.2;
const rightEnd = 0.6;
const goal = 0.5;
const maxSpeed = 0.07;
const engine = 0.001;
const gravity = -0.0025;

const reachedGoal = 1;
const turned = 2;
const hitWall = 4;

const observation: ObservationSpace = {
  kind: 'box',
  shape: [2],
  low: [leftEnd, -maxSpeed],
  high: [rightEnd, maxSpeed],
  names: ['position', 'velocity (per step)'],
};

const actions: ActionSpace = {
  kind: 'discrete',
  actions: [
    { id: 'left', title: 'Push left', keys: ['ArrowLeft'] },
    { id: 'none', title: 'No push', keys: ['ArrowDown'] },
    { id: 'right', title: 'Push right', keys: ['ArrowRight'] },
  ],
};

export default defineControlEnv({
  id,
  version: 1,
  title: 'MountainCar',
  summary:
    'A car in a valley is too weak to climb the right hill, and must swing back and forth to gain speed. Each step costs 1 until it is at the flag. MountainCar-v0 of Gymnasium.',
  citation: {
    text: 'Moore 1990, Efficient Memory-Based Learning for Robot Control, PhD thesis, University of Cambridge; in the form of Towers et al. 2024, arXiv:2407.17032',
  },
  genre: 'control',
  // The task has no unit of time. With this one a free swing (72.6 steps) lasts 3.6 s, as it would in a valley of this
  // shape 24 m wide.
  stepSeconds: 0.05,
  events: [
    { id: 'goal', title: 'Reached the flag' },
    { id: 'turned', title: 'Swung back' },
    { id: 'hit-wall', title: 'Stopped at the left end' },
  ],
  agent: 'sarsa-tiles',
  parameters: controlParameters({ timeLimit: 200 }),
  manual: {
    observation: 'The full state. The task has no unit of length; positive is to the right.',
    seen: {
      position: 'Along the valley: its bottom is at -0.52, the flag at 0.5',
      'velocity (per step)': 'Change of position per step',
    },
    actions:
      'A push adds -0.001, 0 or 0.001 to the velocity; the slope adds -0.0025 cos(3 × position). The car stops at the left end.',
    rewards: [{ size: -1, on: 'every step', when: 'in every step, including the last' }],
    start: 'At rest, at a position drawn uniformly between -0.6 and -0.4.',
    ends: [{ on: ['goal'], when: 'the car is at the flag, at 0.5 or beyond, and is not rolling back' }],
  },
  create,
});

function create(): World {
  /** Position and velocity. */
  const state = new Float64Array(2);
  let happened = 0;
  return {
    observation,
    actions,
    get terminated() {
      return (happened & reachedGoal) !== 0;
    },
    get happened() {
      return happened;
    },
    reset(draws) {
      state[0] = draws.uniform(-0.6, -0.4);
      state[1] = 0;
      happened = 0;
    },
    step(action) {
      happened = advance(state, action);
      return -1;
    },
    observe(into, offset) {
      into[offset] = state[0] as number;
      into[offset + 1] = state[1] as number;
    },
    draw: () => draw(state[0] as number),
    describe: () => describe(state),
    state: () => [...state],
    restore(saved) {
      state.set(savedNumbers(saved, 2, id));
      happened = 0;
    },
  };
}

/** @returns what happened */
function advance(state: Float64Array, action: number): number {
  const position = state[0] as number;
  const before = state[1] as number;
  const pushed = before + ((action - 1) * engine + cosine(3 * position) * gravity);
  const velocity = Math.min(Math.max(pushed, -maxSpeed), maxSpeed);
  const reached = Math.min(Math.max(position + velocity, leftEnd), rightEnd);
  const stopped = reached === leftEnd && velocity < 0;
  const after = stopped ? 0 : velocity;
  state[0] = reached;
  state[1] = after;
  return (
    (reached >= goal && after >= 0 ? reachedGoal : 0) | (before * velocity < 0 ? turned : 0) | (stopped ? hitWall : 0)
  );
}

const margin = 0.1;
const width = rightEnd - leftEnd + 2 * margin;
const height = 1.3;
const wheel = 0.03;
const acrossOf = (position: number): number => position - leftEnd + margin;
/** The valley, down from the top of the picture: height .45 sin 3p, as in Gymnasium's drawing. */
const groundOf = (position: number): number => height - 0.6 - 0.45 * sine(3 * position);
const hill = Array.from({ length: 101 }, (_, i) => leftEnd - margin + (i / 100) * width).flatMap((position) => [
  acrossOf(position),
  groundOf(position),
]);

function draw(position: number): Drawing {
  const slope = Math.atan(1.35 * cosine(3 * position));
  // A point relative to the ground under the car: distance along the slope, and distance from it.
  const at = (along: number, off: number) =>
    [
      acrossOf(position) + along * cosine(slope) - off * sine(slope),
      groundOf(position) - along * sine(slope) - off * cosine(slope),
    ] as const;
  const wheelAt = ([x, y]: readonly [number, number]) =>
    ({ kind: 'circle', x, y, radius: wheel, paint: 'ink' }) as const;
  const flag = { x: acrossOf(goal), y: groundOf(goal) };
  return {
    width,
    height,
    shapes: [
      { kind: 'line', points: hill, width: 0.02, paint: 'wall' },
      { kind: 'line', points: [flag.x, flag.y, flag.x, flag.y - 0.2], width: 0.012, paint: 'ink' },
      { kind: 'rectangle', x: flag.x, y: flag.y - 0.2, width: 0.1, height: 0.06, paint: 'goal' },
      { kind: 'line', points: [...at(-0.07, 0.065), ...at(0.07, 0.065)], width: 0.06, paint: 'player' },
      wheelAt(at(-0.045, wheel)),
      wheelAt(at(0.045, wheel)),
    ],
  };
}

function describe(state: Float64Array): string {
  const [position, velocity] = state as unknown as readonly [number, number];
  const moves =
    velocity === 0
      ? 'stands still'
      : `moves ${velocity < 0 ? 'left' : 'right'} at ${Math.abs(velocity).toFixed(3)} a step`;
  return `The car is at ${position.toFixed(2)} and ${moves}; the bottom of the valley is at -0.52, the flag at ${goal.toFixed(2)}.`;
}
