// Entry of Electron's utility process: the host, separate from every window.
import { defaultBenchFolder } from '../jobs/bench/bench-store.ts';
import { defaultRunsFolder } from '../storage/runs-folder.ts';
import { builtFile } from '../install/package-root.ts';
import { servePorts, type ParentPort } from './parent-port.ts';
import { ownParts } from '../own-parts/load.ts';

// What is broken was told by the process that the user started.
await ownParts();

const { parentPort } = process as unknown as { parentPort?: ParentPort };
if (parentPort === undefined) throw new Error('this file is started by Electron, not by itself');
const folders = { runsFolder: defaultRunsFolder(), benchFolder: defaultBenchFolder() };
servePorts(
  parentPort,
  {
    ...folders,
    onDefect: (error) => process.stderr.write(`${String(error instanceof Error ? error.stack : error)}\n`),
  },
  { ...folders, file: builtFile('node', 'helper-process.js') },
);
