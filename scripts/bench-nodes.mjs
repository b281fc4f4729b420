// `npm run bench:nodes [-- --count N --seed N --fetch]`: checks that generated specs give the same bytes on every
// supported version of Node.
import { bundleBench, root } from './bundle-bench.mjs';

await bundleBench({ nodes: 'bench/nodes/main.ts', 'nodes-process': 'bench/nodes/process.ts' });
const { main } = await import('../dist/bench/nodes.js');
process.exitCode = await main(root, process.argv.slice(2));
