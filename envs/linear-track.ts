import * as v from 'valibot';
import { InputError } from '../src/core/errors.ts';
import type { Drawing, Shape } from '../src/contracts/drawing.ts';
import { flag, integer, real, type Values } from '../src/contracts/parameters.ts';
import { defineControlEnv, controlParameters, type World } from '../src/contracts/control-env.ts';
import { bitsOf, readState, whole } from './state/read-state.ts';

const id = 'linear-track';
const parameters = {
  length: integer({
    default: 40,
    min: 4,
    max: 1000,
    unit: 'places',
    help: 'Places of the track; reward is at the last',
  }),
  speed: integer({ default: 1, min: 1, max: 10, unit: 'places', help: 'Places that one step moves' }),
  moved: flag({
    default: false,
    help: 'Whether the track moves by itself, as in virtual reality, whatever the animal does; otherwise the animal walks',
  }),
  rewardProbability: real({ default: 1, min: 0, max: 1, symbol: 'p', help: 'How often there is reward at the end' }),
  teleportProbability: real({ default: 0, min: 0, max: 1, symbol: 'p', help: 'How often an episode has a teleport' }),
  teleportFrom: integer({
    default: 10,
    min: 1,
    max: 999,
    unit: 'places',
    help: 'How far from the start it happens, on the way forward',
  }),
  teleportTo: integer({ default: 25, min: 0, max: 999, unit: 'places', help: 'How far from the start it leads' }),
  pauseProbability: real({
    default: 0,
    min: 0,
    max: 1,
    symbol: 'p',
    help: 'How often an episode has a pause, in which nothing moves',
  }),
  pauseAt: integer({ default: 20, min: 1, max: 999, unit: 'places', help: 'How far from the start the pause comes' }),
  pauseSteps: integer({ default: 5, min: 1, max: 1000, unit: 'steps', help: 'How long the pause lasts' }),
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

export default defineControlEnv({
  id,
  version: 1,
  title: 'Linear track',
  summary:
    'A corridor with reward at its end, walked or moved past the animal, at a speed, with teleports and pauses: where dopamine is seen to ramp up, and where its ramp was told apart from value.',
  citation: {
    text: 'Howe, Tierney, Sandberg, Phillips & Graybiel 2013, Nature 500:575; Kim et al. 2020, Cell 183:1600',
    doi: '10.1016/j.cell.2020.11.013',
  },
  genre: 'maze',
  stepSeconds: 0.2,
  events,
  agent: 'actor-critic-table',
  parameters,
  create,
});

/** @throws InputError where a teleport or a pause that can happen is not on the track, short of its end */
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
        `${name} = ${place} is not short of the end of a track of ${length} places`,
        `env ${id}`,
        `give at most ${length - 2}`,
      );
  }
}

function create(values: Values<typeof parameters>): World {
  requireOnTrack(values);
  const {
    length,
    speed,
    moved,
    rewardProbability,
    teleportProbability,
    teleportFrom,
    teleportTo,
    pauseProbability,
    pauseAt,
    pauseSteps,
  } = values;
  const end = length - 1;
  const schema = v.object({
    place: whole(0, end),
    willReward: v.boolean(),
    willTeleport: v.boolean(),
    willPause: v.boolean(),
    pause: whole(0, pauseSteps),
    happened: bitsOf(events),
  });
  let place = 0;
  let willReward = true;
  let willTeleport = false;
  let willPause = false;
  /** Steps of the pause that are left. */
  let pause = 0;
  let happened = 0;

  function advance(by: number): void {
    const before = place;
    place = Math.min(end, Math.max(0, place + by));
    if (willTeleport && before < teleportFrom && place >= teleportFrom) {
      place = teleportTo;
      willTeleport = false;
      happened |= teleported;
    }
    if (willPause && before < pauseAt && place >= pauseAt) {
      pause = pauseSteps;
      willPause = false;
      happened |= paused;
    }
  }

  return {
    observation: { kind: 'discrete', count: length },
    actions: {
      kind: 'discrete',
      actions: [
        { id: 'forward', title: 'Forward', keys: ['ArrowRight'] },
        { id: 'stay', title: 'Stay' },
        { id: 'back', title: 'Back', keys: ['ArrowLeft'] },
      ],
    },
    get terminated() {
      return place === end;
    },
    get happened() {
      return happened;
    },
    reset(draws) {
      place = 0;
      willReward = draws.unit() < rewardProbability;
      willTeleport = draws.unit() < teleportProbability;
      willPause = draws.unit() < pauseProbability;
      pause = 0;
      happened = started;
    },
    step(action) {
      happened = 0;
      if (place === end) return 0;
      if (pause > 0) pause -= 1;
      else advance(moved || action === 0 ? speed : action === 2 ? -speed : 0);
      if (place < end) return 0;
      happened |= willReward ? rewarded : omitted;
      return willReward ? 1 : 0;
    },
    observe(into, offset) {
      into[offset] = place;
    },
    draw: () => draw(values, place),
    describe: () => `You are at place ${place + 1} of ${length}.`,
    state: () => ({ place, willReward, willTeleport, willPause, pause, happened }),
    restore(saved) {
      ({ place, willReward, willTeleport, willPause, pause, happened } = readState(schema, saved, id));
    },
  };
}

/** Where the first and the last place are drawn. */
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
