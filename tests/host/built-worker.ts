import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { packageRoot } from '../../src/host/package-root.ts';

export interface BuiltWorker {
  readonly file: string;
  remove(): void;
}

/** Builds the worker alone, as the whole build does. Below the repository, so that it finds its packages. */
export async function buildWorker(): Promise<BuiltWorker> {
  const cache = join(packageRoot, 'node_modules', '.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'phasic-worker-'));
  await build({
    configFile: join(packageRoot, 'vite.node.config.ts'),
    logLevel: 'error',
    build: { outDir: folder, rolldownOptions: { input: { worker: join(packageRoot, 'src/host/worker.ts') } } },
  });
  return { file: join(folder, 'worker.js'), remove: () => rmSync(folder, { recursive: true, force: true }) };
}
