import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveApp, visit } from './app.ts';
import { launchChromium } from './chromium.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser?.close());

test('a program that ends is missed in plain words, and the figure stays', async () => {
  const app = await serveApp();
  const { page } = await visit(browser, app);
  await app.stop();
  await page.getByText('Lost connection to Phasic.').waitFor();
  expect(await page.locator('.aligned .figure-frame > svg').count()).toBe(1);
  await page.close();
});

test('an address without its token opens nothing', async () => {
  const app = await serveApp();
  const page = await browser.newPage();
  const answer = await page.goto(new URL('/', app.url).href);
  expect(answer?.status()).toBe(403);
  expect(await page.textContent('body')).toMatch(/address that phasic serve has printed/);
  await page.close();
  await app.stop();
});
