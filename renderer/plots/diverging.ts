import { divergingTable } from '../../src/figures/heat-pixels.ts';
import type { Theme } from '../theme/theme.ts';
import { figureTheme } from './figure-theme.ts';

/** Colours from -1 to 1 as ABGR words, the byte order of ImageData on all machines that run browsers. */
export const divergingWords: Readonly<Record<Theme, Uint32Array>> = { light: wordsOf('light'), dark: wordsOf('dark') };

function wordsOf(theme: Theme): Uint32Array {
  const table = divergingTable(figureTheme(theme).diverging);
  return Uint32Array.from({ length: table.length / 3 }, (_, i) => {
    const [r = 0, g = 0, b = 0] = table.subarray(3 * i, 3 * i + 3);
    return ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
  });
}
