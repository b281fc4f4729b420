import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../../tests/browser/chromium.ts';
import { serveApp, visit, type ServedApp } from '../../tests/browser/app.ts';
import { middle, type Row } from '../measure.ts';
import { hour, hourFile, spikeSeconds } from './hour.ts';
import { highColumns, turnWheel, watchPage, type Watched } from './in-page.ts';

const openings = 3;
const turns = 240;

interface Opening {
  readonly seconds: number;
  readonly traceSeconds: number;
  readonly cpuSeconds: number;
  readonly bytes: number;
}

/** An hour of a recording in the page, in a real browser without a GPU, served as for a user. */
export async function pageRows(): Promise<readonly Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'phasic-bench-'));
  const [browser, app] = await Promise.all([launchChromium(), serveApp()]);
  try {
    const rows: Row[] = [];
    for (const how of ['plain', 'gzip'] as const) {
      const file = join(folder, `${how}.nwb`);
      writeFileSync(file, await hourFile(how));
      const all: Opening[] = [];
      let moved: readonly Row[] = [];
      for (let i = 0; i < openings; i++) {
        const page = await emptyData(browser, app);
        all.push(await opened(browser, page, file));
        if (how === 'plain' && i === openings - 1) moved = await movements(page);
        await page.close();
      }
      rows.push(...openingRows(how, all), ...moved);
    }
    return rows;
  } finally {
    await browser.close();
    await app.stop();
    rmSync(folder, { recursive: true });
  }
}

/** The page with nothing opened, and nothing left to load for it. */
async function emptyData(browser: Browser, app: ServedApp): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  await context.addInitScript(watchPage);
  const { page } = await visit({ newPage: () => context.newPage() }, app);
  await page.getByRole('radio', { name: 'Data' }).click();
  await page.getByText('Drop a session here').waitFor();
  await page.waitForLoadState('networkidle');
  return page;
}

const watched = (page: Page): Promise<Watched> =>
  page.evaluate(() => (globalThis as { phasicWatched?: Watched }).phasicWatched as Watched);

async function opened(browser: Browser, page: Page, file: string): Promise<Opening> {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Open files' }).click(),
  ]);
  const before = await browserSeconds(browser);
  await chooser.setFiles(file);
  await page.waitForFunction(() => {
    const { traced, averaged } = (globalThis as { phasicWatched?: Watched }).phasicWatched as Watched;
    return traced !== undefined && averaged !== undefined;
  });
  const after = await browserSeconds(browser);
  const { given = NaN, traced = NaN, averaged = NaN, bytes } = await watched(page);
  return {
    seconds: (Math.max(traced, averaged) - given) / 1000,
    traceSeconds: (traced - given) / 1000,
    cpuSeconds: after - before,
    bytes,
  };
}

/** Seconds of processor time that all processes of the browser have used. */
async function browserSeconds(browser: Browser): Promise<number> {
  const devtools = await browser.newBrowserCDPSession();
  const { processInfo } = await devtools.send('SystemInfo.getProcessInfo');
  await devtools.detach();
  return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
}

function openingRows(how: string, all: readonly Opening[]): readonly Row[] {
  const what = `1 h at 1 kHz, ${hour.trials} trials, NWB (${how}), given to the page`;
  const of = (name: keyof Opening): number => middle(all.map((one) => one[name]));
  return [
    {
      what: `${what}: to the drawn trace and the means around the cue`,
      measured: `${of('seconds').toFixed(2)} s median of ${all.length} (trace ${of('traceSeconds').toFixed(2)} s), ${of('cpuSeconds').toFixed(1)} CPU s of the browser`,
      against: 'limit 1 s',
    },
    {
      what: `${what}: sent to the page by its worker until then`,
      measured: `${(of('bytes') / 1e6).toFixed(3)} MB`,
      against: 'limit 1 MB',
    },
  ];
}

async function movements(page: Page): Promise<readonly Row[]> {
  // The last that is worked out after opening.
  await page.getByText(/^Slope of the control/).waitFor();
  await page.getByRole('button', { name: 'whole session' }).click();
  const { columns, width } = await wholeSession(page);
  const { bytes: before } = await watched(page);
  const frames = [...(await page.evaluate(turnWheel, turns))].sort((a, b) => a - b);
  const { bytes: after } = await watched(page);
  const seen = spikesSeen(columns, width);
  return [
    {
      what: `trace of 1 h at 1 kHz: zooming and moving, ${turns} turns of the wheel, one a frame`,
      measured: `${middle(frames).toFixed(1)} ms median, ${(frames[Math.floor(frames.length * 0.99)] as number).toFixed(0)} ms 99th percentile; ${((after - before) / 1e6).toFixed(1)} MB from the worker`,
      against: 'limit 16.7 ms median (60 frames/s)',
    },
    {
      what: `the whole hour on ${width} columns: spikes of one sample that stand in their columns and nowhere else`,
      measured: seen === undefined ? 'columns that have none stand out' : `${seen} of ${spikeSeconds.length}`,
      against: `limit ${spikeSeconds.length} of ${spikeSeconds.length}`,
    },
  ];
}

/** The trace once it stands still. */
async function wholeSession(page: Page): Promise<{ readonly columns: readonly number[]; readonly width: number }> {
  let last = '';
  for (;;) {
    const seen = await page.evaluate(highColumns);
    const now = JSON.stringify(seen);
    if (now === last && seen.columns.length > 0) return seen;
    last = now;
    await page.waitForTimeout(500);
  }
}

/** Spikes with a high column where they are; undefined if any other column is high. */
function spikesSeen(columns: readonly number[], width: number): number | undefined {
  const expected = spikeSeconds.map((at) => (at / hour.seconds) * width);
  const isAt = (column: number, x: number): boolean => Math.abs(column + 0.5 - x) <= 2;
  if (!columns.every((column) => expected.some((x) => isAt(column, x)))) return undefined;
  return expected.filter((x) => columns.some((column) => isAt(column, x))).length;
}
