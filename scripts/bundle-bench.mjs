// Builds the program if need be, and benchmarks into dist/bench.
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { assembly } from './assembly.mjs';
import { ensureBuilt } from './fresh.mjs';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** @param {Readonly<Record<string, string>>} input names in dist/bench, and the files that they are made of */
export async function bundleBench(input) {
  if (!ensureBuilt()) process.exit(1);
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    plugins: [assembly()],
    ssr: {
      target: 'node',
      noExternal: true,
      external: ['playwright-core', '@sparticuz/chromium', 'tinypool', '@tensorflow/tfjs-backend-wasm'],
    },
    build: {
      ssr: true,
      outDir: 'dist/bench',
      emptyOutDir: false,
      target: 'node20',
      minify: false,
      rolldownOptions: { input, output: { format: 'es', entryFileNames: '[name].js' } },
    },
  });
}
