import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { decode, encode } from 'fast-png';
import { describe, expect, test } from 'vitest';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { pdfOfSvg } from '../../src/export/pdf.ts';
import { pngOfSvg } from '../../src/export/png.ts';
import { specsInFigure } from '../../src/figures/figure-specs.ts';
import { temporaryFolder } from '../storage/temporary-folder.ts';

const spec = completeTrialSpec({ world: 'schultz-1997' });
/** With all that JSON, XML and PDF write in another way. */
const odd = { ...spec, note: 'a "b" \\ (c)) <d> & µl − 10 \u{1f42d}\n' };

const figure = (inside: string, specs: readonly unknown[] = []): string => {
  const text = JSON.stringify(specs).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const noted = specs.length === 0 ? '' : `<metadata id="phasic-specs">${text}</metadata>`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100" viewBox="0 0 200 100" font-family="system-ui, sans-serif" font-size="12">${noted}${inside}</svg>\n`;
};

const pixels = Buffer.from(
  encode({ width: 2, height: 1, channels: 3, data: new Uint8Array([255, 0, 0, 0, 0, 255]) }),
).toString('base64');
const heatMap = `<image x="0" y="0" width="100" height="100" preserveAspectRatio="none" image-rendering="pixelated" href="data:image/png;base64,${pixels}"/>`;
const label = (stroke: string): string =>
  `<rect x="100" width="100" height="100" fill="#000000"/><g fill="#0072b2" stroke="${stroke}" stroke-width="6" paint-order="stroke"><text x="110" y="60" font-size="40">M</text></g>`;

describe('a figure as PNG', () => {
  const pixelsOf = async (svg: string) => {
    const { width, height, data, channels } = decode(await pngOfSvg(svg));
    const bytes = Buffer.from(data as Uint8Array);
    const all = Array.from({ length: width * height }, (_, i) => bytes.toString('hex', i * channels, i * channels + 3));
    return { width, height, all, at: (x: number, y: number): string | undefined => all[2 * y * width + 2 * x] };
  };

  test('has twice its size, on white, and the colours of its shapes', async () => {
    const { width, height, at } = await pixelsOf(figure('<rect x="50" y="20" width="10" height="10" fill="#d55e00"/>'));
    expect([width, height]).toEqual([400, 200]);
    expect([at(55, 25), at(45, 25), at(199, 99)]).toEqual(['d55e00', 'ffffff', 'ffffff']);
  });

  test('has the pixels of a map unblurred, up to the edge between them', async () => {
    const { at } = await pixelsOf(figure(heatMap));
    expect([at(1, 50), at(49, 50), at(50, 50), at(98, 50)]).toEqual(['ff0000', 'ff0000', '0000ff', '0000ff']);
  });

  test('has letters in their colour, above their halo', async () => {
    const { all } = await pixelsOf(figure(label('#ffff00')));
    const count = (colour: string): number => all.filter((one) => one === colour).length;
    expect(count('0072b2')).toBeGreaterThan(200);
    expect(count('ffff00')).toBeGreaterThan(200);
    // Without a halo it covers no more: what is above is the letter.
    const { all: bare } = await pixelsOf(figure(label('none')));
    expect(bare.filter((one) => one === '0072b2').length).toBeCloseTo(count('0072b2'), -2);
  });
});

describe('a figure as PDF', () => {
  /** The text of the file, with its streams uncompressed. */
  const written = (bytes: Uint8Array): string => {
    const file = Buffer.from(bytes).toString('latin1');
    return file.replaceAll(/stream\n([^]*?)\nendstream/g, (whole, inside: string) => {
      try {
        return inflateSync(Buffer.from(inside, 'latin1')).toString('latin1');
      } catch {
        return whole;
      }
    });
  };

  test('has a page of its size in points, and lines with their dashes and colours', async () => {
    const text = written(
      await pdfOfSvg(figure('<path d="M0,0L200,100" fill="none" stroke="#ff0000" stroke-dasharray="6 3"/>')),
    );
    expect(text).toContain('/MediaBox [0 0 150 75]');
    expect(text).toMatch(/\[6 3\] 0 d/);
    expect(text).toMatch(/1 0 0 SCN/);
  });

  test('embeds its fonts', async () => {
    const text = written(
      await pdfOfSvg(figure('<text x="9" y="20">µl</text><text x="9" y="50" font-weight="600">R</text>')),
    );
    expect(text).toMatch(/\/FontName \/\w+\+DejaVuSansCondensed\n/);
    expect(text).toMatch(/\/FontName \/\w+\+DejaVuSansCondensed-Bold\n/);
    expect(text.match(/\/FontFile2/g)).toHaveLength(2);
  });

  const hasPoppler = spawnSync('pdftoppm', ['-v']).status === 0;
  test.skipIf(!hasPoppler)('is drawn by another program as its PNG is, and its text is text', async () => {
    const svg = figure(`${heatMap}${label('#ffff00')}<text x="110" y="90" fill="#ffffff">5 µl (α⁺)</text>`);
    const file = join(temporaryFolder(), 'a.pdf');
    writeFileSync(file, await pdfOfSvg(svg));
    expect(execFileSync('pdftotext', [file, '-'], { encoding: 'utf8' })).toContain('5 µl (α⁺)');
    const drawn = execFileSync('pdftoppm', ['-r', '192', '-png', file]);
    const [one, other] = [decode(drawn), decode(await pngOfSvg(svg))];
    expect([one.width, one.height]).toEqual([other.width, other.height]);
    let apart = 0;
    for (let pixel = 0; pixel < one.width * one.height; pixel++)
      for (let channel = 0; channel < 3; channel++)
        apart +=
          Math.abs(
            (one.data[pixel * one.channels + channel] as number) -
              (other.data[pixel * other.channels + channel] as number),
          ) /
          255 /
          3;
    // Edges of letters are smoothed otherwise.
    expect(apart / (one.width * one.height)).toBeLessThan(0.01);
  });
});

describe.each([
  ['SVG', async (svg: string) => Buffer.from(svg)],
  ['PNG', pngOfSvg],
  ['PDF', pdfOfSvg],
] as const)('a figure as %s', (_, fileOf) => {
  test('contains its experiments, in any characters', async () => {
    const specs = [spec, odd];
    expect(specsInFigure(await fileOf(figure('', specs)))).toEqual(specs);
    expect(specsInFigure(await fileOf(figure('')))).toBeUndefined();
  });

  test('has the same bytes when it is saved again', async () => {
    const svg = figure(`${heatMap}${label('#ffffff')}`, [spec]);
    const before = await fileOf(svg);
    await new Promise((done) => void setTimeout(done, 1100));
    expect(Buffer.from(await fileOf(svg)).equals(Buffer.from(before))).toBe(true);
  });

  test('that is cut short has none, or all of its experiments', async () => {
    const file = await fileOf(figure(label('#ffffff'), [odd]));
    for (const share of [0.1, 0.5, 0.9]) {
      const found = specsInFigure(file.subarray(0, Math.round(share * file.length)));
      if (found !== undefined) expect(found).toEqual([odd]);
    }
  });
});
