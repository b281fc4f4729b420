import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { launchChromium } from '../tests/browser/chromium.ts';
import { finalFigures } from './final-figures.ts';
import { middle, type Row } from './measure.ts';
import { spreadText } from './spread.ts';

/** The page in a real browser, headless and without a GPU, against the real server. */
export async function page(root: string): Promise<readonly Row[]> {
  const server = spawn(process.execPath, [join(root, 'bin/phasic.cjs'), 'serve', '--port', '0'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [address] = (await once(server.stdout, 'data')) as [Buffer];
  const browser = await launchChromium();
  try {
    const opened = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await opened.goto(String(address).trim());
    await opened.getByText('trial 360').waitFor();
    return [await parameterChange(opened), await finalFigures(opened), await streaming(opened)];
  } finally {
    await browser.close();
    server.kill();
  }
}

const redrawTime = (): number | undefined => performance.getEntriesByName('phasic:redraw').at(-1)?.duration;

/** From typing a learning rate to the redrawn figure of 300 training trials and the probes. */
async function parameterChange(opened: Page): Promise<Row> {
  const times: number[] = [];
  for (let i = 0; i < 15; i++) {
    await opened.evaluate(() => performance.clearMeasures('phasic:redraw'));
    await opened.getByRole('textbox', { name: /learning rate/ }).fill(String(0.05 + 0.01 * i));
    await opened.waitForFunction(redrawTime);
    times.push((await opened.evaluate(redrawTime)) as number);
  }
  return {
    what: 'page: parameter change to redrawn figure, 300 trials',
    measured: `${spreadText(times, (ms) => ms.toFixed(0))} ms, ${times.length} changes`,
    against: 'limit 100 ms',
  };
}

const sessionTrials = 12_500;

/** A session of a million steps at 1,000 trials a second: time between frames, and memory at its quarter and its end. */
async function streaming(opened: Page): Promise<Row> {
  await opened.getByRole('textbox', { name: /training trials/ }).fill(String(sessionTrials));
  await opened.getByText(`/ ${sessionTrials + 60}`).waitFor();
  await opened.evaluate(watchFrames);
  await opened.keyboard.press('Escape');
  await opened.getByRole('button', { name: 'Run from the start' }).click();
  await opened.getByRole('button', { name: /speed/ }).click();
  await opened.getByRole('option', { name: '1000 trials/s' }).click();
  await opened.waitForTimeout(3500);
  const early = await heap(opened);
  await opened.waitForTimeout(8500);
  const late = await heap(opened);
  const frames = (await opened.evaluate(() => (globalThis as { phasicFrames?: number[] }).phasicFrames)) as number[];
  const measured = `${middle(frames).toFixed(1)} ms median, ${[...frames].sort((a, b) => a - b)[Math.floor(frames.length * 0.99)]?.toFixed(0)} ms 99th percentile of ${frames.length} frames; heap ${early.toFixed(1)} then ${late.toFixed(1)} MB`;
  return {
    what: 'page: streaming a session of 1,000,000 steps',
    measured,
    against: 'limit 16.7 ms median (60 frames/s), memory flat',
  };
}

/** Runs in the page: records the time between animation frames. */
function watchFrames(): void {
  const frames: number[] = [];
  (globalThis as { phasicFrames?: number[] }).phasicFrames = frames;
  let last = performance.now();
  const tick = (now: number): void => {
    frames.push(now - last);
    last = now;
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
}

/** MB in use after garbage collection. */
async function heap(opened: Page): Promise<number> {
  const devtools = await opened.context().newCDPSession(opened);
  await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devtools.send('Runtime.getHeapUsage');
  await devtools.detach();
  return usedSize / 2 ** 20;
}
