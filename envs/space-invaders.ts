import * as v from 'valibot';
import type { Paint, Shape } from '../src/contracts/drawing.ts';
import { flag, type Values } from '../src/contracts/parameters.ts';
import { defineBoardGame } from './minatar/board-game.ts';
import { fire, left, right, side, still } from './minatar/board.ts';
import { cells, counter, place } from './minatar/saved-state.ts';

const parameters = { ramping: flag({ default: true, help: 'Whether each new wave marches faster' }) };
const channels = ['cannon', 'aliens', 'aliens marching left', 'aliens marching right', 'own shots', 'alien shots'];
const planes = channels.length;
const bottom = side - 1;
const wholeRow = (1 << side) - 1;
const firstWave = 0b0011111100;
const waveRows = 4;
const waveCount = 24;
const marchSteps = 12;
/** Ramping does not shorten the interval between marches below this. */
const minMarchCap = 6;
const alienFireSteps = 10;
const cooldown = 5;

const shotDown = 1;
const wasHit = 2;
const cleared = 4;
const landed = 8;

/** Sets of cells: one number per row, whose bit x is column x. */
const make = ({ ramping }: Values<typeof parameters>) => ({
  ramping,
  aliens: new Int32Array(side),
  playerShots: new Int32Array(side),
  alienShots: new Int32Array(side),
});

const begin = ({ ramping, aliens, playerShots, alienShots }: ReturnType<typeof make>) => ({
  ramping,
  aliens: aliens.fill(0).fill(firstWave, 0, waveRows),
  alienCount: waveCount,
  playerShots: playerShots.fill(0),
  alienShots: alienShots.fill(0),
  cannonX: 5,
  marchDir: -1,
  fireCooldown: 0,
  marchCountdown: marchSteps,
  marchCap: marchSteps,
  alienFireCountdown: alienFireSteps,
  rampLevel: 0,
  over: false,
  happened: 0,
});

type Game = ReturnType<typeof begin>;

export default defineBoardGame({
  id: 'space-invaders',
  title: 'Space Invaders',
  summary:
    'Aliens march to and fro, come lower and shoot; each that is shot down is a point, and fewer march faster. MinAtar’s Space Invaders.',
  events: [
    { id: 'alien-shot', title: 'Alien shot down' },
    { id: 'hit', title: 'Cannon hit' },
    { id: 'wave-cleared', title: 'Wave cleared' },
    { id: 'landed', title: 'Aliens landed' },
  ],
  manual: {
    observation: 'The board.',
    seen: {
      cannon: 'The cannon, in the lowest row',
      aliens: 'The aliens',
      'aliens marching left': 'The same aliens, while they march left',
      'aliens marching right': 'The same aliens, while they march right',
      'own shots': 'The shots of the cannon, which rise one row per step',
      'alien shots': 'The shots of the aliens, which fall one row per step',
    },
    actions: 'The cannon moves one column and stops at the edge, or fires, at most every fifth step.',
    rewards: [{ size: 1, on: ['alien-shot'], each: true, when: 'an alien is shot down' }],
    start: 'The cannon is in column 6; 24 aliens are in rows 1 to 4, columns 3 to 8, and march left.',
    ends: [
      { on: ['hit'], when: 'a shot or an alien reaches the cannon' },
      { on: ['landed'], when: 'the aliens turn at an edge while one of them is in the lowest row' },
    ],
  },
  parameters,
  actions: [still, left, right, fire],
  channels,
  make,
  begin,
  step,
  mark,
  shapes,
  describe: ({ cannonX, alienCount, marchDir, alienShots }) =>
    `The cannon is in column ${cannonX + 1}; ${alienCount} aliens march ${marchDir < 0 ? 'left' : 'right'}, and ${listed(alienShots).length} of their shots are falling.`,
  saved: {
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
  },
  save: ({ aliens, playerShots, alienShots }) => ({
    aliens: listed(aliens),
    playerShots: listed(playerShots),
    alienShots: listed(alienShots),
  }),
  load(game, { aliens, playerShots, alienShots }) {
    fillFrom(game.aliens, aliens);
    fillFrom(game.playerShots, playerShots);
    fillFrom(game.alienShots, alienShots);
    game.alienCount = listed(game.aliens).length;
  },
});

function step(game: Game, code: number): number {
  steer(game, code);
  moveShots(game);
  if (meetsCannon(game, game.alienShots) || meetsCannon(game, game.aliens)) end(game, wasHit);
  if (game.marchCountdown === 0) {
    march(game);
    if (meetsCannon(game, game.aliens)) end(game, wasHit);
  }
  if (game.alienFireCountdown === 0) alienFires(game);
  const reward = shootDown(game);
  if (game.fireCooldown > 0) game.fireCooldown -= 1;
  game.marchCountdown -= 1;
  game.alienFireCountdown -= 1;
  if (game.alienCount === 0) nextWave(game);
  return reward;
}

function steer(game: Game, code: number): void {
  const { playerShots, cannonX } = game;
  if (code === fire && game.fireCooldown === 0) {
    playerShots[bottom] = (playerShots[bottom] as number) | (1 << cannonX);
    game.fireCooldown = cooldown;
  } else if (code === left && cannonX > 0) game.cannonX -= 1;
  else if (code === right && cannonX < side - 1) game.cannonX += 1;
}

function moveShots({ playerShots, alienShots }: Game): void {
  for (let y = 0; y < bottom; y++) playerShots[y] = playerShots[y + 1] as number;
  playerShots[bottom] = 0;
  for (let y = bottom; y > 0; y--) alienShots[y] = alienShots[y - 1] as number;
  alienShots[0] = 0;
}

const meetsCannon = ({ cannonX }: Game, set: Int32Array): boolean => ((set[bottom] as number) & (1 << cannonX)) !== 0;

function end(game: Game, event: number): void {
  game.over = true;
  game.happened |= event;
}

/** The columns that contain an alien. */
function columns(aliens: Int32Array): number {
  let all = 0;
  for (let y = 0; y < side; y++) all |= aliens[y] as number;
  return all;
}

function march(game: Game): void {
  const { aliens, marchDir } = game;
  game.marchCountdown = Math.min(game.alienCount, game.marchCap);
  const edge = marchDir < 0 ? 1 : 1 << (side - 1);
  if ((columns(aliens) & edge) !== 0) {
    game.marchDir = -marchDir;
    if (aliens[bottom] !== 0) end(game, landed);
    // In a finished game the lowest row reappears at the top.
    const lowest = aliens[bottom] as number;
    aliens.copyWithin(1, 0, bottom);
    aliens[0] = lowest;
  } else if (marchDir < 0) {
    for (let y = 0; y < side; y++) aliens[y] = (aliens[y] as number) >> 1;
  } else {
    for (let y = 0; y < side; y++) aliens[y] = ((aliens[y] as number) << 1) & wholeRow;
  }
}

/** The lowest alien of the column nearest to the cannon shoots; of two such columns the left one. */
function alienFires(game: Game): void {
  const { aliens, alienShots, cannonX } = game;
  game.alienFireCountdown = alienFireSteps;
  const all = columns(aliens);
  if (all === 0) return;
  let nearest = 0;
  for (let x = 0; x < side; x++)
    if ((all & (1 << x)) !== 0 && ((all & (1 << nearest)) === 0 || Math.abs(x - cannonX) < Math.abs(nearest - cannonX)))
      nearest = x;
  let lowest = bottom;
  while (((aliens[lowest] as number) & (1 << nearest)) === 0) lowest -= 1;
  alienShots[lowest] = (alienShots[lowest] as number) | (1 << nearest);
}

function shootDown(game: Game): number {
  const { aliens, playerShots } = game;
  let reward = 0;
  for (let y = 0; y < side; y++) {
    const struck = (aliens[y] as number) & (playerShots[y] as number);
    if (struck === 0) continue;
    aliens[y] = (aliens[y] as number) ^ struck;
    playerShots[y] = (playerShots[y] as number) ^ struck;
    for (let rest = struck; rest !== 0; rest &= rest - 1) reward += 1;
  }
  if (reward > 0) game.happened |= shotDown;
  game.alienCount -= reward;
  return reward;
}

function nextWave(game: Game): void {
  if (game.ramping && game.marchCap > minMarchCap) {
    game.marchCap -= 1;
    game.rampLevel += 1;
  }
  game.aliens.fill(firstWave, 0, waveRows);
  game.alienCount = waveCount;
  game.happened |= cleared;
}

function mark({ cannonX, marchDir, aliens, playerShots, alienShots }: Game, into: Float32Array, offset: number): void {
  into[offset + (bottom * side + cannonX) * planes] = 1;
  const marching = marchDir < 0 ? 2 : 3;
  for (let y = 0, row = offset; y < side; y++, row += side * planes) {
    for (let rest = aliens[y] as number; rest !== 0; rest &= rest - 1) {
      const cell = row + lowestColumn(rest) * planes;
      into[cell + 1] = 1;
      into[cell + marching] = 1;
    }
    for (let rest = playerShots[y] as number; rest !== 0; rest &= rest - 1)
      into[row + lowestColumn(rest) * planes + 4] = 1;
    for (let rest = alienShots[y] as number; rest !== 0; rest &= rest - 1)
      into[row + lowestColumn(rest) * planes + 5] = 1;
  }
}

const lowestColumn = (columns: number): number => 31 - Math.clz32(columns & -columns);

function shapes({ aliens, marchDir, cannonX, playerShots, alienShots }: Game): readonly Shape[] {
  return [
    // A trail on the side that they come from.
    ...within(aliens, 'trail', { x: marchDir < 0 ? 0.82 : 0, y: 0.3, width: 0.18, height: 0.4 }),
    ...within(aliens, 'enemy', { x: 0.18, y: 0.15, width: 0.64, height: 0.7 }),
    { kind: 'cells', cells: [cannonX, bottom], paint: 'player' },
    ...within(playerShots, 'player', bolt),
    ...within(alienShots, 'bullet', bolt),
  ];
}

const bolt = { x: 0.35, y: 0.1, width: 0.3, height: 0.8 };

/** A rectangle within each cell of a set. */
const within = (set: Int32Array, paint: Paint, { x, y, width, height }: typeof bolt): readonly Shape[] =>
  listed(set).map(([row, column]) => ({ kind: 'rectangle', x: column + x, y: row + y, width, height, paint }));

function fillFrom(set: Int32Array, cells: readonly (readonly [number, number])[]): void {
  set.fill(0);
  for (const [y, x] of cells) set[y] = (set[y] as number) | (1 << x);
}

/** The cells of a set as [y, x], row by row. */
const listed = (set: Int32Array): [number, number][] =>
  Array.from(set).flatMap((columns, y) =>
    Array.from({ length: side }, (_, x): [number, number] => [y, x]).filter(([, x]) => (columns & (1 << x)) !== 0),
  );
