// `npm run bench:learning [TASK ...] [-- --seeds N --workers N]`: long learning runs with stored results, and docs/learning.md.
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
  ssr: { target: 'node', noExternal: true, external: ['tinypool', '@tensorflow/tfjs-backend-wasm'] },
  build: { ssr: true, outDir: 'dist/bench', emptyOutDir: false, target: 'node20', minify: false, rolldownOptions: { input: { learning: 'bench/learning/main.ts', worker: 'bench/learning/worker.ts' }, output: { format: 'es', entryFileNames: '[name].js' } } },
});
const { main } = await import('../dist/bench/learning.js');
process.exitCode = await main(root, process.argv.slice(2), new Date().toISOString().slice(0, 10));
