import * as v from 'valibot';
import type { Drawing, Shape } from '../src/contracts/drawing.ts';
import { integer, type Values } from '../src/contracts/parameters.ts';
import { defineControlEnv, controlParameters, type ActionSpace, type World } from '../src/contracts/control-env.ts';
import { bitsOf, whole } from './state/read-state.ts';
import { worldOf } from './state/world.ts';

const id = 't-maze';
const parameters = {
  stem: integer({
    default: 6,
    min: 1,
    max: 60,
    unit: 'steps',
    help: 'Length of the stem; the cue is visible only at its start, so it must be remembered for this number of steps',
  }),
  ...controlParameters({ timeLimit: 200 }),
};

const shown = 1;
const rewarded = 2;
const omitted = 4;
const arrived = 8;
const events = [
  { id: 'cue', title: 'Cue' },
  { id: 'reward', title: 'Reward' },
  { id: 'omission', title: 'Wrong arm' },
  { id: 'junction', title: 'Junction' },
] as const;

/** The observations: the foot with the cue for left or right, the stem, the junction. */
const cueLeft = 0;
const cueRight = 1;
const inStem = 2;
const junction = 3;

/** The cost of a step into a wall, and of the wrong arm (Bakker 2002). */
const penalty = -0.1;

const actions: ActionSpace = {
  kind: 'discrete',
  actions: [
    { id: 'forward', title: 'Forward', keys: ['ArrowUp'] },
    { id: 'left', title: 'Left', keys: ['ArrowLeft'] },
    { id: 'right', title: 'Right', keys: ['ArrowRight'] },
  ],
};

export default defineControlEnv({
  id,
  version: 1,
  title: 'T-maze',
  summary:
    'A cue at the foot of a T-maze shows which arm has the reward, and disappears when the animal walks. The choice at the junction needs memory: a table fails, a recurrent network succeeds.',
  citation: {
    text: 'Bakker 2002, Reinforcement learning with long short-term memory, NIPS 14; after Tolman & Honzik 1930',
  },
  genre: 'maze',
  stepSeconds: 0.2,
  events,
  agent: 'recurrent-a2c',
  parameters,
  manual: {
    observation: 'Where the animal is; the cue is visible only at the foot.',
    seen: {
      '0': 'The foot of the stem, with the cue for left',
      '1': 'The foot of the stem, with the cue for right',
      '2': 'The stem',
      '3': 'The junction',
    },
    actions:
      'Forward is a step up the stem; at the junction, left and right are steps into an arm. Anything else is a step into a wall.',
    rewards: [
      { size: 1, on: ['reward'], when: 'the animal enters the arm that the cue indicated' },
      { size: penalty, on: ['omission'], when: 'the animal enters the other arm' },
      { size: penalty, on: 'some other steps', when: 'a step leads into a wall' },
    ],
    start: 'At the foot of the stem; the side of the reward is drawn.',
    ends: [{ on: ['reward', 'omission'], when: 'the animal enters an arm' }],
  },
  create,
});

interface Rat {
  side: number;
  place: number;
  arm: number;
  happened: number;
}

function create({ stem }: Values<typeof parameters>): World {
  return worldOf({
    id,
    observation: { kind: 'discrete', count: 4 },
    actions,
    schema: v.object({ side: whole(0, 1), place: whole(0, stem), arm: whole(-1, 1), happened: bitsOf(events) }),
    begin: (draws): Rat => ({ side: draws.integer(0, 2), place: 0, arm: -1, happened: shown }),
    isOver: ({ arm }) => arm >= 0,
    step(rat, action) {
      if (rat.place === stem) return turn(rat, action);
      // Walls on both sides: turning has no effect.
      if (action !== 0) return penalty;
      rat.place += 1;
      if (rat.place === stem) rat.happened = arrived;
      return 0;
    },
    observe({ side, place }, into, offset) {
      into[offset] = place === 0 ? (side === 0 ? cueLeft : cueRight) : place < stem ? inStem : junction;
    },
    draw: (rat) => draw(stem, rat),
    describe: (rat) => describe(stem, rat),
  });
}

function turn(rat: Rat, action: number): number {
  if (action === 0) return penalty;
  rat.arm = action - 1;
  const isRight = rat.arm === rat.side;
  rat.happened = isRight ? rewarded : omitted;
  return isRight ? 1 : penalty;
}

/** A longer stem is drawn with this length. */
const longestDrawn = 8;

function draw(stem: number, { side, place, arm }: Rat): Drawing {
  const drawn = Math.min(stem, longestDrawn);
  const cue: readonly Shape[] =
    place === 0 ? [{ kind: 'rectangle', x: side === 0 ? 2 : 2.8, y: drawn, width: 0.2, height: 1, paint: 'cue' }] : [];
  return {
    width: 5,
    height: drawn + 1,
    shapes: [
      { kind: 'rectangle', x: 0, y: 0, width: 5, height: 1, paint: 'floor' },
      { kind: 'rectangle', x: 2, y: 1, width: 1, height: drawn, paint: 'floor' },
      { kind: 'cells', cells: [side === 0 ? 0 : 4, 0], paint: 'goal' },
      ...cue,
      {
        kind: 'circle',
        x: arm < 0 ? 2.5 : arm === 0 ? 0.5 : 4.5,
        y: drawn * (1 - place / stem) + 0.5,
        radius: 0.3,
        paint: 'player',
      },
    ],
  };
}

function describe(stem: number, { side, place, arm }: Rat): string {
  if (arm >= 0)
    return `You are in the ${arm === 0 ? 'left' : 'right'} arm, ${arm === side ? 'with the reward' : 'which is empty'}.`;
  if (place === 0) return `At the foot of the T a cue says ${side === 0 ? 'left' : 'right'}.`;
  return place < stem ? `You are ${place} of ${stem} steps up the stem.` : 'You are at the junction.';
}
