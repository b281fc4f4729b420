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

const id = 'pendulum';
const gravity = 10;
const stepSeconds = 0.05;
const maxTorque = 2;
const maxTurning = 8;
const uprightAngle = 0.2;
/** Of a step from hanging down at full speed with full torque. */
const largestCost = costOf(Math.PI, maxTurning, maxTorque);

const cameUpright = 1;
const leftUpright = 2;

const observation: ObservationSpace = {
  kind: 'box',
  shape: [3],
  low: [-1, -1, -maxTurning],
  high: [1, 1, maxTurning],
  names: ['cos angle', 'sin angle', 'angular velocity (rad/s)'],
};

const actions: ActionSpace = {
  kind: 'continuous',
  low: -maxTorque,
  high: maxTorque,
  title: 'Torque, counter-clockwise',
  unit: 'N m',
  keys: [
    { code: 'ArrowLeft', value: maxTorque },
    { code: 'ArrowRight', value: -maxTorque },
    { code: 'ArrowDown', value: 0 },
  ],
};

export default defineControlEnv({
  id,
  version: 1,
  title: 'Pendulum',
  summary:
    'The agent must swing a pendulum up and hold it upright with a torque that is too weak to lift it directly. Each step costs the squared angle from upright, and a little for speed and torque; only the time limit ends an episode. Pendulum-v1 of Gymnasium.',
  citation: {
    text: 'Brockman et al. 2016, OpenAI Gym, arXiv:1606.01540; in the form of Towers et al. 2024, arXiv:2407.17032',
    doi: '10.48550/arXiv.1606.01540',
  },
  genre: 'control',
  stepSeconds,
  events: [
    { id: 'came-upright', title: 'Came within 0.2 rad of upright' },
    { id: 'left-upright', title: 'Fell from upright' },
  ],
  agent: 'ppo',
  parameters: controlParameters({ timeLimit: 200 }),
  manual: {
    observation: 'The full state. The pendulum is 1 m long and weighs 1 kg; positive is counter-clockwise.',
    seen: {
      'cos angle': 'Cosine of the angle, which is 0 when the pendulum is upright',
      'sin angle': 'Sine of that angle',
      'angular velocity (rad/s)': 'Clipped to its range',
    },
    actions: 'It acts for the whole step; a value outside the range is clipped.',
    rewards: [
      {
        size: { from: -largestCost, to: 0 },
        on: 'every step',
        when: 'in every step: -(angle² + 0.1 × angular velocity² + 0.001 × torque²), with the state before the step and the angle from upright between -π and π',
      },
    ],
    start: 'The angle is drawn uniformly between -π and π, the angular velocity between -1 and 1 rad/s.',
    ends: [],
  },
  create,
});

function create(): World {
  /** Angle (0 upright, counter-clockwise, never wrapped) and angular velocity. */
  const state = new Float64Array(2);
  /** The torque of the last step, for the picture. */
  const torque = new Float64Array(1);
  let happened = 0;
  return {
    observation,
    actions,
    terminated: false,
    get happened() {
      return happened;
    },
    reset(draws) {
      state[0] = draws.uniform(-Math.PI, Math.PI);
      state[1] = draws.uniform(-1, 1);
      torque[0] = 0;
      happened = 0;
    },
    step(action) {
      const applied = Math.min(Math.max(action, -maxTorque), maxTorque);
      torque[0] = applied;
      const angle = state[0] as number;
      const turning = state[1] as number;
      const lean = fromUpright(angle);
      const pushed = turning + (((3 * gravity) / 2) * sine(angle) + 3 * applied) * stepSeconds;
      const turned = Math.min(Math.max(pushed, -maxTurning), maxTurning);
      state[1] = turned;
      state[0] = angle + turned * stepSeconds;
      happened = crossing(lean, fromUpright(state[0]));
      return -costOf(lean, turning, applied);
    },
    observe(into, offset) {
      into[offset] = cosine(state[0] as number);
      into[offset + 1] = sine(state[0] as number);
      into[offset + 2] = state[1] as number;
    },
    draw: () => draw(state[0] as number, torque[0] as number),
    describe: () => describe(state, torque[0] as number),
    state: () => [...state],
    restore(saved) {
      state.set(savedNumbers(saved, 2, id));
      torque[0] = 0;
      happened = 0;
    },
  };
}

/** @param lean angle from upright, rad; `turning` in rad/s, `torque` in N m */
function costOf(lean: number, turning: number, torque: number): number {
  return lean * lean + 0.1 * (turning * turning) + 0.001 * (torque * torque);
}

/** The angle wrapped into [-π, π). */
function fromUpright(angle: number): number {
  const rest = (angle + Math.PI) % (2 * Math.PI);
  return (rest < 0 ? rest + 2 * Math.PI : rest) - Math.PI;
}

function crossing(before: number, after: number): number {
  const was = Math.abs(before) < uprightAngle;
  const is = Math.abs(after) < uprightAngle;
  return was === is ? 0 : is ? cameUpright : leftUpright;
}

const size = 2.6;
const middle = size / 2;
const arrowRadius = 0.35;

function draw(angle: number, torque: number): Drawing {
  const [x, y] = [middle - sine(angle), middle - cosine(angle)];
  return {
    width: size,
    height: size,
    shapes: [
      { kind: 'line', points: [middle, middle, middle, middle - 1.2], width: 0.015, paint: 'goal' },
      { kind: 'line', points: [middle, middle, x, y], width: 0.12, paint: 'player' },
      { kind: 'circle', x, y, radius: 0.12, paint: 'player' },
      ...torqueArrow(torque),
      { kind: 'circle', x: middle, y: middle, radius: 0.05, paint: 'ink' },
    ],
  };
}

/**
 * An arc from the top around the joint, as long as the torque is strong, with an arrowhead; nothing if the torque is 0.
 */
function torqueArrow(torque: number): readonly Shape[] {
  if (torque === 0) return [];
  const sweep = (torque / maxTorque) * (Math.PI / 2);
  const at = (angle: number, radius: number): readonly number[] => [
    middle - radius * sine(angle),
    middle - radius * cosine(angle),
  ];
  const arc = Array.from({ length: 17 }, (_, i) => at((i / 16) * sweep, arrowRadius)).flat();
  const back = sweep - Math.sign(torque) * 0.25;
  const head = [...at(back, arrowRadius - 0.09), ...at(sweep, arrowRadius), ...at(back, arrowRadius + 0.09)];
  return [
    { kind: 'line', points: arc, width: 0.03, paint: 'cue' },
    { kind: 'line', points: head, width: 0.03, paint: 'cue' },
  ];
}

function describe(state: Float64Array, torque: number): string {
  const lean = fromUpright(state[0] as number);
  const degrees = (Math.abs(lean) * 180) / Math.PI;
  return `The pendulum is ${degrees.toFixed(0)}° to the ${lean > 0 ? 'left' : 'right'} of upright and turns at ${(state[1] as number).toFixed(1)} rad/s, torque ${torque.toFixed(1)} N m (counter-clockwise is positive).`;
}
