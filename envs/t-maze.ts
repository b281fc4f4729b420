import type { Drawing } from '../src/contracts/drawing.ts';
import { integer, type Values } from '../src/contracts/parameters.ts';
import { defineSteppedEnv, playParameters, type World } from '../src/contracts/stepped-env.ts';

const parameters = {
  stem: integer({ default: 6, min: 1, max: 60, unit: 'steps', help: 'Length of the stem; the cue is seen at its foot alone, so it has to be remembered over so many steps' }),
  ...playParameters({ timeLimit: 200 }),
};

const shown = 1;
const rewarded = 2;
const omitted = 4;

/** What is to be seen: the foot with the cue for left or right, the stem, the junction. */
const cueLeft = 0;
const cueRight = 1;
const inStem = 2;
const junction = 3;

export default defineSteppedEnv({
  id: 't-maze',
  version: 1,
  title: 'T-maze',
  summary: 'A cue at the foot of a T says at which arm reward will be, and is gone once the animal walks. At the junction only memory tells: a table cannot, a recurrent network can.',
  citation: { text: 'Bakker 2002, Reinforcement learning with long short-term memory, NIPS 14; after Tolman & Honzik 1930' },
  genre: 'maze',
  stepSeconds: 0.2,
  events: [
    { id: 'cue', title: 'Cue' },
    { id: 'reward', title: 'Reward' },
    { id: 'omission', title: 'Wrong arm' },
  ],
  agent: 'recurrent-a2c',
  parameters,
  create,
});

function create({ stem }: Values<typeof parameters>): World {
  let side = 0;
  let place = 0;
  let arm = -1;
  let happened = 0;
  const seen = (): number => (place === 0 ? (side === 0 ? cueLeft : cueRight) : place < stem ? inStem : junction);
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
    step(action) {
      happened = 0;
      if (arm >= 0) return 0;
      if (place < stem) {
        // Walls on both sides: turning is a step that leads nowhere.
        if (action === 0) place += 1;
        return action === 0 ? 0 : -0.1;
      }
      if (action === 0) return -0.1;
      arm = action - 1;
      happened = arm === side ? rewarded : omitted;
      return arm === side ? 1 : -0.1;
    },
    observe(into, offset) {
      into[offset] = seen();
    },
    draw: (): Drawing => ({
      width: 5,
      height: stem + 2,
      shapes: [
        { kind: 'rectangle', x: 0, y: 0, width: 5, height: 1, paint: 'floor' },
        { kind: 'rectangle', x: 2, y: 1, width: 1, height: stem + 1, paint: 'floor' },
        { kind: 'cells', cells: [side === 0 ? 0 : 4, 0], paint: 'goal' },
        ...(place === 0 ? ([{ kind: 'text', x: 2.5, y: stem + 0.6, text: side === 0 ? 'L' : 'R', size: 0.35, paint: 'cue' }] as const) : []),
        { kind: 'circle', x: arm < 0 ? 2.5 : arm === 0 ? 0.5 : 4.5, y: arm < 0 ? stem - place + (place === 0 ? 1.6 : 1.5) - (place === stem ? 1 : 0) : 0.5, radius: 0.3, paint: 'player' },
      ],
    }),
    describe: () => (place === 0 ? `At the foot of the T a cue says ${side === 0 ? 'left' : 'right'}.` : place < stem ? `You are ${place} of ${stem} steps up the stem.` : 'You are at the junction.'),
    state: () => ({ side, place, arm, happened }),
    restore(saved) {
      ({ side, place, arm, happened } = saved as { side: number; place: number; arm: number; happened: number });
    },
  };
}
