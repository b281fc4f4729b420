import * as v from 'valibot';
import type { Drawing, Shape } from '../src/contracts/drawing.ts';
import { flag, type Values } from '../src/contracts/parameters.ts';
import { defineControlEnv, controlParameters, type World } from '../src/contracts/control-env.ts';
import {
  actionSet,
  boardShape,
  citation,
  fire,
  left,
  offered,
  planes,
  right,
  side,
  stepSeconds,
  still,
  stickyProbability,
} from './minatar/board.ts';
import { cells, counter, place } from './minatar/saved-state.ts';
import { readState } from './state/read-state.ts';

const id = 'space-invaders';
const parameters = {
  actionSet,
  ramping: flag({ default: true, help: 'Whether each new wave marches faster' }),
  ...controlParameters({ stickyProbability, timeLimit: 0 }),
};
const observation = planes(
  'cannon',
  'aliens',
  'aliens marching left',
  'aliens marching right',
  'own shots',
  'alien shots',
);
const channels = 6;
const size = side * side * channels;
const bottom = side - 1;
const wholeRow = (1 << side) - 1;
const firstWave = 0b0011111100;
const waveRows = 4;

const shotDown = 1;
const wasHit = 2;
const cleared = 4;
const landed = 8;

const stateSchema = v.object({
  cannonX: place,
  aliens: cells,
  marchDir: v.picklist([-1, 1], 'must be -1 or 1'),
  playerShots: cells,
  alienShots: cells,
  fireCooldown: counter,
  marchCountdown: counter,
  marchCap: counter,
  alienFireCountdown: counter,
  rampLevel: counter,
  over: v.boolean(),
});

export default defineControlEnv({
  id,
  version: 1,
  title: 'Space Invaders',
  summary:
    'Aliens march to and fro, come lower and shoot; each that is shot down is a point, and fewer march faster. MinAtar’s Space Invaders.',
  citation,
  genre: 'arcade',
  stepSeconds,
  alwaysDrawsSticky: true,
  events: [
    { id: 'alien-shot', title: 'Alien shot down' },
    { id: 'hit', title: 'Cannon hit' },
    { id: 'wave-cleared', title: 'Wave cleared' },
    { id: 'landed', title: 'Aliens landed' },
  ],
  agent: 'ppo-conv',
  parameters,
  create,
});

function create(values: Values<typeof parameters>): World {
  const { ramping } = values;
  const { actions, codes } = offered(values, [still, left, right, fire]);
  // Sets of cells: a number a row, whose bit x is column x.
  const aliens = new Int32Array(side);
  const playerShots = new Int32Array(side);
  const alienShots = new Int32Array(side);
  let alienCount = 0;
  let cannonX = 5;
  let marchDir = -1;
  let fireCooldown = 0;
  let marchCountdown = 12;
  let marchCap = 12;
  let alienFireCountdown = 10;
  let rampLevel = 0;
  let over = false;
  let happened = 0;

  function wave(): void {
    for (let y = 0; y < waveRows; y++) aliens[y] = firstWave;
    alienCount = 24;
  }

  function end(event: number): void {
    over = true;
    happened |= event;
  }

  /** The columns that hold an alien. */
  function columns(): number {
    let all = 0;
    for (let y = 0; y < side; y++) all |= aliens[y] as number;
    return all;
  }

  const meetsCannon = (set: Int32Array): boolean => ((set[bottom] as number) & (1 << cannonX)) !== 0;

  function march(): void {
    marchCountdown = Math.min(alienCount, marchCap);
    const edge = marchDir < 0 ? 1 : 1 << (side - 1);
    if ((columns() & edge) !== 0) {
      marchDir = -marchDir;
      if (aliens[bottom] !== 0) end(landed);
      // The lowest row comes out at the top, in a game that is over.
      const lowest = aliens[bottom] as number;
      aliens.copyWithin(1, 0, bottom);
      aliens[0] = lowest;
    } else if (marchDir < 0) {
      for (let y = 0; y < side; y++) aliens[y] = (aliens[y] as number) >> 1;
    } else {
      for (let y = 0; y < side; y++) aliens[y] = ((aliens[y] as number) << 1) & wholeRow;
    }
  }

  function alienFires(): void {
    alienFireCountdown = 10;
    const all = columns();
    if (all === 0) return;
    let nearest = 0;
    for (let x = 0; x < side; x++)
      if (
        (all & (1 << x)) !== 0 &&
        ((all & (1 << nearest)) === 0 || Math.abs(x - cannonX) < Math.abs(nearest - cannonX))
      )
        nearest = x;
    let lowest = bottom;
    while (((aliens[lowest] as number) & (1 << nearest)) === 0) lowest -= 1;
    alienShots[lowest] = (alienShots[lowest] as number) | (1 << nearest);
  }

  function shootDown(): number {
    let reward = 0;
    for (let y = 0; y < side; y++) {
      const struck = (aliens[y] as number) & (playerShots[y] as number);
      if (struck === 0) continue;
      aliens[y] = (aliens[y] as number) ^ struck;
      playerShots[y] = (playerShots[y] as number) ^ struck;
      for (let rest = struck; rest !== 0; rest &= rest - 1) reward += 1;
    }
    if (reward > 0) happened |= shotDown;
    alienCount -= reward;
    return reward;
  }

  function step(action: number): number {
    happened = 0;
    if (over) return 0;
    const code = codes[action];
    if (code === fire && fireCooldown === 0) {
      playerShots[bottom] = (playerShots[bottom] as number) | (1 << cannonX);
      fireCooldown = 5;
    } else if (code === left && cannonX > 0) cannonX -= 1;
    else if (code === right && cannonX < side - 1) cannonX += 1;
    for (let y = 0; y < bottom; y++) playerShots[y] = playerShots[y + 1] as number;
    playerShots[bottom] = 0;
    for (let y = bottom; y > 0; y--) alienShots[y] = alienShots[y - 1] as number;
    alienShots[0] = 0;
    if (meetsCannon(alienShots) || meetsCannon(aliens)) end(wasHit);
    if (marchCountdown === 0) {
      march();
      if (meetsCannon(aliens)) end(wasHit);
    }
    if (alienFireCountdown === 0) alienFires();
    const reward = shootDown();
    if (fireCooldown > 0) fireCooldown -= 1;
    marchCountdown -= 1;
    alienFireCountdown -= 1;
    if (alienCount === 0) {
      if (ramping && marchCap > 6) {
        marchCap -= 1;
        rampLevel += 1;
      }
      wave();
      happened |= cleared;
    }
    return reward;
  }

  /** Sets the bit of a channel for every cell of a row. */
  function mark(columns: number, row: number, channel: number, into: Float32Array): void {
    for (let rest = columns; rest !== 0; rest &= rest - 1)
      into[row + (31 - Math.clz32(rest & -rest)) * channels + channel] = 1;
  }

  return {
    observation,
    actions,
    get terminated() {
      return over;
    },
    get happened() {
      return happened;
    },
    reset() {
      aliens.fill(0);
      playerShots.fill(0);
      alienShots.fill(0);
      wave();
      cannonX = 5;
      marchDir = -1;
      fireCooldown = 0;
      marchCountdown = 12;
      marchCap = 12;
      alienFireCountdown = 10;
      rampLevel = 0;
      over = false;
      happened = 0;
    },
    step,
    observe(into, offset) {
      into.fill(0, offset, offset + size);
      into[offset + (bottom * side + cannonX) * channels] = 1;
      const marching = marchDir < 0 ? 2 : 3;
      for (let y = 0, row = offset; y < side; y++, row += side * channels) {
        mark(aliens[y] as number, row, 1, into);
        mark(aliens[y] as number, row, marching, into);
        mark(playerShots[y] as number, row, 4, into);
        mark(alienShots[y] as number, row, 5, into);
      }
    },
    draw: (): Drawing => ({
      width: side,
      height: side,
      shapes: [
        boardShape,
        // On the side that they come from.
        ...listed(aliens).map(([y, x]): Shape => ({
          kind: 'rectangle',
          x: marchDir < 0 ? x + 0.82 : x,
          y: y + 0.3,
          width: 0.18,
          height: 0.4,
          paint: 'trail',
        })),
        ...listed(aliens).map(([y, x]): Shape => ({
          kind: 'rectangle',
          x: x + 0.18,
          y: y + 0.15,
          width: 0.64,
          height: 0.7,
          paint: 'enemy',
        })),
        { kind: 'cells', cells: [cannonX, bottom], paint: 'player' },
        ...bolts(playerShots, 'player'),
        ...bolts(alienShots, 'bullet'),
      ],
    }),
    describe: () =>
      `The cannon is in column ${cannonX + 1}; ${alienCount} aliens march ${marchDir < 0 ? 'left' : 'right'}, and ${listed(alienShots).length} of their shots are falling.`,
    state: () => ({
      cannonX,
      aliens: listed(aliens),
      marchDir,
      playerShots: listed(playerShots),
      alienShots: listed(alienShots),
      fireCooldown,
      marchCountdown,
      marchCap,
      alienFireCountdown,
      rampLevel,
      over,
    }),
    restore(saved) {
      const state = readState(stateSchema, saved, id);
      ({ cannonX, marchDir, fireCooldown, marchCountdown, marchCap, alienFireCountdown, rampLevel, over } = state);
      fillFrom(aliens, state.aliens);
      fillFrom(playerShots, state.playerShots);
      fillFrom(alienShots, state.alienShots);
      alienCount = listed(aliens).length;
      happened = 0;
    },
  };
}

function fillFrom(set: Int32Array, cells: readonly (readonly [number, number])[]): void {
  set.fill(0);
  for (const [y, x] of cells) set[y] = (set[y] as number) | (1 << x);
}

/** The cells of a set as [y, x], row by row. */
const listed = (set: Int32Array): [number, number][] =>
  Array.from(set).flatMap((columns, y) =>
    Array.from({ length: side }, (_, x): [number, number] => [y, x]).filter(([, x]) => (columns & (1 << x)) !== 0),
  );

const bolts = (set: Int32Array, paint: 'player' | 'bullet'): readonly Shape[] =>
  listed(set).map(([y, x]) => ({ kind: 'rectangle', x: x + 0.35, y: y + 0.1, width: 0.3, height: 0.8, paint }));
