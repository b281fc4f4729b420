// Entry of Electron's utility process: the host, separate from every window.
import { defaultBenchFolder } from '../jobs/bench/bench-store.ts';
import { defaultRunsFolder } from '../storage/runs-folder.ts';
import { builtFile } from '../install/package-root.ts';
import { servePorts, type ParentPort } from './parent-port.ts';
import { defaultConsentFile } from '../own-parts/consent.ts';
import { PartsDesk } from '../own-parts/desk.ts';
import { loadAll } from '../engine/registry.ts';
import { ownParts } from '../own-parts/load.ts';
import { consentVariable } from '../own-parts/parts-variable.ts';

/** Until an answer has left the process (milliseconds). */
const answerMs = 200;

const consentFile = defaultConsentFile();
// For the processes and threads of this one too.
process.env[consentVariable] = consentFile;
const { parentPort } = process as unknown as { parentPort?: ParentPort };
if (parentPort === undefined) throw new Error('this file is started by Electron, not by itself');
const port = parentPort;
void loadAll().then(ownParts).then(listen);

function listen(): void {
  const folders = { runsFolder: defaultRunsFolder(), benchFolder: defaultBenchFolder() };
  servePorts(
    port,
    {
      ...folders,
      // The main process hands over ports of its own window alone, and starts another host when the page asks again.
      partsDesk: new PartsDesk(consentFile, () => setTimeout(() => process.exit(), answerMs)),
      onDefect: (error) => process.stderr.write(`${String(error instanceof Error ? error.stack : error)}\n`),
    },
    { ...folders, file: builtFile('node', 'helper-process.cjs') },
  );
}
