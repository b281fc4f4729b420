// Preconditions of every other browser test: text has glyphs, and WebGL draws.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closePages, sharedChromium } from './chromium.ts';

const html = `<!doctype html><meta charset="utf-8"><title>probe</title><body style="font: 20px system-ui, sans-serif">
<p>Reward prediction error δ(t), 0123456789</p>
<canvas id="text" width="300" height="50"></canvas><canvas id="gl" width="100" height="50"></canvas>`;
const server = createServer((_request, response) => response.setHeader('content-type', 'text/html').end(html));
let browser: Browser;
let page: Page;

beforeAll(async () => {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  browser = await sharedChromium();
  page = await browser.newPage({ viewport: { width: 500, height: 200 } });
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
});

afterAll(async () => {
  await closePages(browser);
  server.close();
});

test('letters, digits, Greek and signs have distinct glyphs', async () => {
  const pictures = await page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('#text')!;
    const context = canvas.getContext('2d')!;
    // U+FFFF is not a character: it draws the box, or the blank, of a missing glyph.
    return ['\uFFFF', 'i', 'W', '0', 'δ', 'α', '→', '▶', '≥'].map((text) => {
      context.clearRect(0, 0, canvas.width, canvas.height);
      context.font = '30px system-ui, sans-serif';
      context.fillText(text, 10, 35);
      return canvas.toDataURL();
    });
  });
  expect(new Set(pictures).size).toBe(pictures.length);
});

test('WebGL draws', async () => {
  const pixel = await page.evaluate(() => {
    const gl = document.querySelector<HTMLCanvasElement>('#gl')!.getContext('webgl2')!;
    gl.clearColor(1, 0.6, 0, 1);
    gl.clear(gl.COLOR_BUFFER_BIT);
    const rgba = new Uint8Array(4);
    gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, rgba);
    return [...rgba];
  });
  expect(pixel).toEqual([255, 153, 0, 255]);
});
