// The address opens the same view in a new browser, and messages report what it cannot contain or find.
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { linkOf } from '../../src/links/link.ts';
import type { SharedView } from '../../src/links/shared-view.ts';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { finished, serveApp, visit, type ServedApp } from './app.ts';
import { violations } from './axe.ts';
import { closePages, sharedChromium } from './chromium.ts';
import { linkIn } from './link-in.ts';

let browser: Browser;
let app: ServedApp;

beforeAll(async () => {
  [browser, app] = await Promise.all([sharedChromium(), serveApp()]);
});

afterEach(() => closePages(browser));

afterAll(async () => {
  await closePages(browser);
  await app?.stop();
});

const runHash = (page: Page): Promise<string | null> => page.locator('button.hash-text').textContent();
const told = (page: Page): Promise<string | null> => page.getByRole('alert').textContent();

const shows =
  (world: string) =>
  ({ spec }: SharedView): boolean =>
    typeof spec?.world === 'object' && spec.world.id === world;

async function write(page: Page, design: string): Promise<void> {
  await page.getByRole('radio', { name: 'Design' }).click();
  await page.getByRole('textbox', { name: 'design' }).fill(design);
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.getByRole('heading', { name: 'Custom design' }).waitFor();
  await finished(page);
}

test('a custom design, with its tab and seed', async () => {
  const { page: mine } = await visit(browser, app);
  await write(mine, 'My class | 20A+p0.5 | 10#A\n');
  await mine.getByRole('textbox', { name: 'seed' }).fill('4');
  await mine.getByRole('tab', { name: 'features and weights' }).click();
  const link = await linkIn(mine, ({ tab, spec }) => tab === 'weights' && spec?.seed === 4);
  // Its hash is that of the seed.
  await finished(mine);
  const { page: theirs, complaints } = await visit(browser, app, { hash: link });
  expect(await runHash(theirs)).toBe(await runHash(mine));
  expect(await theirs.getByRole('tab', { name: 'features and weights' }).getAttribute('aria-selected')).toBe('true');
  await theirs.getByRole('button', { name: 'edit the design' }).click();
  expect(await theirs.getByRole('textbox', { name: 'design' }).inputValue()).toContain('My class | 20A+p0.5 | 10#A');
  expect(complaints).toEqual([]);
});

test('compared agents', async () => {
  const { page: mine } = await visit(browser, app, { hash: 'world=schultz-1997&seed=2' });
  await mine.getByRole('radio', { name: 'compare' }).click();
  await mine.getByRole('button', { name: /compare with/ }).click();
  await mine.getByRole('option', { name: 'Rescorla-Wagner', exact: true }).click();
  const figure = (page: Page) => page.locator('.compare-figure svg').first();
  await figure(mine).waitFor();
  const link = await linkIn(mine, ({ compared }) => compared?.includes('rescorla-wagner') === true);
  const { page: theirs, complaints } = await visit(browser, app, { hash: link });
  await figure(theirs).waitFor();
  expect(await figure(theirs).getAttribute('aria-label')).toBe(await figure(mine).getAttribute('aria-label'));
  expect(complaints).toEqual([]);
});

test('a game with its agent, its values and its speed; a reload keeps it', async () => {
  const { page: mine } = await visit(browser, app);
  await mine.getByRole('radio', { name: 'Games' }).click();
  await mine.locator('.world-item', { hasText: 'FrozenLake' }).first().click();
  await mine.getByRole('heading', { name: /^FrozenLake ·/ }).waitFor();
  await mine.getByRole('textbox', { name: 'seed' }).fill('9');
  await mine.getByRole('textbox', { name: 'seed' }).press('Enter');
  await mine.getByRole('button', { name: /speed/ }).click();
  await mine.getByRole('option', { name: 'full speed' }).click();
  await mine.getByRole('heading', { name: /^FrozenLake ·/ }).waitFor();
  const address = await linkIn(mine, ({ game }) => game?.spec.seed === 9 && game.speed === null);
  expect(address).toMatch(/^frozen-lake~/);
  const { page: theirs, complaints } = await visit(browser, app, { hash: address, waits: false });
  const sees = async (): Promise<void> => {
    await theirs.getByRole('heading', { name: /^FrozenLake ·/ }).waitFor();
    expect(await theirs.getByRole('textbox', { name: 'seed' }).inputValue()).toBe('9');
    expect(await theirs.getByRole('button', { name: /speed/ }).textContent()).toContain('full speed');
  };
  await sees();
  await theirs.reload();
  await sees();
  // The software renderer of a machine without a graphics card warns that it is slow.
  expect(complaints.filter((line) => !/WebGPU|GPU stall/.test(line))).toEqual([]);
});

test('the Design and the Bench workspace', async () => {
  const { page: mine } = await visit(browser, app);
  await mine.getByRole('radio', { name: 'Design' }).click();
  await mine.getByRole('textbox', { name: 'design' }).fill('Half | written');
  const design = await linkIn(
    mine,
    ({ workspace, written }) => workspace === 'design' && written?.text === 'Half | written',
  );
  const { page: theirs } = await visit(browser, app, { hash: design, waits: false });
  await expect.poll(() => theirs.getByRole('textbox', { name: 'design' }).inputValue()).toBe('Half | written');
  await mine.getByRole('radio', { name: 'Bench' }).click();
  const matrix = await linkIn(mine, ({ workspace }) => workspace === 'bench');
  const { page: bench } = await visit(browser, app, { hash: matrix, waits: false });
  await expect.poll(() => bench.getByRole('radio', { name: 'Bench' }).getAttribute('aria-checked')).toBe('true');
});

test('a link without its design, which was too long, says so when it is opened', async () => {
  const { design: _, ...spec } = completeTrialSpec({ world: 'own-design' });
  const { text } = await linkOf({ workspace: 'experiments', spec, lacksDesign: true });
  const { page } = await visit(browser, app, { hash: text });
  await expect
    .poll(() => told(page))
    .toMatch(/too short to hold its design; this is the design that was written last in this browser/);
  expect(await violations(page)).toEqual([]);
});

test('unknown names in a link are reported, and the address then describes what is shown', async () => {
  const { page } = await visit(browser, app, { hash: 'world=schultz-1987' });
  await expect
    .poll(() => told(page))
    .toMatch(/'schultz-1987', which this Phasic does not have.*Did you mean 'schultz-1997'/);
  await page.getByRole('heading', { name: /Schultz, Dayan/ }).waitFor();
  expect(await linkIn(page, shows('schultz-1997'))).toMatch(/^schultz-1997~/);
  await page.evaluate(() => {
    window.location.hash = '#world=fiorillo-2003&agent=nobody';
  });
  await page.getByRole('heading', { name: /Fiorillo/ }).waitFor();
  await expect.poll(() => told(page)).toMatch(/agent 'nobody'/);
  expect(await linkIn(page, shows('fiorillo-2003'))).toMatch(/^fiorillo-2003~/);
  await page.evaluate(() => {
    window.location.hash = '#fiorillo-2003~eJwr';
  });
  await expect.poll(() => told(page)).toMatch(/cut short or changed/);
  await page.getByRole('heading', { name: /Fiorillo/ }).waitFor();
  expect(await linkIn(page, shows('fiorillo-2003'))).toMatch(/^fiorillo-2003~.{100}/);
});

test('the link is copied without the token of this server', async () => {
  const { page } = await visit(browser, app);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: 'Copy a link' }).click();
  await page.getByText('link copied').waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#schultz-1997~[\w-]+$/);
  expect(copied.split('#')[1]).toBe(await linkIn(page));
});
