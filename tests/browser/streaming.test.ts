// A long session: the page keeps drawing while more than a million steps stream in, and its memory stays constant.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { finished, serveApp, visit, type ServedApp } from './app.ts';
import { closePages, sharedChromium } from './chromium.ts';

let browser: Browser;
let app: ServedApp;

beforeAll(async () => {
  [browser, app] = await Promise.all([sharedChromium(), serveApp()]);
});

afterAll(async () => {
  await closePages(browser);
  await app?.stop();
});

test('a million steps stream into a page whose memory stays constant', async () => {
  // 14,000 trials of about 80 steps.
  const { page, complaints } = await visit(browser, app, { hash: 'world=schultz-1997&world.trainingTrials=14000' });
  const session = await page.context().newCDPSession(page);
  const heap = async (): Promise<number> => {
    await session.send('HeapProfiler.collectGarbage');
    return ((await session.send('Runtime.getHeapUsage')) as { usedSize: number }).usedSize / 1e6;
  };
  await page.locator('.speed button').click();
  await page.getByRole('option', { name: '1000 trials/s' }).click();
  const before = await heap();
  await page.evaluate(() => {
    const frames: number[] = [];
    (window as unknown as { frames: number[] }).frames = frames;
    let last = performance.now();
    const next = (now: number): void => {
      frames.push(now - last);
      last = now;
      requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  });
  await page.getByRole('button', { name: 'Run from the start' }).click();
  await page.waitForFunction(() => {
    const place = Number(document.querySelector('.scrubber-place b')?.textContent);
    return place > 3000 && place < 14_000;
  });
  const during = await heap();
  const frames = await page.evaluate(() =>
    (window as unknown as { frames: number[] }).frames.slice().sort((a, b) => a - b),
  );
  await page.getByRole('button', { name: 'Run to the end' }).click();
  await finished(page);
  const after = await heap();
  const share = (part: number): string => (frames[Math.floor(part * frames.length)] ?? 0).toFixed(1);
  console.log(
    `frames while streaming: median ${share(0.5)} ms, 95 % within ${share(0.95)} ms; heap ${before.toFixed(0)}, ${during.toFixed(0)}, ${after.toFixed(0)} MB`,
  );
  expect(during - before).toBeLessThan(20);
  expect(after - before).toBeLessThan(20);
  expect(complaints).toEqual([]);
  await page.close();
});
