// `npm run bench:gpu [-- --backend NAME --quick]`: what the GPU, or another backend, gives against how much it is given at a time. Needs no network.
import { bundleBench, root } from './bundle-bench.mjs';

await bundleBench({
  gpu: 'bench/gpu/main.ts',
  bandwidth: 'bench/gpu/bandwidth.ts',
  step: 'bench/step.ts',
  population: 'bench/gpu/population.ts',
});
const { main } = await import('../dist/bench/gpu.js');
process.exitCode = await main(root, process.argv.slice(2), new Date().toISOString().slice(0, 10));
