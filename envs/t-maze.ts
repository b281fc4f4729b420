import * as v from 'valibot';
import type { Drawing, Shape } from '../src/contracts/drawing.ts';
import { integer, type Values } from '../src/contracts/parameters.ts';
import { defineControlEnv, controlParameters, type World } from '../src/contracts/control-env.ts';
import { bitsOf, readState, whole } from './state/read-state.ts';

const id = 't-maze';
const parameters = {
  stem: integer({
    default: 6,
    min: 1,
    max: 60,
    unit: 'steps',
    help: 'Length of the stem; the cue is seen at its foot alone, so it has to be remembered over so many steps',
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

/** What is to be seen: the foot with the cue for left or right, the stem, the junction. */
const cueLeft = 0;
const cueRight = 1;
const inStem = 2;
const junction = 3;

/** What a step into a wall costs, and the wrong arm (Bakker 2002). */
const penalty = -0.1;

export default defineControlEnv({
  id,
  version: 1,
  title: 'T-maze',
  summary:
    'A cue at the foot of a T says at which arm reward will be, and is gone once the animal walks. At the junction only memory tells: a table cannot, a recurrent network can.',
  citation: {
    text: 'Bakker 2002, Reinforcement learning with long short-term memory, NIPS 14; after Tolman & Honzik 1930',
  },
  genre: 'maze',
  stepSeconds: 0.2,
  events,
  agent: 'recurrent-a2c',
  parameters,
  create,
});

function create({ stem }: Values<typeof parameters>): World {
  const schema = v.object({ side: whole(0, 1), place: whole(0, stem), arm: whole(-1, 1), happened: bitsOf(events) });
  let side = 0;
  let place = 0;
  let arm = -1;
  let happened = 0;

  function step(action: number): number {
    happened = 0;
    if (arm >= 0) return 0;
    if (place === stem) return turn(action);
    // Walls on both sides: turning is a step that leads nowhere.
    if (action !== 0) return penalty;
    place += 1;
    if (place === stem) happened = arrived;
    return 0;
  }

  function turn(action: number): number {
    if (action === 0) return penalty;
    arm = action - 1;
    happened = arm === side ? rewarded : omitted;
    return arm === side ? 1 : penalty;
  }

  return {
    observation: { kind: 'discrete', count: 4 },
    actions: {
      kind: 'discrete',
      actions: [
        { id: 'forward', title: 'Forward', keys: ['ArrowUp'] },
        { id: 'left', title: 'Left', keys: ['ArrowLeft'] },
        { id: 'right', title: 'Right', keys: ['ArrowRight'] },
      ],
    },
    get terminated() {
      return arm >= 0;
    },
    get happened() {
      return happened;
    },
    reset(draws) {
      side = draws.integer(0, 2);
      place = 0;
      arm = -1;
      happened = shown;
    },
    step,
    observe(into, offset) {
      into[offset] = place === 0 ? (side === 0 ? cueLeft : cueRight) : place < stem ? inStem : junction;
    },
    draw: () => draw(stem, side, place, arm),
    describe: () => describe(stem, side, place, arm),
    state: () => ({ side, place, arm, happened }),
    restore(saved) {
      ({ side, place, arm, happened } = readState(schema, saved, id));
    },
  };
}

/** A longer stem is drawn as long as this. */
const longestDrawn = 8;

function draw(stem: number, side: number, place: number, arm: number): Drawing {
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

function describe(stem: number, side: number, place: number, arm: number): string {
  if (arm >= 0)
    return `You are in the ${arm === 0 ? 'left' : 'right'} arm, ${arm === side ? 'with the reward' : 'which is empty'}.`;
  if (place === 0) return `At the foot of the T a cue says ${side === 0 ? 'left' : 'right'}.`;
  return place < stem ? `You are ${place} of ${stem} steps up the stem.` : 'You are at the junction.';
}
