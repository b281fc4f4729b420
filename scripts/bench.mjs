// `npm run bench`: builds the program and the benchmarks, runs them side by side and writes BENCHMARKS.md.
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { assembly } from './assembly.mjs';
import { ensureBuilt } from './fresh.mjs';

if (!ensureBuilt()) process.exit(1);
const root = fileURLToPath(new URL('..', import.meta.url));
await build({
  root,
  configFile: false,
  logLevel: 'warn',
  publicDir: false,
  plugins: [assembly()],
  ssr: { target: 'node', noExternal: true, external: ['playwright-core', '@sparticuz/chromium', '@tensorflow/tfjs-backend-wasm'] },
  build: { ssr: true, outDir: 'dist/bench', target: 'node20', minify: false, rolldownOptions: { input: { main: 'bench/main.ts', world: 'bench/world.ts', step: 'bench/step.ts' }, output: { format: 'es', entryFileNames: '[name].js' } } },
});
const { main } = await import('../dist/bench/main.js');
process.exitCode = await main(root);
