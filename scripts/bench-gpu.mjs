// `npm run bench:gpu [-- --backend NAME --quick]`: what the GPU, or another backend, gives against how much it is given at a time. Needs no network.
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
  build: { ssr: true, outDir: 'dist/bench', emptyOutDir: false, target: 'node20', minify: false, rolldownOptions: { input: { gpu: 'bench/gpu/main.ts', bandwidth: 'bench/gpu/bandwidth.ts', step: 'bench/step.ts', population: 'bench/gpu/population.ts' }, output: { format: 'es', entryFileNames: '[name].js' } } },
});
const { main } = await import('../dist/bench/gpu.js');
process.exitCode = await main(root, process.argv.slice(2), new Date().toISOString().slice(0, 10));
