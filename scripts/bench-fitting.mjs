// `npm run bench:fitting [-- PART ...]`: whether fits give the numbers of papers and of other programs, and how fast.
import { bundleBench, root } from './bundle-bench.mjs';

await bundleBench({ fitting: 'bench/fitting/main.ts' });
const { main } = await import('../dist/bench/fitting.js');
process.exitCode = await main(root, process.argv.slice(2));
