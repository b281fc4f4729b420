import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { unitMeans } from '../../src/analysis/unit-means.ts';
import type { UnitMap } from '../../src/contracts/units.ts';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { createTrialSession } from '../../src/engine/trial-session.ts';
import { recordedUnits } from '../../src/engine/unit-columns.ts';
import { worldOf } from '../../src/engine/world.ts';
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

const spec = completeTrialSpec({ world: 'frank-2004', agent: 'opal' });

function means(group: string, condition: string): UnitMap {
  const session = createTrialSession(spec, { units: [group] });
  session.advance(session.trials.length);
  const declared = worldOf(spec).conditions[condition];
  const [units] = recordedUnits(session);
  if (units === undefined || declared === undefined) throw new Error('nothing is recorded');
  return unitMeans(session, declared.title, declared, units);
}

test('the means of units are those of the engine, for the chosen group and condition', async () => {
  const { page, complaints } = await visit(browser, app, { hash: 'world=frank-2004&agent=opal' });
  await page.getByRole('tab', { name: 'units' }).click();
  const figure = page.locator('.unit-map .figure-frame > svg');
  await figure.waitFor();
  const { shown, conditions } = worldOf(spec);
  const first = conditions[shown[0] as string]?.title as string;
  expect(await figure.getAttribute('aria-label')).toContain(`benefits of each action, ${first}, n = `);
  const choose = async (label: string, option: string): Promise<void> => {
    await page.locator(`.${label}-choice button`).click();
    await page.getByRole('option', { name: option, exact: true }).click();
  };
  const condition = conditions[shown[1] as string]?.title as string;
  await choose('unit', 'N(s, a), costs of each action');
  await choose('condition', condition);
  await page.waitForFunction(
    (title) =>
      document.querySelector('.unit-map svg')?.getAttribute('aria-label')?.includes(`costs of each action, ${title}`),
    condition,
  );
  const map = means('no-go', shown[1] as string);
  expect(await page.locator('.tab-caption output').textContent()).toBe(`6 units, mean over ${map.n} trials`);
  // Pointing at the middle of the picture shows its unit and step, and their mean.
  const box = (await figure.locator('image').first().boundingBox()) as {
    x: number;
    y: number;
    width: number;
    height: number;
  };
  for (const row of [0, 4]) {
    const column = Math.floor(map.t.length / 2);
    await page.mouse.move(box.x + ((column + 0.5) * box.width) / map.t.length, box.y + ((row + 0.5) * box.height) / 6);
    const said = (await page.locator('.tab-caption output').textContent()) ?? '';
    expect(said.startsWith(`${map.labels[row]}, ${map.t[column]} s: `)).toBe(true);
    expect(Number(said.split(': ')[1])).toBeCloseTo(map.mean[row * map.t.length + column] as number, 2);
  }
  expect(await violations(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await page.close();
});

test('for an agent without units, agents with units are named', async () => {
  const { page, complaints } = await visit(browser, app);
  await page.getByRole('tab', { name: 'units' }).click();
  const agents = await page.locator('.unit-agents li').allTextContents();
  expect(agents).toEqual(expect.arrayContaining(['ANCCR', 'TD(0), belief state', 'Distributional TD, expectiles']));
  expect(agents).not.toContain('Opponent actor learning (OpAL)');
  expect(complaints).toEqual([]);
  await page.close();
});
