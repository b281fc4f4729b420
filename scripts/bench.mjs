// `npm run bench [-- PART ...]`: builds the program and the benchmarks, runs them alongside other programs and writes
// BENCHMARKS.md. `npm run bench -- --against REV [PART ...]` runs them alongside another revision, and fails where it is
// slower.
import { bundleBench, root } from './bundle-bench.mjs';

await bundleBench({
  main: 'bench/main.ts',
  kernel: 'bench/kernel.ts',
  world: 'bench/world.ts',
  step: 'bench/step.ts',
  agent: 'bench/agent.ts',
});
const { main } = await import('../dist/bench/main.js');
process.exitCode = await main(root, process.argv.slice(2), new Date().toISOString().slice(0, 10));
