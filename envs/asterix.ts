import * as v from 'valibot';
import type { Draws } from '../src/contracts/control-env.ts';
import type { Shape } from '../src/contracts/drawing.ts';
import { flag, type Values } from '../src/contracts/parameters.ts';
import { defineBoardGame } from './minatar/board-game.ts';
import { disc, down, left, right, side, still, up } from './minatar/board.ts';
import { counter, period, place } from './minatar/saved-state.ts';
import { whole } from './state/read-state.ts';

const parameters = {
  ramping: flag({ default: true, help: 'Whether enemies and treasure appear and move faster over time' }),
};
const channels = ['player', 'enemies', 'trails', 'gold'] as const;
const planes = channels.length;
const trailPlane = 2;
/** Content of a lane: nothing, or one of two types of items by their plane. */
const nothing = 0;
const enemy = 1;
const gold = 3;
const lanes = 8;
const rampSteps = 100;

const gotGold = 1;
const wasHit = 2;

/** The item of each lane, its column, and its direction: 1 to the right, -1 to the left. Lane i is row i + 1. */
const make = ({ ramping }: Values<typeof parameters>) => ({
  ramping,
  item: new Int32Array(lanes),
  x: new Int32Array(lanes),
  way: new Int32Array(lanes),
});

const begin = ({ ramping, item, x, way }: ReturnType<typeof make>) => ({
  ramping,
  item: item.fill(nothing),
  x,
  way,
  playerX: 5,
  playerY: 5,
  spawnPeriod: 10,
  spawnCountdown: 10,
  movePeriod: 5,
  moveCountdown: 5,
  rampCountdown: rampSteps,
  rampLevel: 0,
  over: false,
  happened: 0,
});

type Game = ReturnType<typeof begin>;

export default defineBoardGame({
  id: 'asterix',
  title: 'Asterix',
  summary:
    'Gold and enemies cross the field in eight lanes. Gold is worth a point, an enemy ends the episode, and everything gets faster. MinAtar’s Asterix.',
  events: [
    { id: 'gold', title: 'Gold' },
    { id: 'hit', title: 'Met an enemy' },
  ],
  manual: {
    observation: 'The board.',
    seen: {
      player: 'The player',
      enemies: 'The enemies',
      trails: 'The cell behind each enemy and each piece of gold, which shows its direction',
      gold: 'The gold',
    },
    actions: 'The player moves one cell, within rows 2 to 9.',
    rewards: [{ size: 1, on: ['gold'], when: 'the player touches gold' }],
    start: 'The player is in column 6, row 6; the eight lanes are empty.',
    ends: [{ on: ['hit'], when: 'the player touches an enemy' }],
  },
  parameters,
  actions: [still, left, up, right, down],
  channels,
  make,
  begin,
  step,
  mark,
  shapes,
  describe: (game) =>
    `You are in column ${game.playerX + 1}, row ${game.playerY + 1}; on the field are ${lanesWith(game, gold).length} gold and ${lanesWith(game, enemy).length} enemies.`,
  saved: {
    playerX: place,
    playerY: whole(1, lanes),
    lanes: v.pipe(
      v.array(v.nullable(v.object({ x: place, right: v.boolean(), gold: v.boolean() }))),
      v.length(lanes, `must have ${lanes} entries`),
    ),
    spawnPeriod: period,
    spawnCountdown: counter,
    movePeriod: period,
    moveCountdown: counter,
    rampCountdown: counter,
    rampLevel: counter,
  },
  save: ({ item, x, way }) => ({
    lanes: Array.from(item, (kind, i) =>
      kind === nothing ? null : { x: x[i] as number, right: way[i] === 1, gold: kind === gold },
    ),
  }),
  load({ item, x, way }, saved) {
    saved.lanes.forEach((one, i) => {
      item[i] = one === null ? nothing : one.gold ? gold : enemy;
      x[i] = one?.x ?? 0;
      way[i] = one?.right === true ? 1 : -1;
    });
  },
});

function step(game: Game, code: number, draws: Draws): number {
  if (game.spawnCountdown === 0) {
    spawn(game, draws);
    game.spawnCountdown = game.spawnPeriod;
  }
  if (code === left && game.playerX > 0) game.playerX -= 1;
  else if (code === right && game.playerX < side - 1) game.playerX += 1;
  else if (code === up && game.playerY > 1) game.playerY -= 1;
  else if (code === down && game.playerY < lanes) game.playerY += 1;
  let reward = meet(game, game.playerY - 1);
  if (game.moveCountdown === 0) {
    game.moveCountdown = game.movePeriod;
    reward += moveItems(game);
  }
  game.spawnCountdown -= 1;
  game.moveCountdown -= 1;
  if (game.ramping && (game.spawnPeriod > 1 || game.movePeriod > 1)) ramp(game);
  return reward;
}

/** An item appears in one of the empty lanes, if there are any. */
function spawn({ item, x, way }: Game, draws: Draws): void {
  const isRight = draws.unit() < 0.5;
  const isGold = draws.unit() < 1 / 3;
  let empty = 0;
  for (let i = 0; i < lanes; i++) empty += item[i] === nothing ? 1 : 0;
  if (empty === 0) return;
  let skip = draws.integer(0, empty);
  for (let i = 0; i < lanes; i++) {
    if (item[i] !== nothing || skip-- > 0) continue;
    item[i] = isGold ? gold : enemy;
    x[i] = isRight ? 0 : side - 1;
    way[i] = isRight ? 1 : -1;
    return;
  }
}

/** The effect of an item in the player's cell. */
function meet(game: Game, lane: number): number {
  const { item, x } = game;
  if (item[lane] === nothing || x[lane] !== game.playerX || lane + 1 !== game.playerY) return 0;
  if (item[lane] === enemy) {
    game.over = true;
    game.happened |= wasHit;
    return 0;
  }
  item[lane] = nothing;
  game.happened |= gotGold;
  return 1;
}

function moveItems(game: Game): number {
  const { item, x, way } = game;
  let reward = 0;
  for (let i = 0; i < lanes; i++) {
    if (item[i] === nothing) continue;
    const moved = (x[i] as number) + (way[i] as number);
    x[i] = moved;
    if (moved < 0 || moved >= side) item[i] = nothing;
    else reward += meet(game, i);
  }
  return reward;
}

function ramp(game: Game): void {
  if (game.rampCountdown >= 0) {
    game.rampCountdown -= 1;
    return;
  }
  if (game.movePeriod > 1 && game.rampLevel % 2 === 1) game.movePeriod -= 1;
  if (game.spawnPeriod > 1) game.spawnPeriod -= 1;
  game.rampLevel += 1;
  game.rampCountdown = rampSteps;
}

function mark({ playerX, playerY, item, x, way }: Game, into: Float32Array, offset: number): void {
  into[offset + (playerY * side + playerX) * planes] = 1;
  for (let i = 0; i < lanes; i++) {
    const kind = item[i] as number;
    if (kind === nothing) continue;
    const row = offset + (i + 1) * side * planes;
    const at = x[i] as number;
    into[row + at * planes + kind] = 1;
    const behind = at - (way[i] as number);
    if (behind >= 0 && behind < side) into[row + behind * planes + trailPlane] = 1;
  }
}

const lanesWith = ({ item }: Game, kind: number): readonly number[] =>
  Array.from(item.keys()).filter((i) => item[i] === kind);

function shapes(game: Game): readonly Shape[] {
  const { item, x, way, playerX, playerY } = game;
  const trails = Array.from(x, (at, i) => [at - (way[i] as number), i + 1] as const).filter(
    ([at], i) => item[i] !== nothing && at >= 0 && at < side,
  );
  return [
    { kind: 'cells', cells: trails.flat(), paint: 'trail' },
    { kind: 'cells', cells: lanesWith(game, enemy).flatMap((i) => [x[i] as number, i + 1]), paint: 'enemy' },
    ...lanesWith(game, gold).map((i) => disc(x[i] as number, i + 1, 'friend', 0.35)),
    disc(playerX, playerY, 'player'),
  ];
}
