// `npm run bench:learning [TASK ...] [-- --seeds N --reference-seeds N --workers N --page]`: long learning runs with stored results, and docs/learning.md (--page: only the page).
import { bundleBench, root } from './bundle-bench.mjs';

await bundleBench({ learning: 'bench/learning/main.ts', worker: 'bench/learning/worker.ts', agent: 'bench/agent.ts' });
const { main } = await import('../dist/bench/learning.js');
process.exitCode = await main(root, process.argv.slice(2), new Date().toISOString().slice(0, 10));
