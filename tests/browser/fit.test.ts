// A person fits an agent to a recording in the app, stops it, resumes it, and gets the numbers of the command.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { phasic } from '../cli/phasic.ts';
import { serveApp, visit, type ServedApp } from './app.ts';
import { violations } from './axe.ts';
import { closePages, sharedChromium } from './chromium.ts';

const folder = mkdtempSync(join(tmpdir(), 'phasic-test-'));
let browser: Browser;
let app: ServedApp;

beforeAll(async () => {
  [browser, app] = await Promise.all([sharedChromium(), serveApp()]);
});

afterAll(async () => {
  await closePages(browser);
  await app?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Saves a file under the name that it is offered with. @returns its name and its text */
async function saved(page: Page, what: RegExp): Promise<{ readonly name: string; readonly text: string }> {
  await page.getByRole('button', { name: 'Save fits' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: what }).click(),
  ]);
  const name = download.suggestedFilename();
  await download.saveAs(join(folder, name));
  return { name, text: readFileSync(join(folder, name), 'utf8') };
}

/** Opens a file in Data. */
async function open(page: Page, file: string): Promise<void> {
  await page.getByRole('radio', { name: 'Data' }).click();
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Open files' }).click(),
  ]);
  await chooser.setFiles(join(folder, file));
}

async function setNumber(page: Page, label: string, value: number): Promise<void> {
  await page.getByLabel(label, { exact: true }).fill(String(value));
  await page.getByLabel(label, { exact: true }).press('Enter');
}

test('an agent is fitted, stopped and resumed: the numbers are those of the command', async () => {
  writeFileSync(join(folder, 'design.txt'), 'train | 12A+/3A-\niti = uniform 4 6\n');
  const sensed = ['--agent', 'td-csc', '--recording', 'dlight'];
  const made = phasic(['run', 'design.txt', ...sensed, '--set', 'discount=0.7', '--nwb', 'made.nwb'], { cwd: folder });
  expect(made).toMatchObject({ code: 0 });
  expect(phasic(['import', 'made.nwb', '--save-mapping', 'mine.json'], { cwd: folder })).toMatchObject({ code: 0 });
  const mapping = JSON.parse(readFileSync(join(folder, 'mine.json'), 'utf8')) as object;
  // Any numbers will do; simulated again they are too large, so that recovery fails, which loses nothing.
  const latencies = { table: 'trials', time: 'time_zero', latency: 'stop_time', unit: 's' };
  writeFileSync(join(folder, 'mine.json'), JSON.stringify({ ...mapping, latencies }));
  const { page, complaints } = await visit(browser, app, { waits: false });
  await open(page, 'made.nwb');
  await page.getByRole('button', { name: 'Fit parameters' }).waitFor();
  await open(page, 'mine.json');
  await page.getByRole('button', { name: 'Fit parameters' }).click();
  await page.getByRole('button', { name: 'sensor' }).click();
  await page.getByRole('option', { name: 'dLight1' }).click();
  await page.getByRole('button', { name: 'agent to fit' }).click();
  await page.getByRole('option', { name: 'TD(0), serial compound', exact: true }).click();
  await page.getByText('latencies', { exact: true }).click();
  await page.getByText('13 more parameters').click();
  await setNumber(page, 'value of recording.decaySeconds', 0.2);
  await setNumber(page, 'searches', 60);
  await setNumber(page, 'held-out blocks', 2);
  await setNumber(page, 'simulated sessions', 2);
  const fit = page.getByRole('button', { name: 'Fit', exact: true });
  await fit.click();
  await page.getByText(/[1-9]\d* of 60 searches are done/).waitFor();
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.getByText('Resume goes on from there; nothing is computed again.').waitFor();
  await page.getByRole('button', { name: 'Resume' }).click();
  await page.getByRole('table', { name: 'recovery of TD(0), serial compound' }).waitFor();
  await fit.waitFor();
  const { text: json } = await saved(page, /^JSON/);
  const what = ['--mapping', 'mine.json', '--data', 'signal,latencies', '--fix', 'recording.decaySeconds=0.2'];
  const options = ['--starts', '60', '--blocks', '2', '--recover', '2', '--json'];
  expect(phasic(['fit', 'made.nwb', ...sensed, ...what, ...options], { cwd: folder })).toMatchObject({
    code: 0,
    out: json,
  });
  const { name } = await saved(page, /^Fit file/);
  expect(phasic(['verify', name], { cwd: folder })).toMatchObject({ code: 0 });
  expect((await saved(page, /^Regressors/)).text).toContain('rpe_signed');
  expect(await violations(page)).toEqual([]);
  expect(complaints).toEqual([]);
});

test('models are fitted to choices, as a group and with simulated subjects: the numbers are those of the command', async () => {
  // Two sides of which the better one changes, and a person that stays with each for a few trials.
  const rows = Array.from({ length: 4 * 40 }, (_, i) => {
    const [person, trial] = [Math.floor(i / 40), i % 40];
    const side = Number((trial + person) % (5 + person) < 3);
    return [`p${person}`, person < 2 ? 'young' : 'old', trial + 1, side, Number(side === Math.floor(trial / 10) % 2)];
  });
  const table = [['subject', 'group', 'trial', 'choice', 'reward'], ...rows];
  writeFileSync(join(folder, 'choices.csv'), table.map((row) => row.join(',')).join('\n'));
  const { page, complaints } = await visit(browser, app, { waits: false });
  await open(page, 'choices.csv');
  await page.getByRole('heading', { name: 'choices.csv' }).waitFor();
  await page.getByRole('radio', { name: 'Fit' }).click();
  await page.getByRole('radio', { name: 'models of choices' }).click();
  await page.getByText('4 different').waitFor();
  for (const model of ['Rescorla-Wagner and softmax', 'Random responding'])
    await page.getByText(model, { exact: true }).click();
  await page.getByText('all subjects at once as well').click();
  await page.getByRole('button', { name: 'contrast' }).click();
  await page.getByRole('option', { name: 'group' }).click();
  await setNumber(page, 'searches', 2);
  await setNumber(page, 'simulated subjects', 2);
  const fit = page.getByRole('button', { name: 'Fit', exact: true });
  await fit.click();
  await page.getByRole('table', { name: /^Confusion/ }).waitFor();
  await fit.waitFor();
  const asked = [
    '--subject',
    'subject',
    '--model',
    'rescorla-wagner,random-responding',
    '--group',
    '--contrast',
    'group',
  ];
  const options = ['--starts', '2', '--recover', '2', '--json'];
  const { text: json } = await saved(page, /^JSON/);
  expect(phasic(['fit-choices', 'choices.csv', ...asked, ...options], { cwd: folder })).toMatchObject({
    code: 0,
    out: json,
  });
  expect(await violations(page)).toEqual([]);
  expect(complaints).toEqual([]);
});
