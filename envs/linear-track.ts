import * as v from 'valibot';
import { InputError } from '../src/core/errors.ts';
import type { Drawing, Shape } from '../src/contracts/drawing.ts';
import { flag, integer, real, type Values } from '../src/contracts/parameters.ts';
import { defineControlEnv, controlParameters, type ActionSpace, type World } from '../src/contracts/control-env.ts';
import { bitsOf, whole } from './state/read-state.ts';
import { worldOf } from './state/world.ts';

const id = 'linear-track';
const parameters = {
  length: integer({
    default: 40,
    min: 4,
    max: 1000,
    unit: 'places',
    help: 'Number of places on the track; the reward is at the last one',
  }),
  speed: integer({ default: 1, min: 1, max: 10, unit: 'places', help: 'Places moved per step' }),
  moved: flag({
    default: false,
    help: 'Whether the track moves regardless of the actions, as in virtual reality; otherwise the animal walks',
  }),
  rewardProbability: real({ default: 1, min: 0, max: 1, symbol: 'p', help: 'Probability of reward at the end' }),
  teleportProbability: real({
    default: 0,
    min: 0,
    max: 1,
    symbol: 'p',
    help: 'Probability of a teleport in an episode',
  }),
  teleportFrom: integer({
    default: 10,
    min: 1,
    max: 999,
    unit: 'places',
    help: 'Distance of the teleport from the start',
  }),
  teleportTo: integer({
    default: 25,
    min: 0,
    max: 999,
    unit: 'places',
    help: 'Distance of the teleport’s target from the start',
  }),
  pauseProbability: real({
    default: 0,
    min: 0,
    max: 1,
    symbol: 'p',
    help: 'Probability of a pause in an episode, during which nothing moves',
  }),
  pauseAt: integer({
    default: 20,
    min: 1,
    max: 999,
    unit: 'places',
    help: 'Distance of the pause from the start',
  }),
  pauseSteps: integer({ default: 5, min: 1, max: 1000, unit: 'steps', help: 'Duration of the pause' }),
  ...controlParameters({ timeLimit: 1000 }),
};

const started = 1;
const rewarded = 2;
const teleported = 4;
const paused = 8;
const omitted = 16;
const events = [
  { id: 'start', title: 'Start' },
  { id: 'reward', title: 'Reward' },
  { id: 'teleport', title: 'Teleport' },
  { id: 'pause', title: 'Pause' },
  { id: 'omission', title: 'End without reward' },
] as const;

const actions: ActionSpace = {
  kind: 'discrete',
  actions: [
    { id: 'forward', title: 'Forward', keys: ['ArrowRight'] },
    { id: 'stay', title: 'Stay' },
    { id: 'back', title: 'Back', keys: ['ArrowLeft'] },
  ],
};

export default defineControlEnv({
  id,
  version: 1,
  title: 'Linear track',
  summary:
    'A corridor with reward at its end, walked by the animal or moved past it, at a set speed, with teleports and pauses. Dopamine ramps up here; teleports and changes of speed showed that the ramp follows RPE, not value.',
  citation: {
    text: 'Kim et al. 2020, Cell 183:1600; Howe, Tierney, Sandberg, Phillips & Graybiel 2013, Nature 500:575',
    doi: '10.1016/j.cell.2020.11.013',
  },
  genre: 'maze',
  stepSeconds: 0.2,
  events,
  agent: 'actor-critic-table',
  parameters,
  manual: {
    observation: 'The place, counted from 0 at the start of the track.',
    actions:
      'The animal moves speed places forward or back, or stays. If moved, the track advances by speed places whatever the action. Nothing moves during a pause.',
    rewards: [{ size: 1, on: ['reward'], when: 'the end of the track is reached, with probability rewardProbability' }],
    start: 'At place 0. Whether the episode has a reward, a teleport and a pause is drawn.',
    ends: [{ on: ['reward', 'omission'], when: 'the end of the track is reached' }],
  },
  create,
});

/** @throws InputError if a possible teleport or pause is not on the track, before its end */
function requireOnTrack({
  length,
  teleportProbability,
  teleportFrom,
  teleportTo,
  pauseProbability,
  pauseAt,
}: Values<typeof parameters>): void {
  const used = {
    ...(teleportProbability > 0 ? { teleportFrom, teleportTo } : {}),
    ...(pauseProbability > 0 ? { pauseAt } : {}),
  };
  for (const [name, place] of Object.entries(used)) {
    if (place >= length - 1)
      throw new InputError(
        `${name} = ${place} is not before the end of a track of ${length} places`,
        `env ${id}`,
        `give at most ${length - 2}`,
      );
  }
}

interface Run {
  place: number;
  willReward: boolean;
  willTeleport: boolean;
  willPause: boolean;
  /** Remaining steps of the pause. */
  pause: number;
  happened: number;
}

function create(values: Values<typeof parameters>): World {
  requireOnTrack(values);
  const { length, speed, moved, rewardProbability, teleportProbability, pauseProbability, pauseSteps } = values;
  const end = length - 1;
  return worldOf({
    id,
    observation: { kind: 'discrete', count: length },
    actions,
    schema: v.object({
      place: whole(0, end),
      willReward: v.boolean(),
      willTeleport: v.boolean(),
      willPause: v.boolean(),
      pause: whole(0, pauseSteps),
      happened: bitsOf(events),
    }),
    begin: (draws): Run => ({
      place: 0,
      willReward: draws.unit() < rewardProbability,
      willTeleport: draws.unit() < teleportProbability,
      willPause: draws.unit() < pauseProbability,
      pause: 0,
      happened: started,
    }),
    isOver: ({ place }) => place === end,
    step(run, action) {
      if (run.pause > 0) run.pause -= 1;
      else advance(run, moved || action === 0 ? speed : action === 2 ? -speed : 0, values);
      if (run.place < end) return 0;
      run.happened |= run.willReward ? rewarded : omitted;
      return run.willReward ? 1 : 0;
    },
    observe({ place }, into, offset) {
      into[offset] = place;
    },
    draw: ({ place }) => draw(values, place),
    describe: ({ place }) => `You are at place ${place + 1} of ${length}.`,
  });
}

function advance(
  run: Run,
  by: number,
  { length, teleportFrom, teleportTo, pauseAt, pauseSteps }: Values<typeof parameters>,
): void {
  const before = run.place;
  run.place = Math.min(length - 1, Math.max(0, before + by));
  if (run.willTeleport && before < teleportFrom && run.place >= teleportFrom) {
    run.place = teleportTo;
    run.willTeleport = false;
    run.happened |= teleported;
  }
  if (run.willPause && before < pauseAt && run.place >= pauseAt) {
    run.pause = pauseSteps;
    run.willPause = false;
    run.happened |= paused;
  }
}

/** Positions of the first and the last place in the drawing. */
const firstX = 0.4;
const lastX = 19.6;

function draw(
  { length, teleportProbability, teleportFrom, teleportTo }: Values<typeof parameters>,
  place: number,
): Drawing {
  const x = (at: number): number => firstX + ((lastX - firstX) * at) / (length - 1);
  const mark = (at: number): Shape => ({
    kind: 'rectangle',
    x: x(at) - 0.05,
    y: 1.4,
    width: 0.1,
    height: 1.2,
    paint: 'cue',
  });
  return {
    width: 20,
    height: 4,
    shapes: [
      { kind: 'rectangle', x: 0, y: 1.6, width: 20, height: 0.8, paint: 'floor' },
      { kind: 'rectangle', x: 19.2, y: 1.6, width: 0.8, height: 0.8, paint: 'goal' },
      ...(teleportProbability > 0 ? [mark(teleportFrom), mark(teleportTo)] : []),
      { kind: 'circle', x: x(place), y: 2, radius: 0.3, paint: 'player' },
    ],
  };
}
