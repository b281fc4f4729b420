import type { Drawing } from '../src/contracts/drawing.ts';
import { flag, type Values } from '../src/contracts/parameters.ts';
import { defineSteppedEnv, playParameters, type World } from '../src/contracts/stepped-env.ts';
import { actionSet, boardShape, citation, fire, left, offered, planes, right, side, stepSeconds, still, stickyProbability } from './minatar/board.ts';

const parameters = {
  actionSet,
  ramping: flag({ default: true, help: 'Whether each new wave marches faster' }),
  ...playParameters({ stickyProbability, timeLimit: 0 }),
};
const observation = planes('cannon', 'aliens', 'aliens marching left', 'aliens marching right', 'own shots', 'alien shots');
const channels = 6;
const cells = side * side;
const size = cells * channels;
const bottom = (side - 1) * side;

const shotDown = 1;
const wasHit = 2;
const cleared = 4;
const landed = 8;

type Cell = readonly [number, number];

interface State {
  readonly cannonX: number;
  readonly aliens: readonly Cell[];
  readonly marchDir: number;
  readonly playerShots: readonly Cell[];
  readonly alienShots: readonly Cell[];
  readonly fireCooldown: number;
  readonly marchCountdown: number;
  readonly marchCap: number;
  readonly alienFireCountdown: number;
  readonly rampLevel: number;
  readonly over: boolean;
}

export default defineSteppedEnv({
  id: 'space-invaders',
  version: 1,
  title: 'Space Invaders',
  summary: 'Aliens march to and fro, come lower and shoot; each that is shot down is a point, and fewer march faster. MinAtar’s Space Invaders.',
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
  // Sets of cells, row by row.
  const aliens = new Uint8Array(cells);
  const playerShots = new Uint8Array(cells);
  const alienShots = new Uint8Array(cells);
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
    for (let y = 0; y < 4; y++) for (let x = 2; x < 8; x++) aliens[y * side + x] = 1;
    alienCount = 24;
  }

  function end(event: number): void {
    over = true;
    happened |= event;
  }

  const columnHasAlien = (x: number): boolean => {
    for (let i = x; i < cells; i += side) if (aliens[i] === 1) return true;
    return false;
  };

  function march(): void {
    marchCountdown = Math.min(alienCount, marchCap);
    if (columnHasAlien(marchDir < 0 ? 0 : side - 1)) {
      marchDir = -marchDir;
      if (aliens.includes(1, bottom)) end(landed);
      // One row down; the lowest row comes out at the top, in a game that is over.
      const lowest = aliens.slice(bottom);
      aliens.copyWithin(side, 0, bottom);
      aliens.set(lowest);
      return;
    }
    if (marchDir < 0) aliens.copyWithin(0, 1);
    else aliens.copyWithin(1, 0, cells - 1);
    // What would come round the edge is empty: no alien stood there.
    if (marchDir < 0) aliens[cells - 1] = 0;
    else aliens[0] = 0;
  }

  function alienFires(): void {
    alienFireCountdown = 10;
    let nearest = -1;
    for (let x = 0; x < side; x++) if (columnHasAlien(x) && (nearest < 0 || Math.abs(x - cannonX) < Math.abs(nearest - cannonX))) nearest = x;
    if (nearest < 0) return;
    let lowest = bottom + nearest;
    while (aliens[lowest] === 0) lowest -= side;
    alienShots[lowest] = 1;
  }

  function step(action: number): number {
    happened = 0;
    if (over) return 0;
    const code = codes[action];
    if (code === fire && fireCooldown === 0) {
      playerShots[bottom + cannonX] = 1;
      fireCooldown = 5;
    } else if (code === left && cannonX > 0) cannonX -= 1;
    else if (code === right && cannonX < side - 1) cannonX += 1;
    playerShots.copyWithin(0, side);
    playerShots.fill(0, bottom);
    alienShots.copyWithin(side, 0, bottom);
    alienShots.fill(0, 0, side);
    const cannon = bottom + cannonX;
    if (alienShots[cannon] === 1) end(wasHit);
    if (aliens[cannon] === 1) end(wasHit);
    if (marchCountdown === 0) {
      march();
      if (aliens[cannon] === 1) end(wasHit);
    }
    if (alienFireCountdown === 0) alienFires();
    let reward = 0;
    for (let i = 0; i < cells; i++) {
      if (aliens[i] === 0 || playerShots[i] === 0) continue;
      aliens[i] = 0;
      playerShots[i] = 0;
      alienCount -= 1;
      reward += 1;
      happened |= shotDown;
    }
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

  const listed = (set: Uint8Array): [number, number][] => [...set].flatMap((there, i): [number, number][] => (there === 1 ? [[Math.floor(i / side), i % side]] : []));
  const drawn = (set: Uint8Array): number[] => listed(set).flatMap(([y, x]) => [x, y]);

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
      for (const set of [aliens, playerShots, alienShots]) set.fill(0);
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
      into[offset + (bottom + cannonX) * channels] = 1;
      const marching = marchDir < 0 ? 2 : 3;
      for (let i = 0, at = offset; i < cells; i++, at += channels) {
        if (aliens[i] === 1) {
          into[at + 1] = 1;
          into[at + marching] = 1;
        }
        if (playerShots[i] === 1) into[at + 4] = 1;
        if (alienShots[i] === 1) into[at + 5] = 1;
      }
    },
    draw: (): Drawing => ({
      width: side,
      height: side,
      shapes: [
        boardShape,
        { kind: 'cells', cells: drawn(aliens), paint: 'enemy' },
        { kind: 'cells', cells: [cannonX, side - 1], paint: 'player' },
        ...listed(playerShots).map(([y, x]) => ({ kind: 'rectangle', x: x + 0.35, y: y + 0.1, width: 0.3, height: 0.8, paint: 'player' }) as const),
        ...listed(alienShots).map(([y, x]) => ({ kind: 'rectangle', x: x + 0.35, y: y + 0.1, width: 0.3, height: 0.8, paint: 'bullet' }) as const),
      ],
    }),
    describe: () => `The cannon is in column ${cannonX + 1}; ${alienCount} aliens march ${marchDir < 0 ? 'left' : 'right'}, and ${listed(alienShots).length} of their shots are falling.`,
    state: () => ({ cannonX, aliens: listed(aliens), marchDir, playerShots: listed(playerShots), alienShots: listed(alienShots), fireCooldown, marchCountdown, marchCap, alienFireCountdown, rampLevel, over }),
    restore(saved) {
      const state = saved as unknown as State;
      ({ cannonX, marchDir, fireCooldown, marchCountdown, marchCap, alienFireCountdown, rampLevel, over } = state);
      for (const [set, listing] of [
        [aliens, state.aliens],
        [playerShots, state.playerShots],
        [alienShots, state.alienShots],
      ] as const) {
        set.fill(0);
        for (const [y, x] of listing) set[y * side + x] = 1;
      }
      alienCount = state.aliens.length;
      happened = 0;
    },
  };
}
