// `npm run bench:gpu [-- --backend NAME --quick]`: speed of the GPU, or of another backend, as a function of batch
// size. Needs no network access.
import { bundleBench, root } from './bundle-bench.mjs';

await bundleBench({
  gpu: 'bench/gpu/main.ts',
  bandwidth: 'bench/gpu/bandwidth.ts',
  step: 'bench/step.ts',
  population: 'bench/gpu/population.ts',
});
const { main } = await import('../dist/bench/gpu.js');
process.exitCode = await main(root, process.argv.slice(2), new Date().toISOString().slice(0, 10));
