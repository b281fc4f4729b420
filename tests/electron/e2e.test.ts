// The real app, if there is an Electron that can open a window; otherwise the title states why it was skipped.
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { _electron, type Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { findElectron } from '../../src/electron/binary.ts';
import { windowHindrance } from '../../src/electron/window.ts';
import { builtFile } from '../../src/install/package-root.ts';
import { temporaryFolder } from '../storage/temporary-folder.ts';

const electron = findElectron();
const mainFile = builtFile('node', 'electron-main.cjs');
const reason =
  'path' in electron
    ? (windowHindrance() ?? (existsSync(mainFile) ? undefined : 'the app is not built: run npm run build'))
    : electron.reason;
if (reason !== undefined) process.stdout.write(`Electron's window is not tested here: ${reason}\n`);

async function opened(...words: readonly string[]): Promise<Page> {
  const app = await _electron.launch({
    executablePath: (electron as { path: string }).path,
    args: [mainFile, ...words],
  });
  onTestFinished(() => app.close());
  return app.firstWindow();
}

test.skipIf(reason !== undefined)('the app opens in Electron and runs its first experiment', async () => {
  const page = await opened();
  expect(page.url()).toBe('phasic://app/');
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  await page.waitForFunction(() => document.querySelector('button.hash-text') !== null);
  expect(await page.evaluate(() => Object.keys((window as unknown as { phasic: object }).phasic))).toEqual([
    'askForPort',
  ]);
  expect(await page.evaluate(() => typeof (globalThis as { require?: unknown }).require)).toBe('undefined');
  expect(complaints).toEqual([]);
});

test.skipIf(reason !== undefined)('a spec given at its start is the experiment on screen', async () => {
  const file = join(temporaryFolder(), 'spec.json');
  writeFileSync(file, JSON.stringify({ world: 'cohen-2012', seed: 77 }));
  const page = await opened(file);
  await page.waitForFunction(() => document.querySelector<HTMLInputElement>('.seed input')?.value === '77');
  await page.waitForFunction(() => window.location.hash.includes('cohen-2012'));
});
