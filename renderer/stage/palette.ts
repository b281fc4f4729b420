import type { Paint } from '../../src/contracts/drawing.ts';
import type { Theme } from '../theme/theme.ts';

type Palette = Readonly<Record<Paint, number>>;

/**
 * Okabe & Ito's colours on a light and on a dark background; the controlled object is blue, harmful ones are vermilion,
 * rewarding ones green or yellow.
 */
const light: Palette = {
  background: 0xf6f6f4,
  floor: 0xffffff,
  wall: 0x4a4c50,
  ink: 0x1b1c1e,
  faint: 0xd9d9d4,
  player: 0x0072b2,
  ball: 0x1b1c1e,
  trail: 0xb9bbbe,
  brick: 0xcc79a7,
  enemy: 0xd55e00,
  bullet: 0x8a3d00,
  friend: 0xe69f00,
  food: 0x009e73,
  goal: 0x7fd1b3,
  hazard: 0xf3b48a,
  water: 0xc7e4f5,
  cue: 0xe69f00,
};

const dark: Palette = {
  background: 0x0f1113,
  floor: 0x1b1e22,
  wall: 0x8d9198,
  ink: 0xe9e9e6,
  faint: 0x34383e,
  player: 0x4aa8e0,
  ball: 0xf4f4f2,
  trail: 0x5b6067,
  brick: 0xc98bae,
  enemy: 0xf08a4b,
  bullet: 0xffc39a,
  friend: 0xe6b13a,
  food: 0x35c79b,
  goal: 0x1f7f62,
  hazard: 0x8a4519,
  water: 0x17384d,
  cue: 0xe6b13a,
};

export const paletteOf = (theme: Theme): Palette => (theme === 'dark' ? dark : light);

/** The same as CSS. */
export const cssColour = (colour: number): string => `#${colour.toString(16).padStart(6, '0')}`;
