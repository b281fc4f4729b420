// Builds the program if necessary, and benchmarks into dist/bench.
import { build } from 'vite';
import { everyPart } from './every-part.mjs';
import { configOfEntries } from './config.mjs';
import { ensureBuilt, root } from './fresh.cjs';

export { root };

/**
 * scripts/fresh.cjs says by its own place where the program is.
 * @type {import('vite').Plugin}
 */
const whereItIs = {
  name: 'where-it-is',
  enforce: 'pre',
  resolveId: (id) =>
    id.endsWith('scripts/fresh.cjs') ? { id: new URL('fresh.cjs', import.meta.url).href, external: true } : undefined,
};

/** @param {Readonly<Record<string, string>>} input source files by their name in dist/bench */
export async function bundleBench(input) {
  if (!ensureBuilt()) process.exit(1);
  await build(
    await configOfEntries(`${root}dist/bench`, input, {
      plugins: [everyPart(), whereItIs],
      build: {
        rolldownOptions: {
          external: ['playwright-core', '@sparticuz/chromium', 'h5wasm/node'],
        },
      },
    }),
  );
}
