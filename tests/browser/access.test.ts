// Accessibility: no axe violation in any view, light and dark, and everything can be used with the keyboard.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveApp, visit, type ServedApp } from './app.ts';
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

for (const theme of ['light', 'dark'] as const) {
  test(`no axe violation in any tab, ${theme}`, async () => {
    const { page, complaints } = await visit(browser, app, { theme, hash: 'world=eshel-2015' });
    for (const tab of await page.getByRole('tab').all()) {
      await tab.click();
      await expect.poll(() => tab.getAttribute('aria-selected')).toBe('true');
      expect(await violations(page), (await tab.textContent()) ?? '').toEqual([]);
    }
    expect(complaints).toEqual([]);
    await page.close();
  });

  test(`no axe violation in open lists, dialogs and errors, ${theme}`, async () => {
    const { page, complaints } = await visit(browser, app, { theme });
    await page.getByRole('textbox', { name: /learning rate/ }).fill('9');
    await page.getByText(/must be a number from/).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('menu').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.locator('.speed button').click();
    await page.getByRole('listbox', { name: 'speed' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
    await page.getByRole('dialog').waitFor();
    expect(await violations(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await page.close();
  });
}

test('the theme can be chosen, and is stored', async () => {
  const { page } = await visit(browser, app, { theme: 'light' });
  const ground = (): Promise<string> =>
    page.evaluate(() => getComputedStyle(document.querySelector('.figure-panel')!).backgroundColor);
  const light = await ground();
  await page.getByRole('button', { name: 'Dark theme' }).click();
  expect(await ground()).not.toBe(light);
  await page.reload();
  await page.getByRole('button', { name: 'Light theme' }).click();
  expect(await ground()).toBe(light);
  await page.close();
});

test('every control is reachable with the tab key, and shows its focus', async () => {
  const { page } = await visit(browser, app);
  // At the end of a run there is no next step.
  await page.keyboard.press('ArrowLeft');
  await page.waitForFunction(() => document.querySelector('.scrubber-place b')?.textContent === '359');
  const reached = new Set<string>();
  for (let i = 0; i < 80; i++) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      const element = document.activeElement as HTMLElement;
      const { outlineStyle } = getComputedStyle(element);
      const parent = getComputedStyle(element.closest('.search, .flag') ?? element);
      const isMarked = outlineStyle !== 'none' || parent.boxShadow !== 'none' || element.closest('.flag') !== null;
      return {
        name: element.getAttribute('aria-label') ?? element.textContent?.trim() ?? '',
        tag: element.tagName,
        isMarked,
      };
    });
    if (focused.tag === 'BODY') break;
    expect(focused.isMarked, `${focused.tag} ${focused.name}`).toBe(true);
    reached.add(focused.name);
  }
  for (const name of [
    'Keyboard shortcuts',
    'Run',
    'Step one trial',
    'trial',
    'Open spec',
    'Save',
    'height of the details',
  ])
    expect([...reached]).toContain(name);
  await page.close();
});

for (const [width, height] of [
  [1280, 800],
  [1920, 1080],
] as const) {
  test(`nothing is clipped at ${width} x ${height}`, async () => {
    const { page } = await visit(browser, app, { width, height });
    const cut = await page.evaluate(() => {
      const isCut = (element: Element): boolean =>
        element.scrollWidth > element.clientWidth + 1 &&
        getComputedStyle(element).overflowX === 'visible' &&
        element.clientWidth > 0;
      return [...document.querySelectorAll('.app, .transport, .top-bar, .card, .tab-list, .number, .button')]
        .filter(isCut)
        .map(({ className }) => className);
    });
    expect(cut).toEqual([]);
    expect(
      await page.evaluate(
        () =>
          document.documentElement.scrollWidth <= window.innerWidth &&
          document.documentElement.scrollHeight <= window.innerHeight,
      ),
    ).toBe(true);
    await page.close();
  });
}
