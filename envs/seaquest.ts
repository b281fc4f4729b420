import * as v from 'valibot';
import type { Drawing, Shape } from '../src/contracts/drawing.ts';
import { flag, type Values } from '../src/contracts/parameters.ts';
import { defineControlEnv, controlParameters, type Draws, type World } from '../src/contracts/control-env.ts';
import {
  actionSet,
  boardShape,
  citation,
  down,
  fire,
  left,
  offered,
  planes,
  right,
  side,
  stepSeconds,
  still,
  stickyProbability,
  up,
} from './minatar/board.ts';
import { Movers } from './minatar/movers.ts';
import { counter, period, place } from './minatar/saved-state.ts';
import { readState, whole } from './state/read-state.ts';

const id = 'seaquest';
const parameters = {
  actionSet,
  ramping: flag({ default: true, help: 'Whether each surfacing makes enemies come and move faster' }),
  ...controlParameters({ stickyProbability, timeLimit: 0 }),
};
const observation = planes(
  'submarine, front',
  'submarine, back',
  'own shots',
  'trails',
  'enemy shots',
  'fish',
  'enemy submarines',
  'oxygen',
  'divers on board',
  'divers',
);
const channels = 10;
const trailChannel = 3;
const size = side * side * channels;
const fullOxygen = 200;
const fullLoad = 6;
const lowestRow = 8;
const gaugeRow = 9;
const swimmerPeriod = 5;
const shotPeriod = 10;
const diverPeriod = 30;

const fishShot = 1;
const submarineShot = 2;
const pickedUp = 4;
const surfacedEvent = 8;
const surfacedWithSix = 16;
const wasHit = 32;
const outOfOxygen = 64;
const surfacedAlone = 128;

const mostListed = 10_000;
const listed = <const Item extends v.GenericSchema>(item: Item) =>
  v.pipe(v.array(item), v.maxLength(mostListed, `must have at most ${mostListed} entries`));
const shot = v.tuple([place, place, v.boolean()]);
const swimmer = v.tuple([place, place, v.boolean(), counter]);

const stateSchema = v.object({
  x: place,
  y: whole(0, lowestRow),
  facingRight: v.boolean(),
  oxygen: whole(-1, fullOxygen),
  carried: whole(-1e9, fullLoad),
  surfaced: v.boolean(),
  playerShots: listed(shot),
  enemyShots: listed(shot),
  fish: listed(swimmer),
  subs: listed(v.tuple([place, place, v.boolean(), counter, counter])),
  swimmers: listed(swimmer),
  enemySpawnPeriod: period,
  enemySpawnCountdown: counter,
  diverSpawnCountdown: counter,
  movePeriod: period,
  fireCooldown: counter,
  rampLevel: counter,
  over: v.boolean(),
});

export default defineControlEnv({
  id,
  version: 1,
  title: 'Seaquest',
  summary:
    'A submarine shoots fish and enemy submarines, takes divers on board and has to surface for air, with a diver at least; six divers bring a reward that is larger the more air is left. MinAtar’s Seaquest.',
  citation,
  genre: 'arcade',
  stepSeconds,
  alwaysDrawsSticky: true,
  events: [
    { id: 'fish-shot', title: 'Fish shot' },
    { id: 'submarine-shot', title: 'Submarine shot' },
    { id: 'diver-picked-up', title: 'Diver picked up' },
    { id: 'surfaced', title: 'Surfaced' },
    { id: 'surfaced-with-six', title: 'Surfaced with six divers' },
    { id: 'hit', title: 'Hit' },
    { id: 'oxygen-out', title: 'Out of oxygen' },
    { id: 'surfaced-alone', title: 'Surfaced without a diver' },
  ],
  agent: 'ppo-conv',
  parameters,
  create,
});

function create(values: Values<typeof parameters>): World {
  const { ramping } = values;
  const { actions, codes } = offered(values, [still, left, up, right, down, fire]);
  const playerShots = new Movers();
  const enemyShots = new Movers();
  const fish = new Movers();
  const subs = new Movers();
  const swimmers = new Movers();
  let x = 5;
  let y = 0;
  let facingRight = false;
  let oxygen = fullOxygen;
  let carried = 0;
  let surfaced = true;
  let enemySpawnPeriod = 20;
  let enemySpawnCountdown = 20;
  let diverSpawnCountdown = diverPeriod;
  let movePeriod = 5;
  let fireCooldown = 0;
  let rampLevel = 0;
  let over = false;
  let happened = 0;

  function end(event: number): void {
    over = true;
    happened |= event;
  }

  function spawnEnemy(draws: Draws): void {
    const way = draws.unit() < 0.5 ? 1 : -1;
    const isSubmarine = draws.unit() < 1 / 3;
    const row = draws.integer(1, 9);
    enemySpawnCountdown = enemySpawnPeriod;
    if (fish.opposes(row, way) || subs.opposes(row, way)) return;
    (isSubmarine ? subs : fish).add(way > 0 ? 0 : side - 1, row, way, movePeriod, shotPeriod);
  }

  function spawnDiver(draws: Draws): void {
    const way = draws.unit() < 0.5 ? 1 : -1;
    swimmers.add(way > 0 ? 0 : side - 1, draws.integer(1, 9), way, swimmerPeriod, 0);
    diverSpawnCountdown = diverPeriod;
  }

  function steer(code: number): void {
    if (code === fire) {
      if (fireCooldown > 0) return;
      playerShots.add(x, y, facingRight ? 1 : -1, 0, 0);
      fireCooldown = 5;
    } else if (code === left) {
      if (x > 0) x -= 1;
      facingRight = false;
    } else if (code === right) {
      if (x < side - 1) x += 1;
      facingRight = true;
    } else if (code === up) {
      if (y > 0) y -= 1;
    } else if (code === down && y < lowestRow) y += 1;
  }

  /** Moves the one at i by a column; takes it away and says so where that leads off the board. */
  function leaves(list: Movers, i: number): boolean {
    const moved = (list.x[i] as number) + (list.way[i] as number);
    list.x[i] = moved;
    if (moved >= 0 && moved < side) return false;
    list.remove(i);
    return true;
  }

  /** Takes away the first of a list that is in the cell; says whether there was one. */
  function struck(list: Movers, x: number, y: number): boolean {
    const i = list.firstAt(x, y);
    if (i >= 0) list.remove(i);
    return i >= 0;
  }

  function movePlayerShots(): number {
    let reward = 0;
    for (let i = playerShots.count - 1; i >= 0; i--) {
      if (leaves(playerShots, i)) continue;
      const atX = playerShots.x[i] as number;
      const atY = playerShots.y[i] as number;
      const event = struck(fish, atX, atY) ? fishShot : struck(subs, atX, atY) ? submarineShot : 0;
      if (event === 0) continue;
      playerShots.remove(i);
      happened |= event;
      reward += 1;
    }
    return reward;
  }

  /** Takes a diver on board where there is room; says whether it did. */
  function pickUp(i: number): boolean {
    if (carried >= fullLoad || !swimmers.isAt(i, x, y)) return false;
    swimmers.remove(i);
    carried += 1;
    happened |= pickedUp;
    return true;
  }

  function moveSwimmers(): void {
    for (let i = swimmers.count - 1; i >= 0; i--) {
      if (pickUp(i)) continue;
      const wait = swimmers.move[i] as number;
      swimmers.move[i] = wait === 0 ? swimmerPeriod : wait - 1;
      if (wait === 0 && !leaves(swimmers, i)) pickUp(i);
    }
  }

  /** Moves the enemy at i of its list, which may kill, leave or run into a shot. Returns the reward. */
  function moveEnemy(list: Movers, i: number, event: number): number {
    if (list.isAt(i, x, y)) end(wasHit);
    const wait = list.move[i] as number;
    list.move[i] = wait === 0 ? movePeriod : wait - 1;
    if (wait !== 0 || leaves(list, i)) return 0;
    if (list.isAt(i, x, y)) end(wasHit);
    else if (struck(playerShots, list.x[i] as number, list.y[i] as number)) {
      list.remove(i);
      happened |= event;
      return 1;
    }
    return 0;
  }

  function moveSubmarines(): number {
    let reward = 0;
    for (let i = subs.count - 1; i >= 0; i--) {
      // What it is after its move, though it may then be gone: also one that has just been shot down or has left fires, if it is its time.
      const atY = subs.y[i] as number;
      const way = subs.way[i] as number;
      const atX = (subs.x[i] as number) + (subs.move[i] === 0 ? way : 0);
      const wait = subs.shoot[i] as number;
      subs.shoot[i] = wait === 0 ? shotPeriod : wait - 1;
      reward += moveEnemy(subs, i, submarineShot);
      if (wait === 0) enemyShots.add(atX, atY, way, 0, 0);
    }
    return reward;
  }

  function moveEnemyShots(): void {
    for (let i = enemyShots.count - 1; i >= 0; i--) {
      if (enemyShots.isAt(i, x, y)) end(wasHit);
      if (!leaves(enemyShots, i) && enemyShots.isAt(i, x, y)) end(wasHit);
    }
  }

  function breathe(): number {
    if (oxygen <= 0) end(outOfOxygen);
    if (y > 0) {
      oxygen -= 1;
      surfaced = false;
      return 0;
    }
    if (surfaced) return 0;
    if (carried === 0) {
      end(surfacedAlone);
      return 0;
    }
    return surface();
  }

  function surface(): number {
    surfaced = true;
    happened |= surfacedEvent;
    let reward = 0;
    if (carried === fullLoad) {
      reward = Math.floor((oxygen * 10) / fullOxygen);
      carried = 0;
      happened |= surfacedWithSix;
    }
    oxygen = fullOxygen;
    // Also after a full load: one is then missing on board, as in the original.
    carried -= 1;
    if (ramping && (enemySpawnPeriod > 1 || movePeriod > 2)) {
      if (movePeriod > 2 && rampLevel % 2 === 1) movePeriod -= 1;
      if (enemySpawnPeriod > 1) enemySpawnPeriod -= 1;
      rampLevel += 1;
    }
    return reward;
  }

  function step(action: number, draws: Draws): number {
    happened = 0;
    if (over) return 0;
    if (enemySpawnCountdown === 0) spawnEnemy(draws);
    if (diverSpawnCountdown === 0) spawnDiver(draws);
    steer(codes[action] as number);
    let reward = movePlayerShots();
    moveSwimmers();
    reward += moveSubmarines();
    moveEnemyShots();
    for (let i = fish.count - 1; i >= 0; i--) reward += moveEnemy(fish, i, fishShot);
    if (enemySpawnCountdown > 0) enemySpawnCountdown -= 1;
    if (diverSpawnCountdown > 0) diverSpawnCountdown -= 1;
    if (fireCooldown > 0) fireCooldown -= 1;
    return reward + breathe();
  }

  const gauge = (): number => Math.floor((Math.max(0, oxygen) * 10) / fullOxygen);

  function mark(list: Movers, channel: number, hasTrail: boolean, into: Float32Array, offset: number): void {
    for (let i = 0; i < list.count; i++) {
      const at = list.x[i] as number;
      const row = offset + (list.y[i] as number) * side * channels;
      into[row + at * channels + channel] = 1;
      const behind = at - (list.way[i] as number);
      if (hasTrail && behind >= 0 && behind < side) into[row + behind * channels + trailChannel] = 1;
    }
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
      playerShots.clear();
      enemyShots.clear();
      fish.clear();
      subs.clear();
      swimmers.clear();
      x = 5;
      y = 0;
      facingRight = false;
      oxygen = fullOxygen;
      carried = 0;
      surfaced = true;
      enemySpawnPeriod = 20;
      enemySpawnCountdown = 20;
      diverSpawnCountdown = diverPeriod;
      movePeriod = 5;
      fireCooldown = 0;
      rampLevel = 0;
      over = false;
      happened = 0;
    },
    step,
    observe(into, offset) {
      into.fill(0, offset, offset + size);
      const row = offset + y * side * channels;
      into[row + x * channels] = 1;
      const back = facingRight ? x - 1 : x + 1;
      if (back >= 0 && back < side) into[row + back * channels + 1] = 1;
      mark(playerShots, 2, false, into, offset);
      mark(enemyShots, 4, false, into, offset);
      mark(fish, 5, true, into, offset);
      mark(subs, 6, true, into, offset);
      mark(swimmers, 9, true, into, offset);
      const gauges = offset + gaugeRow * side * channels;
      for (let k = gauge() - 1; k >= 0; k--) into[gauges + k * channels + 7] = 1;
      for (let k = Math.max(0, 9 - carried); k < 9; k++) into[gauges + k * channels + 8] = 1;
    },
    draw: (): Drawing => ({
      width: side,
      height: side,
      shapes: [
        boardShape,
        { kind: 'rectangle', x: 0, y: 1, width: side, height: lowestRow, paint: 'water' },
        { kind: 'cells', cells: [fish, subs, swimmers].flatMap(trailCells), paint: 'trail' },
        ...((facingRight ? x > 0 : x < side - 1) ? [submarinePart(facingRight ? x - 1 : x + 1, y, 0.25)] : []),
        submarinePart(x, y, 0.1),
        { kind: 'cells', cells: cellsOf(fish), paint: 'enemy' },
        { kind: 'cells', cells: cellsOf(subs), paint: 'wall' },
        ...dots(swimmers, 0.35),
        ...bolts(playerShots, 'player'),
        ...bolts(enemyShots, 'bullet'),
        { kind: 'rectangle', x: 0, y: gaugeRow + 0.1, width: side, height: 0.3, paint: 'faint' },
        {
          kind: 'rectangle',
          x: 0,
          y: gaugeRow + 0.1,
          width: (side * Math.max(0, oxygen)) / fullOxygen,
          height: 0.3,
          paint: 'food',
        },
        ...Array.from({ length: Math.max(0, carried) }, (_, k): Shape => ({
          kind: 'circle',
          x: side - 0.5 - 0.6 * k,
          y: gaugeRow + 0.7,
          radius: 0.22,
          paint: 'friend',
        })),
      ],
    }),
    describe: () =>
      `The submarine is in column ${x + 1}, row ${y + 1}, facing ${facingRight ? 'right' : 'left'}, with ${Math.max(0, oxygen)} of ${fullOxygen} air and ${Math.max(0, carried)} divers; around it are ${fish.count} fish, ${subs.count} enemy submarines and ${swimmers.count} divers.`,
    state: () => ({
      x,
      y,
      facingRight,
      oxygen,
      carried,
      surfaced,
      playerShots: entries(playerShots, 0),
      enemyShots: entries(enemyShots, 0),
      fish: entries(fish, 1),
      subs: entries(subs, 2),
      swimmers: entries(swimmers, 1),
      enemySpawnPeriod,
      enemySpawnCountdown,
      diverSpawnCountdown,
      movePeriod,
      fireCooldown,
      rampLevel,
      over,
    }),
    restore(saved) {
      const state = readState(stateSchema, saved, id);
      ({
        x,
        y,
        facingRight,
        oxygen,
        carried,
        surfaced,
        enemySpawnPeriod,
        enemySpawnCountdown,
        diverSpawnCountdown,
        movePeriod,
        fireCooldown,
        rampLevel,
        over,
      } = state);
      fillFrom(playerShots, state.playerShots);
      fillFrom(enemyShots, state.enemyShots);
      fillFrom(fish, state.fish);
      fillFrom(subs, state.subs);
      fillFrom(swimmers, state.swimmers);
      happened = 0;
    },
  };
}

type Entry = readonly [x: number, y: number, right: boolean, move?: number, shoot?: number];

function fillFrom(list: Movers, entries: readonly Entry[]): void {
  list.clear();
  for (const [x, y, isRight, move = 0, shoot = 0] of entries) list.add(x, y, isRight ? 1 : -1, move, shoot);
}

/** x, y, right, and as many of the countdowns as are used. */
function entries({ count, x, y, way, move, shoot }: Movers, countdowns: number): readonly (number | boolean)[][] {
  return Array.from({ length: count }, (_, i) => [
    x[i] as number,
    y[i] as number,
    way[i] === 1,
    ...[move[i] as number, shoot[i] as number].slice(0, countdowns),
  ]);
}

const cellsOf = ({ count, x, y }: Movers): readonly number[] =>
  Array.from({ length: count }, (_, i) => [x[i] as number, y[i] as number]).flat();

function trailCells({ count, x, y, way }: Movers): readonly number[] {
  return Array.from({ length: count }, (_, i) => [(x[i] as number) - (way[i] as number), y[i] as number] as const)
    .filter(([at]) => at >= 0 && at < side)
    .flat();
}

const submarinePart = (x: number, y: number, inset: number): Shape => ({
  kind: 'rectangle',
  x,
  y: y + inset,
  width: 1,
  height: 1 - 2 * inset,
  paint: 'player',
});

const dots = ({ count, x, y }: Movers, radius: number): readonly Shape[] =>
  Array.from({ length: count }, (_, i) => ({
    kind: 'circle',
    x: (x[i] as number) + 0.5,
    y: (y[i] as number) + 0.5,
    radius,
    paint: 'friend',
  }));

const bolts = ({ count, x, y }: Movers, paint: 'player' | 'bullet'): readonly Shape[] =>
  Array.from({ length: count }, (_, i) => ({
    kind: 'rectangle',
    x: (x[i] as number) + 0.15,
    y: (y[i] as number) + 0.4,
    width: 0.7,
    height: 0.2,
    paint,
  }));
