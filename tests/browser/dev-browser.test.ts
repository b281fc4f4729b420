// The development setup: the page from its sources, with a host behind it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { root } from '../../scripts/fresh.cjs';
import { visit } from './app.ts';
import { closePages, sharedChromium } from './chromium.ts';

test('the page of npm run dev:browser comes from its sources and runs its first experiment', async () => {
  const runs = mkdtempSync(join(tmpdir(), 'phasic-dev-'));
  const server = spawn(process.execPath, [join(root, 'scripts/dev-browser.mjs'), '--runs', runs], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(async () => {
    server.kill();
    if (server.exitCode === null && server.signalCode === null) await once(server, 'exit');
    rmSync(runs, { recursive: true });
  });
  const [url] = (await once(createInterface(server.stdout), 'line')) as [string];
  const browser = await sharedChromium();
  onTestFinished(() => closePages(browser));
  const { page, complaints } = await visit(browser, { url });
  expect(await page.locator('script[src="/@vite/client"]').count()).toBe(1);
  expect(complaints).toEqual([]);
});
