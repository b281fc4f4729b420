// The real app, if there is an Electron that can open a window; elsewhere it says why it did not run.
import { existsSync } from 'node:fs';
import { _electron } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { findElectron } from '../../src/electron/binary.ts';
import { windowHindrance } from '../../src/electron/window.ts';
import { builtFile } from '../../src/install/package-root.ts';

const electron = findElectron();
const mainFile = builtFile('node', 'electron-main.js');
const reason =
  'path' in electron
    ? (windowHindrance() ?? (existsSync(mainFile) ? undefined : 'the app is not built: run npm run build'))
    : electron.reason;
if (reason !== undefined) process.stdout.write(`Electron's window is not tested here: ${reason}\n`);

test.skipIf(reason !== undefined)(
  'the app opens in Electron and runs its first experiment',
  { timeout: 60_000 },
  async () => {
    const app = await _electron.launch({ executablePath: (electron as { path: string }).path, args: [mainFile] });
    onTestFinished(() => app.close());
    const page = await app.firstWindow();
    expect(page.url()).toBe('phasic://app/');
    const complaints: string[] = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    await page.waitForFunction(() => document.querySelector('button.hash-text') !== null);
    expect(await page.evaluate(() => Object.keys((window as unknown as { phasic: object }).phasic))).toEqual([
      'askForPort',
    ]);
    expect(await page.evaluate(() => typeof (globalThis as { require?: unknown }).require)).toBe('undefined');
    expect(complaints).toEqual([]);
  },
);
