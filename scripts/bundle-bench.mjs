// Builds the program if necessary, and benchmarks into dist/bench.
import { build } from 'vite';
import { everyPart } from './every-part.mjs';
import { configOfEntries } from './config.mjs';
import { ensureBuilt, root } from './fresh.mjs';

export { root };

/** @param {Readonly<Record<string, string>>} input source files by their name in dist/bench */
export async function bundleBench(input) {
  if (!ensureBuilt()) process.exit(1);
  await build(
    await configOfEntries(`${root}dist/bench`, input, {
      plugins: [everyPart()],
      build: { rolldownOptions: { external: ['playwright-core', '@sparticuz/chromium'] } },
    }),
  );
}
