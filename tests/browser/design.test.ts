// A person writes a design, sees its faults and its meaning, and runs it.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
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

const drawing = (page: Page): Promise<string | null> =>
  page.locator('.design-timeline svg').first().getAttribute('aria-label');

test('a design is written, drawn, corrected by line and column, run, and kept after a reload', async () => {
  const { page, complaints } = await visit(browser, app);
  await page.getByRole('radio', { name: 'Design' }).click();
  const text = page.getByRole('textbox', { name: 'design' });
  await text.fill('Only | 30A>B+ | 5#A\ncue = 2 s\n');
  await page.locator('.design-timeline svg').first().waitFor();
  expect(await drawing(page)).toContain('A from 0 to 2 s, B from 2 to 4 s');
  await text.fill('Only | 30A>B+ | 5#A\ncue = 2 s\nreward probability = 2\n');
  await page.getByText('line 3, column 22').waitFor();
  expect(await page.getByRole('button', { name: 'Run', exact: true }).isDisabled()).toBe(true);
  expect(await drawing(page)).toContain('A from 0 to 2 s, B from 2 to 4 s');
  expect(await violations(page)).toEqual([]);
  await text.fill('Only | 30A>B+ | 5#A\ncue = 2 s\n');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.getByRole('heading', { name: 'Custom design' }).waitFor();
  await page.getByText('/ 35').waitFor();
  await finished(page);
  const hash = await page.locator('button.hash-text').textContent();
  await page.reload();
  await finished(page);
  expect(await page.locator('button.hash-text').textContent()).toBe(hash);
  await page.getByRole('button', { name: 'edit the design' }).click();
  expect(await text.inputValue()).toBe('Only | 30A>B+ | 5#A\ncue = 2 s\n');
  expect(complaints).toEqual([]);
  await page.close();
});

test('files of other programs are opened, and any other file is refused in one line', async () => {
  const { page, complaints } = await visit(browser, app);
  await page.getByRole('radio', { name: 'Design' }).click();
  const open = async (name: string, text: string): Promise<void> => {
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('button', { name: 'Open design' }).click(),
    ]);
    await chooser.setFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
  };
  await open('blocking.csv', 'Group,P1,R1,P2,R2\nBlocking,10A>(US),FALSE,10AB>(US),FALSE\n');
  await page.getByText('Written as calmr.').waitFor();
  expect(await page.getByRole('list', { name: 'what is wrong' }).getByRole('listitem').count()).toBe(0);
  expect(await drawing(page)).toContain('A from 0');
  // A recording is recognised whatever its name; a design is recognised by its content.
  await open('session.csv', 'timestamps,data,sampling_rate\n0.0,1.5,30\n0.1,1.6,\n');
  // The message about the previous file may still be there.
  const told = (): Promise<string | null> => page.getByRole('alert').textContent();
  await expect
    .poll(told)
    .toMatch(/session\.csv.*this is a table of numbers, such as a recording.*Recordings are opened in Data/);
  await open('picture', '\u0089PNG\r\n\u001a\n\0\0');
  await expect.poll(told).toMatch(/picture.*this is not text|an image/);
  await open('design', 'Only | 30A+ | 5#A\n');
  await page.getByText('Written as lines of text.').waitFor();
  // Ignored parts of a PALMS file are reported, and the agent it names runs.
  await open('palms.rw', '@model=Pearce Kaye Hall\n@gamma=0.1\nG|lambda=0.25/beta=0.05/66T+|6T+\n');
  await page
    .getByRole('list', { name: 'notes' })
    .getByText("the model 'Pearce Kaye Hall' of PALMS is not here")
    .waitFor();
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.getByText('/ 72').waitFor();
  await finished(page);
  expect(await page.getByRole('region', { name: 'agent', exact: true }).textContent()).toContain('Rescorla-Wagner');
  expect(complaints).toEqual([]);
  await page.close();
});
