// Agents next to each other and manipulated subjects next to their control; the matrix, and the link from a cell to its
// experiment.
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Averages } from '../../src/contracts/paradigm.ts';
import { specsInFigure } from '../../src/figures/figure-specs.ts';
import { phasic } from '../cli/phasic.ts';
import { finished, serveApp, visit, type ServedApp } from './app.ts';
import { violations } from './axe.ts';
import { closePages, sharedChromium } from './chromium.ts';
import { savedFile, type Saved } from './saved-files.ts';

let browser: Browser;
let app: ServedApp;

beforeAll(async () => {
  [browser, app] = await Promise.all([sharedChromium(), serveApp()]);
});

// A page left open by a failed test would keep its bench running through the next one.
afterEach(() => closePages(browser));

afterAll(async () => {
  await closePages(browser);
  await app?.stop();
});

const figureText = (page: Page): Promise<string | null> =>
  page.locator('.compare-figure svg').first().getAttribute('aria-label');

test('another agent is compared with the current one, and the trials in which they differ most are shown', async () => {
  const { page, complaints } = await visit(browser, app);
  await page.getByRole('radio', { name: 'compare' }).click();
  await page.getByText('Choose an agent to compare with').waitFor();
  await page.getByRole('button', { name: /compare with/ }).click();
  await page.getByRole('option', { name: 'Rescorla-Wagner', exact: true }).click();
  await page.locator('.compare-figure svg').first().waitFor();
  const told = await figureText(page);
  expect(told).toContain('TD(0), serial compound');
  expect(told).toContain('Rescorla-Wagner');
  expect(told).toMatch(/They differ most in trial \d+/);
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'remove' }).click();
  await page.getByText('Choose an agent to compare with').waitFor();
  expect(complaints).toEqual([]);
});

test('a saved comparison is the one on screen: its figure, and a table with every agent', async () => {
  const { page, complaints } = await visit(browser, app);
  const save = (item: string): Promise<Saved> => savedFile(page, item);
  await page.getByRole('radio', { name: 'compare' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  expect(await page.getByRole('menuitem', { name: 'SVG' }).getAttribute('aria-disabled')).toBe('true');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /compare with/ }).click();
  await page.getByRole('option', { name: /^TD\(0\), belief state/ }).click();
  await page.locator('.compare-figure svg').first().waitFor();

  // The command line computes the same comparison independently.
  const { code, out } = phasic(['compare', 'schultz-1997', '--agents', 'td-csc,td-belief', '--json']);
  expect(code).toBe(0);
  const { arms } = JSON.parse(out) as {
    readonly arms: readonly {
      readonly spec: { readonly agent: { readonly id: string } };
      readonly conditions: Readonly<Record<string, Averages>>;
    }[];
  };
  const shown = ['predicted', 'omitted', 'unpredicted'];
  const csv = await save('CSV');
  expect(csv.name).toBe('schultz-1997_td-csc-compared-with-td-belief_seed-1.csv');
  const [header, ...rows] = csv.bytes
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
  expect(header?.join()).toBe('agent,manipulations,condition,align,t_s,signal,mean,sem,n,n_of,unit');
  for (const agent of ['td-csc', 'td-belief']) {
    const conditions = arms.find(({ spec }) => spec.agent.id === agent)?.conditions ?? {};
    for (const id of shown) {
      const { t, rpe } = conditions[id] as Averages;
      const own = rows.filter((row) => row[0] === agent && row[2] === id && row[5] === 'rpe');
      expect(
        own.map((row) => [Number(row[4]), Number(row[6])]),
        `${agent} ${id}`,
      ).toEqual(t.map((seconds, i) => [seconds, rpe.mean[i]]));
    }
  }
  expect(new Set(rows.map(([agent]) => agent))).toEqual(new Set(['td-csc', 'td-belief']));

  const svg = (await save('SVG')).bytes.toString();
  expect(svg).toMatch(/^<\?xml[^]*<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/);
  expect(
    await page.evaluate(
      (text) => new DOMParser().parseFromString(text, 'image/svg+xml').querySelector('parsererror')?.textContent ?? '',
      svg,
    ),
  ).toBe('');
  const label = /aria-label="([^"]*)"/.exec(svg)?.[1] ?? '';
  expect(label).toBe((await figureText(page))?.replaceAll('&', '&amp;'));
  const png = await save('PNG');
  expect(png.name).toMatch(/td-belief.*\.png$/);
  expect(png.bytes.subarray(1, 4).toString()).toBe('PNG');
  expect(png.bytes.length).toBeGreaterThan(20_000);
  expect(specsInFigure(png.bytes)).toEqual(arms.map(({ spec }) => spec));
  expect(complaints).toEqual([]);
});

test('a manipulation is added, changes the figure, is drawn next to its control, survives a reload, and is removed', async () => {
  const { page, complaints } = await visit(browser, app);
  const hash = (): Promise<string | null> => page.locator('button.hash-text').textContent();
  const before = await hash();
  await page.getByRole('button', { name: /add a manipulation/ }).click();
  await page.getByRole('option', { name: /RPE in a window/ }).click();
  await page.waitForFunction((old) => document.querySelector('button.hash-text')?.textContent !== old, before);
  await page.getByRole('textbox', { name: /^amount/ }).fill('2');
  await page.getByRole('radio', { name: 'compare' }).click();
  await page.locator('.compare-figure svg').first().waitFor();
  expect(await figureText(page)).toMatch(/control and RPE in a window/);
  await page.getByRole('textbox', { name: 'phase' }).fill('trainin');
  await page
    .getByText(/did you mean 'training'/)
    .first()
    .waitFor();
  await page.getByRole('textbox', { name: 'phase' }).fill('training');
  await page.waitForFunction(() => document.querySelector('button.hash-text') !== null);
  await page.reload();
  await finished(page);
  expect(await page.getByRole('textbox', { name: /^amount/ }).inputValue()).toBe('2');
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'remove' }).click();
  await page.waitForFunction((old) => document.querySelector('button.hash-text')?.textContent === old, before);
  expect(complaints).toEqual([]);
});

test('the matrix shows known cells, continues, stops, and opens the experiment of a cell', async () => {
  const { code } = phasic([
    'bench',
    '--paradigms',
    'schultz-1997',
    '--agents',
    'td-csc,rescorla-wagner',
    '--store',
    app.bench,
    '--json',
  ]);
  expect(code).toBe(0);
  const { page, complaints } = await visit(browser, app, { hash: 'world=hollerman-schultz-1998' });
  await page.getByRole('radio', { name: 'Bench' }).click();
  const cell = page.getByRole('button', {
    name: /^Schultz, Dayan & Montague 1997: .*, TD\(0\), serial compound: pass: every finding is shown; \d of \d findings shown$/,
  });
  await cell.waitFor();
  // The shipped matrix is displayed; cells that are run here replace its cells.
  const shipped = page.locator('button.bench-cell[title$="(as shipped)"]');
  const before = await shipped.count();
  expect(before).toBeGreaterThan(1000);
  await page.getByRole('button', { name: 'Run them here' }).click();
  await page.waitForFunction(
    (known) => document.querySelectorAll('button.bench-cell[title$="(as shipped)"]').length < known,
    before,
  );
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.getByRole('button', { name: 'Run them here' }).waitFor();
  await shipped.last().click();
  // Ten seeds are shown, as shipped and as run here.
  await page.getByText('These numbers are shipped with Phasic.').waitFor();
  expect(await page.locator('.bench-detail svg.seed-strip').first().getAttribute('aria-label')).toMatch(
    /^seeds: (\S+, ){9}\S+;/,
  );
  await page.getByRole('button', { name: 'Run its 10 seeds' }).click();
  await page.getByText('These numbers are shipped with Phasic.').waitFor({ state: 'detached' });
  expect(await page.locator('.bench-detail svg.seed-strip').first().getAttribute('aria-label')).toMatch(
    /^seeds: (\S+, ){9}\S+;/,
  );
  await cell.click();
  const behind = page.getByRole('region', { name: /^Schultz, Dayan & Montague 1997: .*, TD\(0\), serial compound$/ });
  await behind.getByText('phasic run schultz-1997 --agent td-csc --seeds 10').waitFor();
  expect(await behind.locator('svg.seed-strip').first().getAttribute('aria-label')).toMatch(
    /^seeds: (\S+, ){9}\S+; mean \S+, 95 % interval \S+ to \S+; expected \S+ ± \S+$/,
  );
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Dark theme' }).click();
  expect(await violations(page)).toEqual([]);
  await behind.getByRole('button', { name: 'Open the experiment' }).click();
  await page.getByRole('heading', { name: /Schultz, Dayan/ }).waitFor();
  await finished(page);
  expect(complaints).toEqual([]);
});
