import type { Drawing, Shape } from '../src/contracts/drawing.ts';
import { flag, type Values } from '../src/contracts/parameters.ts';
import { defineSteppedEnv, playParameters, type Draws, type World } from '../src/contracts/stepped-env.ts';
import { actionSet, boardShape, citation, down, fire, left, offered, planes, right, side, stepSeconds, still, stickyProbability, up } from './minatar/board.ts';

const parameters = {
  actionSet,
  ramping: flag({ default: true, help: 'Whether each surfacing makes enemies come and move faster' }),
  ...playParameters({ stickyProbability, timeLimit: 0 }),
};
const observation = planes('submarine, front', 'submarine, back', 'own shots', 'trails', 'enemy shots', 'fish', 'enemy submarines', 'oxygen', 'divers on board', 'divers');
const channels = 10;
const size = side * side * channels;
const fullOxygen = 200;
const fullLoad = 6;
const swimmerPeriod = 5;
const shotPeriod = 10;
const diverPeriod = 30;

const fishShot = 1;
const submarineShot = 2;
const pickedUp = 4;
const surfacedEvent = 8;
const unloaded = 16;
const wasHit = 32;
const drowned = 64;

/** Something that swims or flies along a row. */
interface Mover {
  x: number;
  y: number;
  right: boolean;
  /** Steps until it moves; not used by shots. */
  move: number;
  /** Steps until it shoots; of enemy submarines alone. */
  shoot: number;
}

type Listed = readonly [number, number, boolean, ...number[]];

interface State {
  readonly x: number;
  readonly y: number;
  readonly facingRight: boolean;
  readonly oxygen: number;
  readonly carried: number;
  readonly surfaced: boolean;
  readonly playerShots: readonly Listed[];
  readonly enemyShots: readonly Listed[];
  readonly fish: readonly Listed[];
  readonly subs: readonly Listed[];
  readonly swimmers: readonly Listed[];
  readonly enemySpawnPeriod: number;
  readonly enemySpawnCountdown: number;
  readonly diverSpawnCountdown: number;
  readonly movePeriod: number;
  readonly fireCooldown: number;
  readonly rampLevel: number;
  readonly over: boolean;
}

const isOutside = ({ x }: Mover): boolean => x < 0 || x >= side;
const advance = (one: Mover): void => void (one.x += one.right ? 1 : -1);

export default defineSteppedEnv({
  id: 'seaquest',
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
    { id: 'unloaded', title: 'Surfaced with six divers' },
    { id: 'hit', title: 'Hit' },
    { id: 'drowned', title: 'Out of air, or surfaced without a diver' },
  ],
  agent: 'ppo-conv',
  parameters,
  create,
});

function create(values: Values<typeof parameters>): World {
  const { ramping } = values;
  const { actions, codes } = offered(values, [still, left, up, right, down, fire]);
  const playerShots: Mover[] = [];
  const enemyShots: Mover[] = [];
  const fish: Mover[] = [];
  const subs: Mover[] = [];
  const swimmers: Mover[] = [];
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

  const meetsPlayer = (one: Mover): boolean => one.x === x && one.y === y;

  function end(event: number): void {
    over = true;
    happened |= event;
  }

  function spawnEnemy(draws: Draws): void {
    const isRight = draws.unit() < 0.5;
    const isSubmarine = draws.unit() < 1 / 3;
    const row = draws.integer(1, 9);
    enemySpawnCountdown = enemySpawnPeriod;
    for (const one of fish) if (one.y === row && one.right !== isRight) return;
    for (const one of subs) if (one.y === row && one.right !== isRight) return;
    (isSubmarine ? subs : fish).push({ x: isRight ? 0 : side - 1, y: row, right: isRight, move: movePeriod, shoot: shotPeriod });
  }

  function spawnDiver(draws: Draws): void {
    const isRight = draws.unit() < 0.5;
    swimmers.push({ x: isRight ? 0 : side - 1, y: draws.integer(1, 9), right: isRight, move: swimmerPeriod, shoot: 0 });
    diverSpawnCountdown = diverPeriod;
  }

  function steer(code: number): void {
    if (code === fire) {
      if (fireCooldown > 0) return;
      playerShots.push({ x, y, right: facingRight, move: 0, shoot: 0 });
      fireCooldown = 5;
    } else if (code === left) {
      x = Math.max(0, x - 1);
      facingRight = false;
    } else if (code === right) {
      x = Math.min(side - 1, x + 1);
      facingRight = true;
    } else if (code === up) y = Math.max(0, y - 1);
    else if (code === down) y = Math.min(8, y + 1);
  }

  /** Takes away the first of a list that is in the same cell; says whether there was one. */
  function struck(list: Mover[], by: Mover): boolean {
    for (let i = 0; i < list.length; i++) {
      const one = list[i] as Mover;
      if (one.x !== by.x || one.y !== by.y) continue;
      list.splice(i, 1);
      return true;
    }
    return false;
  }

  function movePlayerShots(): number {
    let reward = 0;
    for (let i = playerShots.length - 1; i >= 0; i--) {
      const shot = playerShots[i] as Mover;
      advance(shot);
      if (isOutside(shot)) {
        playerShots.splice(i, 1);
        continue;
      }
      const event = struck(fish, shot) ? fishShot : struck(subs, shot) ? submarineShot : 0;
      if (event === 0) continue;
      playerShots.splice(i, 1);
      happened |= event;
      reward += 1;
    }
    return reward;
  }

  /** Takes a diver on board where there is room; says whether it did. */
  function pickUp(i: number): boolean {
    if (carried >= fullLoad || !meetsPlayer(swimmers[i] as Mover)) return false;
    swimmers.splice(i, 1);
    carried += 1;
    happened |= pickedUp;
    return true;
  }

  function moveSwimmers(): void {
    for (let i = swimmers.length - 1; i >= 0; i--) {
      if (pickUp(i)) continue;
      const swimmer = swimmers[i] as Mover;
      if (swimmer.move > 0) {
        swimmer.move -= 1;
        continue;
      }
      swimmer.move = swimmerPeriod;
      advance(swimmer);
      if (isOutside(swimmer)) swimmers.splice(i, 1);
      else pickUp(i);
    }
  }

  /** Moves the enemy at i of its list, which may kill, leave or run into a shot. Returns the reward. */
  function moveEnemy(list: Mover[], i: number, event: number): number {
    const one = list[i] as Mover;
    if (meetsPlayer(one)) end(wasHit);
    if (one.move > 0) {
      one.move -= 1;
      return 0;
    }
    one.move = movePeriod;
    advance(one);
    if (isOutside(one)) list.splice(i, 1);
    else if (meetsPlayer(one)) end(wasHit);
    else if (struck(playerShots, one)) {
      list.splice(i, 1);
      happened |= event;
      return 1;
    }
    return 0;
  }

  function moveSubmarines(): number {
    let reward = 0;
    for (let i = subs.length - 1; i >= 0; i--) {
      const one = subs[i] as Mover;
      reward += moveEnemy(subs, i, submarineShot);
      // Also one that has just been shot down or has left fires, if it is its time.
      if (one.shoot > 0) one.shoot -= 1;
      else {
        one.shoot = shotPeriod;
        enemyShots.push({ x: one.x, y: one.y, right: one.right, move: 0, shoot: 0 });
      }
    }
    return reward;
  }

  function moveEnemyShots(): void {
    for (let i = enemyShots.length - 1; i >= 0; i--) {
      const shot = enemyShots[i] as Mover;
      if (meetsPlayer(shot)) end(wasHit);
      advance(shot);
      if (isOutside(shot)) enemyShots.splice(i, 1);
      else if (meetsPlayer(shot)) end(wasHit);
    }
  }

  function breathe(): number {
    if (oxygen <= 0) end(drowned);
    if (y > 0) {
      oxygen -= 1;
      surfaced = false;
      return 0;
    }
    if (surfaced) return 0;
    if (carried === 0) {
      end(drowned);
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
      happened |= unloaded;
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
    for (let i = fish.length - 1; i >= 0; i--) reward += moveEnemy(fish, i, fishShot);
    if (enemySpawnCountdown > 0) enemySpawnCountdown -= 1;
    if (diverSpawnCountdown > 0) diverSpawnCountdown -= 1;
    if (fireCooldown > 0) fireCooldown -= 1;
    return reward + breathe();
  }

  const gauge = (): number => Math.floor((Math.max(0, oxygen) * 10) / fullOxygen);

  function mark(list: readonly Mover[], channel: number, hasTrail: boolean, into: Float32Array, offset: number): void {
    for (const one of list) {
      const row = offset + one.y * side * channels;
      if (one.x >= 0 && one.x < side) into[row + one.x * channels + channel] = 1;
      const behind = one.right ? one.x - 1 : one.x + 1;
      if (hasTrail && behind >= 0 && behind < side) into[row + behind * channels + 3] = 1;
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
      for (const list of [playerShots, enemyShots, fish, subs, swimmers]) list.length = 0;
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
      const gauges = offset + 9 * side * channels;
      for (let k = gauge() - 1; k >= 0; k--) into[gauges + k * channels + 7] = 1;
      for (let k = Math.max(0, 9 - carried); k < 9; k++) into[gauges + k * channels + 8] = 1;
    },
    draw(): Drawing {
      const cells = (list: readonly Mover[]): number[] => list.flatMap((one) => [one.x, one.y]);
      const shots = (list: readonly Mover[], paint: 'player' | 'bullet'): Shape[] => list.map((one) => ({ kind: 'rectangle', x: one.x + 0.15, y: one.y + 0.4, width: 0.7, height: 0.2, paint }));
      const back = facingRight ? x - 1 : x + 1;
      return {
        width: side,
        height: side + 0.4,
        shapes: [
          boardShape,
          { kind: 'rectangle', x: 0, y: 1, width: side, height: 8, paint: 'water' },
          { kind: 'cells', cells: [back, y], paint: 'trail' },
          { kind: 'cells', cells: [x, y], paint: 'player' },
          { kind: 'cells', cells: cells(fish), paint: 'enemy' },
          { kind: 'cells', cells: cells(subs), paint: 'wall' },
          ...swimmers.map((one): Shape => ({ kind: 'circle', x: one.x + 0.5, y: one.y + 0.5, radius: 0.35, paint: 'friend' })),
          ...shots(playerShots, 'player'),
          ...shots(enemyShots, 'bullet'),
          { kind: 'rectangle', x: 0, y: 9.2, width: (side * Math.max(0, oxygen)) / fullOxygen, height: 0.35, paint: 'food' },
          ...Array.from({ length: Math.max(0, carried) }, (_, k): Shape => ({ kind: 'circle', x: 0.5 + k, y: 9.95, radius: 0.28, paint: 'friend' })),
        ],
      };
    },
    describe: () =>
      `The submarine is in column ${x + 1}, row ${y + 1}, facing ${facingRight ? 'right' : 'left'}, with ${Math.max(0, oxygen)} of ${fullOxygen} air and ${Math.max(0, carried)} divers; around it are ${fish.length} fish, ${subs.length} enemy submarines and ${swimmers.length} divers.`,
    state: () => ({
      x,
      y,
      facingRight,
      oxygen,
      carried,
      surfaced,
      playerShots: playerShots.map((one) => [one.x, one.y, one.right]),
      enemyShots: enemyShots.map((one) => [one.x, one.y, one.right]),
      fish: fish.map((one) => [one.x, one.y, one.right, one.move]),
      subs: subs.map((one) => [one.x, one.y, one.right, one.move, one.shoot]),
      swimmers: swimmers.map((one) => [one.x, one.y, one.right, one.move]),
      enemySpawnPeriod,
      enemySpawnCountdown,
      diverSpawnCountdown,
      movePeriod,
      fireCooldown,
      rampLevel,
      over,
    }),
    restore(saved) {
      const state = saved as unknown as State;
      ({ x, y, facingRight, oxygen, carried, surfaced, enemySpawnPeriod, enemySpawnCountdown, diverSpawnCountdown, movePeriod, fireCooldown, rampLevel, over } = state);
      for (const [list, listing] of [
        [playerShots, state.playerShots],
        [enemyShots, state.enemyShots],
        [fish, state.fish],
        [subs, state.subs],
        [swimmers, state.swimmers],
      ] as const) {
        list.length = 0;
        for (const [atX, atY, isRight, move = 0, shoot = 0] of listing) list.push({ x: atX, y: atY, right: isRight, move, shoot });
      }
      happened = 0;
    },
  };
}
