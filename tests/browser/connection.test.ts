import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveApp, visit } from './app.ts';
import { closePages, sharedChromium } from './chromium.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await sharedChromium();
});

afterAll(() => closePages(browser));

test('if the program ends, a message reports it, and the figure stays', async () => {
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

test('an experiment opened as a file is shown, whatever is on screen, with a note on ignored parts', async () => {
  const app = await serveApp();
  const page = await browser.newPage();
  let tell: ((message: string) => void) | undefined;
  await page.routeWebSocket(/\/socket/, (socket) => {
    const host = socket.connectToServer();
    host.onMessage((message) => {
      socket.send(message);
      // The page receives messages from its first answer on.
      tell = (told) => socket.send(told);
    });
  });
  await page.goto(app.url);
  await expect.poll(() => tell).toBeDefined();
  await page.getByRole('radio', { name: 'Design' }).click();
  const spec = { world: 'cohen-2012', seed: 77 };
  tell?.(JSON.stringify({ file: { spec, notes: ['A line was left out.'] } }));
  await page.waitForFunction(() => document.querySelector<HTMLInputElement>('.seed input')?.value === '77');
  await page.waitForFunction(() => window.location.hash.includes('cohen-2012'));
  await page.getByText('A line was left out.').waitFor();
  await page.close();
  await app.stop();
});
