// The app's icon for each system, from packaging/icon.svg.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const sizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024];
const icoSizes = [16, 24, 32, 48, 64, 128, 256];
// Apple's names of the images in an .icns file, with their widths in pixels.
const icnsTypes = { ic11: 32, ic12: 64, ic07: 128, ic13: 256, ic08: 256, ic14: 512, ic09: 512, ic10: 1024 };

/**
 * Writes icons/WIDTHxWIDTH.png (Linux), icon.ico (Windows) and icon.icns (macOS).
 * @param {string} svgFile
 * @param {string} folder
 * @param {NodeJS.Require} tools requires the packages of packaging/package.json
 */
export async function makeIcons(svgFile, folder, tools) {
  const { initWasm, Resvg } = tools('@resvg/resvg-wasm');
  const { IconIcns, IconIco } = tools('@shockpkg/icon-encoder');
  await initWasm(readFileSync(tools.resolve('@resvg/resvg-wasm/index_bg.wasm')));
  const svg = readFileSync(svgFile, 'utf8');
  const pngs = new Map(
    sizes.map((size) => [size, new Resvg(svg, { fitTo: { mode: 'width', value: size } }).render().asPng()]),
  );
  mkdirSync(join(folder, 'icons'), { recursive: true });
  for (const [size, png] of pngs) writeFileSync(join(folder, 'icons', `${size}x${size}.png`), png);
  const ico = new IconIco();
  for (const size of icoSizes) await ico.addFromPng(pngs.get(size));
  writeFileSync(join(folder, 'icon.ico'), ico.encode());
  const icns = new IconIcns();
  for (const [type, size] of Object.entries(icnsTypes)) await icns.addFromPng(pngs.get(size), [type]);
  writeFileSync(join(folder, 'icon.icns'), icns.encode());
}
