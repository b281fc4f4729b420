import * as Plot from '@observablehq/plot';
import { encode } from 'fast-png';

/** RGBA pixels as a mark that fills a rectangle, each pixel a sharp block at any size. */
export function pixelImage(
  pixels: Uint8ClampedArray,
  columns: number,
  rows: number,
  at: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  ariaDescription: string,
): Plot.Markish {
  const px = (value: number) => ({ value: [value], scale: null });
  return Plot.image([0], {
    x: px(at.x + at.width / 2),
    y: px(at.y + at.height / 2),
    width: at.width,
    height: at.height,
    src: () => pngUrl(pixels, columns, rows),
    preserveAspectRatio: 'none',
    imageRendering: 'pixelated',
    ariaDescription,
  });
}

/** In plain JavaScript, so that Node and a browser give the same bytes. */
function pngUrl(pixels: Uint8ClampedArray, width: number, height: number): string {
  const bytes = encode({ width, height, data: pixels, channels: 4, depth: 8 });
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return `data:image/png;base64,${btoa(binary)}`;
}
