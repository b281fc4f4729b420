// A folder of the user's own parts: shown, confirmed by name, run, and to be confirmed again when a file changes.
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveApp, visit, type ServedApp } from './app.ts';
import { violations } from './axe.ts';
import { closePages, sharedChromium } from './chromium.ts';

let browser: Browser;
let app: ServedApp;
let folder: string;

beforeAll(async () => {
  [browser, app] = await Promise.all([sharedChromium(), serveApp()]);
  folder = mkdtempSync(join(tmpdir(), 'phasic-parts-of-mine-'));
  const page = readFileSync(new URL('../../docs/your-own-model.md', import.meta.url), 'utf8');
  for (const [, name = '', code = ''] of page.matchAll(/```js\n\/\/ (\S+)\n([^]*?)```/g)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), code);
  }
});

afterAll(async () => {
  await closePages(browser);
  await app?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const openParts = (page: Page): Promise<void> => page.getByRole('radio', { name: 'Parts' }).click();
const file = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const title = 'TD(0) with two rates (yours)';

async function listed(page: Page): Promise<readonly string[]> {
  await page.getByRole('radio', { name: 'Experiments' }).click();
  await page.locator('.agent-panel section[aria-label="agent"] .choice-button').click();
  const options = page.getByRole('listbox', { name: 'agent' });
  await options.waitFor();
  const titles = await options.locator('.option-title').allTextContents();
  await page.keyboard.press('Escape');
  return titles;
}

test('a folder is shown, confirmed and run, and a changed file must be confirmed again', async () => {
  const { page, complaints } = await visit(browser, app);
  await openParts(page);
  await page.getByRole('textbox', { name: 'folder' }).fill(folder);
  await page.getByRole('button', { name: 'Look' }).click();
  const rule = file(page, 'learning-rules/two-rates.js');
  const text = rule.getByRole('textbox', { name: 'text of learning-rules/two-rates.js' });
  expect(await text.inputValue()).toBe(readFileSync(join(folder, 'learning-rules/two-rates.js'), 'utf8'));
  expect(await violations(page)).toEqual([]);
  expect(await listed(page)).not.toContain(title);

  await openParts(page);
  await page.getByRole('textbox', { name: 'folder' }).fill(folder);
  await page.getByRole('button', { name: 'Look' }).click();
  for (const name of ['agents/two-rates.js', 'learning-rules/two-rates.js'])
    await file(page, name).getByText(`run ${name}`).click();
  await page.getByRole('button', { name: 'Run 2 files' }).click();
  await rule.getByText('agreed to, in use').waitFor();
  expect(await violations(page)).toEqual([]);

  expect(await listed(page)).toContain(title);
  await page.locator('.agent-panel section[aria-label="agent"] .choice-button').click();
  await page.getByRole('option', { name: title }).click();
  await page.getByRole('textbox', { name: /positive rate/i }).waitFor();
  await page.waitForFunction(() => document.querySelector('.scrubber-place b')?.textContent === '360');

  appendFileSync(join(folder, 'learning-rules/two-rates.js'), '// and a line more\n');
  await openParts(page);
  await rule.getByText('changed since you agreed to it; the one before is in use').waitFor();
  expect(await rule.getByRole('checkbox').isChecked()).toBe(false);
  expect(complaints.filter((line) => !line.includes('WebSocket'))).toEqual([]);
  await page.close();
});

test('a later page has the confirmed files that have not changed, and can withdraw consent', async () => {
  const { page } = await visit(browser, app);
  await openParts(page);
  await file(page, 'agents/two-rates.js').getByText('agreed to').waitFor();
  await page.getByText('run agents/two-rates.js').click();
  await page.getByRole('button', { name: 'Run none' }).click();
  await page.getByText(/^Connected again/).waitFor();
  expect(await listed(page)).not.toContain(title);
  await page.close();
});
