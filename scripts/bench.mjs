// `npm run bench`: builds the program and the benchmarks, runs them side by side and writes BENCHMARKS.md.
import { bundleBench, root } from './bundle-bench.mjs';

await bundleBench({ main: 'bench/main.ts', world: 'bench/world.ts', step: 'bench/step.ts' });
const { main } = await import('../dist/bench/main.js');
process.exitCode = await main(root);
