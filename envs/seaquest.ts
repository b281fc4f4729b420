import * as v from 'valibot';
import type { Draws } from '../src/contracts/control-env.ts';
import type { Shape } from '../src/contracts/drawing.ts';
import { flag, type Values } from '../src/contracts/parameters.ts';
import { defineBoardGame } from './minatar/board-game.ts';
import { disc, down, fire, left, right, side, still, up } from './minatar/board.ts';
import { Movers } from './minatar/movers.ts';
import { counter, period, place } from './minatar/saved-state.ts';
import { whole } from './state/read-state.ts';

const parameters = {
  ramping: flag({ default: true, help: 'Whether enemies appear and move faster after each surfacing' }),
};
const channels = [
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
] as const;
const planes = channels.length;
const trailPlane = 3;
const fullOxygen = 200;
const fullLoad = 6;
const lowestRow = 8;
const gaugeRow = 9;
const swimmerPeriod = 5;
const shotPeriod = 10;
const diverPeriod = 30;
const cooldown = 5;

const fishShot = 1;
const submarineShot = 2;
const pickedUp = 4;
const surfacedEvent = 8;
const surfacedWithSix = 16;
const wasHit = 32;
const outOfOxygen = 64;
const surfacedAlone = 128;

const maxListed = 10_000;
const listed = <const Item extends v.GenericSchema>(item: Item) =>
  v.pipe(v.array(item), v.maxLength(maxListed, `must have at most ${maxListed} entries`));
const shot = v.tuple([place, place, v.boolean()]);
const swimmer = v.tuple([place, place, v.boolean(), counter]);

const make = ({ ramping }: Values<typeof parameters>) => ({
  ramping,
  playerShots: new Movers(),
  enemyShots: new Movers(),
  fish: new Movers(),
  subs: new Movers(),
  swimmers: new Movers(),
});

const begin = ({ ramping, playerShots, enemyShots, fish, subs, swimmers }: ReturnType<typeof make>) => ({
  ramping,
  playerShots: playerShots.cleared(),
  enemyShots: enemyShots.cleared(),
  fish: fish.cleared(),
  subs: subs.cleared(),
  swimmers: swimmers.cleared(),
  x: 5,
  y: 0,
  facingRight: false,
  oxygen: fullOxygen,
  carried: 0,
  surfaced: true,
  enemySpawnPeriod: 20,
  enemySpawnCountdown: 20,
  diverSpawnCountdown: diverPeriod,
  movePeriod: 5,
  fireCooldown: 0,
  rampLevel: 0,
  over: false,
  happened: 0,
});

type Game = ReturnType<typeof begin>;

export default defineBoardGame({
  id: 'seaquest',
  title: 'Seaquest',
  summary:
    'A submarine shoots fish and enemy submarines, takes divers on board and must surface for air, with at least one diver; six divers earn a reward that is larger the more air is left. MinAtar’s Seaquest.',
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
  manual: {
    observation: 'The board. The lowest row holds the gauges of oxygen and divers.',
    seen: {
      'submarine, front': 'The submarine of the player',
      'submarine, back': 'The cell behind it, which shows the direction it faces',
      'own shots': 'The shots of the player',
      trails: 'The cell behind each fish, enemy submarine and diver, which shows its direction',
      'enemy shots': 'The shots of enemy submarines',
      fish: 'The fish, which are enemies',
      'enemy submarines': 'The enemy submarines',
      oxygen: 'From the left of the lowest row, one cell per tenth of the oxygen',
      'divers on board': 'In the lowest row up to column 9, one cell per diver',
      divers: 'The divers in the water',
    },
    actions:
      'The submarine moves one cell, within the upper nine rows, or fires in the direction it faces, at most every fifth step. It takes a diver on board by touching it, up to six. Each surfacing costs one diver, even the one that delivers six: the count is then -1, and surfacing is fatal only at 0.',
    rewards: [
      { size: 1, on: ['fish-shot'], each: true, when: 'a fish is shot' },
      { size: 1, on: ['submarine-shot'], each: true, when: 'an enemy submarine is shot' },
      {
        size: { from: 0, to: 9 },
        on: ['surfaced-with-six'],
        when: 'the submarine surfaces with six divers: the remaining tenths of the oxygen, rounded down',
      },
    ],
    start:
      'The submarine is at the surface in column 6, facing left, with full oxygen (200 steps under water) and no divers on board; the water is empty.',
    ends: [
      { on: ['hit'], when: 'the submarine touches a fish, an enemy submarine or an enemy shot' },
      { on: ['oxygen-out'], when: 'the oxygen has run out' },
      { on: ['surfaced-alone'], when: 'the submarine surfaces with no diver on board' },
    ],
  },
  parameters,
  actions: [still, left, up, right, down, fire],
  channels,
  make,
  begin,
  step,
  mark,
  shapes,
  describe: ({ x, y, facingRight, oxygen, carried, fish, subs, swimmers }) =>
    `The submarine is in column ${x + 1}, row ${y + 1}, facing ${facingRight ? 'right' : 'left'}, with ${Math.max(0, oxygen)} of ${fullOxygen} air and ${Math.max(0, carried)} divers; around it are ${fish.count} fish, ${subs.count} enemy submarines and ${swimmers.count} divers.`,
  saved: {
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
  },
  save: ({ playerShots, enemyShots, fish, subs, swimmers }) => ({
    playerShots: playerShots.entries(0),
    enemyShots: enemyShots.entries(0),
    fish: fish.entries(1),
    subs: subs.entries(2),
    swimmers: swimmers.entries(1),
  }),
  load(game, { playerShots, enemyShots, fish, subs, swimmers }) {
    game.playerShots.fillFrom(playerShots);
    game.enemyShots.fillFrom(enemyShots);
    game.fish.fillFrom(fish);
    game.subs.fillFrom(subs);
    game.swimmers.fillFrom(swimmers);
  },
});

function step(game: Game, code: number, draws: Draws): number {
  if (game.enemySpawnCountdown === 0) spawnEnemy(game, draws);
  if (game.diverSpawnCountdown === 0) spawnDiver(game, draws);
  steer(game, code);
  let reward = movePlayerShots(game);
  moveSwimmers(game);
  reward += moveSubmarines(game);
  moveEnemyShots(game);
  reward += moveFish(game);
  if (game.enemySpawnCountdown > 0) game.enemySpawnCountdown -= 1;
  if (game.diverSpawnCountdown > 0) game.diverSpawnCountdown -= 1;
  if (game.fireCooldown > 0) game.fireCooldown -= 1;
  return reward + breathe(game);
}

function spawnEnemy(game: Game, draws: Draws): void {
  const { fish, subs } = game;
  const way = draws.unit() < 0.5 ? 1 : -1;
  const isSubmarine = draws.unit() < 1 / 3;
  const row = draws.integer(1, 9);
  game.enemySpawnCountdown = game.enemySpawnPeriod;
  if (fish.opposes(row, way) || subs.opposes(row, way)) return;
  (isSubmarine ? subs : fish).add(way > 0 ? 0 : side - 1, row, way, game.movePeriod, shotPeriod);
}

function spawnDiver(game: Game, draws: Draws): void {
  const way = draws.unit() < 0.5 ? 1 : -1;
  game.swimmers.add(way > 0 ? 0 : side - 1, draws.integer(1, 9), way, swimmerPeriod, 0);
  game.diverSpawnCountdown = diverPeriod;
}

function steer(game: Game, code: number): void {
  if (code === fire) {
    if (game.fireCooldown > 0) return;
    game.playerShots.add(game.x, game.y, game.facingRight ? 1 : -1, 0, 0);
    game.fireCooldown = cooldown;
  } else if (code === left) {
    if (game.x > 0) game.x -= 1;
    game.facingRight = false;
  } else if (code === right) {
    if (game.x < side - 1) game.x += 1;
    game.facingRight = true;
  } else if (code === up) {
    if (game.y > 0) game.y -= 1;
  } else if (code === down && game.y < lowestRow) game.y += 1;
}

function end(game: Game, event: number): void {
  game.over = true;
  game.happened |= event;
}

function movePlayerShots(game: Game): number {
  const { playerShots, fish, subs } = game;
  let reward = 0;
  for (let i = playerShots.count - 1; i >= 0; i--) {
    if (playerShots.leaves(i)) continue;
    const x = playerShots.x[i] as number;
    const y = playerShots.y[i] as number;
    const event = fish.struck(x, y) ? fishShot : subs.struck(x, y) ? submarineShot : 0;
    if (event === 0) continue;
    playerShots.remove(i);
    game.happened |= event;
    reward += 1;
  }
  return reward;
}

/** Takes a diver on board if there is room; returns whether it did. */
function pickUp(game: Game, i: number): boolean {
  const { swimmers } = game;
  if (game.carried >= fullLoad || !swimmers.isAt(i, game.x, game.y)) return false;
  swimmers.remove(i);
  game.carried += 1;
  game.happened |= pickedUp;
  return true;
}

function moveSwimmers(game: Game): void {
  const { swimmers } = game;
  for (let i = swimmers.count - 1; i >= 0; i--) {
    if (pickUp(game, i)) continue;
    const wait = swimmers.move[i] as number;
    swimmers.move[i] = wait === 0 ? swimmerPeriod : wait - 1;
    if (wait === 0 && !swimmers.leaves(i)) pickUp(game, i);
  }
}

/** Moves the enemy at index i of its list, which may kill, leave or run into a shot. Returns the reward. */
function moveEnemy(game: Game, list: Movers, i: number, event: number): number {
  if (list.isAt(i, game.x, game.y)) end(game, wasHit);
  const wait = list.move[i] as number;
  list.move[i] = wait === 0 ? game.movePeriod : wait - 1;
  if (wait !== 0 || list.leaves(i)) return 0;
  if (list.isAt(i, game.x, game.y)) end(game, wasHit);
  else if (game.playerShots.struck(list.x[i] as number, list.y[i] as number)) {
    list.remove(i);
    game.happened |= event;
    return 1;
  }
  return 0;
}

function moveSubmarines(game: Game): number {
  const { subs, enemyShots } = game;
  let reward = 0;
  for (let i = subs.count - 1; i >= 0; i--) {
    // The enemy after its move, even if it was removed: one that has just been shot down or has left still fires if it
    // is due.
    const y = subs.y[i] as number;
    const way = subs.way[i] as number;
    const x = (subs.x[i] as number) + (subs.move[i] === 0 ? way : 0);
    const wait = subs.shoot[i] as number;
    subs.shoot[i] = wait === 0 ? shotPeriod : wait - 1;
    reward += moveEnemy(game, subs, i, submarineShot);
    if (wait === 0) enemyShots.add(x, y, way, 0, 0);
  }
  return reward;
}

function moveFish(game: Game): number {
  const { fish } = game;
  let reward = 0;
  for (let i = fish.count - 1; i >= 0; i--) reward += moveEnemy(game, fish, i, fishShot);
  return reward;
}

function moveEnemyShots(game: Game): void {
  const { enemyShots, x, y } = game;
  for (let i = enemyShots.count - 1; i >= 0; i--) {
    if (enemyShots.isAt(i, x, y)) end(game, wasHit);
    if (!enemyShots.leaves(i) && enemyShots.isAt(i, x, y)) end(game, wasHit);
  }
}

function breathe(game: Game): number {
  if (game.oxygen <= 0) end(game, outOfOxygen);
  if (game.y > 0) {
    game.oxygen -= 1;
    game.surfaced = false;
    return 0;
  }
  if (game.surfaced) return 0;
  if (game.carried !== 0) return surface(game);
  end(game, surfacedAlone);
  return 0;
}

function surface(game: Game): number {
  game.surfaced = true;
  game.happened |= surfacedEvent;
  let reward = 0;
  if (game.carried === fullLoad) {
    reward = Math.floor((game.oxygen * 10) / fullOxygen);
    game.carried = 0;
    game.happened |= surfacedWithSix;
  }
  game.oxygen = fullOxygen;
  // Also after a full load: one diver is then missing on board, as in the original.
  game.carried -= 1;
  if (game.ramping && (game.enemySpawnPeriod > 1 || game.movePeriod > 2)) {
    if (game.movePeriod > 2 && game.rampLevel % 2 === 1) game.movePeriod -= 1;
    if (game.enemySpawnPeriod > 1) game.enemySpawnPeriod -= 1;
    game.rampLevel += 1;
  }
  return reward;
}

/** The column behind the submarine, where its other half is; it may be off the board. */
const backOf = ({ x, facingRight }: Game): number => (facingRight ? x - 1 : x + 1);

function mark(game: Game, into: Float32Array, offset: number): void {
  const { x, y, oxygen, carried, playerShots, enemyShots, fish, subs, swimmers } = game;
  const row = offset + y * side * planes;
  into[row + x * planes] = 1;
  const back = backOf(game);
  if (back >= 0 && back < side) into[row + back * planes + 1] = 1;
  markAll(playerShots, 2, into, offset);
  markAll(enemyShots, 4, into, offset);
  markWithTrails(fish, 5, into, offset);
  markWithTrails(subs, 6, into, offset);
  markWithTrails(swimmers, 9, into, offset);
  const gauges = offset + gaugeRow * side * planes;
  const air = Math.floor((Math.max(0, oxygen) * 10) / fullOxygen);
  for (let k = air - 1; k >= 0; k--) into[gauges + k * planes + 7] = 1;
  for (let k = Math.max(0, 9 - carried); k < 9; k++) into[gauges + k * planes + 8] = 1;
}

function markAll({ count, x, y }: Movers, plane: number, into: Float32Array, offset: number): void {
  for (let i = 0; i < count; i++) into[offset + ((y[i] as number) * side + (x[i] as number)) * planes + plane] = 1;
}

function markWithTrails({ count, x, y, way }: Movers, plane: number, into: Float32Array, offset: number): void {
  for (let i = 0; i < count; i++) {
    const at = x[i] as number;
    const row = offset + (y[i] as number) * side * planes;
    into[row + at * planes + plane] = 1;
    const behind = at - (way[i] as number);
    if (behind >= 0 && behind < side) into[row + behind * planes + trailPlane] = 1;
  }
}

function shapes(game: Game): readonly Shape[] {
  const { x, y, playerShots, enemyShots, fish, subs, swimmers } = game;
  const back = backOf(game);
  return [
    { kind: 'rectangle', x: 0, y: 1, width: side, height: lowestRow, paint: 'water' },
    { kind: 'cells', cells: [fish, subs, swimmers].flatMap((list) => list.trails()).flat(), paint: 'trail' },
    ...(back >= 0 && back < side ? [submarinePart(back, y, 0.25)] : []),
    submarinePart(x, y, 0.1),
    { kind: 'cells', cells: fish.cells().flat(), paint: 'enemy' },
    { kind: 'cells', cells: subs.cells().flat(), paint: 'wall' },
    ...swimmers.cells().map(([x, y]) => disc(x, y, 'friend', 0.35)),
    ...bolts(playerShots, 'player'),
    ...bolts(enemyShots, 'bullet'),
    ...gauges(game),
  ];
}

const submarinePart = (x: number, y: number, inset: number): Shape => ({
  kind: 'rectangle',
  x,
  y: y + inset,
  width: 1,
  height: 1 - 2 * inset,
  paint: 'player',
});

const bolts = (list: Movers, paint: 'player' | 'bullet'): readonly Shape[] =>
  list.cells().map(([x, y]) => ({ kind: 'rectangle', x: x + 0.15, y: y + 0.4, width: 0.7, height: 0.2, paint }));

/** Remaining oxygen, and divers on board. */
function gauges({ oxygen, carried }: Game): readonly Shape[] {
  const air = { kind: 'rectangle', x: 0, y: gaugeRow + 0.1, height: 0.3 } as const;
  return [
    { ...air, width: side, paint: 'faint' },
    { ...air, width: (side * Math.max(0, oxygen)) / fullOxygen, paint: 'food' },
    ...Array.from({ length: Math.max(0, carried) }, (_, k): Shape => ({
      kind: 'circle',
      x: side - 0.5 - 0.6 * k,
      y: gaugeRow + 0.7,
      radius: 0.22,
      paint: 'friend',
    })),
  ];
}
