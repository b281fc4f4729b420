// A person opens a recording of their own, says what is what, and drives a model by its session.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parquetReadObjects } from 'hyparquet';
import type { Browser, Download, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { specsInFigure } from '../../src/figures/figure-specs.ts';
import type { TrialSpec } from '../../src/spec/spec.ts';
import { groupOf, nwbFile, series, table } from '../readers/hdf5-writer.ts';
import { temporaryFolder } from '../storage/temporary-folder.ts';
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

/** Two minutes at 20 Hz: a tone every 15 s from 5 s on, water 2 s after it, except after the fourth. */
function session(): string {
  const rows = Array.from({ length: 2400 }, (_, i) => {
    const [trial, t] = [Math.floor(i / 300), (i % 300) / 20];
    const [tone, water] = [t >= 5 && t < 6, t === 7 && trial !== 3];
    // Noise larger than the response, so that a check of quality fails.
    const noise = (((i * 7919) % 101) - 50) / 8;
    const signal = 100 + noise + (tone ? 2 : 0) + (t >= 7 && t < 8 && trial !== 3 ? 3 : 0);
    return `${(i / 20).toFixed(2)},${signal},${Number(tone)},${Number(water)}`;
  });
  return ['time (s),dLight,beep,valve', ...rows, ''].join('\n');
}

async function open(page: Page, name: string, content: string | Uint8Array): Promise<void> {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Open files' }).click(),
  ]);
  await chooser.setFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(content) });
}

async function setRole(page: Page, part: string, role: string): Promise<void> {
  await page.getByRole('button', { name: `role of ${part}` }).click();
  await page.getByRole('option', { name: role, exact: true }).click();
}

/** How often the trace is drawn for many turns of the wheel in one task, and for the answers to them. */
const drawingsOfWheel = (page: Page, turns: number): Promise<number> =>
  page.evaluate(async (times) => {
    const frame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve));
    const { clearRect } = CanvasRenderingContext2D.prototype;
    let drawn = 0;
    CanvasRenderingContext2D.prototype.clearRect = function counted(...rectangle) {
      drawn += 1;
      clearRect.apply(this, rectangle);
    };
    const plot = document.querySelector('.data-trace-plot .u-over') as HTMLElement;
    for (let i = 0; i < times; i++) plot.dispatchEvent(new WheelEvent('wheel', { deltaX: 1, cancelable: true }));
    for (let i = 0; i < 30; i++) await frame();
    CanvasRenderingContext2D.prototype.clearRect = clearRect;
    return drawn;
  }, turns);

/**
 * Five minutes of NWB: a trial every 10 s with its contrast, a signal that was not recorded from 40 to 50 s, and two units
 * that fire after each cue, of which one has spikes 1 ms apart.
 */
const unitSession = (): Promise<Uint8Array> =>
  nwbFile((file) => {
    const every = (seconds: number): Float64Array => Float64Array.from({ length: 30 }, (_, i) => 10 * i + seconds);
    const times = Float64Array.from({ length: 6000 }, (_, i) => i / 20).filter((t) => t < 40 || t >= 50);
    series(groupOf(file, 'acquisition'), 'fluorescence', times.map(Math.sin), { times });
    table(groupOf(file, 'intervals'), 'trials', 'TimeIntervals', {
      start_time: every(3),
      stop_time: every(9),
      cue_on: every(4),
      water: every(6),
      contrast: Float64Array.from({ length: 30 }, (_, i) => (i * 7) % 30),
    });
    const spikes = [...every(4.2), ...every(9), ...every(4.2), ...every(4.201)];
    const sorted = [...spikes.slice(0, 60).sort((a, b) => a - b), ...spikes.slice(60).sort((a, b) => a - b)];
    const units = table(file, 'units', 'Units', { spike_times: Float64Array.from(sorted) });
    units.create_dataset({ name: 'spike_times_index', data: Uint8Array.of(60, 120) });
    units.create_dataset({ name: 'id', data: Uint8Array.of(0, 1) });
  });

test('units have rasters, a unit is compared in place of a signal, and trials have any order', async () => {
  const { page, complaints } = await visit(browser, app);
  await page.getByRole('radio', { name: 'Data' }).click();
  await open(page, 'units.nwb', await unitSession());
  await setRole(page, 'cue_on', 'cue');
  await setRole(page, 'water', 'reward');
  await page.getByText('30 trials, from 0.00 s of the recording').waitFor();
  const raster = page.locator('.data-raster svg[aria-label]').first();
  // A spike at 0.2 s after each cue; the one at 5 s is outside of the window.
  await expect.poll(() => raster.getAttribute('aria-label')).toContain('30 spikes. cue_on: 30 trials.');
  await page.getByRole('radio', { name: 'mean over units' }).click();
  await page.getByText('1 of 2 units; each counts once').waitFor();
  await page.getByRole('radio', { name: 'all', exact: true }).click();
  await page.getByText('2 of 2 units; each counts once').waitFor();
  await setRole(page, 'unit 1', 'signal');
  await page.getByRole('slider', { name: 'trace of rate of unit 1' }).waitFor();
  await page.getByText(/Refractory violations/).waitFor();
  const run = page.getByRole('button', { name: 'Run it through this session' });
  expect(await run.isDisabled()).toBe(true);
  await page.getByLabel('Reason to go on in spite of it').fill('a made-up unit');
  await expect.poll(() => run.isDisabled()).toBe(false);
  await page.getByRole('button', { name: 'sorted by' }).click();
  await page.getByRole('option', { name: 'contrast' }).click();
  await page.getByRole('radio', { name: 'descending' }).click();
  const map = page.locator('.data-map svg[aria-label]').first();
  await expect.poll(() => map.getAttribute('aria-label')).toContain('trials by contrast, descending');
  await page.getByLabel('baseline from').fill('-9');
  await page.getByLabel('baseline from').press('Enter');
  await page.getByLabel('to', { exact: true }).fill('-8');
  await page.getByLabel('to', { exact: true }).press('Enter');
  await page.getByText('No baseline: the window has no bin from -9 to -8 s; choose a').first().waitFor();
  await page.getByLabel('before').fill('9.5');
  await page.getByLabel('before').press('Enter');
  await expect.poll(() => map.getAttribute('aria-label')).toContain('trials by contrast, descending');
  // The first trial begins 4 s after the recording.
  await page.getByText('1 trial has no baseline and is left out.').waitFor();
  const [saved] = await Promise.all([
    page.waitForEvent('download'),
    page
      .getByRole('button', { name: 'save means' })
      .click()
      .then(() => page.getByRole('menuitem', { name: 'SVG' }).click()),
  ]);
  const svg = readFileSync(await saved.path(), 'utf8');
  expect(svg).toContain('minus baseline, -9 to -8 s');
  expect(svg).toContain('units.nwb (NWB');
  expect(await violations(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await page.close();
});

test('a recording is opened, its parts get roles, and a model runs through its session', async () => {
  const { page, complaints } = await visit(browser, app);
  await page.getByRole('radio', { name: 'Data' }).click();
  await page.getByText('Drop a session here').waitFor();
  expect(await violations(page)).toEqual([]);
  await open(page, 'animal 3.csv', session());
  await page.getByRole('heading', { name: 'animal 3.csv' }).waitFor();
  await setRole(page, 'beep', 'cue');
  await setRole(page, 'valve', 'reward');
  await page.getByText('8 trials, from 0.00 s of the recording').waitFor();
  await page.getByText('beep, reward omitted').first().waitFor();
  const figures = page.locator('.data-means svg[aria-label]');
  await figures.first().waitFor();
  expect(await figures.count()).toBe(1);
  // What fails a check is compared only with a reason.
  await page.getByRole('heading', { name: 'Quality' }).waitFor();
  const run = page.getByRole('button', { name: 'Run it through this session' });
  const reasons = page.getByLabel('Reason to go on in spite of it');
  expect(await reasons.count()).toBeGreaterThan(0);
  expect(await run.isDisabled()).toBe(true);
  await page.getByText('Proposed: its name is dLight.').waitFor();
  await page.getByText('Each check of quality that fails needs a reason first.').waitFor();
  for (const reason of await reasons.all()) await reason.fill('a made-up session');
  await run.click();
  await figures.nth(1).waitFor();
  expect(await figures.nth(1).getAttribute('aria-label')).toContain('beep');
  await page.locator('.data-map svg[aria-label]').nth(1).waitFor();
  // The model through its sensor, in the recording's unit, with what was fitted.
  await page
    .getByText(/^Fitted: gain \S+ \(95 % .*\), in units of the recording per % ΔF\/F of the sensor; baseline/)
    .waitFor();
  await page.getByText("Not fitted: the model's learning parameters").waitFor();
  const fitted = page.locator('.data-fit-figure svg[aria-label]').first();
  expect(await fitted.getAttribute('aria-label')).toContain('beep, rewarded: recorded');
  expect(await page.locator('.data-fit-maps svg[aria-label]').count()).toBe(3);
  await page.getByRole('row', { name: /^beep, rewarded 7 / }).waitFor();
  await page.getByRole('radio', { name: 'single trials' }).click();
  await page.getByRole('button', { name: 'next trial' }).click();
  await page.getByText('2 of 7: beep, rewarded').waitFor();
  await page.getByRole('radio', { name: 'fit a delay, 0 to 0.5 s' }).click();
  await page.getByText(/delay 0\.\d\d s\.$/).waitFor();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('radio', { name: 'dF/F' }).click();
  await page.getByRole('slider', { name: 'trace of dF/F of dLight' }).waitFor();
  await page.getByRole('radio', { name: 'as recorded' }).click();
  await page.getByRole('button', { name: 'whole session' }).click();
  const trace = page.getByRole('slider', { name: 'trace of dLight' });
  await expect.poll(() => trace.getAttribute('aria-valuetext')).toBe('0.0 to 120.0 s');
  await trace.press('+');
  await trace.press('ArrowRight');
  await expect.poll(() => trace.getAttribute('aria-valuetext')).toBe('36.0 to 96.0 s');
  expect(await drawingsOfWheel(page, 50)).toBeLessThanOrEqual(4);
  expect(complaints).toEqual([]);
  await page.close();
});

test('several sessions are a data set: animals are proposed and corrected, and their mean has a band', async () => {
  const { page, complaints } = await visit(browser, app);
  await page.getByRole('radio', { name: 'Data' }).click();
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Open files' }).click(),
  ]);
  const files = ['a1_mon', 'b2_mon', 'c3_mon'].map((name) => ({
    name: `${name}.csv`,
    mimeType: 'text/csv',
    buffer: Buffer.from(session().replace('beep,valve', 'tone,water')),
  }));
  await chooser.setFiles(files);
  await page.getByText('8 trials, from 0.00 s of the recording').waitFor();
  await page.getByRole('radio', { name: 'all animals' }).click();
  const figure = page.locator('.data-animals svg[aria-label]').first();
  const told = (words: string) =>
    page.waitForFunction(
      (words) => document.querySelector('.data-animals svg')?.getAttribute('aria-label')?.includes(words) === true,
      words,
    );
  await figure.waitFor();
  // Seven tones of each were rewarded.
  await told('tone, rewarded: 3 animals, 21 events');
  await told("pointwise: for one point that was chosen beforehand (Student's t)");
  expect(await violations(page)).toEqual([]);
  await page.getByLabel('animal of c3_mon').fill('b2');
  await told('tone, rewarded: 2 animals, 21 events');
  await page.getByRole('radio', { name: 'simultaneous' }).click();
  await told('no simultaneous band of 2 animals: it needs 4');
  await page.getByRole('checkbox', { name: 'a1_mon is in the set' }).click({ force: true });
  await told('Left out: a1_mon.');
  await told('tone, rewarded: 1 animal, 14 events');
  await page.getByRole('button', { name: 'save animals' }).click();
  const [saved] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'SVG' }).click(),
  ]);
  expect(saved.suggestedFilename()).toBe('animals.svg');
  // What was said of the set is opened again, for the same files.
  const [set] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save data set' }).click(),
  ]);
  await page.getByRole('checkbox', { name: 'a1_mon is in the set' }).click({ force: true });
  await told('tone, rewarded: 2 animals, 21 events');
  await open(page, 'set.json', readFileSync(await set.path()));
  await told('Left out: a1_mon.');
  expect(await page.getByLabel('animal of c3_mon').inputValue()).toBe('b2');
  expect(complaints).toEqual([]);
  await page.close();
});

/** The files that a menu saves: a table with its notes is two. */
async function saved(page: Page, menu: string, item: string): Promise<readonly Buffer[]> {
  const count = item === 'CSV' ? 2 : 1;
  const downloads: Download[] = [];
  const all = new Promise<void>((done) => {
    const take = (one: Download): void => {
      if (downloads.push(one) < count) return;
      page.off('download', take);
      done();
    };
    page.on('download', take);
  });
  await page.getByRole('button', { name: menu, exact: true }).click();
  await page.getByRole('menuitem', { name: new RegExp(`^${item}`) }).click();
  await all;
  return Promise.all(downloads.map(async (one) => readFileSync(await one.path())));
}

/** Opens a spec, or what holds one, among the experiments. */
async function openAmongExperiments(page: Page, name: string, buffer: Buffer): Promise<void> {
  await page.getByRole('radio', { name: 'Experiments' }).click();
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Open spec' }).click(),
  ]);
  await chooser.setFiles({ name, mimeType: 'application/octet-stream', buffer });
}

test('a session is taken away with its model, and each file brings the experiment back, with what was said of it', async () => {
  const { page, complaints } = await visit(browser, app);
  await page.getByRole('radio', { name: 'Data' }).click();
  await open(page, 'animal 3.csv', session());
  await setRole(page, 'beep', 'cue');
  await setRole(page, 'valve', 'reward');
  // All checks arrive together.
  await page.getByLabel('Reason to go on in spite of it').first().waitFor();
  for (const reason of await page.getByLabel('Reason to go on in spite of it').all())
    await reason.fill('a made-up session');
  await page.getByRole('button', { name: 'Run it through this session' }).click();
  await page.locator('.data-fit-figure svg[aria-label]').first().waitFor();
  const mapping = JSON.parse(String((await saved(page, 'Save', 'Mapping'))[0])) as { cues: unknown[] };
  expect(mapping.cues).toHaveLength(1);
  const spec = JSON.parse(String((await saved(page, 'Save', 'Spec'))[0])) as TrialSpec;
  expect(spec.recordedFrom).toMatchObject({ files: ['animal 3.csv'], startSeconds: 0, mapping });
  expect(new Set(spec.recordedFrom?.waivers.map(({ because }) => because))).toEqual(new Set(['a made-up session']));
  expect(spec.design?.phases[0]?.trials).toBe(8);
  // Its columns, read by a library of its own: the signal as it stands in the file, and a model beside it.
  const [parquet = Buffer.alloc(0)] = await saved(page, 'Save', 'Parquet');
  const rows = await parquetReadObjects({ file: Uint8Array.from(parquet).buffer });
  expect(rows).toHaveLength(2400);
  expect(rows[140]).toMatchObject({
    t_s: 7,
    signal: Number(session().split('\n')[141]?.split(',')[1]),
    reward: 1,
    trial: 0,
  });
  expect(rows.some(({ rpe }) => Math.abs(Number(rpe)) > 0.1)).toBe(true);
  const [npz = Buffer.alloc(0)] = await saved(page, 'Save', 'NPZ');
  const [nwb = Buffer.alloc(0)] = await saved(page, 'Save', 'NWB');
  const [fit = Buffer.alloc(0)] = await saved(page, 'save fit', 'PNG');
  const [table, notes] = await saved(page, 'save fit', 'CSV');
  expect(String(table).split('\n')[0]).toBe('condition,trial,t_s,recorded,predicted,residual');
  expect(JSON.parse(String(notes))).toMatchObject({ spec: { recordedFrom: spec.recordedFrom } });
  const [means = Buffer.alloc(0)] = await saved(page, 'save means', 'SVG');
  expect(specsInFigure(means)).toEqual([spec]);
  expect(String(means)).toContain('in spite of which: a made-up session');
  for (const [name, bytes] of Object.entries({ 'fit.png': fit, 'all.nwb': nwb, 'all.npz': npz })) {
    await openAmongExperiments(page, 'other.json', Buffer.from('{ "world": "schultz-1997" }'));
    await expect.poll(() => page.evaluate(() => window.location.hash)).toMatch(/^#schultz-1997~/);
    await openAmongExperiments(page, name, bytes);
    await expect.poll(() => page.evaluate(() => window.location.hash)).toMatch(/^#own-design~/);
    await finished(page);
    expect(JSON.parse(String((await saved(page, 'Save', 'Spec'))[0])), name).toEqual(spec);
  }
  // dF/F is made again by the steps that the experiment says.
  const detrend = { by: 'single exponential' };
  const ofSteps = {
    ...spec,
    recordedFrom: { ...spec.recordedFrom, pipeline: { detrend, reference: { fit: 'none' } } },
  };
  await page.getByRole('radio', { name: 'Data' }).click();
  await open(page, 'dff.json', JSON.stringify(ofSteps));
  await page.getByText('Steps of the experiment that was opened: detrend.by = single exponential.').waitFor();
  await page.getByRole('slider', { name: 'trace of dF/F of dLight' }).waitFor();
  await page.getByRole('radio', { name: 'Experiments' }).click();
  // The browser has forgotten the file; the figure has not.
  await page.evaluate(() => window.localStorage.clear());
  await page.reload();
  await finished(page);
  await page.getByRole('radio', { name: 'Data' }).click();
  await open(page, 'means.svg', means);
  await page.getByText('Its session was recorded in animal 3.csv').waitFor();
  await open(page, 'animal 3.csv', session());
  const run = page.getByRole('button', { name: 'Run it through this session' });
  await expect.poll(() => run.isEnabled()).toBe(true);
  // What is typed is known the next time, without the experiment, and said by the experiment that is displayed.
  const reason = page.getByLabel('Reason to go on in spite of it').first();
  await reason.fill('said again');
  await reason.blur();
  await expect.poll(async () => String((await saved(page, 'Save', 'Spec'))[0])).toContain('said again');
  await page.goto(`${app.url}#world=schultz-1997`);
  await page.reload();
  await finished(page);
  await page.getByRole('radio', { name: 'Data' }).click();
  await open(page, 'animal 3.csv', session());
  await expect.poll(() => run.isEnabled()).toBe(true);
  expect(await reason.inputValue()).toBe('said again');
  expect(await violations(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await page.close();
});

test('a file that no reader knows is refused in one line, and the next one opens', async () => {
  const { page, complaints } = await visit(browser, app);
  await page.getByRole('radio', { name: 'Data' }).click();
  await open(page, 'holiday.jpg', '\u00ff\u00d8\u00ff');
  await page.getByRole('alert').getByText('no reader knows this format').waitFor();
  await open(page, 'session.csv', session());
  await page.getByRole('heading', { name: 'session.csv' }).waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
  expect(complaints).toEqual([]);
  await page.close();
});

/** Drops a folder of this machine as a file manager does. */
async function dropFolder(page: Page, folder: string): Promise<void> {
  const box = await page.getByLabel('files to open').boundingBox();
  if (box === null) throw new Error('nowhere to drop');
  const devtools = await page.context().newCDPSession(page);
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const data = { items: [], files: [folder], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await devtools.send('Input.dispatchDragEvent', { type, ...at, data });
}

test('a folder is dropped: files in folders, among more than are listed at once, and names as text', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'session/probe/.git'), { recursive: true });
  mkdirSync(join(folder, 'empty'));
  const name = '<img src=x onerror=document.title=1>';
  writeFileSync(join(folder, 'session/photometry.csv'), session().replace('dLight', name));
  // A listing gives 100 at a time, in any order: the eight files are not all among the first.
  for (let i = 0; i < 400; i++) mkdirSync(join(folder, `session/probe/.hidden-${i}`));
  for (let i = 0; i < 8; i++) writeFileSync(join(folder, `session/probe/e${i}.csv`), `${i}.5\n${i + 1}.5\n`);
  writeFileSync(join(folder, 'session/probe/.git/x.csv'), '1\n2\n');
  const { page, complaints } = await visit(browser, app);
  await page.getByRole('radio', { name: 'Data' }).click();
  await dropFolder(page, join(folder, 'empty'));
  await page.getByRole('alert').getByText('there is no file in it').waitFor();
  await dropFolder(page, join(folder, 'session'));
  await page.getByRole('heading', { name: 'photometry.csv, probe/e0.csv, probe/e1.csv and 6 more' }).waitFor();
  await page.getByText(name, { exact: false }).first().waitFor();
  expect(await page.locator('img[src="x"]').count()).toBe(0);
  expect(await page.title()).not.toBe('1');
  expect(complaints).toEqual([]);
  await page.close();
});

test('a simulated session can be tried without a file', async () => {
  const { page, complaints } = await visit(browser, app);
  await page.getByRole('radio', { name: 'Data' }).click();
  await page.getByRole('button', { name: 'Try a simulated session' }).click();
  await page.getByRole('heading', { name: 'example session' }).waitFor();
  await page.getByText('120 trials, from 0.00 s of the recording').waitFor();
  await page.getByRole('heading', { name: 'Quality' }).waitFor();
  await page.getByRole('button', { name: 'Run it through this session' }).click();
  await page.locator('.data-means svg[aria-label]').nth(1).waitFor();
  const compare = page.getByRole('button', { name: 'Compare', exact: true });
  for (const model of ['Rescorla-Wagner', 'TD(0), serial compound']) {
    expect(await compare.isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'model to compare' }).click();
    await page.getByRole('option', { name: model, exact: true }).click();
  }
  await compare.click();
  const work = page.getByRole('status').locator('.long-work', { hasText: 'Preprocessing the session in many ways' });
  await work.getByRole('button', { name: 'Stop' }).click();
  await work.waitFor({ state: 'detached' });
  expect(await page.getByText('ways of preprocessing (').count()).toBe(0);
  await compare.click();
  await page.getByText(/ wins in \d+ of 62 ways of preprocessing \(\d+ %\): /).waitFor();
  await page.locator('svg[aria-label^="Models under 62 ways of preprocessing"]').waitFor();
  expect(await violations(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await page.close();
});

test('a recording that ships opens with one click: means over mice, and a model beside one of its sessions', async () => {
  const { page, complaints } = await visit(browser, app);
  await page.getByRole('radio', { name: 'Data' }).click();
  await page.getByRole('button', { name: 'Jeong et al. 2022: cues' }).click();
  await page.getByRole('heading', { name: 'Jeong et al. 2022: cues' }).waitFor();
  await page.getByText('doi:10.1126/science.abq6740').waitFor();
  const means = page.locator('.data-animals svg[aria-label]');
  await means.getByText('CS+: 7 animals, 346 events; CS-: 7 animals, 344 events').waitFor();
  await means.getByText('CS+ minus CS-').waitFor();
  await page.getByText('No model can be run: windows around cues do not say when rewards were').waitFor();
  expect(await violations(page)).toEqual([]);
  await page.reload();
  await page.getByRole('radio', { name: 'Data' }).click();
  await page.getByRole('button', { name: 'Jeong et al. 2022: random rewards' }).click();
  // r of mouse M4 and M6 in the public table (derived with numpy).
  await page.getByRole('row', { name: 'HJ-FP-M4 70 0.370' }).waitFor();
  await page.getByRole('row', { name: 'HJ-FP-M6 67 -0.040' }).waitFor();
  await page.getByText('24 rewards that the table left out').waitFor();
  await page.getByRole('button', { name: 'Run it through this session' }).click();
  await page.getByRole('columnheader', { name: 'r, model' }).waitFor();
  await page.getByRole('rowheader', { name: 'HJ-FP-M2, session 1' }).waitFor();
  // All rows, those of the session, and the model's.
  await page.locator('.data-map svg[aria-label]').nth(2).waitFor();
  expect(await violations(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await page.close();
});

test('choices of a table are drawn with the probabilities of a model that is given them', async () => {
  const { page, complaints } = await visit(browser, app);
  await page.getByRole('radio', { name: 'Data' }).click();
  await page.getByText('Drop a session here').waitFor();
  const rows = Array.from({ length: 30 }, (_, i) => `${i + 1},${i % 3 === 0 ? 'left' : 'right'},${i % 2}`);
  await open(page, 'bandit.csv', ['trial,choice,outcome', ...rows, ''].join('\n'));
  const choices = page.getByRole('region', { name: 'choices' });
  await choices.getByText('Recorded shares. A model').waitFor();
  await choices.getByText('choice is taken to be chosen 0.5 s after its state is shown').waitFor();
  await page.getByRole('button', { name: 'model' }).click();
  await page.getByRole('option', { name: 'Q-learning', exact: true }).click();
  // ln 0.5
  await choices.getByText('by chance -0.693, of 30 choices').waitFor();
  expect(await choices.locator('svg[aria-label]').count()).toBe(1);
  // A person says themselves which columns they are.
  const roles = page.getByRole('region', { name: 'choices of the animal' });
  const pick = async (field: string, option: string): Promise<void> => {
    await roles.getByRole('button', { name: field }).click();
    await page.getByRole('option', { name: option, exact: true }).click();
  };
  await roles.getByRole('button', { name: 'No choices' }).click();
  await page.getByText('Say which events are cues and which are rewards').waitFor();
  await pick('what was chosen', 'trial');
  await pick('what came of it', 'outcome');
  await page.getByText('30 trials, from').waitFor();
  await pick('trial choice', 'choice');
  await choices.getByText('Log-likelihood per choice').waitFor();
  expect(await violations(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await page.close();
});
