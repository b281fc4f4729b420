// `npm run bench:learning [TASK ...] [-- --seeds N --workers N]`: long learning runs with stored results, and docs/learning.md.
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { ensureBuilt } from './fresh.mjs';
import nodeConfig from '../vite.node.config.ts';

if (!ensureBuilt()) process.exit(1);
const root = fileURLToPath(new URL('..', import.meta.url));
const { plugins, ssr } = nodeConfig({ mode: 'production', command: 'build' });
await build({
  root,
  configFile: false,
  logLevel: 'warn',
  publicDir: false,
  plugins,
  ssr,
  build: { ssr: true, outDir: 'dist/bench', emptyOutDir: false, target: 'node20', minify: false, rolldownOptions: { input: { learning: 'bench/learning/main.ts', worker: 'bench/learning/worker.ts' }, output: { format: 'es', entryFileNames: '[name].js' } } },
});
const { main } = await import('../dist/bench/learning.js');
process.exitCode = await main(root, process.argv.slice(2), new Date().toISOString().slice(0, 10));
