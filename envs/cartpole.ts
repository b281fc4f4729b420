import { cosine, sine } from '../src/core/trigonometry.ts';
import type { Drawing, Shape } from '../src/contracts/drawing.ts';
import {
  defineControlEnv,
  controlParameters,
  type ActionSpace,
  type ObservationSpace,
  type World,
} from '../src/contracts/control-env.ts';
import { savedNumbers } from './gymnasium/saved-state.ts';

const id = 'cartpole';
const gravity = 9.8;
const poleMass = 0.1;
const totalMass = poleMass + 1;
const halfLength = 0.5;
const poleMassLength = poleMass * halfLength;
const force = 10;
const stepSeconds = 0.02;
const trackEnd = 2.4;
const fallAngle = (12 * 2 * Math.PI) / 360;

const poleFell = 1;
const cartOffTrack = 2;

const observation: ObservationSpace = {
  kind: 'box',
  shape: [4],
  // The velocities are unbounded. Random and skilled play stay within these values; only pushing to one side over the
  // whole track exceeds them.
  low: [-trackEnd, -3, -fallAngle, -3.5],
  high: [trackEnd, 3, fallAngle, 3.5],
  names: ['cart position (m)', 'cart velocity (m/s)', 'pole angle (rad)', 'pole angular velocity (rad/s)'],
};

const actions: ActionSpace = {
  kind: 'discrete',
  actions: [
    { id: 'left', title: 'Push left', keys: ['ArrowLeft'] },
    { id: 'right', title: 'Push right', keys: ['ArrowRight'] },
  ],
};

export default defineControlEnv({
  id,
  version: 1,
  title: 'CartPole',
  summary:
    'A pole stands on a cart that is pushed left or right in every step. Each step gives reward 1, until the pole leans more than 12° or the cart is more than 2.4 m from the middle. CartPole-v1 of Gymnasium, with its Euler steps.',
  citation: {
    text: 'Barto, Sutton & Anderson 1983, IEEE Transactions on Systems, Man, and Cybernetics 13:834; in the form of Towers et al. 2024, arXiv:2407.17032',
    doi: '10.1109/TSMC.1983.6313077',
  },
  genre: 'control',
  stepSeconds,
  events: [
    { id: 'pole-fell', title: 'Pole fell' },
    { id: 'cart-off-track', title: 'Cart left the track' },
  ],
  agent: 'ppo',
  parameters: controlParameters({ timeLimit: 500 }),
  manual: {
    observation:
      'The full state; positive is to the right. Position and angle exceed their range only in the step that ends the episode.',
    seen: {
      'cart position (m)': 'From the middle of the track',
      'cart velocity (m/s)': 'Unbounded: the range is that of ordinary play',
      'pole angle (rad)': 'From upright; 0.2094 rad is 12°',
      'pole angular velocity (rad/s)': 'Unbounded: the range is that of ordinary play',
    },
    actions: 'A force of 10 N on the cart, for the whole step.',
    rewards: [{ size: 1, on: 'every step', when: 'in every step, including the last' }],
    start: 'All four numbers are drawn uniformly between -0.05 and 0.05.',
    ends: [
      { on: ['pole-fell'], when: 'the pole leans more than 12° to either side' },
      { on: ['cart-off-track'], when: 'the cart is more than 2.4 m from the middle' },
    ],
  },
  create,
});

function create(): World {
  /** Position and velocity of the cart, angle (to the right of upright) and angular velocity of the pole. */
  const state = new Float64Array(4);
  // Steps after the end, while it keeps ending, give no reward.
  let ended = false;
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
      for (let i = 0; i < 4; i++) state[i] = draws.uniform(-0.05, 0.05);
      ended = false;
      happened = 0;
    },
    step(action) {
      advance(state, action === 1 ? force : -force);
      happened = eventsAt(state);
      const reward = ended && happened !== 0 ? 0 : 1;
      ended ||= happened !== 0;
      return reward;
    },
    observe(into, offset) {
      for (let i = 0; i < 4; i++) into[offset + i] = state[i] as number;
    },
    draw: () => draw(state),
    describe: () => describe(state),
    // The four numbers, followed by a 1 once an end has occurred.
    state: () => [...state, ...(ended ? [1] : [])],
    restore(saved) {
      const numbers = savedNumbers(saved, 4, id, 1);
      state.set(numbers.slice(0, 4));
      ended = numbers[4] === 1;
      happened = 0;
    },
  };
}

/** One Euler step, all four from the old values. */
function advance(state: Float64Array, push: number): void {
  const angle = state[2] as number;
  const turning = state[3] as number;
  const cos = cosine(angle);
  const sin = sine(angle);
  const pushed = (push + poleMassLength * (turning * turning) * sin) / totalMass;
  const turningChange = (gravity * sin - cos * pushed) / (halfLength * (4 / 3 - (poleMass * (cos * cos)) / totalMass));
  const velocityChange = pushed - (poleMassLength * turningChange * cos) / totalMass;
  state[0] = (state[0] as number) + stepSeconds * (state[1] as number);
  state[1] = (state[1] as number) + stepSeconds * velocityChange;
  state[2] = angle + stepSeconds * turning;
  state[3] = turning + stepSeconds * turningChange;
}

function eventsAt(state: Float64Array): number {
  const fell = Math.abs(state[2] as number) > fallAngle ? poleFell : 0;
  return Math.abs(state[0] as number) > trackEnd ? fell | cartOffTrack : fell;
}

const width = 6;
const height = 2.2;
const trackHeight = 1.9;
const cart = { width: 0.6, height: 0.3 };
const wheel = 0.09;
const pivotHeight = trackHeight - 2 * wheel - cart.height;

function draw(state: Float64Array): Drawing {
  const [position, , angle] = state as unknown as readonly [number, number, number, number];
  const x = width / 2 + position;
  const poleTo = (angle: number): readonly number[] => [
    x,
    pivotHeight,
    x + 2 * halfLength * sine(angle),
    pivotHeight - 2 * halfLength * cosine(angle),
  ];
  const limit = (at: number): Shape => ({
    kind: 'line',
    points: [at, trackHeight - 0.3, at, trackHeight + 0.1],
    width: 0.03,
    paint: 'hazard',
  });
  return {
    width,
    height,
    shapes: [
      { kind: 'line', points: [0, trackHeight, width, trackHeight], width: 0.03, paint: 'ink' },
      limit(width / 2 - trackEnd),
      limit(width / 2 + trackEnd),
      { kind: 'line', points: poleTo(-fallAngle), width: 0.015, paint: 'faint' },
      { kind: 'line', points: poleTo(fallAngle), width: 0.015, paint: 'faint' },
      {
        kind: 'rectangle',
        x: x - cart.width / 2,
        y: pivotHeight,
        width: cart.width,
        height: cart.height,
        paint: 'player',
      },
      { kind: 'circle', x: x - 0.18, y: trackHeight - wheel, radius: wheel, paint: 'ink' },
      { kind: 'circle', x: x + 0.18, y: trackHeight - wheel, radius: wheel, paint: 'ink' },
      { kind: 'line', points: poleTo(angle), width: 0.08, paint: 'ball' },
      { kind: 'circle', x, y: pivotHeight, radius: 0.05, paint: 'ink' },
    ],
  };
}

function describe(state: Float64Array): string {
  const [position, , angle] = state as unknown as readonly [number, number, number, number];
  const degrees = (angle * 180) / Math.PI;
  return `The cart is ${Math.abs(position).toFixed(2)} m to the ${position < 0 ? 'left' : 'right'} of the middle, and the pole leans ${Math.abs(degrees).toFixed(1)}° to the ${degrees < 0 ? 'left' : 'right'}.`;
}
