// Builds the program if need be, and benchmarks into dist/bench.
import { build } from 'vite';
import { configOfEntries } from './config.mjs';
import { ensureBuilt, root } from './fresh.mjs';

export { root };

/** @param {Readonly<Record<string, string>>} input names in dist/bench, and the files that they are made of */
export async function bundleBench(input) {
  if (!ensureBuilt()) process.exit(1);
  await build(
    await configOfEntries(`${root}dist/bench`, input, {
      build: { rolldownOptions: { external: ['playwright-core', '@sparticuz/chromium'] } },
    }),
  );
}
