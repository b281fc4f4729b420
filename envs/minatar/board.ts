import { choice, type AnyValues } from '../../src/contracts/parameters.ts';
import type { Shape } from '../../src/contracts/drawing.ts';
import type { ActionName, ActionSpace, ObservationSpace } from '../../src/contracts/control-env.ts';

/** Cells of a side. */
export const side = 10;

/** The six actions by the numbers that all games share. */
export const still = 0;
export const left = 1;
export const up = 2;
export const right = 3;
export const down = 4;
export const fire = 5;

const names: readonly ActionName[] = [
  { id: 'nothing', title: 'Nothing' },
  { id: 'left', title: 'Left', keys: ['ArrowLeft'] },
  { id: 'up', title: 'Up', keys: ['ArrowUp'] },
  { id: 'right', title: 'Right', keys: ['ArrowRight'] },
  { id: 'down', title: 'Down', keys: ['ArrowDown'] },
  { id: 'fire', title: 'Fire', keys: ['Space'] },
];

export const actionSet = choice({
  options: ['minimal', 'full'],
  default: 'minimal',
  help: 'minimal: the actions that do something here; full: all six, of which the others do nothing',
});

/** The actions that are offered, and the shared number of each. */
export function offered(
  { actionSet: set }: AnyValues,
  minimal: readonly number[],
): { readonly actions: ActionSpace; readonly codes: readonly number[] } {
  const codes = set === 'full' ? names.map((_, code) => code) : minimal;
  return { actions: { kind: 'discrete', actions: codes.map((code) => names[code] as ActionName) }, codes };
}

export const planes = (...channels: readonly string[]): ObservationSpace => ({
  kind: 'binary',
  shape: [side, side, channels.length],
  channels,
});

export const citation = { text: 'Young & Tian 2019, MinAtar: An Atari-Inspired Testbed, arXiv:1903.03176' } as const;

/** Seconds of a step: such games are played at about ten moves a second. */
export const stepSeconds = 0.1;

export const boardShape: Shape = { kind: 'rectangle', x: 0, y: 0, width: side, height: side, paint: 'floor' };

/** Steps in which the last action is done once more, as MinAtar has it. */
export const stickyProbability = 0.1;
