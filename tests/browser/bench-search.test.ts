// The result of a search for a setting, next to the verdict at the defaults, and the link from it to the experiment.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { phasic } from '../cli/phasic.ts';
import { finished, serveApp, visit, type ServedApp } from './app.ts';
import { violations } from './axe.ts';
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

test('a cell shows both verdicts, and opens the experiment with the setting that passes', async () => {
  const { code } = phasic([
    'bench',
    '--paradigms',
    'hollerman-schultz-1998',
    '--agents',
    'td-csc',
    '--search',
    '--store',
    app.bench,
    '--json',
  ]);
  expect(code).toBe(0);
  const { page, complaints } = await visit(browser, app, { hash: 'world=schultz-1997' });
  await page.getByRole('radio', { name: 'Bench' }).click();
  const cell = page.getByRole('button', {
    name: /TD\(0\), serial compound: partly: .*; does not pass by default, but with architecture\.resetAtReward = true \(64 settings tried\)$/,
  });
  await cell.waitFor();
  expect([await cell.textContent(), await cell.getAttribute('data-search-mark')]).toEqual(['~', '+']);
  await cell.click();
  const behind = page.getByRole('region', { name: /^Hollerman & Schultz 1998.*, TD\(0\), serial compound$/ });
  await behind.getByRole('heading', { name: 'With another setting' }).waitFor();
  await behind
    .getByText('phasic run hollerman-schultz-1998 --agent td-csc --seeds 10 --set architecture.resetAtReward=true')
    .waitFor();
  // Both tables, of ten seeds each.
  expect(await behind.locator('tr[data-signature=early-no-dip] .verdict').allTextContents()).toEqual(['fail', 'pass']);
  expect(await violations(page)).toEqual([]);
  await behind.getByRole('button', { name: 'Open with this setting' }).click();
  await finished(page);
  await page
    .getByRole('heading', { name: /Hollerman/ })
    .first()
    .waitFor();
  // A non-default value can be reset.
  await page.getByRole('button', { name: /^reset reset.?at.?reward to false$/i }).waitFor();
  expect(complaints).toEqual([]);
});
