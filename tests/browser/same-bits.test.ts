// All functions that results may use have the same bits in Chromium as in Node: power, sine and cosine of src/core, and
// those allowed by lint/same-bits.mjs.
import { join } from 'node:path';
import { build, type Rolldown } from 'vite';
import { expect, test } from 'vitest';
import { functionBits } from '../../bench/nodes/functions.ts';
import { root } from '../../scripts/fresh.cjs';
import { closePages, sharedChromium } from './chromium.ts';

const pairs = 20_000;

test('functions of numbers have the same bits in Chromium', async () => {
  const built = await build({
    root,
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    build: {
      write: false,
      minify: false,
      lib: { entry: join(root, 'bench/nodes/functions.ts'), formats: ['iife'], name: 'functions' },
    },
  });
  const { code } = (built as unknown as Rolldown.RolldownOutput[])[0]!.output[0];
  const browser = await sharedChromium();
  try {
    const page = await browser.newPage();
    const found = await page.evaluate(`${code}; functions.functionBits(${pairs})`);
    expect(found).toEqual(functionBits(pairs));
  } finally {
    await closePages(browser);
  }
});
