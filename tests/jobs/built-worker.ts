import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildEntries } from '../built-entries.ts';
import { temporaryFolder } from '../storage/temporary-folder.ts';

export interface BuiltWorker {
  readonly file: string;
  remove(): void;
}

/** Builds only the worker. */
export async function buildWorker(): Promise<BuiltWorker> {
  const { folder, remove } = await buildEntries({ worker: 'src/jobs/worker.ts' });
  return { file: join(folder, 'worker.js'), remove };
}

/**
 * The worker, except that its first N jobs end their whole thread.
 * @param only which jobs, a JavaScript expression over `job`
 */
export function dyingWorker(workerFile: string, times: number, only = 'true'): string {
  const folder = temporaryFolder();
  const file = join(folder, 'worker.mjs');
  const count = join(folder, 'count');
  writeFileSync(
    file,
    // The error is thrown outside the job, as by a thread that runs out of memory.
    `import { existsSync, writeFileSync } from 'node:fs';
     import run from ${JSON.stringify(pathToFileURL(workerFile).href)};
     export default (sent) => {
       const { job } = sent;
       for (let i = 0; i < ${times} && (${only}); i++) {
         const mark = ${JSON.stringify(count)} + i;
         if (existsSync(mark)) continue;
         writeFileSync(mark, '');
         setTimeout(() => { throw new Error('the thread is gone'); });
         return new Promise(() => {});
       }
       return run(sent);
     };`,
  );
  return file;
}
