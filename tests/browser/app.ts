// The built app, served as for a user, and a page that opens it and records every error and warning.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { root } from '../../scripts/fresh.cjs';

export interface ServedApp {
  readonly url: string;
  readonly runs: string;
  /** Folder of its bench's cells. */
  readonly bench: string;
  stop(): Promise<void>;
}

/** Starts `phasic serve` on a free port. */
export async function serveApp(): Promise<ServedApp> {
  const runs = mkdtempSync(join(tmpdir(), 'phasic-browser-'));
  const bench = join(runs, 'bench');
  const child = spawn(process.execPath, [join(root, 'bin/phasic.cjs'), 'serve', '--port', '0', '--runs', runs], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, PHASIC_BENCH: bench, PHASIC_SETTINGS: join(runs, 'settings') },
  });
  return { url: await addressOf(child), runs, bench, stop: () => stop(child, runs) };
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = '';
    const look = (data: Buffer): void => {
      printed += data.toString();
      const address = /http:\/\/\S+/.exec(printed)?.[0];
      if (address !== undefined) resolve(address);
    };
    child.stdout?.on('data', look);
    child.stderr?.on('data', look);
    child.once('exit', () => reject(new Error(`phasic serve ended: ${printed}`)));
  });
}

function stop(child: ChildProcess, runs: string): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => {
      rmSync(runs, { recursive: true, force: true });
      resolve();
    });
    child.kill();
  });
}

export interface Visit {
  readonly page: Page;
  /** Errors and warnings of the console, errors of the page, and violations of its content security policy. */
  readonly complaints: string[];
}

/** Milliseconds that a page may take: a busy machine must not make a test fail. */
const longestWait = 120_000;

export interface VisitOptions {
  readonly theme?: 'light' | 'dark';
  readonly width?: number;
  readonly height?: number;
  readonly hash?: string;
  /** Whether to wait for the first finished figure of an experiment; true if absent. */
  readonly waits?: boolean;
}

/** Opens the app and, unless told otherwise, waits for the first finished figure. */
export async function visit(
  browser: Pick<Browser, 'newPage'>,
  { url }: Pick<ServedApp, 'url'>,
  { theme = 'light', width = 1280, height = 800, hash = '', waits = true }: VisitOptions = {},
): Promise<Visit> {
  const page = await browser.newPage({
    viewport: { width, height },
    colorScheme: theme,
    locale: 'en-GB',
    acceptDownloads: true,
  });
  page.setDefaultTimeout(longestWait);
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`page: ${error.message}`));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      console.error(`policy: ${violatedDirective} ${blockedURI}`),
    );
  });
  await page.goto(hash === '' ? url : `${url}#${hash}`);
  if (waits) await finished(page);
  return { page, complaints };
}

/** Waits until the open session has finished and has its hash. */
export async function finished(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const scrubber = document.querySelector<HTMLInputElement>('.scrubber .slider');
    return (
      scrubber !== null &&
      scrubber.max !== '1' &&
      scrubber.value === scrubber.max &&
      document.querySelector('button.hash-text') !== null
    );
  });
}
