import { InputError } from '../src/core/errors.ts';
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

const id = 'acrobot';
const gravity = 9.8;
const stepSeconds = 0.2;
const maxTurning1 = 4 * Math.PI;
const maxTurning2 = 9 * Math.PI;
const targetHeight = 1;
/**
 * Angles are wrapped by repeated subtraction, which never ends if the angle is so large that 2 pi is lost in rounding.
 */
const farthest = 100;

const tipUp = 1;

const observation: ObservationSpace = {
  kind: 'box',
  shape: [6],
  low: [-1, -1, -1, -1, -maxTurning1, -maxTurning2],
  high: [1, 1, 1, 1, maxTurning1, maxTurning2],
  names: [
    'cos angle 1',
    'sin angle 1',
    'cos angle 2',
    'sin angle 2',
    'angular velocity 1 (rad/s)',
    'angular velocity 2 (rad/s)',
  ],
};

const actions: ActionSpace = {
  kind: 'discrete',
  actions: [
    { id: 'clockwise', title: 'Turn the lower link clockwise', keys: ['ArrowLeft'] },
    { id: 'none', title: 'No torque', keys: ['ArrowDown'] },
    { id: 'counter-clockwise', title: 'Turn the lower link counter-clockwise', keys: ['ArrowRight'] },
  ],
};

export default defineControlEnv({
  id,
  version: 1,
  title: 'Acrobot',
  summary:
    'Two links hang from a fixed joint; a torque acts only on the joint between them. Each step costs 1 until the tip is a link length above the fixed joint. Acrobot-v1 of Gymnasium: the equations of the book, one Runge-Kutta step of 0.2 s.',
  citation: {
    text: 'Sutton 1996, Advances in Neural Information Processing Systems 8:1038; Sutton & Barto 2018, Reinforcement Learning: An Introduction, MIT Press; in the form of Towers et al. 2024, arXiv:2407.17032',
  },
  genre: 'control',
  stepSeconds,
  events: [{ id: 'tip-up', title: 'Tip above the line' }],
  agent: 'ppo',
  parameters: controlParameters({ timeLimit: 500 }),
  manual: {
    observation: 'The full state. Both links are 1 m long and weigh 1 kg; positive is counter-clockwise.',
    seen: {
      'cos angle 1': 'Cosine of the angle of the upper link, which is 0 when it hangs straight down',
      'sin angle 1': 'Sine of that angle',
      'cos angle 2': 'Cosine of the angle of the lower link to the upper one, which is 0 when they are in line',
      'sin angle 2': 'Sine of that angle',
      'angular velocity 1 (rad/s)': 'Of the upper link, clipped to ±4π',
      'angular velocity 2 (rad/s)': 'Of the lower link relative to the upper one, clipped to ±9π',
    },
    actions: 'A torque of -1, 0 or 1 N m on the joint between the links, for the whole step.',
    rewards: [
      { size: 0, on: ['tip-up'], when: 'the tip is above the line' },
      { size: -1, on: 'other steps', when: 'in every other step' },
    ],
    start: 'Both angles and both angular velocities are drawn uniformly between -0.1 and 0.1.',
    ends: [{ on: ['tip-up'], when: 'the tip is more than 1 m, the length of a link, above the fixed joint' }],
  },
  create,
});

function create(): World {
  /** Angle of link 1 from hanging, of link 2 from link 1, and their angular velocities. */
  const state = new Float64Array(4);
  const advance = rungeKutta(state);
  let happened = 0;
  return {
    observation,
    actions,
    get terminated() {
      return happened !== 0;
    },
    get happened() {
      return happened;
    },
    reset(draws) {
      for (let i = 0; i < 4; i++) state[i] = Math.fround(draws.uniform(-0.1, 0.1));
      happened = 0;
    },
    step(action) {
      advance(action - 1);
      state[0] = wrapped(state[0] as number);
      state[1] = wrapped(state[1] as number);
      state[2] = limited(state[2] as number, maxTurning1);
      state[3] = limited(state[3] as number, maxTurning2);
      happened = -cosine(state[0]) - cosine(state[1] + state[0]) > targetHeight ? tipUp : 0;
      return happened === 0 ? -1 : 0;
    },
    observe(into, offset) {
      into[offset] = cosine(state[0] as number);
      into[offset + 1] = sine(state[0] as number);
      into[offset + 2] = cosine(state[1] as number);
      into[offset + 3] = sine(state[1] as number);
      into[offset + 4] = state[2] as number;
      into[offset + 5] = state[3] as number;
    },
    draw: () => draw(state),
    describe: () => describe(state),
    state: () => [...state],
    restore(saved) {
      const numbers = savedNumbers(saved, 4, id);
      if (numbers.some((number) => Math.abs(number) > farthest))
        throw new InputError(
          `${JSON.stringify(saved)} is not a valid state`,
          `env ${id}`,
          `give numbers from -${farthest} to ${farthest}`,
        );
      state.set(numbers);
      happened = 0;
    },
  };
}

/** By repeated subtraction, like the reference, not by a modulo, which rounds differently. */
function wrapped(angle: number): number {
  let rest = angle;
  while (rest > Math.PI) rest -= 2 * Math.PI;
  while (rest < -Math.PI) rest += 2 * Math.PI;
  return rest;
}

const limited = (value: number, max: number): number => Math.min(Math.max(value, -max), max);

/** One classical fourth-order Runge-Kutta step of `state`, in place, with the torque held. */
function rungeKutta(state: Float64Array): (torque: number) => void {
  const [k1, k2, k3, k4] = [new Float64Array(4), new Float64Array(4), new Float64Array(4), new Float64Array(4)];
  const between = new Float64Array(4);
  const moved = (slope: Float64Array, seconds: number): Float64Array => {
    for (let i = 0; i < 4; i++) between[i] = (state[i] as number) + seconds * (slope[i] as number);
    return between;
  };
  return (torque) => {
    derivatives(state, torque, k1);
    derivatives(moved(k1, stepSeconds / 2), torque, k2);
    derivatives(moved(k2, stepSeconds / 2), torque, k3);
    derivatives(moved(k3, stepSeconds), torque, k4);
    for (let i = 0; i < 4; i++) {
      const sum = (k1[i] as number) + 2 * (k2[i] as number) + 2 * (k3[i] as number) + (k4[i] as number);
      state[i] = (state[i] as number) + (stepSeconds / 6) * sum;
    }
  };
}

/** Sutton & Barto's equations of motion; lengths, masses and moments of inertia are 1, centres of mass in the middle of the links. */
function derivatives(y: Float64Array, torque: number, into: Float64Array): void {
  const angle1 = y[0] as number;
  const angle2 = y[1] as number;
  const turning1 = y[2] as number;
  const turning2 = y[3] as number;
  const cosine2 = cosine(angle2);
  const sine2 = sine(angle2);
  const d1 = 0.25 + (1.25 + cosine2) + 1 + 1;
  const d2 = 0.25 + 0.5 * cosine2 + 1;
  const phi2 = 0.5 * gravity * cosine(angle1 + angle2 - Math.PI / 2);
  const phi1 =
    -0.5 * (turning2 * turning2) * sine2 -
    turning2 * turning1 * sine2 +
    1.5 * gravity * cosine(angle1 - Math.PI / 2) +
    phi2;
  const change2 = (torque + (d2 / d1) * phi1 - 0.5 * (turning1 * turning1) * sine2 - phi2) / (1.25 - (d2 * d2) / d1);
  into[0] = turning1;
  into[1] = turning2;
  into[2] = -(d2 * change2 + phi1) / d1;
  into[3] = change2;
}

const size = 4.4;
const middle = size / 2;

/** x and y of the joint between the links, then of the tip, from the fixed joint; y down. */
function joints(state: Float64Array): readonly [number, number, number, number] {
  const [angle1, angle2] = state as unknown as readonly [number, number];
  const [x, y] = [sine(angle1), cosine(angle1)];
  return [x, y, x + sine(angle1 + angle2), y + cosine(angle1 + angle2)];
}

function draw(state: Float64Array): Drawing {
  const [x1, y1, x2, y2] = joints(state).map((length) => middle + length) as [number, number, number, number];
  return {
    width: size,
    height: size,
    shapes: [
      { kind: 'line', points: [0, middle - targetHeight, size, middle - targetHeight], width: 0.03, paint: 'goal' },
      { kind: 'line', points: [middle, middle, x1, y1], width: 0.16, paint: 'friend' },
      { kind: 'line', points: [x1, y1, x2, y2], width: 0.16, paint: 'player' },
      { kind: 'circle', x: middle, y: middle, radius: 0.1, paint: 'ink' },
      { kind: 'circle', x: x1, y: y1, radius: 0.1, paint: 'ink' },
      { kind: 'circle', x: x2, y: y2, radius: 0.1, paint: 'ball' },
    ],
  };
}

function describe(state: Float64Array): string {
  const [, , , down] = joints(state);
  const height = `${Math.abs(down).toFixed(2)} link lengths ${down > 0 ? 'below' : 'above'} the fixed joint`;
  return `The tip is ${height}; it must be more than ${targetHeight} above.`;
}
