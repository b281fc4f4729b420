import * as v from 'valibot';
import type { Drawing, Shape } from '../src/contracts/drawing.ts';
import { flag, type Values } from '../src/contracts/parameters.ts';
import { defineControlEnv, controlParameters, type Draws, type World } from '../src/contracts/control-env.ts';
import {
  actionSet,
  boardShape,
  citation,
  down,
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
import { counter, period, place } from './minatar/saved-state.ts';
import { readState, whole } from './state/read-state.ts';

const id = 'asterix';
const parameters = {
  actionSet,
  ramping: flag({ default: true, help: 'Whether things come and move faster as time goes on' }),
  ...controlParameters({ stickyProbability, timeLimit: 0 }),
};
const observation = planes('player', 'enemies', 'trails', 'gold');
const channels = 4;
const size = side * side * channels;
const lanes = 8;
const rampSteps = 100;

const gotGold = 1;
const wasHit = 2;

const item = v.object({ x: place, right: v.boolean(), gold: v.boolean() });

const stateSchema = v.object({
  playerX: place,
  playerY: whole(1, lanes),
  lanes: v.pipe(v.array(v.nullable(item)), v.length(lanes, `must have ${lanes} entries`)),
  spawnPeriod: period,
  spawnCountdown: counter,
  movePeriod: period,
  moveCountdown: counter,
  rampCountdown: counter,
  rampLevel: counter,
  over: v.boolean(),
});

export default defineControlEnv({
  id,
  version: 1,
  title: 'Asterix',
  summary:
    'Gold and enemies cross the field in eight lanes. Gold brings a point, an enemy is the end, and everything gets faster. MinAtar’s Asterix.',
  citation,
  genre: 'arcade',
  stepSeconds,
  alwaysDrawsSticky: true,
  events: [
    { id: 'gold', title: 'Gold' },
    { id: 'hit', title: 'Met an enemy' },
  ],
  agent: 'ppo-conv',
  parameters,
  create,
});

function create(values: Values<typeof parameters>): World {
  const { ramping } = values;
  const { actions, codes } = offered(values, [still, left, up, right, down]);
  // Lane i is row i + 1; empty where there is no item.
  const there = new Uint8Array(lanes);
  const x = new Int32Array(lanes);
  const toRight = new Uint8Array(lanes);
  const gold = new Uint8Array(lanes);
  let playerX = 5;
  let playerY = 5;
  let spawnPeriod = 10;
  let spawnCountdown = 10;
  let movePeriod = 5;
  let moveCountdown = 5;
  let rampCountdown = rampSteps;
  let rampLevel = 0;
  let over = false;
  let happened = 0;

  function spawn(draws: Draws): void {
    const isRight = draws.unit() < 0.5;
    const isGold = draws.unit() < 1 / 3;
    let empty = 0;
    for (let i = 0; i < lanes; i++) empty += 1 - (there[i] as number);
    if (empty === 0) return;
    let skip = draws.integer(0, empty);
    for (let i = 0; i < lanes; i++) {
      if (there[i] === 1 || skip-- > 0) continue;
      there[i] = 1;
      x[i] = isRight ? 0 : side - 1;
      toRight[i] = isRight ? 1 : 0;
      gold[i] = isGold ? 1 : 0;
      return;
    }
  }

  /** What comes of an item in the player's cell. */
  function meet(i: number): number {
    if (there[i] === 0 || x[i] !== playerX || i + 1 !== playerY) return 0;
    if (gold[i] === 0) {
      over = true;
      happened |= wasHit;
      return 0;
    }
    there[i] = 0;
    happened |= gotGold;
    return 1;
  }

  function moveItems(): number {
    let reward = 0;
    for (let i = 0; i < lanes; i++) {
      if (there[i] === 0) continue;
      const moved = (x[i] as number) + (toRight[i] === 1 ? 1 : -1);
      x[i] = moved;
      if (moved < 0 || moved >= side) there[i] = 0;
      else reward += meet(i);
    }
    return reward;
  }

  function ramp(): void {
    if (!ramping || (spawnPeriod <= 1 && movePeriod <= 1)) return;
    if (rampCountdown >= 0) {
      rampCountdown -= 1;
      return;
    }
    if (movePeriod > 1 && rampLevel % 2 === 1) movePeriod -= 1;
    if (spawnPeriod > 1) spawnPeriod -= 1;
    rampLevel += 1;
    rampCountdown = rampSteps;
  }

  function step(action: number, draws: Draws): number {
    happened = 0;
    if (over) return 0;
    if (spawnCountdown === 0) {
      spawn(draws);
      spawnCountdown = spawnPeriod;
    }
    const code = codes[action];
    if (code === left && playerX > 0) playerX -= 1;
    else if (code === right && playerX < side - 1) playerX += 1;
    else if (code === up && playerY > 1) playerY -= 1;
    else if (code === down && playerY < lanes) playerY += 1;
    let reward = meet(playerY - 1);
    if (moveCountdown === 0) {
      moveCountdown = movePeriod;
      reward += moveItems();
    }
    spawnCountdown -= 1;
    moveCountdown -= 1;
    ramp();
    return reward;
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
      playerX = 5;
      playerY = 5;
      there.fill(0);
      spawnPeriod = 10;
      spawnCountdown = 10;
      movePeriod = 5;
      moveCountdown = 5;
      rampCountdown = rampSteps;
      rampLevel = 0;
      over = false;
      happened = 0;
    },
    step,
    observe(into, offset) {
      into.fill(0, offset, offset + size);
      into[offset + (playerY * side + playerX) * channels] = 1;
      for (let i = 0; i < lanes; i++) {
        if (there[i] === 0) continue;
        const at = x[i] as number;
        const row = offset + (i + 1) * side * channels;
        into[row + at * channels + (gold[i] === 1 ? 3 : 1)] = 1;
        const behind = at + (toRight[i] === 1 ? -1 : 1);
        if (behind >= 0 && behind < side) into[row + behind * channels + 2] = 1;
      }
    },
    draw(): Drawing {
      const items = Array.from(there, (_, i) => i).filter((i) => there[i] === 1);
      const behind = items
        .map((i) => [(x[i] as number) + (toRight[i] === 1 ? -1 : 1), i + 1] as const)
        .filter(([at]) => at >= 0 && at < side);
      const placesOf = (isGold: number) =>
        items.flatMap((i) => (gold[i] === isGold ? [[x[i] as number, i + 1] as const] : []));
      return {
        width: side,
        height: side,
        shapes: [
          boardShape,
          { kind: 'cells', cells: behind.flat(), paint: 'trail' },
          { kind: 'cells', cells: placesOf(0).flat(), paint: 'enemy' },
          ...placesOf(1).map(([x, y]): Shape => ({
            kind: 'circle',
            x: x + 0.5,
            y: y + 0.5,
            radius: 0.35,
            paint: 'friend',
          })),
          { kind: 'circle', x: playerX + 0.5, y: playerY + 0.5, radius: 0.42, paint: 'player' },
        ],
      };
    },
    describe() {
      const count = (isGold: number): number =>
        there.reduce((sum, one, i) => sum + (one === 1 && gold[i] === isGold ? 1 : 0), 0);
      return `You are in column ${playerX + 1}, row ${playerY + 1}; on the field are ${count(1)} gold and ${count(0)} enemies.`;
    },
    state: () => ({
      playerX,
      playerY,
      lanes: Array.from(there, (one, i) =>
        one === 1 ? { x: x[i] as number, right: toRight[i] === 1, gold: gold[i] === 1 } : null,
      ),
      spawnPeriod,
      spawnCountdown,
      movePeriod,
      moveCountdown,
      rampCountdown,
      rampLevel,
      over,
    }),
    restore(saved) {
      const state = readState(stateSchema, saved, id);
      ({ playerX, playerY, spawnPeriod, spawnCountdown, movePeriod, moveCountdown, rampCountdown, rampLevel, over } =
        state);
      state.lanes.forEach((item, i) => {
        there[i] = item === null ? 0 : 1;
        x[i] = item?.x ?? 0;
        toRight[i] = item?.right === true ? 1 : 0;
        gold[i] = item?.gold === true ? 1 : 0;
      });
      happened = 0;
    },
  };
}
