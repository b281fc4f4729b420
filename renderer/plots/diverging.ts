import type { Theme } from '../theme/theme.ts';
import { figureTheme } from './figure-theme.ts';

/** Number of colours in the tables below; odd, so that one of them is zero. */
export const colours = 511;

/** Colours from -1 to 1 as ABGR words, which is the byte order of ImageData on every machine that browsers run on. */
export const divergingWords: Readonly<Record<Theme, Uint32Array>> = { light: wordsOf('light'), dark: wordsOf('dark') };

function wordsOf(theme: Theme): Uint32Array {
  return Uint32Array.from({ length: colours }, (_, i) => {
    const [r, g, b] = diverging((2 * i) / (colours - 1) - 1, theme);
    return ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
  });
}

/** Red, green and blue of a value from -1 to 1. */
export function diverging(value: number, theme: Theme): readonly [number, number, number] {
  const table = figureTheme(theme).diverging;
  const place = ((Math.min(1, Math.max(-1, value)) + 1) / 2) * (table.length - 1);
  const low = Math.min(table.length - 2, Math.floor(place));
  const share = place - low;
  const mix = (from: number): number => {
    const [a, b] = [channel(table[low] as string, from), channel(table[low + 1] as string, from)];
    return Math.round(a * (1 - share) + b * share);
  };
  return [mix(1), mix(3), mix(5)];
}

function channel(hex: string, from: number): number {
  return Number.parseInt(hex.slice(from, from + 2), 16);
}
