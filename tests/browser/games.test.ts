import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { serveApp, visit, type ServedApp } from './app.ts';
import { violations } from './axe.ts';
import { closePages, sharedChromium } from './chromium.ts';
import { linkIn } from './link-in.ts';

let app: ServedApp;
let browser: Browser;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  app = await serveApp();
  browser = await sharedChromium();
  ({ page, complaints } = await visit(browser, app));
  await page.getByRole('radio', { name: 'Games' }).click();
  await page.locator('.game-stage canvas').waitFor();
});

afterAll(async () => {
  await closePages(browser);
  await app?.stop();
});

const world = (name: string) =>
  page.locator('.world-item', { has: page.locator('.gallery-title', { hasText: new RegExp(`^${name}$`) }) });
const number = (name: string) => page.locator(`[data-number="${name}"]`);
const stepOf = async (): Promise<number> =>
  Number(/step (\d+)/.exec((await number('episode').textContent()) ?? '')?.[1]);

async function openWorld(name: string): Promise<void> {
  await world(name).click();
  await page.getByRole('heading', { name: new RegExp(`^${name} ·`) }).waitFor();
  await expect.poll(() => number('episode').textContent()).toMatch(/step 0/);
}

/** Number of different colours on the stage. */
const coloursOnStage = async (): Promise<number> => {
  const png = await page.locator('.game-stage').screenshot();
  const { decode } = await import('fast-png');
  const { data, channels } = decode(png);
  const colours = new Set<number>();
  for (let i = 0; i < data.length; i += channels)
    colours.add(((data[i] as number) << 16) | ((data[i + 1] as number) << 8) | (data[i + 2] as number));
  return colours.size;
};

const framesPass = (count: number): Promise<void> =>
  page.evaluate(
    (wanted) =>
      new Promise<void>((done) => {
        const next = (left: number): void => (left === 0 ? done() : void requestAnimationFrame(() => next(left - 1)));
        next(wanted);
      }),
    count,
  );

describe('the games workspace', () => {
  test('opens an environment, steps it, and shows its signals, words and figure', async () => {
    await openWorld('CliffWalking');
    await page.getByRole('button', { name: 'One step' }).click();
    await expect.poll(stepOf).toBe(1);
    expect(await number('reward').textContent()).toMatch(/^−1/);
    expect(await page.locator('.game-stage p').textContent()).toMatch(/^You are at row/);
    expect(await coloursOnStage()).toBeGreaterThan(4);
    expect(await page.locator('.policy li').count()).toBe(4);
    // The chosen action is marked; the next step executes it.
    const chosen = await page.locator('.policy li.chosen .policy-name').textContent();
    await page.getByRole('button', { name: 'One step' }).click();
    await expect.poll(stepOf).toBe(2);
    expect(await number('done').textContent()).toBe(chosen);
  });

  test('describes the observation, the rewards and the end of an episode of an environment', async () => {
    const card = page.getByRole('region', { name: 'world', exact: true });
    await card.locator('.about summary').click();
    const said = await card.locator('.manual').textContent();
    expect(said).toContain('a step leads off the cliff');
    expect(said).toContain('Terminated when the goal');
    await card.locator('.about summary').click();
  });

  test('runs, pauses, looks back, and continues', async () => {
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await expect.poll(stepOf).toBeGreaterThan(5);
    await page.getByRole('button', { name: 'Pause' }).click();
    const stopped = await stepOf();
    await page.getByRole('slider', { name: /look back/ }).focus();
    for (let k = 0; k < 3; k++) await page.keyboard.press('ArrowLeft');
    await expect.poll(stepOf).toBeLessThan(stopped);
    await page.keyboard.press('End');
    // A step is 0.2 s in this environment.
    await page.getByRole('button', { name: 'Look back one second' }).click();
    await expect.poll(stepOf).toBe(stopped - 5);
    expect(await page.locator('.look-back-time').textContent()).toBe('1 s ago');
    await page.getByRole('slider', { name: /look back/ }).focus();
    await page.keyboard.press('End');
    await expect.poll(stepOf).toBe(stopped);
  });

  test('a person plays with the keys, in a separate episode that starts with the first key, and the critic shows its RPE', async () => {
    await openWorld('Breakout');
    const learns = page.getByRole('switch', { name: /^agent learns/ });
    await page.getByRole('radio', { name: 'you play' }).click();
    await page.getByText('A key begins.').waitFor();
    expect(await number('episode').textContent()).toBe('1, step 0');
    await page.keyboard.down('ArrowLeft');
    await expect.poll(() => number('done').textContent()).toMatch(/Left/);
    await page.keyboard.up('ArrowLeft');
    await expect.poll(() => number('rpe').textContent()).toMatch(/\d/);
    await expect.poll(() => page.locator('.figure-titles .numeral').textContent()).toMatch(/^you play/);
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('radio', { name: 'agent plays' }).isChecked()).toBe(true);
    expect(await learns.isChecked()).toBe(true);
    // None of it belongs to the agent.
    await expect.poll(() => page.locator('.figure-titles .numeral').textContent()).toMatch(/^0 steps/);
  });

  test('shows pace and computing speed separately, and RPE, value and reward on one clock with separate axes', async () => {
    await openWorld('Pong');
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await expect
      .poll(() => page.locator('.figure-titles .numeral').textContent())
      .toMatch(/ \u00B7 [\d.]+ \u00D7 real time \u00B7 computing [\d,]+ steps\/s/);
    const plots = await page
      .locator('.game-plots .u-over')
      .evaluateAll((overs) =>
        overs.map((over) => over.getBoundingClientRect()).map(({ left, right, height }) => ({ left, right, height })),
      );
    expect(plots).toHaveLength(3);
    for (const { left, right, height } of plots) {
      expect([left, right]).toEqual([plots[0]?.left, plots[0]?.right]);
      expect(height).toBeGreaterThan(40);
    }
    await page.getByRole('button', { name: 'Pause' }).click();
  });

  test('shows the agent\u2019s units around the chosen event, recorded from then on', async () => {
    await openWorld('Catch');
    await page.getByRole('tab', { name: 'units' }).click();
    const caption = page.locator('.tab-caption output');
    await expect.poll(() => caption.textContent()).toMatch(/^recording since step 0; .*has not happened since$/);
    await page.locator('.speed button').click();
    await page.getByRole('option', { name: 'full speed' }).click();
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    const figure = page.locator('.unit-map .figure-frame > svg');
    await figure.waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.locator('.unit-choice button').click();
    await page.getByRole('option', { name: 'probability of each action', exact: true }).click();
    await expect
      .poll(() => figure.getAttribute('aria-label'))
      .toMatch(/^probability of each action, ball caught, n = /);
    expect(await caption.textContent()).toMatch(/^3 units, mean over \d+ occurrences in the displayed environment/);
    expect(await violations(page)).toEqual([]);
    await page.getByRole('tab', { name: 'RPE around events' }).click();
    await page.locator('.speed button').click();
    await page.getByRole('option', { name: '1 \u00D7 real time', exact: true }).click();
  });

  test('shows the whole figure of the RPE around the chosen event, and a learning curve during learning', async () => {
    await openWorld('CartPole');
    const event = page.locator('.event-choice button');
    expect(await event.textContent()).toMatch(/Pole fell/);
    await page.locator('.speed button').click();
    await page.getByRole('option', { name: 'full speed' }).click();
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page.locator('.event-figure svg').first().waitFor();
    await expect.poll(() => page.locator('.figure-note').textContent()).toMatch(/occurrences in/);
    expect(await event.textContent()).toMatch(/Pole fell/);
    for (const [width, height] of [
      [1280, 800],
      [1920, 1080],
    ] as const) {
      await page.setViewportSize({ width, height });
      // Every part of the figure can be seen without scrolling.
      await expect
        .poll(() =>
          page.evaluate(() => {
            const box = (place: string) => document.querySelector(place)?.getBoundingClientRect() as DOMRect;
            const [panel, figure, transport] = [
              box('.game-tabs [role="tabpanel"]'),
              box('.event-figure svg'),
              box('.transport'),
            ];
            return (
              figure.height >= 200 &&
              figure.bottom <= panel.bottom + 1 &&
              figure.right <= panel.right + 1 &&
              panel.bottom <= transport.top + 1
            );
          }),
        )
        .toBe(true);
    }
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.getByRole('tab', { name: 'learning curve' }).click();
    await page.locator('.curve-figure svg').first().waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('tab', { name: 'RPE around events' }).click();
  });

  test('manipulation and recording are chosen on cards, shown, and restored from the link', async () => {
    await openWorld('FrozenLake');
    const ready = () => expect.poll(() => number('episode').textContent()).toMatch(/step 0/);
    await page.getByRole('button', { name: 'recording' }).click();
    await page.locator('.popover').getByRole('option', { name: 'Spikes of dopamine neurons' }).click();
    await page.getByRole('img', { name: /^RPE, Spikes of dopamine neurons \(spikes\/s\), value and reward/ }).waitFor();
    await ready();
    await page.getByRole('button', { name: 'add a manipulation' }).click();
    await page.locator('.popover').getByRole('option', { name: 'RPE in a window' }).click();
    const card = page.getByRole('region', { name: 'manipulation 1' });
    await card.getByRole('button', { name: /event/ }).click();
    // The environment's events in addition to reward, and no cue.
    expect(await page.locator('.popover').getByRole('option').allTextContents()).toEqual([
      'reward',
      'always',
      'hole',
      'goal',
      'slipped',
    ]);
    await page.locator('.popover').getByRole('option', { name: 'always' }).click();
    await ready();
    // Nothing has been learned, so the error equals the added amount.
    await page.getByRole('button', { name: 'One step' }).click();
    await expect.poll(() => number('rpe').textContent()).toBe('1');
    const link = await linkIn(page, ({ game }) => JSON.stringify(game?.spec.manipulations).includes('"always"'));
    const { page: other } = await visit(browser, app, { hash: link, waits: false });
    await other
      .getByRole('region', { name: 'manipulation 1' })
      .getByRole('button', { name: /always/ })
      .waitFor();
    await other.getByRole('img', { name: /spikes\/s/ }).waitFor();
    await other.close();
    await card.getByRole('button', { name: 'remove' }).click();
    await card.waitFor({ state: 'detached' });
    await ready();
    await page.getByRole('button', { name: 'One step' }).click();
    await expect.poll(() => number('rpe').textContent()).toBe('0');
  });

  test('heap and stage do not grow over minutes of frames', async () => {
    await openWorld('Seaquest');
    // Frames are processed and drawn as in use, but as fast as possible.
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    const heap = async (): Promise<number> => {
      const session = await page.context().newCDPSession(page);
      await session.send('HeapProfiler.collectGarbage');
      const { usedSize } = (await session.send('Runtime.getHeapUsage')) as { usedSize: number };
      await session.detach();
      return usedSize;
    };
    const stepsDone = async (): Promise<number> =>
      Number(
        (await page.locator('.figure-titles .numeral').textContent())
          ?.match(/([\d,]+) steps/)?.[1]
          ?.replaceAll(',', ''),
      );
    await framesPass(60);
    const [before, begun] = [await heap(), await stepsDone()];
    const frames = 180;
    await framesPass(frames);
    await expect.poll(stepsDone).toBeGreaterThan(begun);
    const after = await heap();
    // The ring buffer of frames, of some kilobytes each, is full after a minute: its filling is allowed for.
    expect(after - before).toBeLessThan(frames * 20_000);
    await page.getByRole('button', { name: 'Pause' }).click();
  });

  test('opens the spec of a game from its file, in any workspace', async () => {
    await page.getByRole('radio', { name: 'Experiments' }).click();
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('button', { name: 'Open spec' }).click(),
    ]);
    await chooser.setFiles({
      name: 'lake.json',
      mimeType: 'application/json',
      buffer: Buffer.from(JSON.stringify({ world: 'frozen-lake', seed: 9 })),
    });
    await page.getByRole('heading', { name: /^FrozenLake ·/ }).waitFor();
    await page.getByRole('button', { name: 'One step' }).click();
    await expect.poll(stepOf).toBe(1);
  });

  test('has no axe violation in light and in dark, and no errors', async () => {
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: /Dark theme/ }).click();
    expect(await violations(page)).toEqual([]);
    expect(complaints.filter((line) => !line.includes('GL Driver Message'))).toEqual([]);
  });
});
