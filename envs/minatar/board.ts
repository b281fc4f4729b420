import type { Shape } from '../../src/contracts/drawing.ts';

/** Cells per side. */
export const side = 10;

/** The six actions by the numbers that all games share. */
export const still = 0;
export const left = 1;
export const up = 2;
export const right = 3;
export const down = 4;
export const fire = 5;

/** An object in a cell. */
export const disc = (x: number, y: number, paint: Shape['paint'], radius = 0.42): Shape => ({
  kind: 'circle',
  x: x + 0.5,
  y: y + 0.5,
  radius,
  paint,
});
