import { readFileSync } from 'node:fs';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import wasm from '@resvg/resvg-wasm/index_bg.wasm?asset';
import { pngBytes, pngScale } from '../figures/png-file.ts';
import { specsIn } from '../figures/svg-text.ts';
import { figureFont, figureFonts } from './figure-fonts.ts';

let started: Promise<void> | undefined;

/** A figure as a PNG file, with the specs that it has. The same figure gives the same bytes. */
export async function pngOfSvg(svg: string): Promise<Uint8Array> {
  await (started ??= initWasm(readFileSync(wasm)));
  const { regular, bold } = figureFonts();
  // The name in SVG 1.1 of what browsers call `pixelated`, which this renderer does not know.
  const drawn = new Resvg(svg.replaceAll('image-rendering="pixelated"', 'image-rendering="optimizeSpeed"'), {
    fitTo: { mode: 'zoom', value: pngScale },
    background: '#ffffff',
    font: { fontBuffers: [regular, bold], defaultFontFamily: figureFont, sansSerifFamily: figureFont },
  });
  const { width, height, pixels } = drawn.render();
  return pngBytes({ width, height, pixels }, specsIn(svg));
}
