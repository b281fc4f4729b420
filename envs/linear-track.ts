import type { Drawing } from '../src/contracts/drawing.ts';
import { flag, integer, real, type Values } from '../src/contracts/parameters.ts';
import { defineSteppedEnv, playParameters, type World } from '../src/contracts/stepped-env.ts';

const parameters = {
  length: integer({ default: 40, min: 4, max: 1000, unit: 'places', help: 'Places of the track; reward is at the last' }),
  speed: integer({ default: 1, min: 1, max: 10, unit: 'places', help: 'Places that one step moves' }),
  moved: flag({ default: false, help: 'Whether the track moves by itself, as in virtual reality; otherwise the animal walks' }),
  teleportProbability: real({ default: 0, min: 0, max: 1, help: 'How often an episode has a teleport' }),
  teleportFrom: integer({ default: 10, min: 0, max: 1000, unit: 'places', help: 'Where it happens' }),
  teleportTo: integer({ default: 25, min: 0, max: 1000, unit: 'places', help: 'Where it leads' }),
  pauseProbability: real({ default: 0, min: 0, max: 1, help: 'How often a moved track stands still at half way for five steps' }),
  ...playParameters({ timeLimit: 1000 }),
};

const started = 1;
const rewarded = 2;
const teleported = 4;
const paused = 8;
const pauseSteps = 5;

export default defineSteppedEnv({
  id: 'linear-track',
  version: 1,
  title: 'Linear track',
  summary: 'A corridor with reward at its end, walked or moved past the animal, at a speed, with teleports and pauses: where dopamine is seen to ramp up, and where its ramp was told apart from value.',
  citation: { text: 'Howe, Tierney, Sandberg, Phillips & Graybiel 2013, Nature 500:575; Kim et al. 2020, Cell 183:1600', doi: '10.1016/j.cell.2020.11.013' },
  genre: 'maze',
  stepSeconds: 0.2,
  events: [
    { id: 'start', title: 'Start' },
    { id: 'reward', title: 'Reward' },
    { id: 'teleport', title: 'Teleport' },
    { id: 'pause', title: 'Pause' },
  ],
  agent: 'actor-critic-table',
  parameters,
  create,
});

function create({ length, speed, moved, teleportProbability, teleportFrom, teleportTo, pauseProbability }: Values<typeof parameters>): World {
  let place = 0;
  let willTeleport = false;
  let willPause = false;
  let pause = 0;
  let happened = 0;
  const end = length - 1;
  const half = Math.floor(length / 2);

  function advance(by: number): void {
    const before = place;
    place = Math.min(end, Math.max(0, place + by));
    if (willTeleport && before <= teleportFrom && place >= teleportFrom && teleportTo <= end) {
      place = teleportTo;
      willTeleport = false;
      happened |= teleported;
    }
    if (willPause && before < half && place >= half) {
      pause = pauseSteps;
      willPause = false;
      happened |= paused;
    }
    if (place === end) happened |= rewarded;
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
      return (happened & rewarded) !== 0;
    },
    get happened() {
      return happened;
    },
    reset(draws) {
      place = 0;
      willTeleport = draws.unit() < teleportProbability;
      willPause = draws.unit() < pauseProbability;
      pause = 0;
      happened = started;
    },
    step(action) {
      if ((happened & rewarded) !== 0) return 0;
      happened = 0;
      if (pause > 0) pause -= 1;
      else advance(moved || action === 0 ? speed : action === 2 ? -speed : 0);
      return (happened & rewarded) === 0 ? 0 : 1;
    },
    observe(into, offset) {
      into[offset] = place;
    },
    draw: (): Drawing => ({
      width: 20,
      height: 4,
      shapes: [
        { kind: 'rectangle', x: 0, y: 1.6, width: 20, height: 0.8, paint: 'floor' },
        { kind: 'rectangle', x: 19.2, y: 1.6, width: 0.8, height: 0.8, paint: 'goal' },
        ...(teleportProbability > 0 ? ([{ kind: 'rectangle', x: (19.2 * Math.min(end, teleportFrom)) / end, y: 1.4, width: 0.1, height: 1.2, paint: 'cue' }] as const) : []),
        { kind: 'circle', x: 0.3 + (19.3 * place) / end, y: 2, radius: 0.3, paint: 'player' },
      ],
    }),
    describe: () => `You are at place ${place + 1} of ${length}.`,
    state: () => ({ place, willTeleport, willPause, pause, happened }),
    restore(saved) {
      ({ place, willTeleport, willPause, pause, happened } = saved as { place: number; willTeleport: boolean; willPause: boolean; pause: number; happened: number });
    },
  };
}
